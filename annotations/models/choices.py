"""The words that tags and revisions are made of, as the database keeps them. `docs/editors.md` says what each means."""

from typing import Final

ORIGINS: Final = ("person", "fix", "migration", "import", "re_anchor")
OUTCOMES: Final = ("open", "nothing_to_code")
KINDS: Final = ("event", "actor", "reliability")

MODALITIES: Final = ("asserted", "alleged", "denied", "hypothetical")
POLARITIES: Final = ("positive", "negative")
TENSES: Final = ("unspecified", "past", "present", "future")
GENERICITIES: Final = ("specific", "generic")
ROLES: Final = (
    "actor", "recipient", "victim", "place", "time", "instrument", "beneficiary", "third_party", "theme",
)  # fmt: skip

BASES: Final = ("sentence", "other_sentence", "document", "world_knowledge")
"""What a value rests on: the sentence itself, another of the same source, the document's own data, or what is known."""
DATE_PRECISIONS: Final = (1, 2, 3, 4, 5)
"""UCDP: 1 the day, 2 two to six days, 3 the week, 4 the month, 5 more than a month up to a year."""
PLACE_PRECISIONS: Final = (1, 2, 3, 4, 5, 6, 7)
"""UCDP: 1 exact, 2 near a place, 3 second-order unit, 4 first-order unit, 5 a region, 6 country, 7 international."""

CREDIBILITIES: Final = ("1", "2", "3", "4", "5", "6")
COMMITMENTS: Final = ("factive", "neutral", "sceptical")
CHECK_WORTHINESS: Final = ("NFS", "UFS", "CFS")
"""ClaimBuster's terms: no factual claim, an unimportant one, one worth checking."""
