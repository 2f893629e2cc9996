"""What values refer to outside their set: codes, actors, and words of other sentences of the source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, TypeAlias

from django.db.models import F

from annotations.models import AnnotationSet
from codebook.models import Actor, Code
from codebook.versions import Place, led_on
from sources.models import Sentence

from .spots import Value
from .values import BORROWED
from .wire import WireOperation

CodeIds: TypeAlias = dict[tuple[str, str], int]  # ("plover@1", "ASSAULT") -> row


Led: TypeAlias = Mapping[Place, tuple[Place, Code]]


class KnownCode(NamedTuple):
    """A code of an adopted codebook. `codebook` is "slug@version"; `is_ended`: another version took its place."""

    slug: str
    codebook: str
    pk: int
    modes: Sequence[str]
    is_ended: bool


class Coding(NamedTuple):
    """The codes that operations name, by name, and where those of versions that were followed stand today."""

    codes: Mapping[str, list[KnownCode]]
    led: Led


@dataclass(slots=True)
class References:
    """The rows behind the names and numbers in these operations."""

    operations: list[WireOperation]
    code_ids: CodeIds = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, operation: WireOperation, part: str, message: str, code: str) -> None:
        """Note that a reference of this operation leads nowhere."""
        self.faults.append({"field": f"{operation.path}.value.{part}", "message": message, "code": code})


def resolve(row: AnnotationSet, operations: Sequence[WireOperation]) -> References:
    """Look up every code, actor and borrowed sentence: one query each, none where nothing is referred to.

    A merged actor is replaced by its survivor.
    """
    found = References([])
    codes = _codes(row.project_id, {name for op in operations for name in codes_in(op.value)})
    actors = survivors(row.project_id, {pk for op in operations for pk in actors_in(op.value)})
    sentences = _sentences(row, {words["sentence"] for op in operations for _, words in borrowed_in(op)})
    scheme = Coding(codes, _led_on(row.project_id, operations, codes))
    for operation in operations:
        for part, words in borrowed_in(operation):
            _check_words(operation, part, words, sentences, found)
        value = operation.value
        if operation.kind == "event" and value:
            value = _with_codes(operation, scheme, found)
            value = {**value, "participants": _with_survivors(operation, actors, found)}
        elif operation.kind == "actor" and value.get("actor"):
            value = {**value, "actor": _survivor(operation, "actor", value["actor"], actors, found)}
        found.operations.append(operation if value == operation.value else replace(operation, value=value))
    return found


def codes_in(value: Value) -> Iterator[str]:
    """The names of all codes of an event's value."""
    if value.get("code"):
        yield str(value["code"])
    for other in value.get("other_codes", ()):
        yield str(other["code"])


def actors_in(value: Value) -> Iterator[int]:
    """The registry's actors that a value names: of a mention, or of participants named in other sentences."""
    if value.get("actor"):
        yield int(value["actor"])
    for link in value.get("participants", ()):
        if link["from"] and link["from"]["actor"]:
            yield int(link["from"]["actor"])


def borrowed_in(operation: WireOperation) -> Iterator[tuple[str, Value]]:
    """The words of other sentences in an operation's value, with their fields."""
    for part in BORROWED.get(operation.kind, ()):
        if operation.value.get(part):
            yield part, operation.value[part]
    for place, link in enumerate(operation.value.get("participants", ())):
        if link["from"]:
            yield f"participants[{place}].from", link["from"]


def _codes(project_id: int, wanted: set[str]) -> dict[str, list[KnownCode]]:
    """By name: the code in each codebook that has it; of those coded with today the default first, then the newest.

    Versions that others followed come last: what was queued on another day still names their codes.
    """
    if not wanted:
        return {}
    rows = (
        Code.objects.filter(codebook__adoptions__project_id=project_id, value__in=wanted)
        .order_by(
            F("codebook__adoptions__ended_at").desc(nulls_first=True),
            "-codebook__adoptions__is_default",
            "-codebook__version",
            "id",
        )
        .values_list(
            "value", "codebook__slug", "codebook__version", "id", "modes", "codebook__adoptions__ended_at"
        )
    )
    found: dict[str, list[KnownCode]] = {}
    for name, slug, version, pk, modes, ended in rows:
        known = KnownCode(slug, f"{slug}@{version}", pk, modes, ended is not None)
        found.setdefault(name, []).append(known)
    return found


def _known(coded: Value, codes: Mapping[str, list[KnownCode]]) -> KnownCode | None:
    """The code that a value means: of the codebook it names, or of the first that has it."""
    named = codes.get(coded["code"], [])
    return next((one for one in named if coded["codebook"] in {None, one.slug, one.codebook}), None)


