"""Codebooks, their drafts and their changes on the wire."""

from typing import Any

from rest_framework import serializers

from annotations.recoding import Preview, UndoPreview
from annotations.recoding.preview import NeedsPerson as Needing
from codebook import models
from codebook.changes import OPS
from codebook.schemes import KINDS

from .base import Strict


class Mode(serializers.Serializer[Any]):
    """A finer kind of a code."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    definition = serializers.CharField(allow_blank=True)


class Code(serializers.Serializer[Any]):
    """A code: a type of event, a role, a grade."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    key = serializers.CharField(help_text="Selects it in the form; no key begins with another.")
    definition = serializers.CharField(allow_blank=True)
    examples = serializers.ListField(child=serializers.CharField())
    not_examples = serializers.ListField(child=serializers.CharField())
    quad = serializers.CharField(allow_blank=True)
    modes = serializers.ListField(child=serializers.CharField())
    mode_details = Mode(many=True)
    needs_recipient = serializers.BooleanField()
    roles = serializers.ListField(child=serializers.CharField(), help_text="Roles that fit; none: all.")
    parent = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True, help_text="The value it is a sub-type of."
    )


class CodebookVersion(serializers.Serializer[Any]):
    """A version of a codebook, without its codes."""

    slug = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    title = serializers.CharField()
    credit = serializers.CharField(allow_blank=True)
    sha256 = serializers.CharField()
    is_own = serializers.BooleanField(help_text="Made in this project; otherwise shipped with Attest.")
    is_adopted = serializers.BooleanField(help_text="The project codes with it now.")
    is_default = serializers.BooleanField()


class Codebook(CodebookVersion):
    """A version of a codebook with its codes in order."""

    codes = Code(many=True)


class CodebookFile(Strict):
    """A codebook file as text."""

    name = serializers.CharField(max_length=100, help_text="What refusals call it: ours.yaml.")
    text = serializers.CharField(max_length=1_000_000, trim_whitespace=False, help_text="YAML or JSON.")


class NewChange(serializers.Serializer[Any]):
    """One change of a draft; which fields it has follows from `op` (see the guide on codebooks)."""

    op = serializers.ChoiceField(OPS)

    def to_internal_value(self, data: Any) -> Any:
        """The whole change: what does not fit is told by the draft itself."""
        super().to_internal_value(data)
        return dict(data)


class Seen(Strict):
    """The draft as the owner looked at it."""

    seen = serializers.IntegerField(min_value=0, help_text="The draft's revision.")


class Touched(serializers.Serializer[Any]):
    """One code and what stands on it."""

    value = serializers.CharField()
    fate = serializers.ChoiceField(("same", "new", "reworded", "renamed", "merged", "retired"))
    to = serializers.CharField(allow_blank=True)
    tags = serializers.IntegerField()
    sentences = serializers.IntegerField()
    approved = serializers.IntegerField(help_text="Approved sentences among them.")
    reopens = serializers.IntegerField(help_text="Approved sentences that are reviewed again.")
    lost_modes = serializers.IntegerField()


class NeedsPerson(serializers.Serializer[Any]):
    """A tag that a person will have to look at."""

    source = serializers.IntegerField()  # type: ignore[assignment]
    sentence = serializers.IntegerField()
    quote = serializers.CharField()
    code = serializers.CharField()
    why = serializers.ChoiceField(("mode", "twin", "code", "edited"))


class Touches(serializers.Serializer[Any]):
    """All that a change touches."""

    tags = serializers.IntegerField()
    codes = Touched(many=True)
    needs_person = serializers.IntegerField()
    person = NeedsPerson(many=True, help_text="The first of them.")
    blockers = serializers.ListField(
        child=serializers.CharField(), help_text="Codes in use that are retired without a replacement."
    )


class UndoTouches(serializers.Serializer[Any]):
    """What taking a change back touches."""

    tags = serializers.IntegerField(help_text="Tags that become what they were.")
    sentences = serializers.IntegerField()
    reopens = serializers.IntegerField(help_text="Approved sentences that are reviewed again.")
    others = serializers.IntegerField(
        help_text="Tags made or changed since; they keep their code where it exists."
    )
    needs_person = serializers.IntegerField()
    person = NeedsPerson(many=True, help_text="The first of them.")


