"""What is asked about a codebook: a file, and the changes of one code."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from codebook.schemes import Entry, Mode

from .base import ServiceForm

Choices = Sequence[tuple[str, Any]]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class CodebookFileForm(ServiceForm):
    """A codebook file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("YAML or JSON, up to 1 MB. The guide describes its fields."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )


class CodeForm(ServiceForm):
    """One code. Lists are written one a line; a mode is `value | label | definition`."""

    value = forms.CharField(
        max_length=40, label=_("Value"), help_text=_("What tags and exports hold, such as PROTEST.")
    )
    label = forms.CharField(max_length=120, label=_("Label"), help_text=_("What people read."))
    key = forms.CharField(
        max_length=3,
        required=False,
        label=_("Key"),
        help_text=_("Selects it in the form. Left empty, one is given."),
    )
    definition = forms.CharField(required=False, label=_("Definition"), widget=_area(4))
    examples = forms.CharField(
        required=False, label=_("Examples"), help_text=_("One sentence a line."), widget=_area(4)
    )
    not_examples = forms.CharField(
        required=False,
        label=_("What it is not"),
        help_text=_("One sentence a line, with the code that fits instead."),
        widget=_area(3),
    )
    modes = forms.CharField(
        required=False,
        label=_("Modes"),
        help_text=_("One a line: value | label | definition."),
        widget=_area(5),
    )
    parent = forms.ChoiceField(required=False, label=_("Sub-type of"))
    quad = forms.CharField(max_length=24, required=False, label=_("Group"))
    needs_recipient = forms.BooleanField(required=False, label=_("Needs a recipient"))

    def __init__(self, *args: Any, parents: Choices = (), is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "–"), *parents]  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["value"]

    def entry(self) -> dict[str, Any]:
        """The fields as a codebook file says them."""
        given = self.cleaned_data
        return {
            **{
                name: given[name]
                for name in ("label", "key", "definition", "quad", "parent", "needs_recipient")
            },
            **({"value": given["value"]} if "value" in given else {}),
            "examples": lines(given["examples"]),
            "not_examples": lines(given["not_examples"]),
            "modes": [_mode(line) for line in lines(given["modes"])],
        }


def initial_of(entry: Entry) -> dict[str, Any]:
    """A code as the form shows it."""
    return {
        **{name: getattr(entry, name) for name in ("label", "key", "definition", "quad", "parent", "needs_recipient")},
        "examples": "\n".join(entry.examples),
        "not_examples": "\n".join(entry.not_examples),
        "modes": "\n".join(_line(mode) for mode in entry.modes),
    }  # fmt: skip


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line(mode: Mode) -> str:
    return " | ".join(part for part in (mode.value, mode.label, mode.definition) if part)


def _mode(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|", 2)]
    return dict(zip(("value", "label", "definition"), parts, strict=False))


class RenameForm(ServiceForm):
    """Another value for a code."""

    to = forms.CharField(max_length=40, label=_("New value"))


class MergeForm(ServiceForm):
    """The code that takes another's tags over."""

    into = forms.ChoiceField(label=_("Into"))
    keep_modes = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Take its modes along"),
        help_text=_("Otherwise tags keep only modes that the other code has too."),
    )

    def __init__(self, *args: Any, others: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "–"), *others]  # type: ignore[attr-defined]


class RetireForm(ServiceForm):
    """The code that is used instead."""

    replacement = forms.ChoiceField(
        required=False, label=_("Use instead"), help_text=_("Needed where tags stand on the code.")
    )

    def __init__(self, *args: Any, others: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replacement"].choices = [("", "–"), *others]  # type: ignore[attr-defined]


class RenameModeForm(ServiceForm):
    """Another value for a mode."""

    mode = forms.ChoiceField(label=_("Mode"))
    to = forms.CharField(max_length=40, label=_("New value"))

    def __init__(self, *args: Any, modes: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = list(modes)  # type: ignore[attr-defined]
