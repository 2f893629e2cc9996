"""What happened in a project, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from activity.models import Activity
from web.access import in_project
from web.history import in_words
from web.keyset import newest_first

PAGE = 50


@require_safe
@in_project
def activity(request: HttpRequest, seat: Membership) -> HttpResponse:
    """A page of the project's history."""
    page = newest_first(request, Activity.objects.filter(project_id=seat.project_id), PAGE)
    lines = in_words(seat, page.rows)
    return render(request, "activity/list.html", {"seat": seat, "lines": lines, "page": page})
