"""What was coded: one set of tags per sentence and layer, and the immutable revisions that led to it.

Offsets in tags are 0-based, half-open, in code points, relative to the received text of the set's sentence.
The database enforces what matters (see the migrations): spans lie inside the sentence and quotes equal their slice,
links stay inside the set, codes and actors belong to the project, revisions are never changed.
"""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project
from codebook.models import Actor, Code
from sources.models import Sentence, Source

from .states import STATES

ORIGINS = ("person", "fix", "migration", "import", "re_anchor")
OUTCOMES = ("open", "nothing_to_code")
MODALITIES = ("asserted", "alleged", "denied", "hypothetical")
POLARITIES = ("positive", "negative")
ROLES = ("actor", "recipient", "victim", "place", "time", "instrument", "beneficiary", "third_party", "theme")
CREDIBILITIES = ("1", "2", "3", "4", "5", "6")
KINDS = ("event", "actor", "reliability")


def whole_or_no_span(part: str) -> models.Q:
    """Both offsets of a further span, in order, or neither. A comparison with null alone would let half a span pass."""
    start, end = f"{part}_start", f"{part}_end"
    neither = models.Q(**{f"{start}__isnull": True, f"{end}__isnull": True})
    both = models.Q(**{f"{start}__isnull": False, f"{end}__isnull": False, f"{start}__lt": models.F(end)})
    return neither | both


class AnnotationSet(models.Model):
    """The unit of work, locking and approval: one sentence in one layer.

    `layer` is null for the team's shared layer, else the coder whose blind layer it is. A sentence without a row was
    not read. `revision` is the number of the newest Revision. `approved_revision` is what data sets read; it stays
    while a newer round is open. `status_version` is the revision that last marked the set. When sentences were merged,
    `absorbed_by` is the set that took over the tags: this one keeps its history and is shown to nobody.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="annotation_sets")
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="annotation_sets")
    layer = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=16, default="draft", db_default="draft")
    round = models.PositiveIntegerField(default=1, db_default=1)
    outcome = models.CharField(max_length=16, default="open", db_default="open")
    question = models.TextField(blank=True, default="", db_default="")
    status_version = models.PositiveIntegerField(default=0, db_default=0)
    approved_revision = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, related_name="+")
    last_author = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    absorbed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sentence", "layer"], nulls_distinct=False, name="set_once_per_layer"
            ),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="set_state_known"),
            models.CheckConstraint(condition=models.Q(outcome__in=OUTCOMES), name="set_outcome_known"),
        ]
        indexes = [
            models.Index(
                fields=["project", "submitted_at", "id"],
                condition=models.Q(state__in=["submitted", "approved_once"]),
                name="set_queue",
            ),
            models.Index(fields=["source", "state"], name="set_source_state"),
            models.Index(
                fields=["project", "id"],
                condition=models.Q(approved_revision__isnull=False),
                name="set_approved",
            ),
            models.Index(
                fields=["project", "-updated_at", "-id"],
                condition=~models.Q(question=""),
                name="set_questions",
            ),
            models.Index(
                fields=["last_author", "id"], condition=models.Q(state="returned"), name="set_returned"
            ),
        ]


class Span(models.Model):
    """What every tag has: its set, the client's id, the version for conflicts, the words it stands on.

    `version` is the number of the revision that last touched the tag, so it never repeats within a set. That no two
    tags are twins is looked at when a request is complete: two tags may change places within one.
    """

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE)
    uid = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    note = models.TextField(blank=True, default="", db_default="")
    created_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class ActorTag(Span):
    """A mention, linked to the registry or not yet."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, related_name="mentions")

    class Meta:
        default_related_name = "actor_tags"
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "uid"], name="actor_tag_uid"),
            models.UniqueConstraint(
                fields=["annotation_set", "start", "end", "actor"],
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
                name="actor_tag_no_twin",
            ),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="actor_tag_not_empty"),
        ]


