"""Moving in: which file, and what each of its labels, links and attributes becomes."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

from annotations.importing.mapping import ATTACH, FIELDS, NONE
from annotations.importing.proposing import KnownCode
from annotations.importing.reading import LABELS
from annotations.importing.summary import Name, Summary
from annotations.models import ROLES

from .base import ServiceForm

Choices = list[tuple[str, Any]]
UNITS: list[tuple[str, StrOrPromise]] = [
    ("", gettext_lazy("Find out from the file")),
    ("code_points", gettext_lazy("Characters (Unicode code points)")),
    ("utf16", gettext_lazy("UTF-16 units, as browsers count")),
    ("graphemes", gettext_lazy("Graphemes, as doccano’s grapheme mode counts")),
    ("bytes", gettext_lazy("Bytes of UTF-8")),
]
RIGHTS: list[tuple[str, StrOrPromise]] = [
    ("none", gettext_lazy("Nothing of the text leaves with a data set")),
    ("quote", gettext_lazy("Quoted spans may leave with a data set")),
    ("full", gettext_lazy("The whole text may leave with a data set")),
]
_KINDS: list[tuple[str, StrOrPromise]] = [
    ("actor", pgettext_lazy("a label becomes", "Actor")),
    ("reliability", pgettext_lazy("a label becomes", "Reliability, grade 6")),
    ("event", pgettext_lazy("a label becomes", "Event, type open")),
]
_PARTS: list[tuple[str, StrOrPromise]] = [
    ("date", pgettext_lazy("a label becomes", "Date of the event")),
    ("place", pgettext_lazy("a label becomes", "Place of the event")),
    ("deaths", pgettext_lazy("a label becomes", "Deaths of the event")),
    ("injured", pgettext_lazy("a label becomes", "Injured of the event")),
    ("arrested", pgettext_lazy("a label becomes", "Arrested of the event")),
    ("source", pgettext_lazy("a label becomes", "Source of a claim")),
    ("cue", pgettext_lazy("a label becomes", "Attribution cue of a claim")),
    ("hedge", pgettext_lazy("a label becomes", "Hedge of a claim")),
]


class ExportForm(ServiceForm):
    """Another tool's export."""

    upload = forms.FileField(
        allow_empty_file=True,
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.jsonl,.ndjson,.zip,.xmi,.xml"}),
    )
    format_name = forms.ChoiceField(
        choices=[("", gettext_lazy("Recognise it")), *LABELS.items()],
        required=False,
        label=pgettext_lazy("of a file", "Format"),
    )
    unit = forms.ChoiceField(
        choices=UNITS,
        required=False,
        label=gettext_lazy("Its offsets count"),
        help_text=gettext_lazy("Say it only when Attest asks: most files tell."),
    )
    rights = forms.ChoiceField(
        choices=RIGHTS, initial="none", widget=forms.RadioSelect, label=gettext_lazy("What may be published")
    )


