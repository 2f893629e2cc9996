"""What a file holds, in numbers and examples: what the dialog shows and proposals start from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from .items import Reading, storable
from .offsets import Boundaries, Verdict

MOST_EXAMPLES: Final = 3
MOST_VALUES: Final = 30
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Name:
    """A label, link or attribute of the file: how often it stands there, and the first words or values."""

    name: str
    count: int
    examples: Sequence[str] = ()
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """The file at a glance."""

    format: str
    items: int
    spans: int
    unit: str
    evidence: str
    labels: Sequence[Name]
    links: Sequence[Name]
    attributes: Sequence[Name]
    annotators: Sequence[str]
    leftovers: Mapping[str, int]
    refused: Sequence[str]
    refused_count: int
    items_are: str

    def as_json(self) -> dict[str, Any]:
        """The summary as it is kept and sent."""
        told: dict[str, Any] = storable(asdict(self))
        return told


def read_summary(data: Mapping[str, Any]) -> Summary:
    """The summary that was kept."""
    names = {part: [Name(**one) for one in data[part]] for part in ("labels", "links", "attributes")}
    return Summary(**{**data, **names})


def summarise(reading: Reading, verdict: Verdict, items_are: str) -> Summary:
    """Count labels, links and attributes, the most frequent first, with examples from the texts."""
    labels: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    values: dict[str, Counter[str]] = {}
    links: Counter[str] = Counter()
    joined: dict[str, list[str]] = {}
    for number, item in enumerate(reading.items):
        bounds = Boundaries(item.text, verdict.of(number)) if item.spans else None
        words: dict[str, str] = {}
        for span in item.spans:
            labels[span.label] += 1
            shown = examples.setdefault(span.label, [])
            if bounds is not None and (len(shown) < MOST_EXAMPLES or item.links):
                place = bounds.span(span.start, span.end)
                words[span.uid] = item.text[slice(*place)][:_LONGEST] if place else ""
                if len(shown) < MOST_EXAMPLES and words[span.uid] and words[span.uid] not in shown:
                    shown.append(words[span.uid])
            for name, value in span.attributes.items():
                values.setdefault(name, Counter())[value[:_LONGEST]] += 1
        for link in item.links:
            links[link.label] += 1
            pairs = joined.setdefault(link.label, [])
            if len(pairs) < MOST_EXAMPLES:
                pairs.append(f"{words.get(link.source, '?')} → {words.get(link.target, '?')}")
    return Summary(
        reading.format,
        len(reading.items),
        reading.span_count,
        verdict.unit,
        verdict.evidence,
        [Name(name, count, examples[name]) for name, count in labels.most_common()],
        [Name(name, count, joined[name]) for name, count in links.most_common()],
        [
            Name(name, each.total(), (), dict(each.most_common(MOST_VALUES)))
            for name, each in sorted(values.items(), key=lambda pair: (-pair[1].total(), pair[0]))
        ],
        list(reading.annotators),
        dict(Counter(one.what for one in reading.leftovers)),
        list(verdict.refused.values())[:20],
        len(verdict.refused),
        items_are,
    )
