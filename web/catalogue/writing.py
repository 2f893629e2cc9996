"""The files of a language: the .po that people translate, and what Python and the browser read of it."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from web.catalogue import refusals

# Django's own rule for Arabic: ours must be the same, or the two catalogues cannot be read as one.
PLURALS: Final = {
    "ar": (
        6,
        "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5",
    ),
}
LINE: Final = 110
FIRST_STRONG: Final = "\u2068"
POP: Final = "\u2069"
# What is inserted: letters of any script, or digits and hyphens, which would turn around after an Arabic letter. What
# stands in an HTML attribute is left alone.
INSERTED: Final = re.compile(r"""(?<!=["'])%\((\w+)\)s""")


def languages() -> list[str]:
    """The languages with a catalogue: all but the one the code is written in."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def po_path(language: str) -> Path:
    """Where people translate."""
    return Path(settings.BASE_DIR, "locale", language, "LC_MESSAGES", "django.po")


def mo_path(language: str) -> Path:
    """Where gettext reads."""
    return po_path(language).with_suffix(".mo")


def js_path(language: str) -> Path:
    """Where the browser reads."""
    return Path(settings.BASE_DIR, "static", "js", "locale", f"{language}.js")


def refusals_path(language: str) -> Path:
    """Where `common.refusals` reads."""
    return po_path(language).with_name("refusals.json")


def opened(language: str) -> Catalog:
    """The catalogue of a language as it stands in its .po; empty before its first."""
    path = po_path(language)
    if not path.exists():
        return _plain(Catalog(locale=language), language)
    with path.open("rb") as file:
        return _plain(read_po(file, locale=language), language)


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with what the code says now: translations are kept, new messages empty, others gone."""
    fresh = _plain(Catalog(locale=catalogue.locale), str(catalogue.locale))
    for message in template:
        if not message.id:
            continue
        known = catalogue.get(_key(message.id), message.context)
        fresh.add(
            message.id,
            known.string if known is not None and known.id == message.id else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known is not None else (),
            flags={"fuzzy"} if known is not None and known.fuzzy else (),
            context=message.context,
        )
    return fresh


def po_bytes(catalogue: Catalog) -> bytes:
    """The .po: in alphabetical order, files without line numbers, no dates."""
    out = BytesIO()
    write_po(out, catalogue, width=LINE, sort_output=True, include_lineno=False, omit_header=False)
    # What changes without a message changing has no place in a file under version control.
    return re.sub(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n', b"", out.getvalue(), flags=re.M
    )


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, _isolated(catalogue, lambda message: message.context != refusals.CONTEXT))
    return out.getvalue()


def js_bytes(catalogue: Catalog) -> bytes:
    """The messages that JavaScript says, as a script that leaves them in `globalThis.attestMessages`."""
    messages: dict[str, Any] = {}
    for message in _isolated(
        catalogue, lambda message: any(n.startswith("static/") for n, _ in message.locations)
    ):
        if not message.id:
            continue
        key = f"{message.context}\u0004{_key(message.id)}" if message.context else _key(message.id)
        messages[key] = list(message.string) if isinstance(message.string, tuple) else message.string
    told = {"language": str(catalogue.locale), "messages": dict(sorted(messages.items()))}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.attestMessages={text};\n".encode()


def refusals_bytes(catalogue: Catalog) -> bytes:
    """What services say when they refuse, as they say it and as the reader reads it."""
    kept = _isolated(catalogue, lambda message: message.context == refusals.CONTEXT)
    said = {_key(message.id): message.string for message in kept if message.id}
    return (json.dumps(said, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()


def write(language: str, catalogue: Catalog) -> None:
    """Write all four files of a language."""
    for path, content in (
        (po_path(language), po_bytes(catalogue)),
        (mo_path(language), mo_bytes(catalogue)),
        (js_path(language), js_bytes(catalogue)),
        (refusals_path(language), refusals_bytes(catalogue)),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _isolated(catalogue: Catalog, is_kept: Callable[[Message], bool]) -> Catalog:
    """Translated messages only; what they insert stands apart where the language runs right to left.

    A Latin name with a trailing bracket inside an Arabic sentence would otherwise carry the bracket to the wrong side.
    """
    locale = catalogue.locale
    turns = isinstance(locale, Locale) and locale.text_direction == "rtl"
    out = _Dateless(locale=locale)
    _plain(out, str(locale))
    for message in catalogue:
        if not message.id or not is_whole(message) or not is_kept(message):
            continue
        strings = forms(message)
        if turns:
            strings = tuple(INSERTED.sub(rf"{FIRST_STRONG}\g<0>{POP}", one) for one in strings)
        string = strings if isinstance(message.string, (tuple, list)) else strings[0]
        out.add(message.id, string, locations=message.locations, context=message.context)
    return out


class _Dateless(Catalog):
    """A catalogue whose header says only what gettext reads: the same messages are the same bytes on every day."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines."""
        rule = f"nplurals={self.num_plurals}; plural={self.plural_expr};"
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", rule),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def _plain(catalogue: Catalog, language: str) -> Catalog:
    """The catalogue with our header: no dates and nobody's name."""
    catalogue.header_comment = (
        "# Attest in another language. `make messages` writes this file; fill in every msgstr."
    )
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "Attest", "1", ""
    catalogue.last_translator, catalogue.language_team = "", language
    catalogue.fuzzy = False
    if language in PLURALS:
        number, rule = PLURALS[language]
        vars(catalogue).update(_num_plurals=number, _plural_expr=rule)
    return catalogue


def _key(identifier: Any) -> str:
    return str(identifier[0] if isinstance(identifier, (tuple, list)) else identifier)


def forms(message: Message) -> tuple[str, ...]:
    """The translation of a message: one string, or one a plural form; empty where none was given."""
    string = message.string
    return (
        tuple(str(one or "") for one in string) if isinstance(string, (tuple, list)) else (str(string or ""),)
    )


def is_whole(message: Message) -> bool:
    """Whether every form of a message is translated, and somebody stands by it."""
    return all(forms(message)) and not message.fuzzy
