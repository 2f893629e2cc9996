"""`python -m bench.actors --names N --mentions M --out F.json`: measure the registry in the site's own database.

In a project of its own: search by typing errors and transliterations among N names, then the page of an actor with M
mentions in events. It needs the site's database (`make run`, or DATABASE_URL) and leaves the project behind, archived.
"""

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

SYLLABLES = (
    "ab al am an ar as ba bi da di fa fi gha ha hi ja ji ka kha la li ma mi na ni qa ra ri sa sha ta wa ya za".split()  # noqa: SIM905
)
FORMS = "Brigade Movement Front Council Party Guard Union Committee Army Court".split()  # noqa: SIM905
QUERIES = (
    "Hanieh",
    "Haniya",
    "هنية",
    "Abou Samhadaneh",
    "Al Aksa",
    "Presidntial Gaurd",
    "movement",
    "mhmd",
    "ba",
    "zzzz",
)


def name(chance: random.Random) -> str:
    """An invented name of two words, sometimes with a form of body."""
    words = ["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).title() for _ in range(2)]
    return " ".join([*words, chance.choice(FORMS)] if chance.random() < 0.5 else words)


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """p50 and maximum in milliseconds."""
    ranked = sorted(seconds)
    return {"p50_ms": round(ranked[len(ranked) // 2] * 1000, 1), "max_ms": round(ranked[-1] * 1000, 1)}


def timed(work: Callable[[], Any], times: int = 7) -> dict[str, float]:
    """How long `work` takes, the first time left out."""
    work()
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return summary(seconds)


def fill_names(seat: Any, count: int) -> int:
    """`count` names among half as many actors, and a few known ones; the id of one of these."""
    from codebook.models import Actor, Alias
    from codebook.registry import create_actor
    from codebook.registry.aliases import indexed

    chance = random.Random(7)
    for start in range(0, count, 10_000):
        names = [name(chance) for _ in range(min(10_000, count - start))]
        actors = Actor.objects.bulk_create(
            Actor(project=seat.project, label=one, kind="organisation") for one in names[::2]
        )
        Alias.objects.bulk_create(
            (
                Alias(project=seat.project, actor=actors[place // 2], text=one, **indexed(one))
                for place, one in enumerate(names)
            ),
            batch_size=2_000,
            ignore_conflicts=True,
        )
    known = [
        create_actor(seat, label=one).pk
        for one in ("Ismail Haniyeh", "Jamal Abu Samhadana", "al-Aqsa Martyrs", "Presidential Guard")
    ]
    return known[0]


def fill_mentions(seat: Any, actor_id: int, count: int) -> None:
    """`count` mentions of the actor, each in an event with one of a hundred others."""
    from datetime import date

    from annotations.models import ActorTag, AnnotationSet, EventTag, Participant
    from codebook.models import Actor
    from jobs.working import run_inline
    from sources.services import request_import

    others = list(Actor.objects.filter(project=seat.project).exclude(pk=actor_id)[:100])
    text = "A report\n\n" + "\n\n".join(f"Haniyeh met them in place {n}." for n in range(count))
    run_inline(request_import(None, seat.project, text, wake_worker=False))
    from sources.models import Sentence

    chance = random.Random(7)
    rows = list(Sentence.objects.filter(project=seat.project).order_by("pk")[:count])
    for start in range(0, len(rows), 5_000):
        batch = rows[start : start + 5_000]
        sets = AnnotationSet.objects.bulk_create(
            AnnotationSet(project=seat.project, source_id=one.source_id, sentence=one) for one in batch
        )

        def tags(
            actor: Callable[[], int], start_: int, end: int, quote: str, sets: Any = sets
        ) -> list[ActorTag]:
            return ActorTag.objects.bulk_create(
                ActorTag(
                    annotation_set=one, uid=uuid4(), start=start_, end=end, quote=quote, actor_id=actor(),
                    created_by=seat.coder,
                )
                for one in sets
            )  # fmt: skip

        own = tags(lambda: actor_id, 0, 7, "Haniyeh")
        theirs = tags(lambda: chance.choice(others).pk, 12, 16, "them")
        events = EventTag.objects.bulk_create(
            EventTag(
                annotation_set=one, uid=uuid4(), start=8, end=11, quote="met", created_by=seat.coder,
                date_min=date(chance.randint(1990, 2020), 1, 1),
            )
            for one in sets
        )  # fmt: skip
        Participant.objects.bulk_create(
            Participant(annotation_set_id=event.annotation_set_id, event=event, role=role, actor_tag=tag)
            for role, tags_ in (("actor", own), ("recipient", theirs))
            for event, tag in zip(events, tags_, strict=True)
        )


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    from django.db import connection

    from accounts.models import User
    from accounts.services import archive
    from annotations.mentions import appearance_of, mentions_of, occasions_of
    from codebook.registry.files import export_registry, preview_import
    from codebook.registry.search import search_actors
    from codebook.services import open_project

    slug = f"bench-{uuid4().hex[:8]}"
    user = User.objects.create_user(slug, f"{slug}@example.org", uuid4().hex)
    seat = open_project(user, slug=slug, name="Benchmark of actors")
    actor_id = fill_names(seat, options.names)
    if options.mentions:
        fill_mentions(seat, actor_id, options.mentions)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found: dict[str, Any] = {
        "search": {query: timed(partial(search_actors, seat, query)) for query in QUERIES}
    }
    if options.mentions:
        last = mentions_of(seat, [actor_id], limit=1)[0].id
        found["mentions"] = timed(lambda: mentions_of(seat, [actor_id]))
        found["mentions, deep"] = timed(
            lambda: mentions_of(seat, [actor_id], before=last - options.mentions // 2)
        )
        found["appearance"] = timed(lambda: appearance_of(seat, [actor_id]))
        found["events of a year"] = timed(lambda: occasions_of(seat, [actor_id], year=2007))
    started = time.perf_counter()
    out = b"".join(export_registry(seat.project))
    found["export_s"] = round(time.perf_counter() - started, 1)
    rows = out.split(b"\r\n")
    part = b"\r\n".join(rows[:100_000]) + b"\r\n"
    started = time.perf_counter()
    preview_import(None, seat.project, part)
    found["preview_of_99999_rows_s"] = round(time.perf_counter() - started, 1)
    archive(seat)
    told = json.dumps(found, ensure_ascii=False, indent=1)
    print(told)
    if options.out:
        options.out.write_text(told + "\n")


if __name__ == "__main__":
    main()
