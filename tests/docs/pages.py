"""The pages of the documentation, and what can be taken out of them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
_FENCE = re.compile(r"^```(?P<info>.*)\n(?P<body>(?:.*\n)*?)```$", re.MULTILINE)


def read(name: str) -> str:
    """A page's text, by its path from the project's folder."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """The text without its code blocks."""
    return _FENCE.sub("", text)


def blocks(text: str, info: str) -> list[str]:
    """The code blocks with this information string (` ```info `)."""
    return [match["body"] for match in _FENCE.finditer(text) if match["info"] == info]


def scripts() -> dict[str, str]:
    """Every script of the pages by its name (` ```python name.py `)."""
    found = {}
    for page in PAGES:
        for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
            kind, _, name = match["info"].partition(" ")
            if kind == "python":
                found[name] = match["body"]
    return found


def table(text: str, first: str) -> dict[str, list[str]]:
    """The table whose first column has this head: the other cells of each row by the first."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith(f"| {first} |"):
            next(lines)
            break
    found = {}
    for line in lines:
        if not line.startswith("|"):
            break
        head, *others = [cell.strip() for cell in line.strip("|").split("|")]
        found[head] = others
    assert found, f"there is no table {first!r}"
    return found


def rows(text: str, first: str) -> dict[str, str]:
    """The same table: the second column by the first."""
    return {head: others[0] for head, others in table(text, first).items()}


def named(cell: str) -> list[str]:
    """What stands in a cell as code."""
    return re.findall(r"`([^`]+)`", cell)
