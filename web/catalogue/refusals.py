"""What the rooms below say when they refuse, read from their code as it is written.

Services raise plain English; the rim says it in the reader's language (`common.refusals`). So that nothing must be said
twice, the sentences are found in the syntax tree: constants and f-strings that read as a sentence, and the fragments
that are put into them (who can, what one wanted to do). An f-string's values become named places.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

ROOMS: Final = re.compile(
    r"(accounts|annotations|api|codebook|common|exports|jobs|reviews|sources|suggestions)/"
)
# What only programs and operators read stays English.
SILENT: Final = re.compile(
    r"/(migrations|management|serializers)/|^common/(text|markers)|^sources/markers|^annotations/(snapshots|operations/wire)"
    r"|^jobs/registry|^api/(schema|urls)"
)
PLACE: Final = re.compile(r"%\(\w+\)s")
TELLING: Final = 10
TELLING_FROM_THE_START: Final = 6
CONTEXT: Final = "refusal"
FRAGMENTS: Final = frozenset({"to", "who_can"})
# A capital or an inserted value first, at least two words, a full stop last.
_SENTENCE: Final = re.compile(r"(?:[A-Z“]|%\(\w+\)s).* .*[.?!]", re.DOTALL)


# What is put into refusals by itself: roles, states and the word between them.
INSERTED: Final = (
    "or", "owner", "editor", "reviewer", "viewer",
    "unread", "draft", "submitted", "approved once", "approved", "returned", "withdrawn",
)  # fmt: skip


def is_read(name: str) -> bool:
    """Whether a file's refusals reach people: a module of a lower room or of the API."""
    return name.endswith(".py") and bool(ROOMS.match(name)) and not SILENT.search(name)


def refusals(source: str) -> Iterator[str]:
    """The sentences and fragments of one module, once each per place, f-strings with their values as `%(name)s`."""
    tree = ast.parse(source)
    skipped = _skipped(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in FRAGMENTS and (text := _text(keyword.value)):
                    yield text
            if _name(node.func) == "denied" and len(node.args) > 1:
                told = (_text(one) for one in ast.walk(node.args[1]) if id(one) not in skipped)
                yield from (text for text in told if " " in text.strip())
        text = _text(node)
        if _SENTENCE.fullmatch(text) and is_telling(text):
            yield text


def is_telling(text: str) -> bool:
    """Whether a phrase has enough letters of its own to be recognised by; `%(verb)s to %(name)s.` fits too much."""
    own = len(re.findall(r"[^\W\d_]", PLACE.sub("", text)))
    return own >= (TELLING if text.startswith("%") else TELLING_FROM_THE_START)


def _skipped(tree: ast.AST) -> set[int]:
    """Docstrings, what is logged, what is translated by its own call, and the pieces of f-strings."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        if isinstance(node, ast.Call) and _name(node.func) in _ELSEWHERE:
            found |= {id(one) for one in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            found |= {id(one) for one in ast.walk(node) if one is not node and isinstance(one, ast.Constant)}
        if isinstance(node, ast.keyword) and node.arg in {"help_text", "help", "description", "verbose_name"}:
            found |= {id(one) for one in ast.walk(node)}
    return found


_ELSEWHERE: Final = frozenset(
    {"", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"}
    | {"debug", "info", "warning", "exception", "compile", "typeerror", "runtimeerror", "extend_schema"}
    | {"reads", "writes", "openapiparameter"}
)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("%", "%%")
    if not isinstance(node, ast.JoinedStr):
        return ""
    taken: dict[str, int] = {}
    pieces = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces.append(str(part.value).replace("%", "%%"))
        elif isinstance(part, ast.FormattedValue):
            name = _name(part.value) or "value"
            taken[name] = taken.get(name, 0) + 1
            pieces.append(f"%({name}{taken[name] if taken[name] > 1 else ''})s")
    return "".join(pieces)


def _name(node: ast.AST) -> str:
    """A word for an expression: its own name, or that of what it is taken from."""
    if isinstance(node, ast.Name):
        return node.id.lower().strip("_")
    if isinstance(node, ast.Attribute):
        return node.attr.lower().strip("_")
    if isinstance(node, ast.Call):
        return _name(node.args[0]) if isinstance(node.func, ast.Name) and node.args else _name(node.func)
    if isinstance(node, ast.Subscript):
        return str(node.slice.value) if isinstance(node.slice, ast.Constant) else _name(node.value)
    return ""
