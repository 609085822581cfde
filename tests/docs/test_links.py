"""Links lead somewhere, and every page can be found."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, prose

LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", prose(page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_to_a_file_leads_to_one(page: Path) -> None:
    for link in LINK.findall(prose(page.read_text())):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_a_path_that_a_page_names_is_there() -> None:
    tops = "|".join(path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith("."))
    for page in PAGES:
        for name in re.findall(rf"`((?:{tops})/[\w./-]*)`", prose(page.read_text())):
            assert (ROOT / name).exists(), f"{page.name}: {name}"


def test_the_index_names_every_page() -> None:
    index = set(LINK.findall((DOCS / "README.md").read_text()))
    assert {page.name for page in DOCS.glob("*.md")} - {"README.md"} <= index
    assert {f"{page.parent.name}/README.md" for page in DOCS.glob("*/README.md")} <= index
    daos = set(LINK.findall((DOCS / "daos" / "README.md").read_text()))
    assert {page.name for page in (DOCS / "daos").glob("*.md")} - {"README.md"} <= daos
    decisions = set(LINK.findall((DOCS / "decisions" / "README.md").read_text()))
    assert {page.name for page in (DOCS / "decisions").glob("0*.md")} == decisions


def test_the_picture_asks_no_other_host_for_anything() -> None:
    picture = (DOCS / "demo.svg").read_text()
    assert "449" in picture
    # The namespace of SVG itself is a name, and nothing that is fetched.
    assert set(re.findall(r"https?://[^\"')\s<]+", picture)) <= {
        "http://www.w3.org/2000/svg",
        "https://www.textualize.io",
    }
    assert "url(http" not in picture
