"""The queue and the review page, as a browser without JavaScript meets them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.services import archive, change_roles
from common.time import now
from reviews.models import Decision, Lease
from reviews.services import approve, return_to_editor, submit, take_next
from tests.cast import Cast
from tests.reviews.stories import Desk, ask, edit, fresh, make_desk, nothing_to_code

from .conftest import As

QUEUE, NEXT = "/projects/desk/queue/", "/projects/desk/queue/next/"
MEMBERS = ["owner", "editor", "second_editor", "reviewer", "second_reviewer", "viewer"]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return make_desk(cast)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.content.decode()


def review_of(row: object) -> str:
    return f"/projects/desk/review/{getattr(row, 'pk', row)}/"


@pytest.mark.parametrize("who", MEMBERS)
def test_every_member_sees_the_queue_and_the_sentence(desk: Desk, as_: As, who: str) -> None:
    row = desk.submitted()
    browser = as_(getattr(desk.cast, who))
    decides = who in ("reviewer", "second_reviewer")
    listed, opened = page(browser, QUEUE), page(browser, review_of(row))
    assert "Police fired at the crowd" in listed
    assert ("data-next>" in listed) == decides
    assert ('value="approve"' in opened) == decides
    assert ("Only a reviewer can decide" in opened) != decides
    assert Lease.objects.exists() == decides


@pytest.mark.parametrize("who", MEMBERS)
def test_only_reviewers_take_and_decide(desk: Desk, as_: As, who: str) -> None:
    row = desk.submitted()
    browser = as_(getattr(desk.cast, who))
    decides = who in ("reviewer", "second_reviewer")
    assert browser.get(NEXT).status_code == (302 if decides else 403)
    answer = browser.post(review_of(row), {"word": "approve", "revision": row.revision})
    assert answer.status_code == (302 if decides else 403)
    assert fresh(row).state == ("approved" if decides else "submitted")


def test_outsiders_and_strangers_find_nothing(desk: Desk, as_: As, client: Client) -> None:
    row = desk.submitted()
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    for address in (QUEUE, NEXT, review_of(row)):
        assert as_(desk.cast.outsider).get(address).status_code == 404
        assert client.get(address).headers["Location"].startswith("/login/")
    assert as_(desk.cast.outsider).post(review_of(row)).status_code == 404
    assert as_(desk.cast.outsider).post(f"/projects/desk/decisions/{decision.pk}/undo/").status_code == 404
    elsewhere = f"/projects/{desk.cast.outsider.project.slug}/review/{row.pk}/"
    assert as_(desk.cast.outsider).get(elsewhere).status_code == 404


def test_an_empty_queue_says_what_it_is(desk: Desk, as_: As) -> None:
    assert "Nothing waits for a reviewer" in page(as_(desk.cast.viewer), QUEUE)
    assert "The queue is clear" in page(as_(desk.cast.reviewer), NEXT)


def test_the_queue_says_who_wrote_and_who_looks(desk: Desk, as_: As) -> None:
    desk.submitted()
    desk.submitted(desk.cast.reviewer)
    take_next(desk.cast.second_reviewer)
    listed = page(as_(desk.cast.reviewer), QUEUE)
    assert "2 sentences wait" in listed
    assert "C05 is looking at it" in listed
    assert "Your own work" in listed
    assert "You are looking at it" in page(as_(desk.cast.second_reviewer), QUEUE)


def test_when_nobody_can_decide_the_queue_says_whom_to_ask(desk: Desk, as_: As) -> None:
    change_roles(desk.cast.owner, desk.cast.second_reviewer, ["editor"])
    row = desk.submitted(desk.cast.reviewer)
    listed = page(as_(desk.cast.editor), QUEUE)
    assert "Nobody left can decide" in listed
    assert "olga" in listed
    assert "Nobody left can decide on what waits" in page(as_(desk.cast.reviewer), NEXT)
    assert "nobody is left to decide" in page(as_(desk.cast.reviewer), review_of(row))


def test_next_says_when_the_rest_is_ones_own_or_held(desk: Desk, as_: As) -> None:
    own = desk.submitted(desk.cast.reviewer)
    shown = page(as_(desk.cast.reviewer), NEXT)
    assert "your own work" in shown
    assert "raul" in shown
    desk.submitted()
    take_next(desk.cast.second_reviewer, skip=[own.pk])
    assert "Others are looking" in page(as_(desk.cast.reviewer), NEXT)


def test_the_sentence_stands_in_its_context_with_its_tags(desk: Desk, as_: As) -> None:
    desk.sentence()
    row = desk.submitted()
    opened = page(as_(desk.cast.reviewer), review_of(row))
    assert opened.count('class="sentence"') == 4
    assert re.search(r'data-kind="event"[^>]*>.*fired', opened)
    assert opened.count('class="card"') == 2
    assert "C02" in opened
    assert "style=" not in opened
    assert "<script>" not in opened


def test_one_approves_and_goes_on_with_ten_seconds_to_undo(desk: Desk, as_: As) -> None:
    first, second = desk.submitted(), desk.submitted()
    browser = as_(desk.cast.reviewer)
    at_first = browser.get(NEXT, follow=True)
    assert at_first.redirect_chain[-1][0] == review_of(first)
    after = browser.post(review_of(first), {"word": "approve", "revision": first.revision}, follow=True)
    decision = Decision.objects.get()
    assert after.redirect_chain[-1][0] == f"{review_of(second)}?undo={decision.pk}"
    undo = f"/projects/desk/decisions/{decision.pk}/undo/"
    assert undo in after.content.decode()
    back = browser.post(undo, follow=True)
    assert back.redirect_chain[-1][0] == review_of(first)
    assert "and took it back" in back.content.decode()
    assert fresh(first).state == "submitted"


def test_the_offer_to_undo_ends(desk: Desk, as_: As) -> None:
    row = desk.submitted()
    browser = as_(desk.cast.reviewer)
    decision = approve(desk.cast.reviewer, row.pk, row.revision)
    address = f"/projects/desk/decisions/{decision.pk}/undo/"
    assert address in page(browser, f"{NEXT}?undo={decision.pk}")
    assert address not in page(as_(desk.cast.second_reviewer), f"{NEXT}?undo={decision.pk}")
    with time_machine.travel(decision.created_at + timedelta(seconds=11)):
        assert address not in page(browser, f"{NEXT}?undo={decision.pk}")
        assert browser.post(address).status_code == 409


def test_one_returns_with_a_reason_and_a_note(desk: Desk, as_: As) -> None:
    row = desk.submitted()
    answer = as_(desk.cast.reviewer).post(
        review_of(row),
        {"word": "return", "revision": row.revision, "reason": "wrong_type", "note": "This is a threat."},
    )
    assert answer.status_code == 302
    said = Decision.objects.get()
    assert (said.verb, said.reason, said.note) == ("return", "wrong_type", "This is a threat.")
    opened = page(as_(desk.cast.editor), review_of(row))
    assert "wrong type" in opened
    assert "This is a threat." in opened


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose what is wrong"),
        ({"reason": "other"}, "Say in the note"),
        ({"reason": "dislike"}, "not one of"),
    ],
)
def test_a_return_without_a_usable_reason_is_asked_again(
    desk: Desk, as_: As, given: dict[str, str], words: str
) -> None:
    row = desk.submitted()
    answer = as_(desk.cast.reviewer).post(
        review_of(row), {"word": "return", "revision": row.revision, "note": "", **given}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert '<details class="decide-return" open>' in answer.content.decode()
    assert fresh(row).state == "submitted"


def test_an_approval_of_what_changed_meanwhile_shows_the_change(desk: Desk, as_: As) -> None:
    seen = desk.submitted()
    row = edit(desk.cast.second_editor, seen)
    submit(desk.cast.second_editor, row.pk, row.revision)
    answer = as_(desk.cast.reviewer).post(review_of(seen), {"word": "approve", "revision": seen.revision})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "changed while you were looking" in shown
    assert f'name="revision" value="{row.revision}"' in shown
    assert fresh(row).state == "submitted"


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "1.5"])
def test_a_nonsense_revision_is_a_stale_one(desk: Desk, as_: As, revision: str) -> None:
    row = desk.submitted()
    answer = as_(desk.cast.reviewer).post(review_of(row), {"word": "approve", "revision": revision})
    assert answer.status_code == 409


def test_ones_own_work_is_shown_with_who_decides(desk: Desk, as_: As) -> None:
    row = desk.submitted(desk.cast.reviewer)
    opened = page(as_(desk.cast.reviewer), review_of(row))
    assert "tagged this sentence yourself" in opened
    assert "raul (C05)" in opened
    assert 'value="approve"' not in opened
    posted = as_(desk.cast.reviewer).post(review_of(row), {"word": "approve", "revision": row.revision})
    assert posted.status_code == 403


def test_what_another_looks_at_says_so(desk: Desk, as_: As) -> None:
    row = desk.submitted()
    page(as_(desk.cast.reviewer), review_of(row))
    opened = page(as_(desk.cast.second_reviewer), review_of(row))
    assert "rosa (C04) is looking at this sentence" in opened
    posted = as_(desk.cast.second_reviewer).post(
        review_of(row), {"word": "approve", "revision": row.revision}
    )
    assert posted.status_code == 409


def test_skipping_goes_round_without_repeating(desk: Desk, as_: As) -> None:
    first, second = desk.submitted(), desk.submitted()
    browser = as_(desk.cast.reviewer)
    opened = page(browser, review_of(first))
    skip = re.search(r'href="([^"]*queue/next/[^"]*)" rel="next"', opened)
    assert skip is not None
    there = browser.get(skip[1].replace("&amp;", "&"), follow=True)
    assert there.redirect_chain[-1][0] == f"{review_of(second)}?skip={first.pk}"
    assert f"skip={first.pk}&amp;skip={second.pk}" in there.content.decode()
    over = page(browser, f"{NEXT}?skip={first.pk}&skip={second.pk}")
    assert "passed over all" in over


def test_what_changed_since_the_return_is_told(desk: Desk, as_: As) -> None:
    row = desk.submitted()
    return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="missing_tag")
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    opened = page(as_(desk.cast.reviewer), review_of(row))
    assert "Changed since it was returned" in opened
    assert 'data-what="added"' in opened
    assert opened.count('data-what="') == 1


def test_a_question_and_an_empty_sentence_are_said(desk: Desk, as_: As) -> None:
    asked = ask(desk.cast.editor, desk.draft(), "One event or two?")
    submit(desk.cast.editor, asked.pk, asked.revision)
    empty = nothing_to_code(desk.cast.editor, desk.sentence())
    submit(desk.cast.editor, empty.pk, empty.revision)
    browser = as_(desk.cast.reviewer)
    assert "One event or two?" in page(browser, review_of(asked))
    assert "One event or two?" in page(browser, QUEUE)
    assert "found nothing to code" in page(browser, review_of(empty))


def test_a_page_of_the_queue_goes_on_after_its_last_row(
    desk: Desk, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.views.reviews.PAGE", 2)
    rows = [desk.submitted() for _ in range(5)]
    browser, address, seen = as_(desk.cast.viewer), QUEUE, []
    while address:
        listed = page(browser, address)
        seen += [int(pk) for pk in re.findall(r'data-set="(\d+)"', listed)]
        onward = re.search(r'href="(\?after=[^"]+)"', listed)
        address = QUEUE + onward[1] if onward else ""
    assert seen == [row.pk for row in rows]
    for nonsense in ("x", "1-2-3", "99999999999999999999-1", "-"):
        assert "Police fired" in page(browser, f"{QUEUE}?after={nonsense}")


def test_an_archived_project_shows_its_queue_and_takes_no_decision(desk: Desk, as_: As) -> None:
    row = desk.submitted()
    archive(desk.cast.owner)
    browser = as_(desk.cast.reviewer)
    assert "archived" in page(browser, QUEUE)
    assert "archived" in page(browser, review_of(row))
    assert browser.post(review_of(row), {"word": "approve", "revision": row.revision}).status_code == 403


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        page(client, address)
    return len(caught)


def test_pages_cost_the_same_for_one_row_and_for_ten(desk: Desk, as_: As) -> None:
    browser = as_(desk.cast.viewer)
    first = desk.submitted()
    listing, opened = cost(browser, QUEUE), cost(browser, review_of(first))
    for _ in range(9):
        desk.submitted()
    for word in ("the crowd", "Sharpeville", "crowd"):
        first = edit(desk.cast.editor, first, word)
    submit(desk.cast.editor, first.pk, first.revision)
    assert cost(browser, QUEUE) == listing
    assert cost(browser, review_of(first)) <= opened + 1  # it now has someone before it in the queue


def test_a_lease_taken_by_opening_is_renewed_by_nobody_else(desk: Desk, as_: As) -> None:
    row = desk.submitted()
    page(as_(desk.cast.reviewer), review_of(row))
    first = Lease.objects.get()
    page(as_(desk.cast.second_reviewer), review_of(row))
    lease = Lease.objects.get()
    assert (lease.holder, lease.expires_at) == (desk.cast.reviewer, first.expires_at)
    with time_machine.travel(now() + timedelta(minutes=6)):
        page(as_(desk.cast.second_reviewer), review_of(row))
        assert Lease.objects.get().holder == desk.cast.second_reviewer
