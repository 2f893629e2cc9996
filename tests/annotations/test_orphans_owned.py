"""Words that lost their place keep their author and their codes, whatever machines did to them meanwhile."""

from typing import Any

import pytest

from accounts.models import Membership
from accounts.services import seat_member
from annotations.models import EventTag, OrphanTag
from annotations.orphans import place
from annotations.recoding import publish
from codebook.drafting import add_change
from common.errors import NotAllowed
from jobs.working import run_inline
from reviews.services import approve, submit
from sources.models import Source
from tests.cast import person
from tests.factories import event_op, make_source, sentence_of

from .conftest import Desk
from .test_revising import ONE, THREE, TWO, code, revert, revise

pytestmark = pytest.mark.django_db
GONE = "Something else entirely."


@pytest.fixture
def source(desk: Desk) -> Source:
    """The three sentences that the revisions are about."""
    return make_source(desk.cast.project, [ONE, TWO, THREE], title="A text that changes")


def recode(desk: Desk, *changes: dict[str, Any]) -> None:
    """Publish these changes of PLOVER and let the job move the tags."""
    draft = None
    for change in changes:
        draft = add_change(desk.cast.owner, "plover", change)
    assert draft is not None
    job = publish(desk.cast.owner, "plover", draft.revision).job
    assert job is not None
    run_inline(job)


def placed_by_another(desk: Desk, source: Source) -> tuple[int, int]:
    """Another coder puts the orphan into the second sentence and submits: (set, revision)."""
    source.refresh_from_db()
    answer = place(desk.cast.editor, OrphanTag.objects.get().pk, sentence_of(source, 2).pk, 4, 12)
    row = answer.annotation_set
    row.refresh_from_db()
    submit(desk.cast.editor, row.pk, row.revision)
    return row.pk, row.revision


def coder_who_reviews(desk: Desk) -> Membership:
    return seat_member(desk.cast.project, person("both"), ("editor", "reviewer"))


def test_two_revisions_of_a_source_take_nobodys_authorship_away(desk: Desk, source: Source) -> None:
    coder = coder_who_reviews(desk)
    code(source, 1, coder, event_op(ONE, "attacked"))
    revise(desk, source, ONE.replace("Hamas", "The Hamas"), TWO, THREE)
    revise(desk, source, GONE, TWO, THREE)
    with pytest.raises(NotAllowed):
        approve(coder, *placed_by_another(desk, source))


def test_a_renamed_code_takes_nobodys_authorship_away(desk: Desk, source: Source) -> None:
    coder = coder_who_reviews(desk)
    code(source, 1, coder, event_op(ONE, "attacked"))
    recode(desk, {"op": "rename", "value": "ASSAULT", "to": "HIT"})
    revise(desk, source, GONE, TWO, THREE)
    with pytest.raises(NotAllowed):
        approve(coder, *placed_by_another(desk, source))


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ({"code": "THREATEN", "other_codes": [{"codebook": "plover", "code": "ACCUSE"}]}, ("ACCUSE", [])),
        (
            {
                "code": "ASSAULT",
                "other_codes": [
                    {"codebook": "plover", "code": "ACCUSE"},
                    {"codebook": "plover", "code": "THREATEN"},
                ],
            },
            ("ASSAULT", ["ACCUSE"]),
        ),
    ],
)
def test_codes_that_became_one_stand_once_when_the_words_come_back(
    desk: Desk, source: Source, value: dict[str, Any], codes: tuple[str, list[str]]
) -> None:
    code(source, 1, desk.cast.editor, event_op(ONE, "attacked", **value))
    revise(desk, source, GONE, TWO, THREE)
    recode(desk, {"op": "merge", "value": "THREATEN", "into": "ACCUSE"})
    revert(desk, source, 1)
    event = EventTag.objects.get()
    assert event.code is not None
    assert (event.code.value, [one.code.value for one in event.other_codes.all()]) == codes
