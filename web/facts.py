"""What a tag says, in words: a list of names and what stands for each, leaving out what is not stated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from annotations.operations.state import Tag
from sources.markers import DisplayText
from web.words import Words, listed, word_of

Value = dict[str, Any]
Told = list[tuple[str, str]]
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
TENSE: Final[Words] = {"past": _("Past"), "present": _("Present"), "future": _("Future"), "unspecified": ""}
GENERICITY: Final[Words] = {"specific": "", "generic": _("Not one event but such events")}
BASIS: Final[Words] = {
    "": "",
    "sentence": _("from this sentence"),
    "other_sentence": _("from another sentence"),
    "document": _("from the document"),
    "world_knowledge": _("from what is known"),
}
COMMITMENT: Final[Words] = {
    "": "",
    "factive": _("Told as fact"),
    "neutral": _("Told without a stand"),
    "sceptical": _("Told with doubt"),
}
CHECK_WORTHINESS: Final[Words] = {
    "": "",
    "NFS": _("NFS, no factual claim"),
    "UFS": _("UFS, an unimportant claim"),
    "CFS": _("CFS, worth checking"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card. `words` is from people: the page isolates its direction."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What turns values into words: the sentence, its mentions and claims, and the registry's names."""

    display: DisplayText
    actors: Mapping[int, str]
    mentions: Mapping[str, Value]
    claims: Mapping[str, Value]
    labels: Mapping[str, str]
    outlet_grade: str = ""

    @classmethod
    def of(
        cls, received: str, tags: Iterable[Tag], actors: Mapping[int, str], outlet_grade: str = ""
    ) -> "Reader":
        """A reader of one state of the sentence. Actors are numbered in reading order, as in the workbench."""
        ordered = list(tags)
        mentions = {tag.uid: tag.value for tag in ordered if tag.kind == "actor"}
        claims = {tag.uid: tag.value for tag in ordered if tag.kind == "reliability"}
        numbers = {uid: str(number) for number, uid in enumerate(mentions, 1)}
        labels = {tag.uid: _label(tag, numbers, outlet_grade) for tag in ordered}
        return cls(DisplayText(received), actors, mentions, claims, labels, outlet_grade)

    def meaning(self, tag: Tag) -> str:
        """What the pair of grades above a claim means; empty for what explains itself."""
        if tag.kind != "reliability":
            return ""
        grade = tag.value["credibility"]
        outlet = self.outlet_grade or gettext("not graded")
        return gettext("Outlet %(outlet)s, content %(grade)s: %(words)s") % {
            "outlet": outlet,
            "grade": grade,
            "words": str(CREDIBILITY[grade]),
        }

    def words(self, value: Value, part: str = "") -> str:
        """The words of a stored span as an editor reads them; empty when it has none."""
        start, end = value[f"{part}start"], value[f"{part}end"]
        if start is None or end is None or end > len(self.display.received):
            return ""
        shown = self.display.to_display(start, end)
        return self.display.text[slice(*shown)]

    def facts(self, tag: Tag) -> list[Fact]:
        """What the tag says, leaving out what is not stated."""
        told = {"event": self._event, "actor": self._actor, "reliability": self._reliability}[tag.kind](
            tag.value
        )
        return [Fact(name, words) for name, words in [*told, (gettext("Note"), tag.value["note"])] if words]

    def _event(self, value: Value) -> Told:
        return [
            (gettext("Type"), _coded(value) if value["code"] else gettext("not chosen yet")),
            (gettext("Also coded"), listed([_coded(one) for one in value["other_codes"]])),
            (gettext("Date"), self._date(value)),
            (gettext("Resolved date"), _resolved(value)),
            (gettext("Place"), self._place(value)),
            *self._people(value),
            *((word_of(PARTICIPANT_ROLES, link["role"]), self._who(link)) for link in value["participants"]),
            (gettext("Modality"), _unless("asserted", value["modality"], MODALITY)),
            (gettext("Polarity"), _unless("positive", value["polarity"], POLARITY)),
            (gettext("Tense"), str(TENSE[value["tense"]])),
            (gettext("Genericity"), str(GENERICITY[value["genericity"]])),
        ]

    def _date(self, value: Value) -> str:
        return _joined(
            value["date_edtf"],
            self.words(value, "date_") or _borrowed(value["date_from"]),
            _precision(value["date_prec"]),
        )

    def _place(self, value: Value) -> str:
        named = listed([part for part in (value["place_name"], value["country"]) if part])
        at = "" if value["latitude"] is None else f"{value['latitude']:g}, {value['longitude']:g}"
        return _joined(
            named,
            self.words(value, "place_") or _borrowed(value["place_from"]),
            at,
            _precision(value["where_prec"]),
            str(BASIS[value["place_basis"]]),
        )

    def _people(self, value: Value) -> Told:
        stated = [value[f"deaths_{edge}"] for edge in ("low", "best", "high")]
        deaths = "/".join("?" if number is None else str(number) for number in stated)
        rows = [
            (gettext("Deaths, low/best/high"), "" if set(stated) == {None} else deaths, "deaths_"),
            (gettext("Injured"), _count(value["injured"]), "injured_"),
            (gettext("Arrested"), _count(value["arrested"]), "arrested_"),
        ]
        return [(name, _joined(number, self.words(value, part))) for name, number, part in rows]

    def _who(self, link: Value) -> str:
        words = link["from"]
        if words:
            return _joined(_borrowed(words), self.actors.get(words["actor"] or 0, ""))
        if link["actor"] is None:
            return gettext("nobody named")
        mention = self.mentions.get(link["actor"])
        return self._named(mention) if mention else gettext("a mention that is gone")

    def _named(self, mention: Value) -> str:
        name = self.actors.get(mention["actor"] or 0, "")
        words = self.words(mention)
        return words if not name or name == words else f"{words} — {name}"

    def _actor(self, value: Value) -> Told:
        return [
            (
                gettext("Actor"),
                self.actors.get(value["actor"] or 0, gettext("not linked to the registry yet")),
            )
        ]

    def _reliability(self, value: Value) -> Told:
        grade = value["credibility"]
        source = self.words(value, "source_") or _borrowed(value["source_from"])
        return [
            (gettext("Credibility"), listed([grade, str(CREDIBILITY[grade])])),
            (gettext("Outlet’s reliability"), self.outlet_grade),
            (gettext("Source"), _joined(source, gettext("anonymous") if value["anonymous"] else "")),
            (gettext("Cue"), self.words(value, "cue_")),
            (gettext("Commitment"), str(COMMITMENT[value["commitment"]])),
            (gettext("Hedge"), self.words(value, "hedge_")),
            (gettext("Told within"), self._outer(value["parent"])),
            (gettext("Check-worthiness"), str(CHECK_WORTHINESS[value["check_worthiness"]])),
            (gettext("Rationale"), value["rationale"]),
        ]

    def _outer(self, uid: str | None) -> str:
        if uid is None:
            return ""
        outer = self.claims.get(uid)
        return self.words(outer) if outer else gettext("a claim that is gone")


def _label(tag: Tag, numbers: Mapping[str, str], outlet_grade: str) -> str:
    """An event's code, an actor's number, or the pair of grades: "B2", "–2" where the outlet has none."""
    if tag.kind == "event":
        return str(tag.value["code"] or "?")
    return numbers[tag.uid] if tag.kind == "actor" else f"{outlet_grade or '–'}{tag.value['credibility']}"


def _joined(*parts: str) -> str:
    return " — ".join(part for part in parts if part)


def _unless(usual: str, stored: str, words: Words) -> str:
    return "" if stored == usual else str(words[stored])


def _coded(one: Value) -> str:
    """`ASSAULT (firearms, aerial)`."""
    return f"{one['code']} ({', '.join(one['modes'])})" if one["modes"] else str(one["code"])


def _resolved(value: Value) -> str:
    return _joined(value["date_resolved"], str(BASIS[value["date_basis"]])) if value["date_resolved"] else ""


def _borrowed(words: Value | None) -> str:
    return gettext("“%(words)s” in another sentence") % {"words": words["quote"]} if words else ""


def _precision(number: int | None) -> str:
    return gettext("precision %(number)s") % {"number": number} if number else ""


def _count(number: int | None) -> str:
    return "" if number is None else str(number)
