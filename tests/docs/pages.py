"""The documentation as the tests read it: pages, their headings' anchors, their links, what stands in code marks."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "bench" / "README.md"])
DOCS = ROOT / "docs"


def marked(text: str) -> set[str]:
    """Every word that stands between code marks, also several in one."""
    return {word for span in re.findall(r"`([^`\n]+)`", text) for word in (span, *span.split())}


def links(page: Path) -> list[str]:
    """Where the links and pictures of a page lead, web addresses left out."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """The anchors that a Markdown reader gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