class Draft(serializers.Serializer[Any]):
    """What is prepared, and what publishing it would touch."""

    slug = serializers.CharField()
    base = serializers.CharField(help_text="The version it changes: plover@1.")
    revision = serializers.IntegerField()
    changes = serializers.ListField(child=serializers.DictField())
    changed_by = serializers.CharField()
    touches = Touches()


class CodebookChange(serializers.Serializer[Any]):
    """How one version became the next."""

    id = serializers.IntegerField()
    old = serializers.CharField()
    new = serializers.CharField()
    changes = serializers.ListField(child=serializers.DictField())
    codes = serializers.DictField(help_text="Where each code went; null: nowhere.")
    modes = serializers.DictField(help_text="Where modes went, by code, where they did not stay.")
    by = serializers.CharField()
    published_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True, help_text="When all tags had been moved.")
    job = serializers.IntegerField(allow_null=True)
    undoes = serializers.IntegerField(allow_null=True)
    undone_by = serializers.IntegerField(allow_null=True)


def version(book: models.Codebook, adoption: models.Adoption | None) -> dict[str, Any]:
    """A version; `adoption` is the project's of it, if it stands."""
    return {
        "slug": book.slug,
        "version": book.version,
        "kind": book.kind,
        "title": book.title,
        "credit": book.credit,
        "sha256": book.sha256,
        "is_own": book.project_id is not None,
        "is_adopted": adoption is not None,
        "is_default": adoption is not None and adoption.is_default,
    }


def codebook(book: models.Codebook, adoption: models.Adoption | None) -> dict[str, Any]:
    """A version with its codes (prefetched in lists)."""
    return {**version(book, adoption), "codes": [code(one) for one in book.codes.all()]}


def code(one: models.Code) -> dict[str, Any]:
    """A code."""
    return {
        "value": one.value,
        "label": one.label,
        "key": one.key,
        "definition": one.definition,
        "examples": one.examples,
        "not_examples": one.not_examples,
        "quad": one.quad,
        "modes": one.modes,
        "mode_details": one.mode_details,
        "needs_recipient": one.needs_recipient,
        "roles": one.roles,
        "parent": one.parent,
    }


def touches(preview: Preview) -> dict[str, Any]:
    """What a change touches."""
    return {
        "tags": preview.tags,
        "codes": [
            {
                "value": one.value,
                "fate": one.fate,
                "to": one.to,
                "tags": one.use.tags,
                "sentences": one.use.sentences,
                "approved": one.use.approved,
                "reopens": one.reopens,
                "lost_modes": one.lost,
            }
            for one in preview.codes
        ],
        "needs_person": preview.person_count,
        "person": [needing(one) for one in preview.person],
        "blockers": [one.value for one in preview.blockers],
    }


def needing(one: Needing) -> dict[str, Any]:
    """A tag that a person will have to look at."""
    return {
        "source": one.source, "sentence": one.sentence, "quote": one.quote, "code": one.code, "why": one.why,
    }  # fmt: skip


def undo_touches(preview: UndoPreview) -> dict[str, Any]:
    """What taking a change back touches."""
    return {
        "tags": preview.tags,
        "sentences": preview.sentences,
        "reopens": preview.reopens,
        "others": preview.others,
        "needs_person": preview.person_count,
        "person": [needing(one) for one in preview.person],
    }


def draft(one: models.CodebookDraft, preview: Preview) -> dict[str, Any]:
    """A draft with what it touches."""
    return {
        "slug": one.slug,
        "base": one.base.name,
        "revision": one.revision,
        "changes": one.changes,
        "changed_by": one.changed_by.code,
        "touches": touches(preview),
    }


def change(one: models.CodebookChange) -> dict[str, Any]:
    """A change; `undone_by` is read when it is there."""
    undone_by = getattr(one, "undone_by", None)
    return {
        "id": one.pk,
        "old": one.old.name,
        "new": one.new.name,
        "changes": one.changes,
        "codes": one.codes,
        "modes": one.modes,
        "by": one.instigator.code,
        "published_at": one.published_at,
        "finished_at": one.finished_at,
        "job": one.job_id,
        "undoes": one.undoes_id,
        "undone_by": undone_by.pk if undone_by else None,
    }
