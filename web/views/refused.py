"""Requests that end before any page is reached: too large, or not to be read."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from common.errors import AttestError

MEGABYTE = 1024 * 1024


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a form was too large and what to do instead; of anything else only that it cannot be read.

    A request for a host that is not ours gets a page without links: nothing in it may be trusted to make one.
    """
    if not isinstance(exception, RequestDataTooBig):
        return render(None, "400.html", status=400)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE
    error = AttestError(
        gettext("A form takes up to %(most)s MB, and this one was larger. Upload a long text as a file.")
        % {"most": most}
    )
    return render(request, "refusal.html", {"error": error}, status=413)
