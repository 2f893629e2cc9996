"""What stored words are called on pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

Words = Mapping[str, StrOrPromise]

STATE_WORDS: Final[Words] = {
    "unread": gettext_lazy("Not read"),
    "draft": gettext_lazy("Draft"),
    "submitted": gettext_lazy("Submitted"),
    "approved_once": gettext_lazy("Approved once"),
    "approved": gettext_lazy("Approved"),
    "returned": gettext_lazy("Returned"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "nothing_to_code": gettext_lazy("Nothing to code"),
    "unsure": gettext_lazy("Unsure"),
    "queued": gettext_lazy("Waiting"),
    "running": gettext_lazy("Running"),
    "done": gettext_lazy("Done"),
    "failed": gettext_lazy("Failed"),
    "cancelled": gettext_lazy("Cancelled"),
}

ROLE_WORDS: Final[Mapping[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "owner": (
        pgettext_lazy("a member", "Owner"),
        gettext_lazy("Manages members and settings; imports sources and defines data sets."),
    ),
    "editor": (
        pgettext_lazy("a member", "Editor"),
        gettext_lazy("Imports sources, tags sentences and submits them."),
    ),
    "reviewer": (
        pgettext_lazy("a member", "Reviewer"),
        gettext_lazy("Approves or returns submitted work, never their own."),
    ),
    "viewer": (pgettext_lazy("a member", "Viewer"), gettext_lazy("Reads everything, changes nothing.")),
}

JOB_WORDS: Final[Words] = {
    "sources.import": pgettext_lazy("a job", "Import"),
    "codebook.import_actors": pgettext_lazy("a job", "Import of actors"),
    "import": pgettext_lazy("a job", "Import"),
    "annotations.import": pgettext_lazy("a job", "Moving in"),
    "sources.read_revision": pgettext_lazy("a job", "Reading a new text"),
    "annotations.revise": pgettext_lazy("a job", "Revision of a source"),
    "exports.release": pgettext_lazy("a job", "Release"),
    "annotations.recode": pgettext_lazy("a job", "Move to a codebook version"),
    "checks.run": pgettext_lazy("a job", "Check run"),
    "reviews.bulk_approve": pgettext_lazy("a job", "Bulk approval"),
}

# What is counted, by its English noun: the templates' `|counted:"sentence"`.
NOUNS: Final[Mapping[str, Callable[[int], str]]] = {
    "citation": lambda n: ngettext("%(count)s citation", "%(count)s citations", n),
    "draft": lambda n: ngettext("%(count)s draft", "%(count)s drafts", n),
    "returned sentence": lambda n: ngettext("%(count)s returned sentence", "%(count)s returned sentences", n),
    "sentence": lambda n: ngettext("%(count)s sentence", "%(count)s sentences", n),
    "source": lambda n: ngettext("%(count)s source", "%(count)s sources", n),
    "tag": lambda n: ngettext("%(count)s tag", "%(count)s tags", n),
}

UNIT_WORDS: Final[Words] = {
    "rows": pgettext_lazy("counted after a number", "rows"),
    "sentences": pgettext_lazy("counted after a number", "sentences"),
}

ACTOR_KIND_WORDS: Final[Words] = {
    "state": pgettext_lazy("an actor", "State"),
    "government": pgettext_lazy("an actor", "Government"),
    "party": pgettext_lazy("an actor", "Party"),
    "armed_group": pgettext_lazy("an actor", "Armed group"),
    "security_force": pgettext_lazy("an actor", "Security force"),
    "court": pgettext_lazy("an actor", "Court"),
    "organisation": pgettext_lazy("an actor", "Organisation"),
    "media": pgettext_lazy("an actor", "Media"),
    "community": pgettext_lazy("an actor", "Community"),
    "person": pgettext_lazy("an actor", "Person"),
    "other": pgettext_lazy("an actor", "Other"),
}

ALIAS_KIND_WORDS: Final[Words] = {
    "official": pgettext_lazy("a name", "Official"),
    "acronym": pgettext_lazy("a name", "Acronym"),
    "transliteration": pgettext_lazy("a name", "Transliteration"),
    "former": pgettext_lazy("a name", "Former"),
    "nickname": pgettext_lazy("a name", "Nickname"),
    "descriptive": pgettext_lazy("a name", "Descriptive"),
}

ACTOR_STATUS_WORDS: Final[Words] = {
    "active": pgettext_lazy("an actor", "Active"),
    "dormant": pgettext_lazy("an actor", "Dormant"),
    "dissolved": pgettext_lazy("an actor", "Dissolved"),
    "retired": pgettext_lazy("an entry", "Retired: no longer offered"),
}

INTER_WORDS: Final[Mapping[int, StrOrPromise]] = {
    1: gettext_lazy("State forces"),
    2: gettext_lazy("Rebel group"),
    3: gettext_lazy("Political militia"),
    4: gettext_lazy("Identity militia"),
    5: gettext_lazy("Rioters"),
    6: gettext_lazy("Protesters"),
    7: gettext_lazy("Civilians"),
    8: gettext_lazy("External or other forces"),
}

# How the subject stands to the object, and how the object does to the subject.
RELATION_WORDS: Final[Mapping[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "part_of": (gettext_lazy("Part of"), gettext_lazy("Has as a part")),
    "armed_wing_of": (gettext_lazy("Armed wing of"), gettext_lazy("Has as armed wing")),
    "member_of": (gettext_lazy("Member of"), gettext_lazy("Has as a member")),
    "leads": (gettext_lazy("Leads"), gettext_lazy("Led by")),
    "holds_office": (gettext_lazy("Holds office in"), gettext_lazy("Has in office")),
    "allied_with": (gettext_lazy("Allied with"), gettext_lazy("Allied with")),
    "successor_of": (gettext_lazy("Successor of"), gettext_lazy("Succeeded by")),
    "split_from": (gettext_lazy("Split from"), gettext_lazy("Lost by a split")),
}

PARTICIPANT_WORDS: Final[Words] = {
    "actor": pgettext_lazy("a part in an event", "actor"),
    "recipient": pgettext_lazy("a part in an event", "recipient"),
    "victim": pgettext_lazy("a part in an event", "victim"),
    "place": pgettext_lazy("a part in an event", "place"),
    "time": pgettext_lazy("a part in an event", "time"),
    "instrument": pgettext_lazy("a part in an event", "instrument"),
    "beneficiary": pgettext_lazy("a part in an event", "beneficiary"),
    "third_party": pgettext_lazy("a part in an event", "third party"),
    "theme": pgettext_lazy("a part in an event", "theme"),
}

CHANGE_WORDS: Final[Words] = {
    "added": pgettext_lazy("a tag", "Added"),
    "changed": pgettext_lazy("a tag", "Changed"),
    "removed": pgettext_lazy("a tag", "Removed"),
}


def counted(number: int | None, noun: str) -> str:
    """`1 sentence`, `1,204 sentences`: a noun of `NOUNS` in the form the number asks for; others stay English."""
    value = number or 0
    if noun in NOUNS:
        return NOUNS[noun](value) % {"count": f"{value:,}"}
    one, _, many = noun.partition(",")
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """`a, b, c`."""
    return pgettext("between two facts", ", ").join(words)


def either(words: Sequence[str]) -> str:
    """`a or b or c`."""
    return pgettext("between two names", " or ").join(words)


def together(words: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": listed(words[:-1]), "last": words[-1]}


def roles_in_words(roles: Sequence[str]) -> str:
    """`editor and reviewer`."""
    return together([str(ROLE_WORDS[role][0]).lower() for role in roles])


def job_word(kind: str) -> str:
    """What a kind of job is called: known words, else its name read aloud."""
    known = JOB_WORDS.get(kind)
    return str(known) if known else kind.replace(".", " ").replace("_", " ").capitalize()


def word_of(words: Words, stored: str) -> str:
    """What a stored word is called: known words, else itself read aloud."""
    known = words.get(stored)
    return str(known) if known else stored.replace("_", " ").capitalize()
