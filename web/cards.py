"""Tags as cards: what each says, in words, and what changed between two revisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from annotations.operations.state import Tag
from sources.markers import DisplayText
from web.words import Words, listed, word_of

Value = dict[str, Any]
KINDS: Final[Words] = {"event": _("Event"), "actor": _("Actor"), "reliability": _("Reliability")}
CREDIBILITY: Final[Words] = {
    "1": _("confirmed by other sources"),
    "2": _("probably true"),
    "3": _("possibly true"),
    "4": _("doubtful"),
    "5": _("improbable"),
    "6": _("cannot be judged"),
}
MODALITY: Final[Words] = {
    "asserted": _("Asserted"),
    "alleged": _("Alleged"),
    "denied": _("Denied"),
    "hypothetical": _("Hypothetical"),
}
PARTICIPANT_ROLES: Final[Words] = {
    "actor": pgettext_lazy("a role in an event", "Actor"),
    "recipient": pgettext_lazy("a role in an event", "Recipient"),
    "victim": pgettext_lazy("a role in an event", "Victim"),
    "place": pgettext_lazy("a role in an event", "Place"),
    "time": pgettext_lazy("a role in an event", "Time"),
    "instrument": pgettext_lazy("a role in an event", "Instrument"),
    "beneficiary": pgettext_lazy("a role in an event", "Beneficiary"),
    "third_party": pgettext_lazy("a role in an event", "Third party"),
    "theme": pgettext_lazy("a role in an event", "Theme"),
}
POLARITY: Final[Words] = {"positive": _("Happened"), "negative": _("Did not happen")}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card. `words` is from people: the page isolates its direction."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One tag: its kind, its label as above the text, the words it stands on, what it says, who made it."""

    uid: str
    kind: str
    label: str
    quote: str
    facts: tuple[Fact, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Change:
    """One tag that differs from an earlier revision: added, changed or removed, with the facts before and after."""

    what: str
    card: Card
    rows: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """What turns values into words: the sentence, its mentions and the registry's names."""

    display: DisplayText
    actors: Mapping[int, str]
    mentions: Mapping[str, Value]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, received: str, tags: Iterable[Tag], actors: Mapping[int, str]) -> "Reader":
        """A reader of one state of the sentence. Actors are numbered in reading order, as in the workbench."""
        ordered = list(tags)
        mentions = {tag.uid: tag.value for tag in ordered if tag.kind == "actor"}
        numbers = {uid: str(number) for number, uid in enumerate(mentions, 1)}
        labels = {tag.uid: _label(tag, numbers) for tag in ordered}
        return cls(DisplayText(received), actors, mentions, labels)

    def words(self, value: Value, part: str = "") -> str:
        """The words of a stored span as an editor reads them; empty when it has none."""
        start, end = value[f"{part}start"], value[f"{part}end"]
        if start is None or end is None or end > len(self.display.received):
            return ""
        shown = self.display.to_display(start, end)
        return self.display.text[slice(*shown)]

    def card(self, tag: Tag) -> Card:
        """The tag as a card."""
        return Card(
            tag.uid,
            tag.kind,
            self.labels.get(tag.uid, "?"),
            self.words(tag.value),
            tuple(self.facts(tag)),
            tag.by,
        )

    def facts(self, tag: Tag) -> list[Fact]:
        """What the tag says, leaving out what is not stated."""
        told = {"event": self._event, "actor": self._actor, "reliability": self._reliability}[tag.kind](
            tag.value
        )
        return [Fact(name, words) for name, words in [*told, (gettext("Note"), tag.value["note"])] if words]

    def _event(self, value: Value) -> list[tuple[str, str]]:
        roles = [
            (word_of(PARTICIPANT_ROLES, link["role"]), self._who(link["actor"]))
            for link in value["participants"]
        ]
        when = " — ".join(part for part in (value["date_edtf"], self.words(value, "date_")) if part)
        return [
            (gettext("Type"), value["code"] or gettext("not chosen yet")),
            (gettext("Date"), when),
            *roles,
            (
                gettext("Modality"),
                "" if value["modality"] == "asserted" else str(MODALITY[value["modality"]]),
            ),
            (
                gettext("Polarity"),
                "" if value["polarity"] == "positive" else str(POLARITY[value["polarity"]]),
            ),
        ]

    def _who(self, uid: str) -> str:
        mention = self.mentions.get(uid)
        return self._named(mention) if mention else gettext("a mention that is gone")

    def _named(self, mention: Value) -> str:
        name = self.actors.get(mention["actor"] or 0, "")
        words = self.words(mention)
        return words if not name or name == words else f"{words} — {name}"

    def _actor(self, value: Value) -> list[tuple[str, str]]:
        return [
            (
                gettext("Actor"),
                self.actors.get(value["actor"] or 0, gettext("not linked to the registry yet")),
            )
        ]

    def _reliability(self, value: Value) -> list[tuple[str, str]]:
        grade = value["credibility"]
        return [
            (gettext("Credibility"), listed([grade, str(CREDIBILITY[grade])])),
            (gettext("Source"), self.words(value, "source_")),
            (gettext("Cue"), self.words(value, "cue_")),
            (gettext("Hedge"), self.words(value, "hedge_")),
            (gettext("Rationale"), value["rationale"]),
        ]


def _label(tag: Tag, numbers: Mapping[str, str]) -> str:
    if tag.kind == "event":
        return str(tag.value["code"] or "?")
    return numbers[tag.uid] if tag.kind == "actor" else f"CRED {tag.value['credibility']}"


def tags_in(body: Value) -> list[Tag]:
    """The tags of a snapshot."""
    return [
        Tag(one["kind"], one["tag"], one["version"], one["by"], one["value"]) for one in body.get("tags", [])
    ]


def changes(before: Sequence[Tag], old: Reader, after: Sequence[Tag], new: Reader) -> list[Change]:
    """What differs, in reading order of the later state, then what was removed."""
    was = {tag.uid: tag for tag in before}
    found = []
    for tag in after:
        earlier = was.pop(tag.uid, None)
        if earlier is None:
            found.append(Change("added", new.card(tag)))
        elif rows := _rows(old, earlier, new, tag):
            found.append(Change("changed", new.card(tag), tuple(rows)))
    return found + [Change("removed", old.card(tag)) for tag in was.values()]


def _rows(old: Reader, earlier: Tag, new: Reader, tag: Tag) -> list[tuple[str, str, str]]:
    """(name, before, after) of each fact that reads otherwise; several of one name are told together."""
    one, two = _told(old, earlier), _told(new, tag)
    return [
        (name, one.get(name, ""), two.get(name, ""))
        for name in dict.fromkeys([*one, *two])
        if one.get(name) != two.get(name)
    ]


def _told(reader: Reader, tag: Tag) -> dict[str, str]:
    told: dict[str, list[str]] = {gettext("Words"): [reader.words(tag.value)]}
    for fact in reader.facts(tag):
        told.setdefault(fact.name, []).append(fact.words)
    return {name: listed(words) for name, words in told.items()}
