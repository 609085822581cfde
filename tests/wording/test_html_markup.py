"""How sentences look on a page: our marks are tags, and nothing that others write is one."""

import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts.chain_pages import ChainPages, PagesOfAChain
from bot.domain.ids import Address, ChainId, MemberId
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.language import language
from bot.wording.markup.html_markup import HtmlMarkup, html
from bot.wording.markup.plain_text import plain

MARKUP = HtmlMarkup(ChainPages(((ChainId(1), PagesOfAChain("https://etherscan.io")),)))
SAY = language(markup=MARKUP)
ADA = Address("0x00000000000000000000000000000000000000Aa")
TAGS = {"strong", "em", "code", "small", "pre", "a"}
ANYTHING = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("<>&\"'`*/=\ue000\ue001\ue002\ue003\ue004\ue00e\ue010\ue011 htps:\u202e"),
    ),
    max_size=200,
)

MARKS = (
    *"\ue000\ue001\ue002\ue003\ue004\ue00e\ue010\ue011",
    "\ue010https://evil.example/onfocus=alert(1)\ue011",
    "\ue01212,5\ue011",
)
MARKED = st.lists(st.sampled_from((*MARKS, *"\"'<>= a")) | st.characters(), max_size=12).map("".join)


class Read(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_marks_of_a_sentence_are_tags() -> None:
    said = SAY._("**Sign this message with** {wallet} to link it.").format(wallet=MARKUP.account(ADA))
    assert html(said) == f"<strong>Sign this message with</strong> <code>{ADA}</code> to link it."
    assert html(SAY._("a `b` *c* **d *e* f**")) == (
        "a <code>b</code> <em>c</em> <strong>d <em>e</em> f</strong>"
    )


def test_an_account_of_a_chain_leads_to_its_explorer() -> None:
    shown = html(MARKUP.telling_apart(ShortForms()).on_chain(ChainId(1), short=True).account(ADA))
    assert shown == (
        f"<a href='https://etherscan.io/address/{ADA}' rel='noopener noreferrer'><code>0x0000…00Aa</code></a>"
    )


def test_times_say_their_zone() -> None:
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert html(SAY.moment(noon)) == "28 November 2026, 12:00:00 UTC"


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "'-alert(1)-'",
        "</title><b>",
        "<!--",
        "&lt;b&gt;",
        "{{ 7*7 }}{% raw %}",
        "\ue000bold\ue00e",
        "\ue010javascript:alert(1)\ue011click\ue00e",
        "\ue010https://evil.example\ue011click\ue00e",
        "\u202egnp.exe",
    ],
)
@pytest.mark.parametrize("how", ["name", "body", "code", "code_block", "forgotten"])
def test_what_others_write_is_text_wherever_it_stands(written: str, how: str) -> None:
    set_ = written if how == "forgotten" else getattr(MARKUP, how)(written)
    read = Read(html(set_))
    if how != "forgotten":
        assert {tag for tag, _ in read.tags} <= {"code", "pre"}
        assert "".join(read.text.split()) == "".join(plain(written).split())
    assert {tag for tag, _ in read.tags} <= TAGS
    assert not any(value for _, attrs in read.tags for name, value in attrs if name.startswith("on"))


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a.example/\"onclick='x'", " "],
)
def test_a_link_leads_to_an_address_of_the_web_or_nowhere(url: str) -> None:
    read = Read(html(MARKUP.link("here", url)))
    assert all(
        dict(attrs)["href"] and re.fullmatch(r"https?://[^\s\"'<>]+", str(dict(attrs)["href"]))
        for _, attrs in read.tags
    )


@given(ANYTHING, ANYTHING)
def test_whatever_others_write_no_tag_comes_of_it(name: str, text: str) -> None:
    markup = MARKUP
    said = f"{markup.strong(markup.name(name))} {markup.body(text)} {markup.code(name)} {markup.member(MemberId(7))}"
    read = Read(html(said))
    assert [tag for tag, _ in read.tags] == ["strong", "code", "a", "code"]
    assert read.open == []


@given(ANYTHING)
def test_whatever_was_forgotten_gives_only_our_tags_each_of_which_ends(text: str) -> None:
    made = html(text)
    read = Read(made)
    assert {tag for tag, _ in read.tags} <= TAGS
    assert read.open == []
    assert not re.search("[\x00-\x08\x0b-\x1f\ue000-\uf8ff\u202a-\u202e]", unescape(made))


@pytest.mark.attack("web")
@given(MARKED)
def test_whatever_was_forgotten_stays_within_the_attribute_in_which_it_stands(text: str) -> None:
    read = Read(f'<input value="{html(text)}">')
    ((tag, attributes),) = read.tags
    assert (tag, [name for name, _ in attributes]) == ("input", ["value"])
