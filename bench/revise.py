"""How long a new text of a long source takes: `python -m bench.revise [--sentences 5000] [--tags 3]`.

Works in this process against the database of `ATTEST_DATA` or `DATABASE_URL`, in a project of its own, inside one
transaction that is rolled back. Every sentence is coded with `--tags` tags through the editing protocol; then a text is
published in which every sentence differs by a word and one in ten lost the words of a tag. The checks that the database
keeps for the commit are counted in.
"""

import argparse
import json
import os
import time
from typing import Any


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description="Measure the revision of a long source.")
    parser.add_argument("--sentences", type=int, default=5000)
    parser.add_argument("--tags", type=int, default=3, choices=[1, 2, 3])
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        print(json.dumps(measure(options.sentences, options.tags), indent=2))
        transaction.set_rollback(True)


def measure(sentences: int, tags: int) -> dict[str, Any]:
    """Seconds and queries of the preview and of publishing."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from annotations.models import OrphanTag
    from annotations.operations import apply_operations
    from annotations.revising import preview, publish
    from sources.models import Sentence
    from sources.services.revising import propose, read
    from tests.cast import make_cast
    from tests.factories import actor_op, event_op, make_source

    cast = make_cast("bench-revise")
    old = [
        f"On day {n} the guards of town {n % 977} left for the harbour with {n % 89} carts of grain."
        for n in range(sentences)
    ]
    source = make_source(cast.project, old, title="A long report")
    started = time.perf_counter()
    rows = Sentence.objects.filter(version_id=source.current_id).order_by("ordinal")
    for pk, text in rows.values_list("pk", "text"):
        guards, harbour = actor_op(text, "the guards"), actor_op(text, "the harbour")
        left = event_op(text, "left", participants=[("actor", guards)] if tags > 2 else [])
        apply_operations(cast.editor, pk, [harbour, guards, left][-tags:])
    coded = time.perf_counter() - started

    new = [
        text.replace("the harbour", "Qalat" if n % 10 == 0 else "the harbour").replace("carts", "wagons")
        for n, text in enumerate(old)
    ]
    proposal = propose(cast.owner, source, "\n\n".join(["A long report", *new]), wake_worker=False)
    started = time.perf_counter()
    if proposal.text is None:
        read(proposal)
        proposal.save()
    was_read = time.perf_counter() - started
    started = time.perf_counter()
    told = preview(cast.owner, proposal)
    previewed = time.perf_counter() - started
    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        outcome = publish(cast.owner, proposal, told.seen)
        published = time.perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        checked = time.perf_counter() - started - published
    return {
        "sentences": sentences,
        "tags": sentences * tags,
        "coded_s": round(coded, 1),
        "read_s": round(was_read, 2),
        "preview_s": round(previewed, 2),
        "publish_s": round(published, 2),
        "checks_at_commit_s": round(checked, 2),
        "queries": len(queries),
        "tags_moved": outcome.tags_moved,
        "orphans": outcome.orphans,
        "on_the_list": OrphanTag.objects.filter(source=source, state="open").count(),
    }


if __name__ == "__main__":
    main()
