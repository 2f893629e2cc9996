"""Every address: pages, API, admin, and the stream endpoint that config.entry serves beside them."""

from django.contrib import admin
from django.urls import include, path

from . import health

urlpatterns = [
    path("healthz", health.health, name="health"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("api.urls")),
    path("", include("web.urls")),
]

handler400 = "web.views.refused.bad_request"
