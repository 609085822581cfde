"""How sentences look in a file of Markdown: nothing that others write is a mark."""

import re
from datetime import UTC, datetime, timedelta, timezone
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.domain.accounts.chain_pages import ChainPages, PagesOfAChain
from bot.domain.ids import Address, ChainId, MemberId
from bot.wording.language import language
from bot.wording.markup.markdown_markup import MarkdownMarkup
from bot.wording.markup.plain_text import one_line, plain

MARKUP = MarkdownMarkup(ChainPages(((ChainId(1), PagesOfAChain("https://etherscan.io")),)))
SAY = language(markup=MARKUP)
ADA = Address("0x00000000000000000000000000000000000000Aa")
READER = MarkdownIt("gfm-like", {"linkify": False})
PIECES = (
    *(
        "# ",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "- ",
        "+ ",
        "1. ",
        "1) ",
        "> ",
        "===",
        "---",
        "***",
        "```",
        "~~~",
        "|",
        "\\",
    ),
    *(
        "![",
        "](",
        "[a](https://b.example)",
        "<b>",
        "</b>",
        "&amp;",
        "&#35;",
        "*",
        "_",
        "~~",
        "`",
        "[^1]: ",
        "$",
    ),
)
ANYTHING = st.lists(st.characters() | st.sampled_from(PIECES), max_size=12).map("".join)


def read(markdown):
    """The tags that a reader makes of it, and the text between them."""
    shown = READER.render(markdown)
    return re.findall(r"</?(\w+)", shown), unescape(re.sub(r"<[^>]*>", "", shown))


@given(ANYTHING)
def test_a_name_is_read_as_it_was_written_wherever_it_stands(text):
    name = MARKUP.name(text, None)
    for before in ("", "- ", "# ", "x "):
        tags, shown = read(f"{before}{name}")
        assert {"ul", "li", "h1", "p"} >= set(tags)
        assert " ".join(shown.split()) == f"{'x ' if before == 'x ' else ''}{one_line(text)}".strip()


@given(ANYTHING)
def test_a_text_is_a_quotation_that_nothing_leaves(text):
    tags, shown = read(f"## Head\n\n{MARKUP.body(text)}\n\n## Foot\n")
    assert {"h2", "blockquote", "p", "br"} >= set(tags)
    assert tags.count("h2") == 4
    assert shown.split() == ["Head", *plain(text).split(), "Foot"]


@given(ANYTHING)
def test_code_is_a_block_that_nothing_leaves(text):
    tags, _ = read(f"{MARKUP.code_block(text)}\n")
    assert tags == ["pre", "code", "code", "pre"]


@pytest.mark.parametrize(
    "link", ["https://evil.example", "HTTP://evil.example", "www.evil.example", "a@evil.example"]
)
def test_bare_addresses_are_no_links(link):
    shown = MARKUP.name(link)
    assert link not in shown
    assert read(shown)[1].strip() == link


def test_files_hold_whole_accounts_and_one_time():
    assert (
        MARKUP.on_chain(ChainId(1), short=True).account(ADA)
        == f"[`{ADA}`](<https://etherscan.io/address/{ADA}>)"
    )
    assert MARKUP.short_account(ADA) == f"`{ADA}`"
    assert MARKUP.member(MemberId(7)) == "[`7`](<https://discord.com/users/7>)"
    noon = datetime(2026, 7, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert SAY.moment(noon) == SAY.when(noon) == SAY.moment(noon.astimezone(UTC)) == "2026-07-01T12:00:00Z"
