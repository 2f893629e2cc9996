"""What the project's registry holds before a file comes in, in memory, so that a plan costs a few queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import Project
from codebook.models import Actor, Alias, Relation
from codebook.names import normalised


@dataclass(slots=True)
class Standing:
    """Actors by id and by what names them; names and relations by what makes each the same."""

    actors: dict[int, Actor] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    by_wikidata: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_ucdp: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_label: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[tuple[int, str, str], Alias] = field(default_factory=dict)
    relations: dict[tuple[int, str, int, str], Relation] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, *, with_names: bool = True, with_relations: bool = True) -> "Standing":
        """Read it, in a query for each of actors, names and relations; without what the file says nothing of."""
        found = cls()
        for actor in Actor.objects.filter(project=project).order_by("pk"):
            found.actors[actor.pk] = actor
            found.by_key[actor.key] = actor.pk
            if actor.wikidata:
                found.by_wikidata[actor.wikidata].append(actor.pk)
            if actor.ucdp:
                found.by_ucdp[actor.ucdp].append(actor.pk)
            found.by_label[normalised(actor.label)].append(actor.pk)
        names = Alias.objects.filter(project=project).defer("trigrams", "keys", "skeleton")
        for alias in names.iterator() if with_names else ():
            found.aliases[alias.actor_id, alias.normalised, alias.language] = alias
        for one in Relation.objects.filter(project=project) if with_relations else ():
            found.relations[one.subject_id, one.kind, one.object_id, one.valid_from] = one
        return found
