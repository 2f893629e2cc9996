"""People, projects, and who may do what in which."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

OWNER, EDITOR, REVIEWER, VIEWER = ROLES = ("owner", "editor", "reviewer", "viewer")


class User(AbstractUser):
    """A person who signs in. Projects know them by a coder code only."""

    email = models.EmailField(unique=True)
    is_demo = models.BooleanField(default=False, db_default=False, editable=False)
    language = models.CharField(max_length=12, blank=True, default="", db_default="")
    REQUIRED_FIELDS = ["email"]


class Project(models.Model):
    """One team's sources, codes and data set. Nothing of it is visible to anyone who is not a member."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        """Archived projects can be read and exported, not changed."""
        return self.archived_at is not None


class Coder(models.Model):
    """The one mutable row that ties a project's coder code to a person; erasure blanks `user`.

    Revisions, decisions, activity and releases point here and so name nobody.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="coders")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="coders")
    code = models.CharField(max_length=12, validators=[RegexValidator(r"^C\d{2,}$")])
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="coder_code_once_per_project"),
            models.UniqueConstraint(fields=["project", "user"], name="coder_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """A person's roles in a project: a set, so one person may edit one day and review the next."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    coder = models.OneToOneField(Coder, on_delete=models.PROTECT, related_name="membership")
    roles = ArrayField(models.CharField(max_length=16))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="membership_once_per_person"),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=list(ROLES)) & ~models.Q(roles__len=0),
                name="membership_roles_known",
            ),
        ]

    def has(self, *roles: str) -> bool:
        """Whether the member holds at least one of these roles."""
        return any(role in self.roles for role in roles)


class Invitation(models.Model):
    """An open seat, handed over as a link. Only the hash of its secret is kept."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True, default="")
    roles = ArrayField(models.CharField(max_length=16))
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=list(ROLES)) & ~models.Q(roles__len=0),
                name="invitation_roles_known",
            )
        ]


class ApiToken(models.Model):
    """A program's key to a person's rights. Shown once, kept as a hash."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
