"""Source texts as received: immutable versions, their sentences and citation markers, and who published them."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project

GRADES = ("A", "B", "C", "D", "E", "F")
RIGHTS = ("full", "quote", "none")
MARKER_PLACES = ("leading", "inline")


class Outlet(models.Model):
    """Who published: a newspaper, an agency, an encyclopaedia."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outlets")
    name = models.CharField(max_length=200)
    homepage = models.URLField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="outlet_name_once_per_project")
        ]

    def __str__(self) -> str:
        return self.name


class OutletGrade(models.Model):
    """Source reliability A-F of an outlet from a day on, with who said so and why. F is unknown, not worst."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="grades")
    grade = models.CharField(max_length=1)
    valid_from = models.DateField()
    reason = models.TextField()
    graded_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(grade__in=GRADES), name="outlet_grade_known"),
        ]
        indexes = [models.Index(fields=["outlet", "-valid_from", "-id"], name="outlet_grade_as_of")]


class Source(models.Model):
    """A document under examination. Its text stands in versions; `current` is the one people work on."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=500)
    outlet = models.ForeignKey(
        Outlet, on_delete=models.PROTECT, null=True, blank=True, related_name="sources"
    )
    url = models.URLField(max_length=2000, blank=True, default="")
    author = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    published_on = models.DateField(null=True, blank=True)
    licence = models.CharField(max_length=200, blank=True, default="")
    rights = models.CharField(max_length=8, default="none", db_default="none")
    external_id = models.CharField(max_length=200, blank=True, default="")
    current = models.ForeignKey("SourceVersion", on_delete=models.PROTECT, null=True, related_name="+")
    imported_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(rights__in=RIGHTS), name="source_rights_known"),
        ]
        indexes = [models.Index(fields=["project", "-id"], name="source_project_newest")]

    def __str__(self) -> str:
        return self.title


class ReceivedFile(models.Model):
    """Bytes as they came, kept for good: once for each project, by their hash. Never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "sha256"], name="received_file_once_per_project"),
        ]


class SourceVersion(models.Model):
    """One immutable text of a source and one cut of it into sentences.

    `sha256` is of the decoded text with newlines normalised: the same text is the same source. `received_sha256` is of
    the bytes as they came: provenance; `received` holds them, null for what came before they were kept. `extraction` is
    {"library", "version"} of what read a document that is not plain text, else empty. A split or merge makes a new
    version of the same text, a revision one of another (`reason`).
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="versions")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    received_sha256 = models.CharField(max_length=64)
    received_bytes = models.BigIntegerField()
    received = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True, default="", db_default="")
    extraction = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    encoding = models.CharField(max_length=16)
    format = models.CharField(max_length=24)
    reason = models.CharField(max_length=24, default="import")
    sentence_count = models.PositiveIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="source_version_number_once"),
            models.UniqueConstraint(
                fields=["project", "sha256"],
                condition=models.Q(reason="import"),
                name="source_text_once_per_project",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=["import", "revision", "split", "merge", "undo"]),
                name="source_version_reason_known",
            ),
        ]


class Sentence(models.Model):
    """A half-open slice [start, end) of a version, in code points of its text. It never changes: a cut is a version.

    `came_from` is the sentence of the version before that this one continues: with the same words, or with others that
    a revision gave it. Null for the first version, for what a revision added and for what a cut made new.
    """

    version = models.ForeignKey(SourceVersion, on_delete=models.CASCADE, related_name="sentences")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    came_from = models.ForeignKey("self", on_delete=models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="sentence_ordinal_once"),
            # Cutting anew finds a sentence of one version in another by where it starts.
            models.UniqueConstraint(fields=["version", "start"], name="sentence_start_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="sentence_not_empty"),
        ]


class Citation(models.Model):
    """A marker such as [29]: part of the received text, not of what an editor reads.

    `start` and `end` are relative to the sentence's received text. A `leading` marker closes the sentence before it in
    the original article, so its owner is unknown until someone says; an `inline` one belongs to this sentence.
    """

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="citations")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    label = models.CharField(max_length=24)
    place = models.CharField(max_length=8)
    owner = models.ForeignKey(Sentence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sentence", "start"], name="citation_once"),
            models.CheckConstraint(condition=models.Q(place__in=MARKER_PLACES), name="citation_place_known"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="citation_not_empty"),
        ]


class Upload(models.Model):
    """Received bytes that wait for their import, kept in the database so that any worker can read them.

    Removed by the transaction that publishes the import; what failed or was cancelled can be tried again for a week.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    data = models.BinaryField()
    file_name = models.CharField(max_length=255, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    format = models.CharField(max_length=24, blank=True, default="")
    stated = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="upload_age")]


class Proposal(models.Model):
    """A text that would become the next version of a source, read and cut, waiting for a person to look at it.

    `text` and `slices` ([[start, end], ...]) are null until it is read: a job does that for documents and long texts
    and says in `problem` why it could not. `base` is the version that was current when it came in. `published` is the
    version it became. What is not published is removed after a week.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="proposals")
    base = models.ForeignKey(SourceVersion, on_delete=models.CASCADE, related_name="+")
    data = models.BinaryField(null=True)
    received = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, null=True, related_name="+")
    received_sha256 = models.CharField(max_length=64)
    received_bytes = models.BigIntegerField()
    file_name = models.CharField(max_length=255, blank=True, default="")
    format = models.CharField(max_length=24, blank=True, default="")
    encoding = models.CharField(max_length=16, blank=True, default="")
    extraction = models.JSONField(default=dict)
    text = models.TextField(null=True)  # noqa: DJ001 - null is not read yet; no text is empty
    slices = models.JSONField(null=True)
    notes = models.JSONField(default=list)
    problem = models.TextField(blank=True, default="")
    back_to = models.PositiveIntegerField(null=True)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    published = models.ForeignKey(SourceVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="proposal_age")]
