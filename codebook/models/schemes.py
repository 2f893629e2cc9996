"""Code schemes as versioned data: immutable versions, who codes with them, and how one became the next."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project
from codebook.schemes import EVENT_TYPES, KINDS, Entry, Mode, Scheme
from jobs.models import Job


def texts(**more: Any) -> ArrayField[Any, Any]:
    """A column of several texts, none by default."""
    return ArrayField(models.CharField(max_length=500), default=list, db_default=[], **more)


class Codebook(models.Model):
    """One immutable version of a code scheme. `project` is null for the schemes shipped with Attest.

    A project that changes a shipped scheme gets versions of its own under the same slug, numbered on from it;
    `based_on` is the version that the change was made to.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="own_codebooks")
    slug = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, default=EVENT_TYPES, db_default=EVENT_TYPES)
    title = models.CharField(max_length=200)
    credit = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64)
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "slug", "version"], nulls_distinct=False, name="codebook_version_once"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="codebook_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}"

    @property
    def name(self) -> str:
        """As tags name it: `plover@1`."""
        return f"{self.slug}@{self.version}"

    def scheme(self) -> Scheme:
        """What the version says, as plain data."""
        entries = tuple(code.entry() for code in self.codes.all())
        return Scheme(self.slug, self.version, self.kind, self.title, self.credit, entries)


class Code(models.Model):
    """A code of one codebook version: a type of event, a role, a grade. `parent` is the value it is a sub-type of.

    `modes` are the values of its modes in order; what they are called stands in `mode_details`. `key` selects the code
    in the form. `roles` are the participants' roles that fit; none named: all do.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    value = models.CharField(max_length=80)
    label = models.CharField(max_length=120)
    key = models.CharField(max_length=3, blank=True, default="", db_default="")
    definition = models.TextField(blank=True, default="")
    examples = texts()
    not_examples = texts()
    quad = models.CharField(max_length=24, blank=True, default="")
    modes = ArrayField(models.CharField(max_length=40), default=list)
    mode_details = models.JSONField(default=list, db_default=[])
    needs_recipient = models.BooleanField(default=False)
    roles = ArrayField(models.CharField(max_length=16), default=list, db_default=[])
    parent = models.CharField(max_length=40, blank=True, default="", db_default="")
    group = models.CharField(max_length=40, blank=True, default="", db_default="")
    traits = models.JSONField(default=list, db_default=[])
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["codebook", "value"], name="code_once_per_codebook")]

    def __str__(self) -> str:
        return self.value

    def entry(self) -> Entry:
        """The code as plain data."""
        known = {mode["value"]: mode for mode in self.mode_details}
        modes = tuple(
            Mode(value, known.get(value, {}).get("label", value), known.get(value, {}).get("definition", ""))
            for value in self.modes
        )
        return Entry(
            value=self.value, label=self.label, key=self.key, definition=self.definition,
            examples=tuple(self.examples), not_examples=tuple(self.not_examples), quad=self.quad, modes=modes,
            needs_recipient=self.needs_recipient, roles=tuple(self.roles), parent=self.parent, group=self.group,
            traits=tuple((name, text) for name, text in self.traits),
        )  # fmt: skip


def codes_of(codebook: Codebook, entries: Iterable[Entry]) -> list[Code]:
    """Unsaved rows for a version's codes, in their order."""
    return [
        Code(
            codebook=codebook, value=entry.value, label=entry.label, key=entry.key, definition=entry.definition,
            examples=list(entry.examples), not_examples=list(entry.not_examples), quad=entry.quad,
            modes=entry.mode_values,
            mode_details=[{"value": m.value, "label": m.label, "definition": m.definition} for m in entry.modes],
            needs_recipient=entry.needs_recipient, roles=list(entry.roles), parent=entry.parent, group=entry.group,
            traits=[list(pair) for pair in entry.traits],
            position=position,
        )
        for position, entry in enumerate(entries)
    ]  # fmt: skip


class Adoption(models.Model):
    """A project codes with this codebook version, or did until `ended_at`, when the next version took its place.

    Tags may stand on an ended one while they are being moved; what names its codes is led on by the recorded mapping.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="adoptions")
    codebook = models.ForeignKey(Codebook, on_delete=models.RESTRICT, related_name="adoptions")
    is_default = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "codebook"], name="adoption_once"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(is_default=True), name="adoption_one_default"
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=False) | models.Q(ended_at=None), name="adoption_default_stands"
            ),
        ]


class CodebookDraft(models.Model):
    """The changes that a project's owners are preparing on one codebook: one draft for all of them.

    `revision` counts its changes: whoever publishes names the one they looked at.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=40)
    base = models.ForeignKey(Codebook, on_delete=models.RESTRICT, related_name="+")
    changes = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "slug"], name="draft_once_per_codebook")]


class CodebookChange(models.Model):
    """One version became the next: by which changes, and where each code and mode went. Never changed afterwards.

    `codes` is {old value: new value or null}; `modes` {old value: {mode: mode or null}} where they differ. `undoes` is
    the change that this one takes back. `finished_at` is when every tag had been looked at.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="codebook_changes")
    old = models.ForeignKey(Codebook, on_delete=models.RESTRICT, related_name="+")
    new = models.ForeignKey(Codebook, on_delete=models.RESTRICT, related_name="+")
    changes = models.JSONField(default=list)
    codes = models.JSONField()
    modes = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.RESTRICT, null=True, related_name="undone_by")
    instigator = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "old"], name="change_once_per_version")]
