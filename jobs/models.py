"""One model for every long thing: what is due, who works on it, how far it is, how it ended."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project

QUEUED, RUNNING, DONE, FAILED, CANCELLED = STATES = ("queued", "running", "done", "failed", "cancelled")


class Job(models.Model):
    """Work to be done once. `token` rises with each claim: a worker that holds an older one cannot publish.

    `started_at` is the start of the present attempt. `has_debris` stands while files or rows of an unfinished attempt
    may lie about; `problem` says why the last attempt ended, also while the next one waits.
    """

    kind = models.CharField(max_length=64)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="jobs")
    requested_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=16, default=QUEUED, db_default=QUEUED)
    token = models.BigIntegerField(default=0, db_default=0)
    worker = models.CharField(max_length=128, blank=True, default="")
    heartbeat_at = models.DateTimeField(null=True)
    run_after = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5, db_default=5)
    cancel_requested_at = models.DateTimeField(null=True)
    progress_done = models.BigIntegerField(default=0, db_default=0)
    progress_total = models.BigIntegerField(null=True)
    progress_unit = models.CharField(max_length=32, blank=True, default="")
    result = models.JSONField(null=True)
    problem = models.TextField(blank=True, default="")
    has_debris = models.BooleanField(default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="job_state_known"),
        ]
        indexes = [
            models.Index(fields=["run_after"], condition=models.Q(state="queued"), name="job_due"),
            models.Index(fields=["heartbeat_at"], condition=models.Q(state="running"), name="job_running"),
            models.Index(fields=["project", "-id"], name="job_project_newest"),
        ]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in (DONE, FAILED, CANCELLED)

    @property
    def is_waiting_to_retry(self) -> bool:
        """Whether an attempt has failed and another is due."""
        return self.state == QUEUED and self.attempts > 0

    @property
    def rate(self) -> float | None:
        """Units a second in the present attempt, or None while it cannot be told."""
        until = self.finished_at or self.heartbeat_at
        if self.started_at is None or until is None or not self.progress_done:
            return None
        seconds = (until - self.started_at).total_seconds()
        return self.progress_done / seconds if seconds > 0 else None

    @property
    def remaining_seconds(self) -> float | None:
        """Seconds to go at the present rate, or None while it cannot be told."""
        if self.state != RUNNING or self.progress_total is None or not self.rate:
            return None
        return max(0.0, (self.progress_total - self.progress_done) / self.rate)
