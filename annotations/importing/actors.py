"""Which entry of the registry a mention is linked to: only where exactly one active actor bears the name."""

from collections.abc import Iterable

from accounts.models import Membership
from codebook.models import Actor, Alias
from codebook.names import normalised
from codebook.registry import create_actor
from common.errors import Invalid


class Registry:
    """The names of a project's registry, read once. `mode`: `link`, `create` (enter a name nobody bears) or `none`."""

    def __init__(self, seat: Membership, mode: str) -> None:
        self._seat, self._mode = seat, mode
        self._by_name: dict[str, set[int]] = {}
        self._by_qid: dict[str, set[int]] = {}
        self.linked = self.created = self.ambiguous = 0
        if mode != "none":
            self._load()

    def _load(self) -> None:
        project = self._seat.project
        active = Actor.objects.filter(project=project, merged_into=None).exclude(status="retired")
        names = Alias.objects.filter(project=project, actor__in=active)
        for name, pk in names.values_list("normalised", "actor_id").iterator():
            self._by_name.setdefault(name, set()).add(pk)
        for label, qid, pk in active.values_list("label", "wikidata", "pk").iterator():
            self._by_name.setdefault(normalised(label), set()).add(pk)
            if qid:
                self._by_qid.setdefault(qid, set()).add(pk)

    def find(self, name: str, wikidata: str) -> int | None:
        """The one actor with this Wikidata id, else of this name; None when there is none, or several."""
        if self._mode == "none":
            return None
        bearers: Iterable[int] = self._by_qid.get(wikidata, ()) or self._by_name.get(normalised(name), ())
        found = list(bearers)
        if len(found) == 1:
            self.linked += 1
            return found[0]
        if found:
            self.ambiguous += 1
            return None
        return self._create(name) if self._mode == "create" else None

    def _create(self, name: str) -> int | None:
        """Enter the name; a mention that is no usable name stays unlinked."""
        label = " ".join(name.split())
        try:
            actor = create_actor(self._seat, label=label)
        except Invalid:
            return None
        self.created += 1
        self._by_name.setdefault(normalised(label), set()).add(actor.pk)
        return actor.pk
