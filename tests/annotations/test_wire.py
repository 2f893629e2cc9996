"""What clients send: read exactly, or refused with the place and what to do."""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.operations.upgrading import NOTHING_STATED
from annotations.operations.wire import MOST_OPERATIONS, read_operations
from common.errors import Invalid
from tests.factories import Wire, actor_op, change_op, event_op, mark_op, reliability_op, remove_op

TEXT = "Hamas attacked."


def faults(*operations: object) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read_operations(list(operations))
    assert caught.value.status == 422
    json.dumps(caught.value.errors).encode()
    return [(error["field"], error["message"]) for error in caught.value.errors]


def fields(*operations: object) -> list[str]:
    return [field for field, _ in faults(*operations)]


def event(**value: Any) -> Wire:
    operation = event_op(TEXT, "attacked")
    operation["value"] |= value
    return operation


def test_values_are_read_into_canonical_form() -> None:
    uid, other = str(uuid4()), str(uuid4())
    links = [{"role": "recipient", "actor": uid}, {"role": "actor", "actor": other.upper()}]
    [operation] = read_operations([event(participants=links)])
    assert operation.value == {
        "start": 6, "end": 14, "quote": "attacked", "note": "", "code": "ASSAULT", "codebook": None,
        "date_edtf": "", "date_start": None, "date_end": None, "modality": "asserted", "polarity": "positive",
        "participants": [
            {"role": "actor", "actor": other, "from": None, "basis": ""},
            {"role": "recipient", "actor": uid, "from": None, "basis": ""},
        ],
        **NOTHING_STATED["event"],
    }  # fmt: skip


def test_a_credibility_may_be_a_number() -> None:
    [operation] = read_operations([reliability_op(TEXT, credibility=3)])  # type: ignore[arg-type]
    assert operation.value["credibility"] == "3"


@pytest.mark.parametrize("given", [None, {}, "x", [], [{}] * (MOST_OPERATIONS + 1)])
def test_a_list_of_1_to_200_operations_is_wanted(given: object) -> None:
    with pytest.raises(Invalid) as caught:
        read_operations(given)
    assert caught.value.errors[0]["field"] == "operations"