class EventTag(Span):
    """The trigger of one event and what the sentence says of it. `code` may be missing while a draft."""

    code = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    date_edtf = models.CharField(max_length=64, blank=True, default="", db_default="")
    date_start = models.PositiveIntegerField(null=True)
    date_end = models.PositiveIntegerField(null=True)
    modality = models.CharField(max_length=16, default="asserted", db_default="asserted")
    polarity = models.CharField(max_length=16, default="positive", db_default="positive")

    class Meta:
        default_related_name = "event_tags"
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "uid"], name="event_tag_uid"),
            models.UniqueConstraint(
                fields=["annotation_set", "start", "end", "code"],
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
                name="event_tag_no_twin",
            ),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="event_tag_not_empty"),
            models.CheckConstraint(
                condition=whole_or_no_span("date"),
                name="event_tag_date_span",
            ),
            models.CheckConstraint(
                condition=models.Q(modality__in=MODALITIES), name="event_tag_modality_known"
            ),
            models.CheckConstraint(
                condition=models.Q(polarity__in=POLARITIES), name="event_tag_polarity_known"
            ),
        ]


class Participant(models.Model):
    """An actor tag of the same set in a role of an event."""

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(EventTag, on_delete=models.CASCADE, related_name="participants")
    actor_tag = models.ForeignKey(ActorTag, on_delete=models.RESTRICT, related_name="participations")
    role = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "role", "actor_tag"], name="participant_once_per_role"),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="participant_role_known"),
        ]


class ReliabilityTag(Span):
    """How credible a piece of content is and who it is attributed to. `start`/`end` are the content; 6 is unknown."""

    credibility = models.CharField(max_length=1)
    source_start = models.PositiveIntegerField(null=True)
    source_end = models.PositiveIntegerField(null=True)
    cue_start = models.PositiveIntegerField(null=True)
    cue_end = models.PositiveIntegerField(null=True)
    hedge_start = models.PositiveIntegerField(null=True)
    hedge_end = models.PositiveIntegerField(null=True)
    rationale = models.TextField(blank=True, default="", db_default="")

    class Meta:
        default_related_name = "reliability_tags"
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "uid"], name="reliability_tag_uid"),
            models.UniqueConstraint(
                fields=["annotation_set", "start", "end", "source_start", "source_end"],
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
                name="reliability_tag_no_twin",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="reliability_tag_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(credibility__in=CREDIBILITIES), name="reliability_credibility_known"
            ),
            models.CheckConstraint(
                condition=models.Q(credibility="6") | ~models.Q(rationale__regex=r"^\s*$"),
                name="reliability_rationale_given",
            ),
            *(
                models.CheckConstraint(
                    condition=whole_or_no_span(part),
                    name=f"reliability_{part}_span",
                )
                for part in ("source", "cue", "hedge")
            ),
        ]


class Revision(models.Model):
    """One accepted request, for ever: its operations in canonical form, who, from where and why.

    `operations` is {"operations": [entry, ...]}, each with the value before and after, so a revision can be replayed
    and inverted by itself. `undoes` is the number of the revision that this one takes back; undoing an undo is a redo.
    """

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    author = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=16)
    instigator = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True, default="")
    operations = models.JSONField()
    undoes = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=models.Q(origin__in=ORIGINS), name="revision_origin_known"),
            models.CheckConstraint(
                condition=~models.Q(origin__in=["person", "fix"]) | models.Q(author__isnull=False),
                name="revision_person_named",
            ),
        ]


class Snapshot(models.Model):
    """The whole set in canonical form as of one revision: at submit, at decision and at every 20th revision."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="snapshot")
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)


class Operation(models.Model):
    """A client operation that was accepted, with its answer: sent again, the answer is repeated.

    `revision` is the one it became; null when it changed nothing in a set that had none.
    """

    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField()
    digest = models.CharField(max_length=64)
    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    answer = models.JSONField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coder", "uid"], name="operation_once_per_coder")]
