"""One approved sentence as it leaves: the shape every format writes. `docs/exports.md` describes each field."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from annotations.operations.upgrading import completed
from common.edtf import bounds
from sources.markers import DisplayText

Record: TypeAlias = dict[str, Any]
Body: TypeAlias = Mapping[str, Any]

SOURCE_FIELDS: Final = (
    "id", "title", "url", "outlet", "outlet_grade", "outlet_graded_from", "author", "published_on", "language",
    "licence", "rights", "external_id", "version", "sha256", "received_sha256",
)  # fmt: skip
SENTENCE_FIELDS: Final = ("ordinal", "start", "end", "text", "display")
_PARTS: Final = {
    "event": ("date", "place", "deaths", "injured", "arrested"),
    "actor": (),
    "reliability": ("source", "cue", "hedge"),
}
_EVENT: Final = (
    "code", "codebook", "modes", "other_codes",
    "date_edtf", "date_from", "date_resolved", "date_basis", "date_prec",
    "place_name", "place_from", "place_basis", "country", "latitude", "longitude", "where_prec",
    "deaths_low", "deaths_best", "deaths_high", "injured", "arrested",
    "modality", "polarity", "tense", "genericity",
)  # fmt: skip
_RELIABILITY: Final = (
    "credibility", "rationale", "source_from", "source_basis", "parent", "anonymous", "commitment", "check_worthiness",
)  # fmt: skip


def said_of(body: Body, ordinal: int | None, actors: Mapping[int, Record]) -> tuple[Record, list[Record]]:
    """The sentence, and its tags in reading order.

    The sentence's place counts in the received text of its source; the tags' offsets are relative to the sentence: in
    the received text, and in the display text.
    """
    sentence, tags = body["sentence"], body["tags"]
    text = sentence["text"]
    shown = DisplayText(text) if "[" in text else None
    record = {
        "ordinal": ordinal,
        "start": sentence["start"],
        "end": sentence["end"],
        "text": text,
        "display": shown.text if shown else text,
    }
    mentions = {tag["tag"]: tag["value"] for tag in tags if tag["kind"] == "actor"}
    return record, [_tag(tag, text, shown, mentions, actors) for tag in tags]


def _tag(
    tag: Record,
    text: str,
    shown: DisplayText | None,
    mentions: Mapping[str, Record],
    actors: Mapping[int, Record],
) -> Record:
    kind = tag["kind"]
    value = completed(kind, tag["value"])
    start, end = value["start"], value["end"]
    display_start, display_end = shown.to_display(start, end) if shown else (start, end)
    record: Record = {
        "kind": kind,
        "tag": tag["tag"],
        "by": tag["by"],
        "version": tag["version"],
        "start": start,
        "end": end,
        "quote": value["quote"],
        "display_start": display_start,
        "display_end": display_end,
        "display_quote": shown.text[display_start:display_end] if shown else value["quote"],
        "note": value["note"],
    }
    if kind == "event":
        record |= _event(value, mentions, actors)
    elif kind == "actor":
        record |= _actor(value["actor"], actors)
    else:
        record |= {field: value[field] for field in _RELIABILITY}
    for part in _PARTS[kind]:
        at, to = value[f"{part}_start"], value[f"{part}_end"]
        record[f"{part}_start"] = at
        record[f"{part}_end"] = to
        record[f"{part}_text"] = None if at is None else text[at:to]
    return record


def _event(value: Record, mentions: Mapping[str, Record], actors: Mapping[int, Record]) -> Record:
    first, last = bounds(value["date_resolved"] or value["date_edtf"])
    return {
        **{field: value[field] for field in _EVENT},
        "date_min": first.isoformat() if first else None,
        "date_max": last.isoformat() if last else None,
        "participants": [_participant(link, mentions, actors) for link in value["participants"]],
    }


def _participant(link: Record, mentions: Mapping[str, Record], actors: Mapping[int, Record]) -> Record:
    """A role with who fills it: a mention of the sentence, words of another one (`from`), or nobody named."""
    words = link["from"]
    mention = mentions[link["actor"]] if link["actor"] else words or {}
    actor_id = mention.get("actor")
    actor = actors.get(actor_id) if actor_id is not None else None
    place = {part: words[part] for part in ("sentence", "start", "end")} if words else None
    return {
        "role": link["role"],
        "tag": link["actor"],
        "quote": mention.get("quote"),
        "from": place,
        "basis": link["basis"],
        "actor_id": actor_id,
        "actor_label": actor["actor_label"] if actor else None,
    }


_NOBODY: Final[Record] = dict.fromkeys(
    ("actor_label", "actor_kind", "actor_country", "actor_wikidata"),
)


def _actor(actor_id: int | None, actors: Mapping[int, Record]) -> Record:
    known = actors[actor_id] if actor_id is not None else _NOBODY
    return {"actor_id": actor_id, **known}


def without_text(record: Record, rights: str) -> Record:
    """The record as its source's rights allow: `full` all, `quote` the tagged words only, `none` offsets only."""
    if rights == "full":
        return record
    record["sentence"] |= {"text": None, "display": None}
    if rights == "quote":
        return record
    for tag in record["tags"]:
        for field in ("quote", "display_quote", *(f"{part}_text" for part in _PARTS[tag["kind"]])):
            tag[field] = None
        for field in ("date_from", "place_from", "source_from"):
            if tag.get(field):
                tag[field] = {**tag[field], "quote": None}
        for link in tag.get("participants", ()):
            link["quote"] = None
    return record
