"""What a release says of sources and actors: looked up once each, as they stand while the release is read."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import orjson

from codebook.models import Actor
from sources.models import OutletGrade, Source, SourceVersion

from .records import Record


class Sources:
    """The sources of a release: title, address, outlet with its grade on a day, licence, and each text's hashes."""

    def __init__(self, graded_on: date) -> None:
        self._graded_on = graded_on
        self._grades: dict[int, tuple[str, str]] = {}
        self._known: dict[int, Record] = {}
        self._texts: dict[tuple[int, str], Record] = {}

    def learn(self, ids: Iterable[int]) -> None:
        """Look up those not yet known, a fixed number of queries for any number of them."""
        new = set(ids) - self._known.keys()
        if not new:
            return
        rows = list(Source.objects.filter(pk__in=new).select_related("outlet"))
        self._learn_grades({row.outlet_id for row in rows if row.outlet_id is not None})
        for row in rows:
            grade, graded_from = self._grades.get(row.outlet_id or 0, (None, None))
            self._known[row.pk] = {
                "id": row.pk,
                "title": row.title,
                "url": row.url,
                "outlet": row.outlet.name if row.outlet else None,
                "outlet_grade": grade,
                "outlet_graded_from": graded_from,
                "author": row.author,
                "published_on": row.published_on.isoformat() if row.published_on else None,
                "language": row.language,
                "licence": row.licence,
                "rights": row.rights,
                "external_id": row.external_id,
            }
        self._learn_texts(new)

    def of(self, source_id: int, text_sha256: str) -> Record:
        """The source, with the number and hashes of its text that has this sha256."""
        return self._texts[source_id, text_sha256]

    def without_full_rights(self) -> int:
        """How many of them may not be republished as they are."""
        return sum(source["rights"] != "full" for source in self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def sha256(self) -> str:
        """A hash of everything said of them."""
        return _hash({f"{pk} {sha}": text for (pk, sha), text in self._texts.items()})

    def _learn_grades(self, outlets: set[int]) -> None:
        rows = (
            OutletGrade.objects.filter(
                outlet__in=outlets - self._grades.keys(), valid_from__lte=self._graded_on
            )
            .order_by("outlet", "-valid_from", "-id")
            .distinct("outlet")
        )
        self._grades |= {row.outlet_id: (row.grade, row.valid_from.isoformat()) for row in rows}

    def _learn_texts(self, ids: set[int]) -> None:
        """Every text of these sources under its sha256; versions that only cut it anew share the first one's number."""
        versions = SourceVersion.objects.filter(source__in=ids).order_by("-number")
        for pk, number, sha, received in versions.values_list(
            "source_id", "number", "sha256", "received_sha256"
        ):
            facts = {"version": number, "sha256": sha, "received_sha256": received}
            self._texts[pk, sha] = self._known[pk] | facts


class Actors:
    """The registry's entries that a release names; a merged one goes by the entry it was merged into."""

    def __init__(self) -> None:
        self.known: dict[int, Record] = {}

    def learn(self, ids: Iterable[int]) -> None:
        """Look up those not yet known."""
        new = set(ids) - self.known.keys()
        if new:
            rows = {row.pk: row for row in Actor.objects.filter(pk__in=new)}
            final = dict(rows)
            while (
                targets := {row.merged_into_id for row in final.values() if row.merged_into_id is not None}
                - rows.keys()
            ):
                rows |= {row.pk: row for row in Actor.objects.filter(pk__in=targets)}
                final = {pk: rows[pk] for pk in targets}
            self.known |= {pk: _actor(_end_of(pk, rows)) for pk in new}

    def sha256(self) -> str:
        """A hash of everything said of them."""
        return _hash({str(pk): actor for pk, actor in self.known.items()})


def _end_of(pk: int, rows: Mapping[int, Actor]) -> Actor:
    """Where the redirections from `pk` end."""
    seen: set[int] = set()
    row = rows[pk]
    while row.merged_into_id is not None and row.pk not in seen:
        seen.add(row.pk)
        row = rows[row.merged_into_id]
    return row


def _actor(row: Actor) -> Record:
    return {
        "actor_label": row.label,
        "actor_kind": row.kind,
        "actor_country": row.country,
        "actor_wikidata": row.wikidata,
    }


def _hash(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()
