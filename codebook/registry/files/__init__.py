"""The registry as one CSV file: out, in, and what a file would change. `docs/actors.md` describes the layout."""

from .importing import Imported, import_registry, preview_import, request_import
from .problems import FileProblem, RegistryFileProblem
from .writing import export_registry

__all__ = [
    "FileProblem", "Imported", "RegistryFileProblem", "export_registry", "import_registry", "preview_import",
    "request_import",
]  # fmt: skip
