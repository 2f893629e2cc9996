"""What every page's frame shows."""

from typing import Any

from django.http import HttpRequest


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The name of the product; views add the project they are in."""
    return {"product": "Attest"}