@pytest.mark.parametrize("given", [None, 3, "add", [], True])
def test_an_operation_is_an_object(given: object) -> None:
    assert "operations[0]" in fields(given)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "1"}, "id"),
        ({"id": None}, "id"),
        ({"id": "{" + str(uuid4()) + "}"}, "id"),
        ({"action": "upsert"}, "action"),
        ({"action": []}, "action"),
        ({"kind": "place"}, "kind"),
        ({"tag": "x"}, "tag"),
        ({"value": None}, "value"),
        ({"value": []}, "value"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_every_operation_needs(change: Wire, field: str) -> None:
    assert f"operations[0].{field}" in fields(event() | change)


@pytest.mark.parametrize("seen", [{}, {"seen": None}, {"seen": 1, "after": str(uuid4())}, {"seen": "1"}, {"seen": -1},
                                  {"seen": True}, {"seen": 2**40}, {"after": "x"}])  # fmt: skip
def test_a_change_says_what_it_saw_or_follows(seen: Wire) -> None:
    bare = {key: part for key, part in remove_op(event(), seen=1).items() if key not in {"seen", "after"}}
    assert {f.rpartition(".")[2] for f in fields(bare | seen)} <= {"seen", "after"}


def test_an_id_stands_once_in_a_request() -> None:
    operation = event()
    assert fields(operation, change_op(operation, seen=1) | {"id": operation["id"]}) == ["operations[1].id"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": None}, "start"),
        ({"start": "6"}, "start"),
        ({"start": 6.0}, "start"),
        ({"start": True}, "start"),
        ({"end": 2**31}, "end"),
        ({"quote": None}, "quote"),
        ({"quote": "a\x00b"}, "quote"),
        ({"note": "\ud800"}, "note"),
        ({"note": "x" * 10_001}, "note"),
        ({"note": 3}, "note"),
        ({"code": ""}, "code"),
        ({"code": 7}, "code"),
        ({"code": "x" * 61}, "code"),
        ({"date_edtf": "12 November"}, "date_edtf"),
        ({"date_edtf": None}, "date_edtf"),
        ({"date_start": 1}, "date_start"),
        ({"date_start": 3, "date_end": 3}, "date_start"),
        ({"modality": "certain"}, "modality"),
        ({"polarity": None}, "polarity"),
        ({"participants": {}}, "participants"),
        ({"participants": [3]}, "participants[0]"),
        ({"participants": [{"role": "boss", "actor": str(uuid4())}]}, "participants[0].role"),
        ({"participants": [{"role": "actor", "actor": 3}]}, "participants[0].actor"),
        ({"participants": [{"role": "actor", "actor": str(uuid4()), "x": 1}]}, "participants[0].x"),
        ({"participant": []}, "participant"),
        ({"modes": "firearms"}, "modes"),
        ({"modes": [3]}, "modes"),
        ({"modes": ["x" * 61]}, "modes"),
        ({"other_codes": {}}, "other_codes"),
        ({"other_codes": [{"codebook": "acled"}]}, "other_codes[0].code"),
        ({"other_codes": [{"code": "attack"}, {"code": "attack"}]}, "other_codes[1].code"),
        ({"date_edtf": "2007-02-30"}, "date_edtf"),
        ({"date_edtf": "2007-13"}, "date_edtf"),
        ({"date_edtf": "None/"}, "date_edtf"),
        ({"date_resolved": "2007-X1-", "date_basis": "document"}, "date_resolved"),
        ({"date_resolved": "2007-11-12"}, "date_basis"),
        ({"date_resolved": "2007-11-12", "date_basis": "guess"}, "date_basis"),
        ({"date_edtf": "2007-11-12/2006-01-01"}, "date_edtf"),
        ({"date_prec": 0}, "date_prec"),
        ({"date_prec": 6}, "date_prec"),
        ({"date_from": {"sentence": 1, "start": 0, "end": 4}}, "date_from.quote"),
        ({"date_from": {"start": 0, "end": 4, "quote": "2007"}}, "date_from.sentence"),
        ({"date_from": {"sentence": 1, "start": 4, "end": 4, "quote": ""}}, "date_from.start"),
        (
            {"date_from": {"sentence": 1, "start": 0, "end": 4, "quote": "2007", "actor": 1}},
            "date_from.actor",
        ),
        (
            {
                "date_start": 0,
                "date_end": 3,
                "date_from": {"sentence": 1, "start": 0, "end": 4, "quote": "2007"},
            },
            "date_from",
        ),
        ({"place_start": 4}, "place_start"),
        ({"place_name": "x" * 201}, "place_name"),
        ({"place_basis": "map"}, "place_basis"),
        ({"country": "ps"}, "country"),
        ({"country": "XX"}, "country"),
        ({"latitude": 31.5}, "latitude"),
        ({"latitude": 90.001, "longitude": 0}, "latitude"),
        ({"latitude": 0, "longitude": -180.5}, "longitude"),
        ({"latitude": float("nan"), "longitude": 0}, "latitude"),
        ({"latitude": True, "longitude": 0}, "latitude"),
        ({"latitude": "31.5", "longitude": 34.4}, "latitude"),
        ({"where_prec": 8}, "where_prec"),
        ({"deaths_best": -1}, "deaths_best"),
        ({"deaths_best": 1.5}, "deaths_best"),
        ({"deaths_low": 4, "deaths_best": 3}, "deaths_best"),
        ({"deaths_best": 4, "deaths_high": 3}, "deaths_best"),
        ({"deaths_low": 4, "deaths_high": 3}, "deaths_best"),
        ({"injured": 2**31}, "injured"),
        ({"arrested_start": 4, "arrested_end": 2}, "arrested_start"),
        ({"tense": "perfect"}, "tense"),
        ({"genericity": ""}, "genericity"),
        ({"participants": [{"role": "victim", "actor": None, "basis": "hunch"}]}, "participants[0].basis"),
        ({"participants": [{"role": "victim"}, {"role": "victim"}]}, "participants[1].actor"),
        (
            {
                "participants": [
                    {
                        "role": "actor",
                        "actor": str(uuid4()),
                        "from": {"sentence": 1, "start": 0, "end": 2, "quote": "He", "actor": None},
                    }
                ]
            },
            "participants[0].from",
        ),
        (
            {
                "participants": [
                    {
                        "role": "actor",
                        "from": {"sentence": 1, "start": 0, "end": 2, "quote": "He", "actor": "x"},
                    }
                ]
            },
            "participants[0].from.actor",
        ),
        ({"\ud800": 1}, "?"),
    ],
)
def test_what_an_event_may_say(change: Wire, field: str) -> None:
    assert f"operations[0].value.{field}" in fields(event(**change))


