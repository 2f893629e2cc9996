"""Events: the trigger, what happened, when, where, to how many, and who took part."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from codebook.models import Actor, Code
from sources.models import Sentence

from .choices import (
    BASES,
    DATE_PRECISIONS,
    GENERICITIES,
    MODALITIES,
    PLACE_PRECISIONS,
    POLARITIES,
    ROLES,
    TENSES,
)
from .sets import AnnotationSet
from .spans import ActorTag, Span, whole_or_no_span

PARTS = ("date", "place", "deaths", "injured", "arrested")


def in_order(low: str, high: str) -> models.Q:
    """`low` is not above `high` where both are stated."""
    return (
        models.Q(**{f"{low}__isnull": True})
        | models.Q(**{f"{high}__isnull": True})
        | models.Q(**{f"{low}__lte": models.F(high)})
    )


def one_of(field: str, choices: tuple[str, ...]) -> models.Q:
    """Empty, or one of the words."""
    return models.Q(**{f"{field}__in": ["", *choices]})


class EventTag(Span):
    """The trigger of one event and what its source says of it. `code` may be missing while a draft.

    `date_edtf` is what this sentence alone says, `date_resolved` what it means given `date_basis`; `date_min` and
    `date_max` are derived from the more telling of the two and null where the year is unknown or that end is open.
    `date_from` and `place_from` are words of another sentence of the source: {sentence, start, end, quote}; sentences
    never change, so these stay true. Numbers of people: null is "not stated", 0 is "stated none". Latitude and
    longitude are WGS 84 degrees.
    """

    code = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    modes = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    date_edtf = models.CharField(max_length=64, blank=True, default="", db_default="")
    date_start = models.PositiveIntegerField(null=True)
    date_end = models.PositiveIntegerField(null=True)
    date_from = models.JSONField(null=True)
    date_resolved = models.CharField(max_length=64, blank=True, default="", db_default="")
    date_basis = models.CharField(max_length=16, blank=True, default="", db_default="")
    date_prec = models.PositiveSmallIntegerField(null=True)
    date_min = models.DateField(null=True)
    date_max = models.DateField(null=True)
    place_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    place_start = models.PositiveIntegerField(null=True)
    place_end = models.PositiveIntegerField(null=True)
    place_from = models.JSONField(null=True)
    place_basis = models.CharField(max_length=16, blank=True, default="", db_default="")
    country = models.CharField(max_length=2, blank=True, default="", db_default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    where_prec = models.PositiveSmallIntegerField(null=True)
    deaths_low = models.PositiveIntegerField(null=True)
    deaths_best = models.PositiveIntegerField(null=True)
    deaths_high = models.PositiveIntegerField(null=True)
    deaths_start = models.PositiveIntegerField(null=True)
    deaths_end = models.PositiveIntegerField(null=True)
    injured = models.PositiveIntegerField(null=True)
    injured_start = models.PositiveIntegerField(null=True)
    injured_end = models.PositiveIntegerField(null=True)
    arrested = models.PositiveIntegerField(null=True)
    arrested_start = models.PositiveIntegerField(null=True)
    arrested_end = models.PositiveIntegerField(null=True)
    modality = models.CharField(max_length=16, default="asserted", db_default="asserted")
    polarity = models.CharField(max_length=16, default="positive", db_default="positive")
    tense = models.CharField(max_length=16, default="unspecified", db_default="unspecified")
    genericity = models.CharField(max_length=16, default="specific", db_default="specific")

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
            *(
                models.CheckConstraint(condition=whole_or_no_span(part), name=f"event_tag_{part}_span")
                for part in PARTS
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{part}_from__isnull": True})
                    | models.Q(**{f"{part}_start__isnull": True}),
                    name=f"event_tag_{part}_from_one",
                )
                for part in ("date", "place")
            ),
            models.CheckConstraint(condition=one_of("date_basis", BASES), name="event_tag_date_basis_known"),
            models.CheckConstraint(
                condition=models.Q(date_resolved="") | ~models.Q(date_basis=""), name="event_tag_date_rests"
            ),
            models.CheckConstraint(
                condition=models.Q(date_prec__isnull=True) | models.Q(date_prec__in=DATE_PRECISIONS),
                name="event_tag_date_prec_known",
            ),
            models.CheckConstraint(condition=in_order("date_min", "date_max"), name="event_tag_date_order"),
            models.CheckConstraint(
                condition=one_of("place_basis", BASES), name="event_tag_place_basis_known"
            ),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{2}$"),
                name="event_tag_country_wellformed",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="event_tag_coordinates",
            ),
            models.CheckConstraint(
                condition=models.Q(where_prec__isnull=True) | models.Q(where_prec__in=PLACE_PRECISIONS),
                name="event_tag_where_prec_known",
            ),
            models.CheckConstraint(
                condition=in_order("deaths_low", "deaths_best")
                & in_order("deaths_best", "deaths_high")
                & in_order("deaths_low", "deaths_high"),
                name="event_tag_deaths_order",
            ),
            models.CheckConstraint(
                condition=models.Q(modality__in=MODALITIES), name="event_tag_modality_known"
            ),
            models.CheckConstraint(
                condition=models.Q(polarity__in=POLARITIES), name="event_tag_polarity_known"
            ),
            models.CheckConstraint(condition=models.Q(tense__in=TENSES), name="event_tag_tense_known"),
            models.CheckConstraint(
                condition=models.Q(genericity__in=GENERICITIES), name="event_tag_genericity_known"
            ),
        ]


class EventCode(models.Model):
    """One more code of an event, of another scheme or of the same."""

    event = models.ForeignKey(EventTag, on_delete=models.CASCADE, related_name="other_codes")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    modes = ArrayField(models.CharField(max_length=40), default=list, db_default=[])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "code"], name="event_code_once")]


class Participant(models.Model):
    """Who or what takes part in an event, in a role.

    Either an actor tag of the same set, or words of another sentence of the source (`from_…`, with the registry's
    actor where known), or neither: the role is there and nobody is named, as in "three people were killed".
    """

    annotation_set = models.ForeignKey(AnnotationSet, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(EventTag, on_delete=models.CASCADE, related_name="participants")
    role = models.CharField(max_length=16)
    actor_tag = models.ForeignKey(
        ActorTag, on_delete=models.RESTRICT, null=True, related_name="participations"
    )
    from_sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, null=True, related_name="+")
    from_start = models.PositiveIntegerField(null=True)
    from_end = models.PositiveIntegerField(null=True)
    from_quote = models.TextField(blank=True, default="", db_default="")
    from_actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, related_name="borrowed")
    basis = models.CharField(max_length=16, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "role", "actor_tag", "from_sentence", "from_start", "from_end"],
                nulls_distinct=False,
                name="participant_once_per_role",
            ),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="participant_role_known"),
            models.CheckConstraint(condition=one_of("basis", BASES), name="participant_basis_known"),
            models.CheckConstraint(condition=whole_or_no_span("from"), name="participant_from_span"),
            models.CheckConstraint(
                condition=models.Q(
                    actor_tag__isnull=True, from_sentence__isnull=False, from_start__isnull=False
                )
                | models.Q(
                    from_sentence__isnull=True,
                    from_start__isnull=True,
                    from_actor__isnull=True,
                    from_quote="",
                ),
                name="participant_one_filler",
            ),
        ]