def _led_on(
    project_id: int, operations: Sequence[WireOperation], codes: Mapping[str, list[KnownCode]]
) -> Led:
    """Where codes of versions that were followed stand today; no query where none is named."""
    coded = [
        one
        for operation in operations
        if operation.kind == "event" and operation.value
        for one in (operation.value, *operation.value["other_codes"])
        if one["code"]
    ]
    places = {
        _place(known, one) for one in coded if (known := _known(one, codes)) is not None and known.is_ended
    }
    return led_on(project_id, places) if places else {}


def _place(known: KnownCode, coded: Value) -> Place:
    return Place(known.codebook, str(coded["code"]), tuple(coded["modes"]))


def _with_codes(operation: WireOperation, scheme: Coding, found: References) -> Value:
    value = operation.value
    main = _with_codebook(operation, "", value, scheme, found)
    others = [
        _with_codebook(operation, f"other_codes[{place}].", one, scheme, found)
        for place, one in enumerate(value["other_codes"])
    ]
    others.sort(key=lambda one: (one["codebook"] or "", one["code"] or ""))
    if any((one["codebook"], one["code"]) == (main["codebook"], main["code"]) for one in others):
        found.fault(operation, "other_codes", "The event's type stands among its other codes.", "invalid")
    return {**value, **main, "other_codes": others}


def _with_codebook(
    operation: WireOperation,
    path: str,
    coded: Value,
    scheme: Coding,
    found: References,
) -> Value:
    """{codebook, code, modes} with the codebook's full name; what is not there is a fault."""
    code, codebook, modes = coded["code"], coded["codebook"], coded["modes"]
    plain = {"codebook": codebook, "code": code, "modes": modes}
    if not code:
        if modes:
            found.fault(operation, f"{path}modes", "Choose a type first; modes belong to a type.", _NO_CODE)
        return plain
    known = _known(coded, scheme.codes)
    if known is not None and (strange := [mode for mode in modes if mode not in known.modes]):
        has = ", ".join(known.modes) if known.modes else "none"
        message = f"{code} has no mode “{strange[0]}”; its modes are: {has}."
        found.fault(operation, f"{path}modes", message, _NO_CODE)
        return plain
    if known is not None and known.is_ended:
        if (today := scheme.led.get(_place(known, coded))) is not None:
            place, row = today
            found.code_ids[place.codebook, place.code] = row.pk
            return {"codebook": place.codebook, "code": place.code, "modes": sorted(place.modes)}
    elif known is not None:
        found.code_ids[known.codebook, code] = known.pk
        return {**plain, "codebook": known.codebook}
    where = f"the codebook {codebook}" if codebook else "this project's codebooks"
    found.fault(operation, f"{path}code", f"“{code}” is not in {where}; choose another type.", _NO_CODE)
    return plain


_NO_CODE: Final = "code-not-in-codebook"


def survivors(project_id: int, ids: Iterable[int]) -> dict[int, int]:
    """By id: the actor that stands for it today. Unknown ones and other projects' are missing."""
    found: dict[int, int] = {}
    wanted = set(ids)
    while wanted:
        rows = Actor.objects.filter(project_id=project_id, pk__in=wanted).values_list("pk", "merged_into_id")
        found |= {pk: merged or pk for pk, merged in rows}
        wanted = set(found.values()) - found.keys()
    last_of = {}
    for pk in found:
        last = pk
        while found.get(last, last) != last:
            last = found[last]
        last_of[pk] = last
    return last_of


def _survivor(
    operation: WireOperation, part: str, actor: int, actors: Mapping[int, int], found: References
) -> int:
    if actor not in actors:
        message = "There is no such actor in this project's registry."
        found.fault(operation, part, message, "unknown-actor")
    return actors.get(actor, actor)


def _with_survivors(operation: WireOperation, actors: Mapping[int, int], found: References) -> list[Value]:
    links: list[Value] = []
    for place, link in enumerate(operation.value["participants"]):
        words = link["from"]
        if words and words["actor"]:
            part = f"participants[{place}].from.actor"
            survivor = _survivor(operation, part, words["actor"], actors, found)
            link = {**link, "from": {**words, "actor": survivor}}  # noqa: PLW2901
        links.append(link)
    return links


def _sentences(row: AnnotationSet, ids: set[int]) -> dict[int, str]:
    """The texts of sentences of the set's source, of any version, by id."""
    if not ids:
        return {}
    return dict(Sentence.objects.filter(source_id=row.source_id, pk__in=ids).values_list("pk", "text"))


def _check_words(
    operation: WireOperation, part: str, words: Value, sentences: Mapping[int, str], found: References
) -> None:
    text = sentences.get(words["sentence"])
    if text is None:
        found.fault(operation, part, "There is no such sentence in this source.", "unknown-sentence")
    elif words["sentence"] and text[words["start"] : words["end"]] != words["quote"]:
        reads = text[words["start"] : words["end"]][:80]
        message = f"That sentence reads “{reads}” there; take the words again."
        found.fault(operation, part, message, "span-quote-mismatch")
