"""An import on real workers: one is killed while it writes."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.models.functions import Now

from annotations.importing.services import request_tag_import, start_tag_import
from annotations.models import ActorTag, AnnotationSet, EventTag
from annotations.snapshots import verify
from jobs.models import DONE, Job
from jobs.services import sweep
from sources.models import Source
from tests.cast import Cast, make_cast
from tests.processes import database_url, wait_until, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'annotations_eventtag'::regclass"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, committed: other processes must see it."""
    return make_cast()


def waiting() -> int:
    """How many wait to write events."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return int(cursor.fetchone()[0])


def test_a_worker_killed_while_it_writes_leaves_nothing_and_another_imports_once(
    cast: Cast, tmp_path: Path
) -> None:
    rows = [
        {"text": f"Police came to village {n}.", "label": [[0, 6, "ORG"], [7, 11, "ASSAULT"]]}
        for n in range(40)
    ]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    taken = request_tag_import(cast.editor, data, file_name="villages.jsonl")
    with psycopg.connect(database_url()) as other, worker(tmp_path / "a.log") as first:
        other.execute("LOCK TABLE annotations_eventtag IN SHARE MODE")
        job = start_tag_import(cast.editor, taken, taken.rules)
        wait_until(lambda: waiting() == 1, seconds=60, what="the worker writes events", process=first)
        first.kill()
        other.rollback()
    wait_until(lambda: waiting() == 0, seconds=20, what="its transaction ends", process=first)
    assert not Source.objects.exists()
    assert not AnnotationSet.objects.exists()
    with worker(tmp_path / "b.log") as second:
        Job.objects.filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=16))
        assert sweep().taken_back == [job.pk]

        def is_done() -> bool:
            job.refresh_from_db()
            return job.state == DONE

        wait_until(is_done, seconds=60, what="another worker imports it", process=second)
    assert (Source.objects.count(), EventTag.objects.count(), ActorTag.objects.count()) == (1, 40, 40)
    assert list(verify(AnnotationSet.objects.all())) == []
