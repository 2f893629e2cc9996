"""Minimal objects for tests: a source cut into sentences, and the wire operations a page would send.

Later states are reached by calling services; nothing here writes a set, a tag or a revision.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from accounts.models import Coder, Project
from sources.markers import find_markers
from sources.models import Citation, Outlet, Sentence, Source, SourceVersion

Wire = dict[str, Any]


def make_source(
    project: Project,
    sentences: Sequence[str],
    *,
    title: str = "A source",
    outlet: Outlet | None = None,
    imported_by: Coder | None = None,
    **fields: Any,
) -> Source:
    """A source in the sample's format: title line, one sentence a paragraph, citation markers found."""
    text = "\n\n".join([title, *sentences])
    raw = text.encode()
    source = Source.objects.create(
        project=project, title=title, outlet=outlet, imported_by=imported_by, **fields
    )
    version = SourceVersion.objects.create(
        source=source,
        project=project,
        number=1,
        text=text,
        sha256=hashlib.sha256(raw + str(source.pk).encode()).hexdigest(),
        received_sha256=hashlib.sha256(raw).hexdigest(),
        received_bytes=len(raw),
        encoding="utf-8",
        format="paragraphs",
        sentence_count=len(sentences),
        made_by=imported_by,
    )
    rows, at = [], len(title) + 2
    for ordinal, sentence in enumerate(sentences, 1):
        rows.append(
            Sentence(
                version=version,
                project=project,
                source=source,
                ordinal=ordinal,
                start=at,
                end=at + len(sentence),
                text=sentence,
            )
        )
        at += len(sentence) + 2
    Sentence.objects.bulk_create(rows)
    Citation.objects.bulk_create(
        Citation(sentence=row, start=mark.start, end=mark.end, label=mark.label, place=mark.place)
        for row in rows
        for mark in find_markers(row.text)
    )
    source.current = version
    source.save(update_fields=["current"])
    return source


def sentence_of(source: Source, ordinal: int) -> Sentence:
    """The sentence with this number (from 1) in the source's current version."""
    return Sentence.objects.get(version_id=source.current_id, ordinal=ordinal)


def span(sentence: Sentence | str, words: str, *, nth: int = 1) -> Wire:
    """Where the `nth` occurrence of `words` stands in the sentence: start, end and quote."""
    text = sentence if isinstance(sentence, str) else sentence.text
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return {"start": at, "end": at + len(words), "quote": words}


def _add(kind: str, tag: object, value: Wire) -> Wire:
    return {
        "id": str(uuid4()),
        "action": "add",
        "kind": kind,
        "tag": str(tag or uuid4()),
        "value": value,
    }


def event_op(
    sentence: Sentence | str,
    words: str,
    *,
    code: str | None = "ASSAULT",
    tag: object = None,
    participants: Iterable[tuple[str, Wire | str]] = (),
    nth: int = 1,
    **value: Any,
) -> Wire:
    """An operation that adds an event; `participants` are pairs of a role and an actor operation (or a tag's uid)."""
    links = [
        {"role": role, "actor": str(actor["tag"] if isinstance(actor, Mapping) else actor)}
        for role, actor in participants
    ]
    return _add(
        "event", tag, {**span(sentence, words, nth=nth), "code": code, "participants": links, **value}
    )


def actor_op(
    sentence: Sentence | str,
    words: str,
    actor: int | None = None,
    *,
    tag: object = None,
    nth: int = 1,
    **value: Any,
) -> Wire:
    """An operation that adds a mention of the registry's actor, or of nobody yet."""
    return _add("actor", tag, {**span(sentence, words, nth=nth), "actor": actor, **value})


def reliability_op(
    sentence: Sentence | str,
    words: str | None = None,
    credibility: str = "2",
    *,
    rationale: str = "Two other accounts agree.",
    tag: object = None,
    nth: int = 1,
    **value: Any,
) -> Wire:
    """An operation that grades the words, or the whole sentence."""
    text = sentence if isinstance(sentence, str) else sentence.text
    where = span(text, text if words is None else words, nth=nth)
    return _add("reliability", tag, {**where, "credibility": credibility, "rationale": rationale, **value})


def change_op(op: Wire, *, seen: int | None = None, after: Wire | str | None = None, **changes: Any) -> Wire:
    """An operation that changes the tag `op` added (or changed), from its value plus `changes`."""
    return {
        "id": str(uuid4()),
        "action": "change",
        "kind": op["kind"],
        "tag": op["tag"],
        **_seen(seen, after),
        "value": {**op["value"], **changes},
    }


def remove_op(op: Wire, *, seen: int | None = None, after: Wire | str | None = None) -> Wire:
    """An operation that removes the tag `op` added."""
    return {
        "id": str(uuid4()),
        "action": "remove",
        "kind": op["kind"],
        "tag": op["tag"],
        **_seen(seen, after),
    }


def mark_op(
    outcome: str = "open",
    question: str = "",
    *,
    seen: int | None = 0,
    after: Wire | str | None = None,
) -> Wire:
    """An operation that marks the sentence: nothing to code, or a question for the lead."""
    seen = None if after is not None else seen
    return {
        "id": str(uuid4()),
        "action": "mark",
        **_seen(seen, after),
        "value": {"outcome": outcome, "question": question},
    }


def _seen(seen: int | None, after: Wire | str | None) -> Wire:
    if after is not None:
        return {"after": after if isinstance(after, str) else after["id"]}
    return {"seen": seen}
