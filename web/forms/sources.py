"""What is asked of a text that comes in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sources.importers.detect import LABELS

from .base import ServiceForm

STATED = ("url", "outlet", "author", "language", "published", "licence")
MOST_FILES = 50
ACCEPTED = ".txt,.md,.jsonl,.ndjson,.html,.htm,.docx,.pdf,text/plain,text/html,application/pdf"


class ManyFiles(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files chosen, as a list; empty when none."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Clean each file by itself."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("Choose at most %(most)s files at a time; for more, use JSONL or the API."),
                params={"most": MOST_FILES},
            )
        files = [super(FilesField, self).clean(each, initial) for each in given]
        return [each for each in files if each]


class RevisionForm(ServiceForm):
    """A new text of a source: a file or a pasted text."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=_("Text"),
        widget=forms.Textarea(attrs={"class": "is-text", "rows": 12, "dir": "auto", "spellcheck": "false"}),
        help_text=_("The whole new text, its title on the first line."),
    )
    format_name = forms.ChoiceField(
        choices=[("", _("Recognise it")), *((name, _(label)) for name, label in LABELS.items())],
        required=False,
        label=_("Format"),
    )

    def clean(self) -> dict[str, Any]:
        """A file or a text, not both, not neither."""
        data = super().clean() or {}
        text = data.get("text", "")
        if data.get("file") and text.strip():
            self.add_error("text", _("Give a file or a pasted text, not both."))
        elif not data.get("file") and not text.strip() and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste a text below."))
        return data


class ImportForm(ServiceForm):
    """Files or a pasted text, and what is known about them."""

    uploads = FilesField(
        required=False,
        allow_empty_file=True,
        label=_("Files"),
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=_("Text"),
        widget=forms.Textarea(attrs={"class": "is-text", "rows": 12, "dir": "auto", "spellcheck": "false"}),
        help_text=_(
            "A title on the first line, then the text. One sentence per paragraph, or running prose."
        ),
    )
    format_name = forms.ChoiceField(
        choices=[("", _("Recognise it")), *((name, _(label)) for name, label in LABELS.items())],
        required=False,
        label=_("Format"),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=500,
        required=False,
        help_text=_("Otherwise the first line, or the file’s name."),
    )
    outlet = forms.CharField(
        label=_("Outlet"), max_length=200, required=False, help_text=_("Who published it.")
    )
    author = forms.CharField(label=_("Author"), max_length=300, required=False)
    published = forms.CharField(
        max_length=40,
        required=False,
        label=_("Published on"),
        help_text=_("As 2024-03-19. Checks compare event dates with it."),
    )
    language = forms.CharField(
        label=_("Language"), max_length=12, required=False, help_text=_("As en or ar-EG.")
    )
    url = forms.CharField(max_length=2000, required=False, label=_("Web address"))
    licence = forms.CharField(label=_("Licence"), max_length=200, required=False)
    rights = forms.ChoiceField(
        choices=[
            ("none", _("Nothing of the text leaves with a data set")),
            ("quote", _("Quoted spans may leave with a data set")),
            ("full", _("The whole text may leave with a data set")),
        ],
        initial="none",
        widget=forms.RadioSelect,
        label=_("What may be published"),
    )

    def clean(self) -> dict[str, Any]:
        """Files or a text, not both, not neither."""
        data = super().clean() or {}
        text = data.get("text", "")
        if data.get("uploads") and text.strip():
            self.add_error("text", _("Give files or a pasted text, not both."))
        elif not data.get("uploads") and not text.strip() and "uploads" not in self.errors:
            self.add_error("uploads", _("Choose a file, or paste a text below."))
        return data

    def stated(self) -> dict[str, str]:
        """What the person says of the sources."""
        return {name: self.cleaned_data[name] for name in STATED if self.cleaned_data.get(name)}

    @property
    def known_fields(self) -> list[forms.BoundField]:
        """The fields of what is known, two in a row."""
        return [
            self[name] for name in ("title", "outlet", "author", "published", "language", "url", "licence")
        ]