class MappingForm(ServiceForm):
    """One select for each name of the file, with the proposal chosen; and how the whole is read."""

    def __init__(
        self, summary: Summary, rules: dict[str, Any], codes: Sequence[KnownCode], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._summary, self._rules = summary, rules
        for at, one in enumerate(summary.labels):
            chosen = rules["labels"].get(one.name, NONE)
            choices = _label_choices(codes, chosen, is_ready=summary.format == "attest")
            self._add(f"label-{at}", one.name, choices, chosen)
        for at, one in enumerate(summary.links):
            self._add(f"link-{at}", one.name, _link_choices(), rules["links"].get(one.name, NONE))
        for at, one in enumerate(summary.attributes):
            chosen = (rules["attributes"].get(one.name) or {}).get("to", NONE)
            self._add(f"attribute-{at}", one.name, _field_choices(), chosen)
        self._add_options()

    def _add(self, name: str, label: str, choices: Choices, initial: str) -> None:
        self.fields[name] = forms.ChoiceField(choices=choices, initial=initial, label=label)

    def _add_options(self) -> None:
        """How texts, annotators, actors and faults are treated."""
        are = {"sentence": _("a sentence of one source"), "source": _("a source of its own")}
        guess = _("As it looks: each is %(what)s") % {"what": are[self._summary.items_are]}
        self._option("items", _("Each text is"), [("", guess), *are.items()])
        if self._summary.annotators:
            everyone = [
                ("", _("All of them, equal tags once")),
                *((who, who) for who in self._summary.annotators),
            ]
            self._option("annotator", _("Annotators"), everyone)
        actors = [
            ("link", _("Link where exactly one entry of the registry bears the name")),
            ("create", _("Link, and enter names that nobody bears")),
            ("none", _("Leave all unlinked")),
        ]
        self._option("actors", _("Actors"), actors)
        self.fields["partial"] = forms.BooleanField(
            required=False,
            initial=bool(self._rules.get("partial")),
            label=_("Import what can be imported and list the rest"),
            help_text=_("Otherwise one fault leaves everything as it was."),
        )

    def _option(self, name: str, label: str, choices: Choices) -> None:
        initial = self._rules.get(name, "")
        self.fields[name] = forms.ChoiceField(choices=choices, required=False, label=label, initial=initial)

    def rows(self, part: str) -> Iterator[tuple[Name, forms.BoundField]]:
        """The names of a part (`label`, `link`, `attribute`) with their fields."""
        names = {
            "label": self._summary.labels,
            "link": self._summary.links,
            "attribute": self._summary.attributes,
        }
        for at, one in enumerate(names[part]):
            yield one, self[f"{part}-{at}"]

    @property
    def labels(self) -> list[tuple[Name, forms.BoundField]]:
        """The labels with their fields."""
        return list(self.rows("label"))

    @property
    def links(self) -> list[tuple[Name, forms.BoundField]]:
        """The links with their fields."""
        return list(self.rows("link"))

    @property
    def attributes(self) -> list[tuple[Name, forms.BoundField]]:
        """The attributes with their fields."""
        return list(self.rows("attribute"))

    @property
    def options(self) -> list[forms.BoundField]:
        """The fields that are about the whole."""
        return [self[name] for name in ("items", "annotator", "actors", "partial") if name in self.fields]

    @property
    def unit_words(self) -> StrOrPromise:
        """What the file's offsets count."""
        return dict(UNITS)[self._summary.unit]

    def mapping(self) -> dict[str, Any]:
        """The answer as `read_mapping` takes it."""
        chosen = self.cleaned_data
        values = {name: (rule or {}).get("values", {}) for name, rule in self._rules["attributes"].items()}
        return {
            "labels": {one.name: chosen[f"label-{at}"] for at, one in enumerate(self._summary.labels)},
            "links": {one.name: chosen[f"link-{at}"] for at, one in enumerate(self._summary.links)},
            "attributes": {
                one.name: {"to": chosen[f"attribute-{at}"], "values": values.get(one.name, {})}
                for at, one in enumerate(self._summary.attributes)
            },
            "items": chosen.get("items", ""),
            "annotator": chosen.get("annotator", ""),
            "actors": chosen.get("actors") or "link",
            "unit": self._rules.get("unit", ""),
            "partial": chosen.get("partial", False),
        }


def _label_choices(codes: Sequence[KnownCode], chosen: str, *, is_ready: bool) -> Choices:
    """Nothing, the kinds of tag, parts of tags, the codes by codebook; a mode only where it is proposed."""
    if is_ready:
        return (
            [(chosen, _("As it is")), (NONE, _("Not imported"))]
            if chosen != NONE
            else [(NONE, _("Not imported"))]
        )
    books: dict[str, Choices] = {}
    for code in codes:
        books.setdefault(code.codebook, []).append((f"event:{code.codebook}:{code.value}", _code_words(code)))
        for mode in code.modes:
            target = f"event:{code.codebook}:{code.value}/{mode}"
            if target == chosen:
                books[code.codebook].append((target, f"{_code_words(code)} · {mode}"))
    events = [(_("Event, %(codebook)s") % {"codebook": book}, choices) for book, choices in books.items()]
    return [(NONE, _("Not imported")), (_("A tag"), _KINDS), (_("A part of a tag"), _PARTS), *events]


def _code_words(code: KnownCode) -> str:
    return code.value if code.label.casefold() == code.value.casefold() else f"{code.value}: {code.label}"


def _link_choices() -> Choices:
    roles = [(role, role.replace("_", " ").capitalize()) for role in ROLES]
    return [
        (NONE, _("Not imported")),
        (ATTACH, _("Joins a date, place or number to its event")),
        (_("A participant"), roles),
    ]


def _field_choices() -> Choices:
    fields = [(name, name.replace("_", " ").capitalize()) for name in FIELDS]
    return [(NONE, _("Not imported")), (_("A field of the tag"), fields)]
