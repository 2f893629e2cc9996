"""Following a source and the project's history: committed rows only, none missed, in order."""

import time
from collections.abc import Callable

import pytest

from accounts.models import Membership
from annotations.operations import apply_operations
from annotations.reanchoring import merge_with_next
from reviews.services import submit_sentence
from tests.cast import Cast, make_cast
from tests.factories import event_op, make_source, mark_op, sentence_of

from .client import Answer, Api

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Membership | None], Api]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def told(ask: Callable[[], Answer], rows: int = 1) -> Answer:
    """The first answer with that many rows.

    A row is told once every transaction that began before it is over: in the test run, those of other workers too.
    """
    until = time.monotonic() + 30
    while len((answer := ask().ok())["results"]) < rows and time.monotonic() < until:
        time.sleep(0.1)
    return answer


def test_a_workbench_learns_of_others_work_once(cast: Cast, api: As) -> None:
    source = make_source(cast.project, ["One shot.", "Two.", "Three."])
    other = make_source(cast.project, ["Elsewhere."], title="B")
    editor, path = api(cast.editor), f"sources/{source.pk}/changes/"
    start = editor.get(path).ok()
    assert (start["results"], start["version"]) == ([], 1)

    one = sentence_of(source, 1)
    apply_operations(cast.second_editor, one.pk, [event_op(one, "shot")])
    apply_operations(cast.second_editor, sentence_of(other, 1).pk, [mark_op("nothing_to_code")])
    news = told(lambda: editor.get(f"{path}?since={start['cursor']}"))
    assert [(row["sentence"], row["revision"], row["state"]) for row in news["results"]] == [
        (one.pk, 1, "draft")
    ]
    assert news["results"][0]["last_author"] == cast.second_editor.coder.code

    again = editor.get(f"{path}?since={news['cursor']}").ok()
    assert again["results"] == []
    submit_sentence(cast.second_editor, one.pk, 1)
    after = told(lambda: editor.get(f"{path}?since={again['cursor']}"))
    assert [row["state"] for row in after["results"]] == ["submitted"]


def test_a_new_cut_is_told_by_its_number(cast: Cast, api: As) -> None:
    source = make_source(cast.project, ["One shot.", "Two."])
    path = f"sources/{source.pk}/changes/"
    start = api(cast.editor).get(path).ok()
    merge_with_next(cast.second_editor, sentence_of(source, 1).pk)
    assert api(cast.editor).get(f"{path}?since={start['cursor']}").ok()["version"] == 2


@pytest.mark.parametrize("since", ["", "x", "1", "1-", "1-2-3", "-1-2", "9" * 30 + "-1"])
def test_a_place_that_no_answer_gave_is_400(cast: Cast, api: As, since: str) -> None:
    source = make_source(cast.project, ["One."])
    api(cast.editor).get(f"sources/{source.pk}/changes/?since={since}").refuses(400, "bad-query")
    api(cast.editor).get(f"activity/?after={since}").refuses(400, "bad-query")


def test_history_is_followed_to_its_end_in_order(cast: Cast, api: As) -> None:
    source = make_source(cast.project, ["One.", "Two.", "Three."])
    for ordinal in (1, 2, 3):
        apply_operations(cast.editor, sentence_of(source, ordinal).pk, [mark_op("nothing_to_code")])
    viewer = api(cast.viewer)
    newest = viewer.get("activity/").ok()["results"]
    told(lambda: viewer.get("activity/?after=0-0"), rows=len(newest))
    seen, place = [], "0-0"
    while rows := viewer.get(f"activity/?after={place}&limit=2").ok()["results"]:
        seen += [row["verb"] for row in rows]
        place = rows[-1]["cursor"]
    assert seen == [row["verb"] for row in newest][::-1]
    assert seen[0] == "member.joined"
    assert seen[-3:] == ["set.edited"] * 3
    assert newest[0]["coder"] == cast.editor.coder.code
    assert "edith" not in str(newest)
