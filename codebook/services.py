"""Verbs on code schemes: shipping them into the database, adopting them, opening a project with one."""

from django.db import transaction

from accounts.models import Membership, Project, User
from accounts.services import create_project
from activity.services import record

from . import schemes
from .models import Adoption, Code, Codebook, codes_of
from .schemes import Scheme

__all__ = ["adopt_default", "ensure_all_shipped", "ensure_shipped", "open_project", "write_version"]


@transaction.atomic
def ensure_shipped(slug: str) -> Codebook:
    """The database's copy of a shipped scheme, written at first need.

    A version's codes and modes never change after that; what explains them (definitions, examples, keys) is completed
    when a newer Attest ships more of it.
    """
    scheme = schemes.read(slug)
    codebook = Codebook.objects.filter(project=None, slug=scheme.slug, version=scheme.version).first()
    if codebook is None:
        return write_version(scheme)
    if codebook.sha256 != scheme.sha256:
        _complete(codebook, scheme)
    return codebook


def ensure_all_shipped() -> list[Codebook]:
    """Every shipped scheme in the database, the default first; two queries when all are there."""
    known = {(book.slug, book.version, book.sha256): book for book in Codebook.objects.filter(project=None)}
    read = [schemes.read(slug) for slug in schemes.shipped()]
    return [known.get((one.slug, one.version, one.sha256)) or ensure_shipped(one.slug) for one in read]


def write_version(
    scheme: Scheme, *, owner: Membership | None = None, based_on: Codebook | None = None
) -> Codebook:
    """A new version with its codes; the owner's project's, or a shipped one for nobody. Two at once write one."""
    codebook, created = Codebook.objects.get_or_create(
        project=owner.project if owner else None,
        slug=scheme.slug,
        version=scheme.version,
        defaults={
            "kind": scheme.kind,
            "title": scheme.title,
            "credit": scheme.credit,
            "sha256": scheme.sha256,
            "based_on": based_on,
            "made_by": owner.coder if owner else None,
        },
    )
    if created:
        Code.objects.bulk_create(codes_of(codebook, scheme.codes))
    return codebook


def _complete(codebook: Codebook, scheme: Scheme) -> None:
    """Take over the texts of a shipped file that says more; its codes and modes must be those that are kept."""
    kept = {code.value: code for code in codebook.codes.all()}
    if {value: code.modes for value, code in kept.items()} != {
        entry.value: entry.mode_values for entry in scheme.codes
    }:
        raise RuntimeError(f"{codebook.name} is kept with other codes; ship the change as a new version.")
    for fresh in codes_of(codebook, scheme.codes):
        fresh.pk = kept[fresh.value].pk
        fresh.save()
    Codebook.objects.filter(pk=codebook.pk).update(
        title=scheme.title, credit=scheme.credit, sha256=scheme.sha256
    )


@transaction.atomic
def adopt_default(project: Project) -> Codebook:
    """Let the project code with the default scheme; a no-op when it already does."""
    codebook = ensure_shipped(schemes.DEFAULT)
    adoption, created = Adoption.objects.get_or_create(
        project=project, codebook=codebook, defaults={"is_default": True}
    )
    if created:
        record(
            "codebook.adopted",
            target_kind="codebook",
            target_id=codebook.pk,
            project_id=adoption.project_id,
            new={"slug": codebook.slug, "version": codebook.version},
        )
    return codebook


@transaction.atomic
def open_project(
    user: User, *, slug: str, name: str, description: str = "", time_zone: str = "UTC"
) -> Membership:
    """Open a project that is ready to code in: `user` owns it and it codes with the default scheme."""
    seat = create_project(user, slug=slug, name=name, description=description, time_zone=time_zone)
    adopt_default(seat.project)
    return seat
