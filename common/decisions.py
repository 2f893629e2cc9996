"""What a permission question answers: allowed, or denied with the reason and who can."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> Literal[True]:
        return True

    def require(self) -> None:
        """Do nothing: it is allowed."""


@dataclass(frozen=True, slots=True)
class Denied:
    """No: `reason` says why in words for the person, `who_can` who to ask."""

    reason: str
    who_can: str = ""
    code: str = "not-allowed"

    def __bool__(self) -> Literal[False]:
        return False

    def require(self) -> None:
        """Raise NotAllowed with this reason."""
        raise NotAllowed(self.reason, who_can=self.who_can, code=self.code)


Decision: TypeAlias = Allowed | Denied
ALLOWED = Allowed()
