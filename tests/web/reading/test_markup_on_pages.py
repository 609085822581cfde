"""Whatever members and tokens write is text on the pages of votes; an author's Markdown is only what is harmless."""

import re
import sys
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.actions.actions import Action, Argument, DecodedAction
from bot.domain.actions.effects import ContractCall
from bot.domain.ids import ProposalId
from bot.web.rendering.formatted_text import formatted
from bot.wording.language import language
from bot.wording.markup.html_markup import HtmlMarkup, html
from bot.wording.pages.reading.proposal import proposal_words
from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.services.delegation.delegating import rule
from tests.web.reading.reading_room import reading_room

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "</title><script>alert(1)</script>",
    "<!--",
    "{{ 7*7 }}{% raw %}",
    "\ue000\ue010https://evil.example\ue011x\ue00e",
    "&lt;script&gt;",
    "</textarea><b>",
    "<a href='javascript:alert(1)'>",
)
FIELDS = ("title", "text", "choice", "reason", "symbol", "track", "cancelled")
FORBIDDEN = {"img", "iframe", "object", "embed", "style", "base", "textarea", "math"}
LINKS = re.compile(r"(https?://[^\s\"'<>]+|/[^/\\\s\"'<>][^\\\s\"'<>]*|/|#content|data:,)")
TEXTS = (
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example)",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[x](https://a.example "onmouseover=alert(1)")',
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "<details open ontoggle=alert(1)>",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input>",
    "<iframe src=https://evil.example></iframe>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "# <b>x</b>",
    "| a |\n|---|\n| <img src=x> |",
    "\u202e<script>",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\nscript:alert(1))",
)


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "assembly.db") as harness:
        yield harness


class Seen(HTMLParser):
    """The tags of a page as a browser would make them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and self.cdata_elem == "script":
            raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def assert_harmless(text: str) -> None:
    seen = Seen(text)
    assert seen.comments == []
    for tag, attributes in seen.tags:
        assert tag not in FORBIDDEN
        if tag == "script":
            # Ours, of which there is one on a page, and nothing stands in it.
            assert set(attributes) == {"src", "defer"}
            assert (attributes["src"] or "").startswith("/static/")
        assert not any(name.startswith("on") for name in attributes)
        assert "style" not in attributes
        for name in ("href", "src", "action", "xlink:href", "formaction"):
            assert LINKS.fullmatch(attributes.get(name) or "/"), (tag, attributes)


def hrefs(text: str) -> list[str]:
    """All to which it leads."""
    return [attributes["href"] or "" for _, attributes in Seen(text).tags if "href" in attributes]


async def shown(harness: ServiceHarness, field: str, payload: str) -> list[str]:
    """The pages of a vote in which this is written there."""
    services, founder = harness.services, harness.actor("founder", administrator=True)
    await harness.set_up()
    changes: dict[str, object] = {"rules": {}, "reactions": False}
    if field == "choice":
        changes["choices"] = ("For", payload)
    track = payload[:30] if field == "track" else "main"
    track_id = await rule(harness, track, **changes)
    if field == "symbol":
        await harness.compose(symbol=payload[:32])
    await harness.powers({"ada": 10})
    ada = harness.actor("ada")
    title = payload if field == "title" else "A new well"
    preview = await services.proposing.draft(
        ada, title, payload if field == "text" else "We need water.", "", track=track_id
    )
    proposal: ProposalId = preview.proposal.id
    await services.proposing.submit(ada, proposal)
    await harness.thread_stands(proposal)
    await harness.open(proposal)
    await harness.vote("ada", 2, reason=payload if field == "reason" else None)
    if field == "cancelled":
        await services.moderation.cancel(founder, proposal, payload)
    async with reading_room(harness) as room:
        paths = [f"/proposals/{proposal}", f"/proposals/{proposal}/voters", "/spaces/1"]
        if field == "track":
            paths.append(f"/spaces/1?track={payload[:30]}")
        pages = [await room.get(path) for path in paths]
    return [page.text for page in pages]


@pytest.mark.attack("web")
@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", FIELDS)
async def test_what_is_written_anywhere_in_a_vote_is_text_on_its_pages(
    databases: Databases, tmp_path: Path, field: str, payload: str
) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        for page in await shown(harness, field, payload):
            assert_harmless(page)
            # Only in the author's text is an address a link.
            assert field == "text" or not any(each.startswith("https://evil") for each in hrefs(page))


@pytest.mark.attack("web")
@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("by", [by for by in NamedBy if by is not NamedBy.MEMBER])
async def test_what_an_account_of_an_action_is_called_is_text_on_its_page(
    harness: ServiceHarness, by: NamedBy, payload: str
) -> None:
    """Names that look like this are refused where they are written: an old one may stand in a database. A
    member's is a number."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    card = await harness.services.cards.card(await harness.submitted())
    called = NamedAccount(harness.wallet("ada"), payload, by, 7)
    argument = Argument(payload, payload, payload)
    action = Action(harness.chain.id, called.account, 5, "0x12345678", signature=payload, names=(called,))
    shown = DecodedAction(action, ContractCall(), payload, payload, (argument,), names=(called,))
    say = language("en", HtmlMarkup(harness.services.chain_pages))
    words = proposal_words(replace(card, actions=(shown,)), say)
    made = [html(line) for line in (*words.dangers, *words.deeds, *words.calls)]
    assert made
    for line in made:
        assert_harmless(line)


@pytest.mark.attack("web")
@pytest.mark.parametrize("text", [*TEXTS, *PAYLOADS])
def test_an_author_s_text_makes_no_tag_but_harmless_ones(text: str) -> None:
    assert_harmless(str(formatted(text)))


@given(st.text(st.sampled_from("<>/\"'=&;:![]()`*_#-|\\\n abcjsript:\ue010\u202e"), max_size=200))
def test_whatever_an_author_writes_the_page_shows_harmless_tags_alone(text: str) -> None:
    made = str(formatted(text))
    assert_harmless(made)
    assert {tag for tag, _ in Seen(made).tags}.isdisjoint({"h1", "h2"})


@pytest.mark.attack("floods")
@pytest.mark.parametrize(
    "text",
    ["[" * 3500, "*" * 3500, "> " * 1750, "`" * 3500, "![" * 1750, "- " * 1750, "<" * 3500, "|" * 3500, "_a_" * 1166,
     "\\" * 3500, "a\n=\n" * 875, "[a](" * 875, "&#x3c;" * 583, "1. " * 1166],
)  # fmt: skip
def test_a_text_that_is_made_to_be_slow_is_not(text: str) -> None:
    """Steps are counted, and not time: no more than some hundred for each character."""
    steps = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        formatted.__wrapped__(text)
    finally:
        sys.setprofile(None)
    assert steps < 400 * len(text)


def test_markdown_reads_as_its_author_meant() -> None:
    made = str(
        formatted(
            "# Why\n\nSee **this** [page](https://a.example/x), ~~not~~ that.\n\n> said\n\n| a |\n|-|\n| 1 |"
        )
    )
    assert "<h3>Why</h3>" in made
    assert '<a href="https://a.example/x" rel="nofollow noopener noreferrer">page</a>' in made
    for tag in ("<strong>this</strong>", "<s>not</s>", "<blockquote>", "<table>", "<td>1</td>"):
        assert tag in made
