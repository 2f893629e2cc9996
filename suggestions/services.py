"""The one thing a person does to a suggestion that is not an ordinary operation: reject it."""

from django.db import transaction

from accounts.models import Coder, Membership
from annotations.permissions import can_tag
from common.errors import NotThere
from sources.querysets import sentence_of

from .models import Rejection
from .querysets import suggestions_for, text_digest


@transaction.atomic
def reject_suggestion(seat: Membership, sentence_id: int, key: str, layer: Coder | None = None) -> Rejection:
    """Offer the suggestion with this key on the sentence no more, in this layer. Repeating it changes nothing.

    Accepting needs no service here: the page sends the value as an ordinary operation. The row is the record: who
    rejected what and when; the project's history leaves it out, for it changes no work.
    """
    sentence = sentence_of(seat, sentence_id)
    can_tag(seat, layer).require()
    digest = text_digest(sentence.text)
    same = Rejection.objects.filter(
        source=sentence.source_id, sentence_sha256=digest, layer=layer, key=key, project=seat.project_id
    )
    known = same.first()
    if known is not None:
        return known
    offered = suggestions_for(seat, [sentence], layer)[sentence.pk]
    one = next((offer.suggestion for offer in offered if offer.suggestion.key == key), None)
    if one is None:
        raise NotThere("There is no such suggestion on this sentence any more; load them again.")
    rejection, _ = Rejection.objects.get_or_create(
        source_id=sentence.source_id,
        sentence_sha256=digest,
        layer=layer,
        key=key,
        defaults={
            "project_id": seat.project_id,
            "kind": one.kind,
            "phrase": one.phrase,
            "rejected_by": seat.coder,
        },
    )
    return rejection
