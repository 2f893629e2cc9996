"""Verbs on code schemes: shipping them into the database, adopting them, opening a project with one."""

from django.db import transaction

from accounts.models import Membership, Project, User
from accounts.services import create_project
from activity.services import record

from . import schemes
from .models import Adoption, Code, Codebook


@transaction.atomic
def ensure_shipped(slug: str) -> Codebook:
    """The database's copy of a shipped scheme, written at first need. A version's codes never change after that."""
    scheme = schemes.read(slug)
    codebook, created = Codebook.objects.get_or_create(
        project=None,
        slug=scheme.slug,
        version=scheme.version,
        defaults={"title": scheme.title, "credit": scheme.credit, "sha256": scheme.sha256},
    )
    if created:
        Code.objects.bulk_create(
            Code(
                codebook=codebook,
                value=code["value"],
                label=code["label"],
                definition=code.get("definition", ""),
                quad=code.get("quad", ""),
                modes=code.get("modes", []),
                needs_recipient=code.get("needs_recipient", False),
                position=position,
            )
            for position, code in enumerate(scheme.codes)
        )
    return codebook


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
