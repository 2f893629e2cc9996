"""Reading suggestions: of a sentence, or of many of one source in a fixed number of queries."""

from collections.abc import Sequence
from hashlib import sha256

from accounts.models import Coder, Membership
from annotations.querysets import layer_sets, states_of
from sources.models import Sentence

from .cache import context_for
from .engine import suggest
from .models import Rejection
from .offering import Offer, offers


def text_digest(text: str) -> str:
    """What names a sentence's words in a rejection."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def suggestions_for(
    seat: Membership, sentences: Sequence[Sentence], layer: Coder | None = None
) -> dict[int, list[Offer]]:
    """The offers by sentence, all of one project: four queries when the project's context is good.

    `layer`: the team's, or the member's own; only that layer's tags and rejections count.
    """
    if not sentences:
        return {}
    context = context_for(seat.project_id)
    rows = list(layer_sets(seat, layer).filter(sentence__in=[one.pk for one in sentences]))
    states = states_of(rows)
    sets = {row.sentence_id: (row, states[row.pk]) for row in rows}
    rejected: dict[tuple[int, str], set[str]] = {}
    told = Rejection.objects.filter(
        source__in={one.source_id for one in sentences},
        sentence_sha256__in={text_digest(one.text) for one in sentences},
        project=seat.project_id,
        layer=layer,
    )
    for source, digest, key in told.values_list("source_id", "sentence_sha256", "key"):
        rejected.setdefault((source, digest), set()).add(key)
    found: dict[int, list[Offer]] = {}
    for one in sentences:
        row, state = sets.get(one.pk, (None, None))
        if row is not None and row.outcome == "nothing_to_code":
            found[one.pk] = []
            continue
        tags = [tag.as_json() for tag in state.in_order()] if state else []
        refused = rejected.get((one.source_id, text_digest(one.text)), set())
        found[one.pk] = offers(suggest(one.text, context), tags, refused, context.labels)
    return found
