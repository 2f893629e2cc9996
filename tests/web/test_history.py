"""Real work, as overview, home and activity tell of it."""

from annotations.operations import apply_operations
from reviews.services import return_to_editor
from tests.cast import Cast
from tests.factories import actor_op
from tests.reviews.stories import TEXT, ask, make_desk

from .conftest import As

HERE = "/projects/desk/"


def test_what_came_back_is_first_on_the_editors_overview(cast: Cast, as_: As) -> None:
    row = make_desk(cast).submitted()
    return_to_editor(cast.reviewer, row.pk, row.revision, reason="wrong_type")
    page = as_(cast.editor).get(HERE).content.decode()
    assert "1 sentence came back to you" in page
    assert f"/sources/{row.source_id}/#s-{row.sentence_id}" in page
    assert "Something came back to you" in as_(cast.editor).get("/").content.decode()
    assert "came back to you" not in as_(cast.second_editor).get(HERE).content.decode()


def test_a_reviewer_is_told_what_waits_but_not_of_their_own_work(cast: Cast, as_: As) -> None:
    desk = make_desk(cast)
    desk.submitted()
    desk.submitted(cast.reviewer)
    assert "1 sentence waits for review" in as_(cast.reviewer).get(HERE).content.decode()
    assert "2 sentences wait for review" in as_(cast.second_reviewer).get(HERE).content.decode()
    assert "Work waits for review" in as_(cast.second_reviewer).get("/").content.decode()


def test_a_question_reaches_those_who_can_answer(cast: Cast, as_: As) -> None:
    ask(cast.editor, make_desk(cast).draft(), "Is <this> an ASSAULT?")
    assert "Is &lt;this&gt; an ASSAULT?" in as_(cast.reviewer).get(HERE).content.decode()
    assert "1 question from editors" not in as_(cast.editor).get(HERE).content.decode()


def test_progress_counts_every_sentence_once(cast: Cast, as_: As) -> None:
    desk = make_desk(cast, 4)
    desk.approved()
    desk.submitted()
    desk.draft()
    page = as_(cast.viewer).get(HERE + "sources/").content.decode()
    assert 'aria-label="1 approved, 1 submitted, 1 draft of 4"' in page
    assert "1 of 4 approved" in page


def test_one_go_at_a_source_is_one_line(cast: Cast, as_: As) -> None:
    desk = make_desk(cast)
    for _ in range(3):
        desk.draft()
    page = as_(cast.viewer).get(HERE + "activity/").content.decode()
    assert page.count("tagged 3 sentences of") == 1


def test_tagging_and_submitting_in_one_go_is_one_line(cast: Cast, as_: As) -> None:
    desk = make_desk(cast)
    desk.submitted()
    desk.submitted()
    page = as_(cast.viewer).get(HERE + "activity/").content.decode()
    assert page.count("<bdi>edith</bdi></b> tagged and submitted 2 sentences of") == 1
    assert page.count("<bdi>edith</bdi></b> tagged") == 1


def test_a_return_says_its_reason(cast: Cast, as_: As) -> None:
    row = make_desk(cast).submitted()
    return_to_editor(cast.reviewer, row.pk, row.revision, reason="wrong_type")
    page = as_(cast.viewer).get(HERE + "activity/").content.decode()
    assert "<bdi>rosa</bdi></b> returned" in page
    assert "wrong type" in page


def test_work_on_a_blind_layer_is_told_to_nobody_else(cast: Cast, as_: As) -> None:
    sentence = make_desk(cast).sentence()
    apply_operations(cast.editor, sentence.pk, [actor_op(TEXT, "Police")], layer=cast.editor.coder)
    assert "tagged" in as_(cast.editor).get(HERE + "activity/").content.decode()
    for seat in (cast.second_editor, cast.reviewer, cast.owner):
        for address in (HERE, HERE + "activity/"):
            assert "tagged" not in as_(seat).get(address).content.decode()
