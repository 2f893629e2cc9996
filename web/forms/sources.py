"""What is asked of a text that comes in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sources.importers.detect import LABELS

from .base import ServiceForm

STATED = ("url", "outlet", "author", "language", "published", "licence")
MOST_FILES = 50


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
                f"Choose at most {MOST_FILES} files at a time; for more, use JSONL or the API."
            )
        files = [super(FilesField, self).clean(each, initial) for each in given]
        return [each for each in files if each]


class ImportForm(ServiceForm):
    """Files or a pasted text, and what is known about them."""

    uploads = FilesField(
        required=False,
        allow_empty_file=True,
        label="Files",
        widget=ManyFiles(attrs={"accept": ".txt,.md,.jsonl,.ndjson,text/plain"}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label="Text",
        widget=forms.Textarea(attrs={"class": "is-text", "rows": 12, "dir": "auto", "spellcheck": "false"}),
        help_text="A title on the first line, then the text. One sentence per paragraph, or running prose.",
    )
    format_name = forms.ChoiceField(
        choices=[("", "Recognise it"), *LABELS.items()], required=False, label="Format"
    )
    title = forms.CharField(
        max_length=500, required=False, help_text="Otherwise the first line, or the file’s name."
    )
    outlet = forms.CharField(max_length=200, required=False, help_text="Who published it.")
    author = forms.CharField(max_length=300, required=False)
    published = forms.CharField(
        max_length=40,
        required=False,
        label="Published on",
        help_text="As 2024-03-19. Checks compare event dates with it.",
    )
    language = forms.CharField(max_length=12, required=False, help_text="As en or ar-EG.")
    url = forms.CharField(max_length=2000, required=False, label="Web address")
    licence = forms.CharField(max_length=200, required=False)
    rights = forms.ChoiceField(
        choices=[
            ("none", "Nothing of the text leaves with a data set"),
            ("quote", "Quoted spans may leave with a data set"),
            ("full", "The whole text may leave with a data set"),
        ],
        initial="none",
        widget=forms.RadioSelect,
        label="What may be published",
    )

    def clean(self) -> dict[str, Any]:
        """Files or a text, not both, not neither."""
        data = super().clean() or {}
        text = data.get("text", "")
        if data.get("uploads") and text.strip():
            self.add_error("text", "Give files or a pasted text, not both.")
        elif not data.get("uploads") and not text.strip() and "uploads" not in self.errors:
            self.add_error("uploads", "Choose a file, or paste a text below.")
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