def test_a_pair_of_role_and_actor_stands_once() -> None:
    link = {"role": "actor", "actor": str(uuid4())}
    assert fields(event(participants=[link, link])) == ["operations[0].value.participants[1].actor"]


def test_a_missing_quote_says_why_it_is_wanted() -> None:
    broken = event()
    del broken["value"]["quote"]
    [(field, message)] = faults(broken)
    assert field == "operations[0].value.quote"
    assert "shifted" in message


@pytest.mark.parametrize("actor", [0, -1, "3", 2**63, 1.5, False])
def test_an_actor_is_an_id_or_null(actor: object) -> None:
    assert fields(actor_op(TEXT, "Hamas", actor)) == ["operations[0].value.actor"]  # type: ignore[arg-type]


@pytest.mark.parametrize("credibility", ["0", "7", "A", "", None, 0, 7, True, "１"])
def test_a_credibility_is_one_to_six(credibility: Any) -> None:
    assert fields(reliability_op(TEXT, None, credibility)) == ["operations[0].value.credibility"]


@pytest.mark.parametrize("credibility", ["1", "2", "3", "4", "5"])
@pytest.mark.parametrize("rationale", ["", "  \n"])
def test_a_grade_needs_a_reason(credibility: str, rationale: str) -> None:
    assert fields(reliability_op(TEXT, None, credibility, rationale=rationale)) == [
        "operations[0].value.rationale"
    ]


def test_unknown_needs_no_reason() -> None:
    read_operations([reliability_op(TEXT, None, "6", rationale="")])


@pytest.mark.parametrize(
    "value", [{"outcome": "done"}, {"outcome": "open", "question": "x" * 2001}, {"question": 3}, 3]
)
def test_what_a_mark_may_say(value: object) -> None:
    assert fields(mark_op() | {"value": value})


def test_a_mark_has_no_tag_and_no_kind() -> None:
    assert fields(mark_op() | {"tag": str(uuid4())}) == ["operations[0].tag"]


def test_every_fault_is_told_at_once() -> None:
    found = fields(event(start=-1, modality="x"), actor_op(TEXT, "Hamas", 0))
    assert found == ["operations[0].value.start", "operations[0].value.start", "operations[0].value.modality",
                     "operations[1].value.actor"]  # fmt: skip


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(st.lists(_json | st.fixed_dictionaries({}, optional={
    "id": st.uuids().map(str) | _json, "action": st.sampled_from(["add", "change", "remove", "mark"]) | _json,
    "kind": st.sampled_from(["event", "actor", "reliability"]) | _json, "tag": st.uuids().map(str) | _json,
    "seen": _json, "after": _json, "value": _json,
}), max_size=3))  # fmt: skip
def test_whatever_is_sent_is_read_or_refused(sent: list[Any]) -> None:
    try:
        for operation in read_operations(sent):
            assert operation.digest
    except Invalid as error:
        json.dumps(error.errors).encode()
        error.message.encode()


@pytest.mark.parametrize("field", ["date_basis", "place_basis"])
@pytest.mark.parametrize("sent", [[], {}, [1]])
def test_a_word_that_is_no_text_is_named(field: str, sent: object) -> None:
    from annotations.operations.values import read_value

    faults: list[dict[str, object]] = []
    read_value("event", {"start": 0, "end": 1, "quote": "a", field: sent}, "value", faults)
    assert f"value.{field}" in {fault["field"] for fault in faults}
