"""Label Studio's JSON and JSON_MIN.

A task has a text among its `data`, and annotations whose `result` lists regions, choices, text areas, ratings and
relations. The parts that share a region's id are one span: what is chosen per region becomes its attributes. Skipped
(cancelled) annotations and predictions are listed, not read. Seen in 1.23.2: the page counts code points, and writes a
line end inside `text` as the two characters of its escape; programs leave what they counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotations.importing.items import Item, Leftover, Link, Reading, Span
from sources.importers.problems import ImportProblem

from . import json_lines
from .json_lines import whole, words_of

NAME: Final = "label_studio"
LABEL: Final = "Label Studio (JSON or JSON_MIN)"
_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
_KNOWN: Final = frozenset(
    {"title", "url", "outlet", "author", "language", "published", "licence", "external_id"}
)
_MIN_OWN: Final = frozenset(
    {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "text", "predictions"}
)


def looks_like(rows: object) -> bool:
    """Whether a JSON value is a list of tasks in either shape."""
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
        return False
    first = rows[0]
    full = isinstance(first.get("data"), dict) and ("annotations" in first or "completions" in first)
    return full or "annotation_id" in first


def read(text: str) -> Reading:
    """The tasks of an export."""
    rows = json_lines.parse(text)
    if not isinstance(rows, list):
        raise ImportProblem.of("This is not a list of tasks.", "Export the project as JSON.")
    reading = _Reading()
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise ImportProblem.of(f"Task {place} is not an object.", "Export the project as JSON.")
        number = words_of(row.get("id", place))
        if isinstance(row.get("data"), dict):
            reading.take_task(row, f"task {number}")
        else:
            reading.take_min(row, f"task {number}")
    return Reading(NAME, reading.finished(), reading.leftovers, annotators=sorted(reading.annotators))


@dataclass(slots=True)
class _Task:
    """One text while its annotations are read."""

    key: str
    where: str
    text: str
    known: dict[str, str]
    spans: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class _Reading:
    """Gathers tasks; JSON_MIN has one row for each annotation of a task."""

    def __init__(self) -> None:
        self.leftovers: list[Leftover] = []
        self.annotators: set[str] = set()
        self._tasks: dict[tuple[str, str], _Task] = {}

    def finished(self) -> list[Item]:
        """The items in the order of the file."""
        return [Item(t.key, t.where, t.text, t.spans, t.links, None, t.known) for t in self._tasks.values()]

    def leave(self, what: str, where: str, why: str, detail: object = None) -> None:
        """Note what becomes no span."""
        self.leftovers.append(Leftover(what, where, why, detail))

    def take_task(self, row: Mapping[str, Any], where: str) -> None:
        """A task of the full export."""
        annotations = [
            one for one in row.get("annotations") or row.get("completions") or [] if isinstance(one, dict)
        ]
        results = [part for one in annotations for part in one.get("result") or [] if isinstance(part, dict)]
        task = self._task(row["data"], _text_name(row["data"], results), words_of(row.get("id")), where)
        for one in annotations:
            who = _who(one.get("completed_by"))
            if one.get("was_cancelled"):
                self.leave("skipped", where, "The annotator skipped the task.", f"annotator {who}")
                continue
            self.annotators.add(who)
            _Result(self, task, who).take([p for p in one.get("result") or [] if isinstance(p, dict)])
        for one in row.get("predictions") or []:
            said: object = words_of(one)
            if isinstance(one, dict):
                said = {"model": words_of(one.get("model_version")), "regions": len(one.get("result") or [])}
            self.leave("prediction", where, "A model said it, no person.", said)

    def take_min(self, row: Mapping[str, Any], where: str) -> None:
        """A row of JSON_MIN: fields of the data and of the labelling interface beside each other."""
        who = _who(row.get("annotator"))
        self.annotators.add(who)
        regions = {n: v for n, v in row.items() if n not in _MIN_OWN and _regions(v)}
        plain = {n: v for n, v in row.items() if n not in _MIN_OWN and n not in regions}
        text = row.get("text")
        data = {"text": text, **{n: v for n, v in plain.items() if n in _KNOWN}}
        task = self._task(data, "text", words_of(row.get("id")), where)
        for name, value in plain.items():
            if name not in _KNOWN:
                self.leave(
                    "field", where, "JSON_MIN does not say which span it is of.", {name: words_of(value)}
                )
        for name, values in regions.items():
            for place, value in enumerate(values):
                self.add_spans(task, f"{who}:{name}#{place}", _labels(value), value, who=who, attributes={})

    def add_spans(
        self,
        task: _Task,
        uid: str,
        labels: Sequence[Any],
        value: Mapping[str, Any],
        *,
        who: str,
        attributes: Mapping[str, str],
    ) -> None:
        """One span for each label of a region."""
        places = value["globalOffsets"] if isinstance(value.get("globalOffsets"), dict) else value
        start, end = whole(places.get("start")), whole(places.get("end"))
        if start is None or end is None:
            self.leave("region", task.where, "It has no offsets in a text.", words_of(dict(value)))
            return
        quote = value.get("text")
        for place, label in enumerate(labels):
            name = uid if place == 0 else f"{uid}+{place}"
            told = quote if isinstance(quote, str) else None
            task.spans.append(Span(name, words_of(label), start, end, told, attributes, annotator=who))

    def _task(self, data: Mapping[str, Any], name: str, key: str, where: str) -> _Task:
        text = data.get(name)
        if not isinstance(text, str):
            raise ImportProblem.of(
                f"{where}: there is no text among its data.", "Attest imports tasks that label a text."
            )
        task = self._tasks.get((key, text))
        if task is None:
            known = {n: words_of(v) for n, v in data.items() if n in _KNOWN and v}
            task = self._tasks[key, text] = _Task(key, where, text, known)
            for other, value in data.items():
                if other != name and other not in _KNOWN and value not in (None, "", [], {}):
                    self.leave("metadata", where, "Attest has no such field.", {other: words_of(value)})
        return task


def _regions(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(v, dict) and any(kind in v for kind in _LABELS) for v in value
    )


class _Result:
    """One annotation: parts that share an id are joined before they become spans."""

    def __init__(self, reading: _Reading, task: _Task, who: str) -> None:
        self._reading, self._task, self._who = reading, task, who

    def take(self, parts: Sequence[Mapping[str, Any]]) -> None:
        """Read the parts of one annotation."""
        labelled = {p.get("id"): p for p in parts if p.get("type") in _LABELS}
        attributes: dict[Any, dict[str, str]] = {uid: {} for uid in labelled}
        for part in parts:
            kind, uid = part.get("type"), part.get("id")
            value = part.get("value") if isinstance(part.get("value"), dict) else {}
            if kind in _LABELS:
                continue
            if kind == "relation":
                self._link(part)
            elif uid in labelled:
                attributes[uid][words_of(part.get("from_name"))] = _said(value or {})
            else:
                said = {words_of(part.get("from_name")): _said(value or {})}
                self._reading.leave(
                    words_of(kind) or "part", self._task.where, "It is of the whole text.", said
                )
        for uid, part in labelled.items():
            value = part.get("value") or {}
            meta = part.get("meta") if isinstance(part.get("meta"), dict) else {}
            if meta:
                attributes[uid]["meta"] = words_of((meta or {}).get("text", meta))
            self._reading.add_spans(
                self._task,
                f"{self._who}:{uid}",
                _labels(value),
                value,
                who=self._who,
                attributes=attributes[uid],
            )

    def _link(self, part: Mapping[str, Any]) -> None:
        ends = [f"{self._who}:{part.get(name)}" for name in ("from_id", "to_id")]
        if part.get("direction") == "left":
            ends.reverse()
        for label in part.get("labels") or ["related"]:
            self._task.links.append(Link(words_of(label), ends[0], ends[1], self._who))


def _labels(value: Mapping[str, Any]) -> list[Any]:
    """The labels of a region, whatever kind of control gave them."""
    for kind in _LABELS:
        if isinstance(value.get(kind), list):
            return list(value[kind])
    return []


def _said(value: Mapping[str, Any]) -> str:
    """What a control holds beside the place it stands at."""
    for name in ("choices", "text", "rating", "number", "datetime", "taxonomy"):
        if name in value:
            return words_of(value[name])
    return words_of({name: each for name, each in value.items() if name not in ("start", "end")})


def _text_name(data: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> str:
    """Which of the data is the labelled text: `text`, else the one that holds the regions' words, else the longest."""
    if isinstance(data.get("text"), str):
        return "text"
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    quotes = [(r.get("value") or {}).get("text") for r in results]
    words = next((q for q in quotes if isinstance(q, str) and q), None)
    holding = [name for name, value in texts.items() if words is not None and words in value]
    return max(holding or texts, key=lambda name: len(texts[name]), default="text")


def _who(given: object) -> str:
    """The annotator's number, or e-mail address where the export has it."""
    if isinstance(given, dict):
        return words_of(given.get("email") or given.get("id"))
    return words_of(given)
