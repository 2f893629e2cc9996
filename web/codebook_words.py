"""Changes of a codebook in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from web.words import Words

FATES: Final[Words] = {
    "same": _("Stays as it is"),
    "new": _("New"),
    "reworded": _("Explained anew"),
    "renamed": _("Renamed"),
    "merged": _("Merged"),
    "retired": _("Retired"),
}
REASONS: Final[Words] = {
    "mode": _("Its mode is gone; choose another."),
    "twin": _("Another event on these words has the same type now; keep one."),
    "code": _("Its type leads nowhere; choose another."),
    "edited": _("It was coded anew since, with a type that is gone; choose another."),
}
KINDS: Final[Words] = {
    "event_types": _("Event types"),
    "roles": _("Roles of participants"),
    "scale": _("Grades"),
    "reasons": _("Reasons"),
    "cues": _("Cues"),
}
_SAID: Final[Words] = {
    "add": gettext_lazy("Add %(value)s."),
    "change": gettext_lazy("Change %(value)s: %(fields)s."),
    "rename": gettext_lazy("Rename %(value)s to %(to)s."),
    "rename_mode": gettext_lazy("Rename the mode %(mode)s of %(value)s to %(to)s."),
    "merge": gettext_lazy("Merge %(value)s into %(to)s."),
    "retire": gettext_lazy("Retire %(value)s; %(to)s is used instead."),
    "move": gettext_lazy("Move %(value)s to place %(to)s."),
    "replace": gettext_lazy("Take over a file of %(count)s codes."),
}
_FIELDS: Final[Words] = {
    "label": _("label"),
    "key": _("key"),
    "definition": _("definition"),
    "examples": _("examples"),
    "not_examples": _("what it is not"),
    "quad": _("group"),
    "modes": _("modes"),
    "needs_recipient": _("whether it needs a recipient"),
    "roles": _("fitting roles"),
    "parent": _("what it is a sub-type of"),
}


def change_in_words(change: Mapping[str, Any]) -> str:
    """One change of a draft as a sentence."""
    op = str(change.get("op"))
    if op == "retire" and not change.get("replacement"):
        return gettext("Retire %(value)s.") % {"value": change.get("value")}
    to = change.get("to", change.get("into", change.get("replacement", "")))
    fields = change.get("fields") or {}
    return str(_SAID[op]) % {
        "value": change.get("value") or (change.get("code") or {}).get("value", ""),
        "to": to + 1 if op == "move" and isinstance(to, int) else to,
        "mode": change.get("mode", ""),
        "fields": ", ".join(str(_FIELDS.get(name, name)) for name in fields),
        "count": len(change.get("codes") or []),
    }
