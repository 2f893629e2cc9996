"""What a release writes comes back as it was: into another project, and into its own without a change."""

from typing import Any

import pytest

from accounts.models import Membership
from annotations.importing.services import request_tag_import, start_tag_import
from annotations.models import ActorTag, AnnotationSet, Revision, TagImport
from annotations.querysets import states_of
from annotations.snapshots import verify
from codebook.registry import create_actor
from jobs.models import DONE
from jobs.working import run_inline
from sources.models import Sentence, Source
from tests.factories import actor_op, event_op, sentence_of, span

from .stories import Shelf, approved, read, released

pytestmark = pytest.mark.django_db


def brought(seat: Membership, data: bytes) -> TagImport:
    """The release's lines, imported as proposed."""
    taken = request_tag_import(seat, data, file_name="approved.jsonl", rights="full")
    job = run_inline(start_tag_import(seat, taken, taken.rules, wake_worker=False))
    assert job.state == DONE, job.problem
    taken.refresh_from_db()
    return taken


def told(seat: Membership) -> dict[str, list[Any]]:
    """Every tag of a project by its sentence's text, actors by their name."""
    sets = AnnotationSet.objects.filter(project=seat.project).select_related("sentence")
    names = dict(ActorTag.objects.filter(actor__isnull=False).values_list("actor_id", "actor__label"))
    found: dict[str, list[Any]] = {}
    for pk, state in states_of(sets).items():
        tags = [(tag.kind, tag.uid, tag.value) for tag in state.in_order()]
        named = [(k, u, {**v, "actor": names.get(v["actor"])} if k == "actor" else v) for k, u, v in tags]
        found[next(row.sentence.text for row in sets if row.pk == pk)] = named
    return {text: tags for text, tags in found.items() if tags}


def test_a_release_comes_back_with_every_tag_in_another_project(shelf: Shelf) -> None:
    data = read(shelf.cast.owner, released(shelf.cast.owner), "approved.jsonl")
    elsewhere = shelf.cast.outsider
    create_actor(elsewhere, label="Police, the", kind="security_force", country="PS")
    taken = brought(elsewhere, data)
    assert told(elsewhere) == told(shelf.cast.owner)
    assert list(verify(AnnotationSet.objects.all())) == []
    source = Source.objects.get(project=elsewhere.project)
    assert (source.title, source.language, str(source.published_on)) == (
        "Gaza, =1+1 November",
        "en",
        "2007-11-13",
    )
    texts = Sentence.objects.filter(version=source.current).order_by("ordinal").values_list("text", flat=True)
    own = Sentence.objects.filter(version=shelf.source.current).order_by("ordinal")
    assert list(texts) == list(own.values_list("text", flat=True))
    assert [(one["what"], one["detail"]) for one in taken.leftovers] == [("mark", "nothing to code")]


def test_words_of_another_sentence_come_back_from_there(shelf: Shelf) -> None:
    other, here = sentence_of(shelf.source, 1), sentence_of(shelf.source, 3)
    police = {**span(other, "police"), "sentence": other.pk, "actor": shelf.actor_id}
    day = {**span(other, "12 November"), "sentence": other.pk}
    event = event_op(here, "said", code="CONSULT", date_from=day)
    event["value"]["participants"] = [{"role": "actor", "from": police}]
    tags = [actor_op(here, "flags"), event]
    approved(shelf.cast, shelf.source, 3, tags)
    data = read(shelf.cast.owner, released(shelf.cast.owner), "approved.jsonl")
    create_actor(shelf.cast.outsider, label="police")
    brought(shelf.cast.outsider, data)
    (value,) = [
        v for k, _, v in told(shelf.cast.outsider)[here.text] if k == "event" and v["quote"] == "said"
    ]
    assert value["date_from"]["quote"] == "12 November"
    assert (value["participants"][0]["from"]["quote"], value["participants"][0]["basis"]) == (
        "police",
        "other_sentence",
    )


def test_the_same_release_again_changes_nothing(shelf: Shelf) -> None:
    data = read(shelf.cast.owner, released(shelf.cast.owner), "approved.jsonl")
    brought(shelf.cast.outsider, data)
    before = Revision.objects.count()
    brought(shelf.cast.outsider, data)
    assert Revision.objects.count() == before
