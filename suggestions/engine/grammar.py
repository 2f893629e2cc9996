"""The few small words of English by which cues and triggers are told from look-alikes."""

from typing import Final

BE: Final = frozenset("is are was were be been being am 's 're".split())  # noqa: SIM905
HAVE: Final = frozenset("has have had having".split())  # noqa: SIM905
MODALS: Final = frozenset("will would should could can may might must shall".split())  # noqa: SIM905
DETERMINERS: Final = frozenset(
    "a an the this that these those his her its their our my your 's any some no such each every another".split()  # noqa: SIM905
)
SUBJECTS: Final = frozenset("he she they we i it there".split())  # noqa: SIM905
OBJECTS: Final = frozenset("him her them it this that these those us himself itself themselves".split())  # noqa: SIM905
PREPOSITIONS: Final = frozenset(
    "in on at of for from to by with into over under against between among during after before since until via "  # noqa: SIM905
    "through across near towards toward around behind off out up down upon within without about as than".split()
)
PLACE_PREPOSITIONS: Final = frozenset(
    ["in", "into", "at", "near", "across", "around", "inside", "outside", "via", "through", "within"]
)
CONJUNCTIONS: Final = frozenset(
    [
        "and",
        "or",
        "but",
        "nor",
        "so",
        "yet",
        "while",
        "when",
        "where",
        "who",
        "which",
        "that",
        "if",
        "because",
        "although",
    ]
)
NEGATIONS: Final = frozenset("not n't never no without fail failed failing fails".split())  # noqa: SIM905
DENIABLE: Final = frozenset(
    "allegation allegations claim claims report reports involvement responsibility charge charges accusation "  # noqa: SIM905
    "accusations role wrongdoing knowledge rumour rumours rumor rumors suggestion suggestions finding findings "
    "version account accounts guilt participation complicity".split()
)
ADVERBS: Final = frozenset("also then later soon again never not still already just even only once".split())  # noqa: SIM905
SMALL: Final = DETERMINERS | SUBJECTS | OBJECTS | PREPOSITIONS | CONJUNCTIONS | BE | HAVE | MODALS | ADVERBS


def is_past(low: str) -> bool:
    """Whether a word looks like a past form or a finite verb of the common kind."""
    return low.endswith("ed") or low in BE or low in HAVE or low in MODALS or low in _PASTS


_PASTS: Final = frozenset(
    "said told took sent held led fought met shot struck began gave left fled won lost became made went came "  # noqa: SIM905
    "wrote saw found threw withdrew blew fell kept put set hit cut beat says tells takes does did".split()
)
NUMBERISH: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty "  # noqa: SIM905
    "ninety hundred hundreds dozen dozens thousands several a".split()
)
