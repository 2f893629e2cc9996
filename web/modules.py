"""The page's ES modules: an import map from the names in the sources to the hashed files, allowed by its own hash.

Modules import each other by relative addresses. Where static files carry a hash in their name the browser is told by an
import map which file an address means; where they do not (tests, DEBUG) no map is needed and none is sent.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

FOLDERS: Final = ("js/lib", "js/elements", "js/page")


@dataclass(frozen=True, slots=True)
class Modules:
    """What the head of a page with modules holds. `import_map` is empty where names carry no hash."""

    import_map: SafeString
    csp_hash: str
    preloads: tuple[str, ...]

    def allow(self, response: HttpResponse) -> HttpResponse:
        """The response with a policy that lets the import map in, and no other inline script."""
        if not self.import_map:
            return response
        csp_update({"script-src": [SELF, self.csp_hash]})(lambda _: response)(HttpRequest())
        return response


@cache
def modules() -> Modules:
    """The modules as this process serves them: read once, the files do not change under it."""
    hashed: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    names = _names()
    if not hashed:
        return Modules(SafeString(""), "", tuple(static(name) for name in names))
    imports = {settings.STATIC_URL + name: static(name) for name in names}
    text = json.dumps({"imports": imports}, separators=(",", ":"), sort_keys=True)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Modules(
        mark_safe(text),  # noqa: S308 - addresses of our own files
        f"'sha256-{digest}'",
        tuple(static(name) for name in names),
    )


def _names() -> list[str]:
    """The module files by their names in the sources."""
    root = settings.BASE_DIR / "static"
    return sorted(
        path.relative_to(root).as_posix() for folder in FOLDERS for path in (root / folder).glob("*.js")
    )
