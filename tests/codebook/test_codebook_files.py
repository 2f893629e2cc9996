"""A codebook file that cannot be used says where and what to do, and leaves nothing behind."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook import schemes
from codebook.schemes import Scheme, read_file
from codebook.schemes.content import Entry, clashes, with_keys
from common.errors import Invalid

HEAD = "slug: ours\ntitle: Ours\ncodes:\n"


def refusal(text: str | bytes, name: str = "ours.yaml") -> Invalid:
    with pytest.raises(Invalid) as caught:
        read_file(text if isinstance(text, bytes) else text.encode(), name)
    return caught.value


def test_a_file_needs_little() -> None:
    scheme = read_file(
        f"{HEAD}  - value: MARCH\n    label: مسيرة 🕊\n    modes: [slow]\n".encode(), "ours.yaml"
    )
    (code,) = scheme.codes
    assert (scheme.slug, scheme.version, scheme.kind) == ("ours", 1, "event_types")
    assert (code.value, code.label, code.key) == ("MARCH", "مسيرة 🕊", "ma")
    assert (code.modes[0].value, code.modes[0].label) == ("slow", "Slow")


def test_a_code_that_stands_twice_is_refused_naming_both_places() -> None:
    refused = refusal(f"{HEAD}- {{value: A, label: a}}\n- {{value: B, label: b}}\n- {{value: A, label: c}}\n")
    assert refused.message == (
        "ours.yaml, line 6, codes[2].value: “A” is there already (line 4, codes[0]); "
        "give each code a value of its own."
    )
    same = {"slug": "ours", "title": "Ours", "codes": [{"value": "A", "label": "a"}] * 2}
    assert (
        "ours.json, codes[1].value: “A” is there already (codes[0])"
        in refusal(json.dumps(same), "ours.json").message
    )


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("slug: [", "line 1", "This is not YAML"),
        ('{"slug": "a",\n oops}', "line 2", "This is not JSON"),
        (b"slug: \xff", "line 1", "save the file as UTF-8"),
        ("- a", "", "mapping with slug, title and codes"),
        ("a: &x 1\nb: *x", "line 2", "write it out"),
        ("slug: a\nslug: b", "line 2", "stands twice in one entry"),
        ('{"slug": "a", "slug": "b"}', "", "stands twice in one object"),
        ("slug: Ours\ntitle: t\ncodes: [{value: A, label: a}]", "line 1, slug", "small letters"),
        ("slug: ours\ncodes: [{value: A, label: a}]", "title", "Give a title"),
        ("slug: ours\ntitle: t\nkind: song\ncodes: [{value: A, label: a}]", "line 3, kind", "Choose one of"),
        ("slug: ours\ntitle: t\nversion: 0\ncodes: [{value: A, label: a}]", "line 3, version", "whole number"),
        ("slug: ours\ntitle: t\ncodes: []", "line 3, codes", "1 to 500"),
        (f"{HEAD}- {{value: yes, label: a}}", "line 4, codes[0].value", "in quotes"),
        (f"{HEAD}- {{value: A B, label: a}}", "line 4, codes[0].value", "letters, digits"),
        (f"{HEAD}- {{value: A}}", "line 4, codes[0].label", "Give a label"),
        (f"{HEAD}- {{value: A, label: a, colour: red}}", "line 4, codes[0]", "no field “colour”"),
        (f"{HEAD}- {{value: A, label: a, key: K}}", "codes[0].key", "small letters"),
        (f"{HEAD}- {{value: A, label: a, modes: [x, x]}}", "codes[0].modes[1]", "stands twice"),
        (f"{HEAD}- {{value: A, label: a, roles: [villain]}}", "codes[0].roles", "is no role"),
        (f"{HEAD}- {{value: A, label: a, parent: B}}", "codes[0].parent", "no other code “B”"),
        (f"{HEAD}- {{value: A, label: a, needs_recipient: maybe}}", "needs_recipient", "true or false"),
        (f"{HEAD}- {{value: A, label: a, key: k}}\n- {{value: B, label: b, key: kx}}", "line 5", "begin with another"),
        ("x: " + "[" * 5000, "", "YAML"),
        ('{"a":' * 100_000, "", "nested too deeply"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_its_place(text: str | bytes, where: str, said: str) -> None:
    refused = refusal(text)
    assert where in refused.message
    assert said in refused.message


def test_every_fault_of_a_file_is_told_at_once() -> None:
    refused = refusal(f"{HEAD}- {{value: A}}\n- {{label: b}}")
    assert [fault["field"] for fault in refused.errors] == ["codes[0].label", "codes[1].value"]
    assert "(1 more)" in refused.message


def test_a_file_of_another_size_is_not_read() -> None:
    assert "1,000,000 bytes" in refusal(b"#" * 1_000_001).message


@pytest.mark.parametrize("slug", schemes.shipped())
def test_what_is_exported_reads_back_as_it_was(slug: str) -> None:
    scheme = schemes.read(slug)
    assert read_file(json.dumps(scheme.as_data()).encode(), "x.json") == scheme


@given(
    st.lists(
        st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=12), min_size=1, unique=True
    )
)
def test_keys_are_given_so_that_none_begins_with_another(values: list[str]) -> None:
    keys = [entry.key for entry in with_keys(Entry(value, value) for value in values)]
    assert all(keys)
    assert all(not clashes(key, keys[:at]) for at, key in enumerate(keys))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        read: Scheme | Invalid = read_file(raw, "any")
    except Invalid as refused:
        read = refused
    assert isinstance(read, Scheme) or read.message.startswith("any")
