"""Every page is in its registry, has its template and its words, and guards what it changes."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import bot.web.pages
from bot.web.api.answers import ROOT
from bot.web.api.description import OPERATIONS
from bot.web.page import Page, Route
from bot.web.pages.registry import PAGES

FOLDER = Path(bot.web.pages.__file__).parent
ROUTES = [route for page in PAGES for route in page.routes]
OPEN_TO_ALL = {
    ("GET", "/"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/link/{token}"),
    ("POST", "/link"),
    ("GET", "/login"),
    ("POST", "/login"),
    # For who wants a linked role: Discord says who it is, and nobody is logged in afterwards.
    ("GET", "/linked-role"),
    ("POST", "/linked-role"),
    ("GET", "/linked-role/told"),
    # For who has lost their account: the wallet's signature is all.
    ("GET", "/revoke"),
    ("POST", "/revoke/message"),
    ("POST", "/revoke/signature"),
    # For who came by a link and who only reads alike: it looks for itself.
    ("POST", "/logout"),
}
FOR_READERS = {
    ("GET", "/spaces/{space}"),
    ("GET", "/spaces/{space}/treasury"),
    ("GET", "/spaces/{space}/delegates"),
    ("GET", "/proposals/{proposal}"),
    ("GET", "/proposals/{proposal}/voters"),
    ("GET", "/proposals/{proposal}/statements"),
    ("GET", "/proposals/{proposal}/statements.json"),
    ("GET", "/proposals/{proposal}/events"),
    ("GET", "/proposals/{proposal}/record"),
    ("GET", "/proposals/{proposal}/claims"),
    ("GET", "/proposals/{proposal}/claims/list"),
    ("GET", "/mirrors/{mirror}"),
    ("GET", "/mirrored/{proposal}"),
    ("GET", "/spaces/{space}/feed.atom"),
    ("GET", "/spaces/{space}/deadlines.ics"),
    *(("GET", ROOT + each.path) for each in OPERATIONS),
}
"""Whom these are for is said by each space."""


def test_every_file_of_a_page_has_its_line_in_the_registry() -> None:
    modules = {
        module.name.rsplit(".", 1)[1]: module.name
        for module in walk_packages(bot.web.pages.__path__, "bot.web.pages.")
        if not module.ispkg and not module.name.endswith(".registry")
    }
    assert {page.name for page in PAGES} == set(modules)
    for page in PAGES:
        assert isinstance(getattr(import_module(modules[page.name]), page.name.upper()), Page)


def test_every_template_is_that_of_a_page() -> None:
    templates = [file.stem for file in FOLDER.rglob("*.html")]
    assert len(set(templates)) == len(templates)
    assert set(templates) <= {page.name for page in PAGES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_only_what_begins_a_login_or_needs_none_is_open_to_all(route: Route) -> None:
    assert route.method in ("GET", "POST")
    assert route.for_members == ((route.method, route.path) not in OPEN_TO_ALL | FOR_READERS)


def test_no_two_pages_answer_the_same() -> None:
    answered = [(route.method, route.path) for route in ROUTES]
    assert len(set(answered)) == len(answered)


@pytest.mark.parametrize("template", sorted(FOLDER.parent.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_turns_no_escaping_off(template: Path) -> None:
    text = template.read_text()
    assert "safe" not in text
    assert "autoescape" not in text
    assert "Markup" not in text
