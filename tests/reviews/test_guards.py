"""What the database refuses whoever writes: each attempt here is plain SQL, as from psql."""

from contextlib import AbstractContextManager
from typing import Any

from django.db import IntegrityError, connection, transaction

from annotations.models import AnnotationSet, Revision
from reviews.models import Decision
from reviews.services import approve, return_to_editor, submit

from .stories import Desk, edit, fresh

DECIDE = """
INSERT INTO reviews_decision (annotation_set_id, project_id, revision_id, round, reviewer_id, verb, reason, note,
                              retracts_id, created_at)
VALUES (%(set)s, %(project)s, %(revision)s, 1, %(reviewer)s, %(verb)s, %(reason)s, '', %(retracts)s,
        now() - %(age)s * interval '1 second') RETURNING id
"""


def newest(row: AnnotationSet) -> Revision:
    return Revision.objects.get(annotation_set=row, number=fresh(row).revision)


def decide(desk: Desk, row: AnnotationSet, **given: Any) -> int:
    """A decision by the reviewer on the newest revision, unless said otherwise."""
    values = {
        "set": row.pk,
        "project": row.project_id,
        "revision": newest(row).pk,
        "reviewer": desk.cast.reviewer.coder_id,
        "verb": "approve",
        "reason": "",
        "retracts": None,
        "age": 0,
    } | given
    return int(run(DECIDE, values)[0])


def run(sql: str, values: Any = None) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() or () if cursor.description else ()


