"""Files that came in for the registry and wait to be read."""

from django.db import models
from django.db.models.functions import Now

from accounts.models import Coder, Project


class RegistryUpload(models.Model):
    """A CSV file between its preview and its import; removed when it was imported or grew old."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    data = models.BinaryField()
    file_name = models.CharField(max_length=255, blank=True, default="")
    uploaded_by = models.ForeignKey(Coder, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