def commit() -> None:
    """Look at everything that is looked at on commit."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


class Refused(AbstractContextManager[None]):
    """The block must be refused by this constraint; nothing of it stays."""

    def __init__(self, constraint: str) -> None:
        self.constraint = constraint
        self.inner = transaction.atomic()

    def __enter__(self) -> None:
        self.inner.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self.inner.__exit__(kind, error, trace)
        assert isinstance(error, IntegrityError), f"not refused by {self.constraint}"
        diag = getattr(error.__cause__, "diag", None)
        assert getattr(diag, "constraint_name", None) == self.constraint or self.constraint in str(error)
        return True


def test_the_author_cannot_decide(desk: Desk) -> None:
    row = desk.submitted(desk.cast.reviewer)
    for verb, reason in (("approve", ""), ("return", "wrong_type")):
        with Refused("decision_four_eyes"):
            decide(desk, row, verb=verb, reason=reason)


def test_an_author_of_an_earlier_revision_of_the_round_cannot_decide(desk: Desk) -> None:
    row = edit(desk.cast.editor, desk.draft(desk.cast.reviewer))
    submit(desk.cast.editor, row.pk, row.revision)
    with Refused("decision_four_eyes"):
        decide(desk, row)
    decide(desk, row, reviewer=desk.cast.second_reviewer.coder_id)


def test_an_approval_that_was_taken_back_does_not_clear_its_author(desk: Desk) -> None:
    row = desk.submitted(desk.cast.reviewer)
    second = desk.cast.second_reviewer.coder_id
    taken = decide(desk, row, reviewer=second)
    decide(desk, row, reviewer=second, verb="retract", retracts=taken)
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    with Refused("decision_four_eyes"):
        decide(desk, row)


def test_mechanical_revisions_are_nobodys_authorship(desk: Desk) -> None:
    row = desk.draft()
    Revision.objects.create(
        annotation_set=row,
        number=row.revision + 1,
        round=1,
        origin="re_anchor",
        instigator=desk.cast.reviewer.coder,
        operations={"operations": []},
    )
    AnnotationSet.objects.filter(pk=row.pk).update(revision=row.revision + 1)
    submit(desk.cast.editor, row.pk, row.revision + 1)
    decide(desk, row)


def test_only_the_current_revision_is_decided_on(desk: Desk) -> None:
    row = desk.submitted()
    old = newest(row)
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    with Refused("decision_current_revision"):
        decide(desk, row, revision=old.pk)


def test_only_what_waits_is_decided_on(desk: Desk) -> None:
    for row in (desk.draft(), desk.approved()):
        with Refused("decision_in_queue"):
            decide(desk, row)


def test_set_revision_and_reviewer_belong_together(desk: Desk) -> None:
    one, two = desk.submitted(), desk.submitted()
    with Refused("decision_own_revision"):
        decide(desk, one, revision=newest(two).pk)
    with Refused("decision_own_project"):
        decide(desk, one, reviewer=desk.cast.outsider.coder_id)
    with Refused("decision_own_project"):
        decide(desk, one, project=desk.cast.outsider.project_id)


def test_a_return_needs_a_known_reason(desk: Desk) -> None:
    row = desk.submitted()
    for reason in ("", "dislike"):
        with Refused("decision_return_has_reason"):
            decide(desk, row, verb="return", reason=reason)
    with Refused("decision_other_has_note"):
        decide(desk, row, verb="return", reason="other")


def test_only_whoever_decided_takes_it_back(desk: Desk) -> None:
    row = desk.submitted()
    taken = approve(desk.cast.reviewer, row.pk, row.revision)
    with Refused("retraction_own_decision"):
        decide(desk, row, verb="retract", retracts=taken.pk, reviewer=desk.cast.second_reviewer.coder_id)


def test_a_retraction_is_of_the_same_set_and_never_of_a_retraction(desk: Desk) -> None:
    one, two = desk.submitted(), desk.submitted()
    taken = approve(desk.cast.reviewer, one.pk, one.revision)
    with Refused("retraction_own_decision"):
        decide(desk, two, verb="retract", retracts=taken.pk)
    with Refused("retraction_own_decision"):
        back = decide(desk, two)
        again = decide(desk, two, verb="retract", retracts=back)
        decide(desk, two, verb="retract", retracts=again)


def test_a_retraction_comes_within_ten_seconds(desk: Desk) -> None:
    row = desk.submitted()
    old = decide(desk, row, age=60)
    with Refused("retraction_in_time"):
        decide(desk, row, verb="retract", retracts=old)


def test_a_decision_that_another_rests_on_is_not_taken_back(desk: Desk) -> None:
    row = desk.submitted(by=desk.cast.second_reviewer)
    taken = approve(desk.cast.reviewer, row.pk, row.revision)
    row = edit(desk.cast.editor, row)
    submit(desk.cast.editor, row.pk, row.revision)
    approve(desk.cast.second_reviewer, row.pk, row.revision)
    with Refused("retraction_is_last"):
        decide(desk, row, verb="retract", retracts=taken.pk, revision=taken.revision_id)


def test_a_decision_is_taken_back_once(desk: Desk) -> None:
    row = desk.submitted()
    taken = decide(desk, row)
    decide(desk, row, verb="retract", retracts=taken)
    with Refused("reviews_decision_retracts_id_key"):
        decide(desk, row, verb="retract", retracts=taken)


def test_decisions_are_never_changed(desk: Desk) -> None:
    row = desk.submitted()
    taken = approve(desk.cast.reviewer, row.pk, row.revision)
    with Refused("append-only"):
        run("UPDATE reviews_decision SET note = 'x' WHERE id = %s", [taken.pk])
    with Refused("append-only"):
        run("DELETE FROM reviews_decision WHERE id = %s", [taken.pk])


def test_nothing_is_pinned_without_an_approval(desk: Desk) -> None:
    row = desk.submitted()
    with Refused("approval_rests_on_decision"):
        run(
            "UPDATE annotations_annotationset SET approved_revision_id = %s WHERE id = %s",
            [newest(row).pk, row.pk],
        )
        commit()
    with Refused("approved_as_it_stands"):
        run("UPDATE annotations_annotationset SET state = 'approved' WHERE id = %s", [row.pk])
        commit()


def test_nothing_is_pinned_on_a_return(desk: Desk) -> None:
    row = desk.submitted()
    returned = return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="wrong_span")
    with Refused("approval_rests_on_decision"):
        run(
            "UPDATE annotations_annotationset SET approved_revision_id = %s WHERE id = %s",
            [returned.revision_id, row.pk],
        )
        commit()


def test_nothing_is_pinned_on_another_sets_approval(desk: Desk) -> None:
    approved, other = desk.approved(), desk.submitted()
    with Refused("approval_rests_on_decision"):
        run(
            "UPDATE annotations_annotationset SET approved_revision_id = %s WHERE id = %s",
            [approved.approved_revision_id, other.pk],
        )
        commit()


def test_a_retraction_cannot_leave_its_approval_pinned(desk: Desk) -> None:
    row = desk.approved()
    taken = Decision.objects.get()
    with Refused("approval_rests_on_decision"):
        decide(desk, row, verb="retract", retracts=taken.pk)
        commit()


def test_an_edit_cannot_leave_a_set_approved(desk: Desk) -> None:
    row = desk.approved()
    with Refused("approved_as_it_stands"):
        Revision.objects.create(
            annotation_set=row,
            number=row.revision + 1,
            round=1,
            origin="person",
            author=desk.cast.editor.coder,
            operations={"operations": []},
        )
        commit()


def test_what_services_do_holds_at_commit(desk: Desk) -> None:
    edit(desk.cast.editor, desk.approved())
    row = desk.submitted()
    return_to_editor(desk.cast.reviewer, row.pk, row.revision, reason="wrong_span")
    commit()
