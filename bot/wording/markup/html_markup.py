"""How our sentences look on a page.

A markup gives text in which private characters stand for tags; `html` makes HTML of it at the very end, where
everything else is escaped. What somebody wrote loses its private characters (`plain`), and what was forgotten is
escaped all the same: nothing that others write ever becomes a tag. Where private characters were forgotten they make
no more than the tags of ours, and no double quote, so that what stands within an attribute never leaves it.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from html import escape

from babel import Locale

from bot.domain.ids import Address, ChainId
from bot.wording.markup.markup import MARKS, PLAIN
from bot.wording.markup.outside_discord import OutsideDiscord
from bot.wording.markup.plain_text import one_line, plain

_TAGS = {"\ue000": "strong", "\ue001": "em", "\ue002": "code", "\ue003": "small", "\ue004": "pre"}
_END = "\ue00e"
"""Ends the innermost tag."""
_LINK, _OF = "\ue010", "\ue011"
"""A link: its address, then its words, which `_END` ends."""
_BAR = "\ue012"
"""A bar: how far it is filled and, if anywhere, where its mark is, in thousandths; `_OF` ends it."""
_BY_NAME = {name: mark for mark, name in _TAGS.items()}
_PIECES = re.compile(f"([{''.join(_TAGS)}{_END}]|{_LINK}[^{_LINK}{_OF}]*{_OF}|{_BAR}[0-9]+,[0-9]*{_OF})")
_FILLED = re.compile(f"{_BAR}([0-9]+),([0-9]*){_OF}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def html(text: str) -> str:
    """Text of `HtmlMarkup` as HTML: marks become tags, each of which ends, and everything else is escaped. No double
    quote is in it."""
    made: list[str] = []
    unfinished: list[str] = []
    for piece in _PIECES.split(text):
        if piece in _TAGS:
            unfinished.append(_TAGS[piece])
            made.append(f"<{_TAGS[piece]}>")
        elif piece == _END:
            if unfinished:
                made.append(f"</{unfinished.pop()}>")
        elif piece.startswith(_LINK) and piece.endswith(_OF) and _ADDRESS.fullmatch(piece[1:-1]):
            unfinished.append("a")
            made.append(f"<a href='{escape(piece[1:-1])}' rel='noopener noreferrer'>")
        elif filled := _FILLED.fullmatch(piece):
            made.append(_bar(filled[1], filled[2]))
        else:
            made.append(escape(plain(piece)))
    made += [f"</{tag}>" for tag in reversed(unfinished)]
    return "".join(made)


@dataclass(frozen=True)
class HtmlMarkup(OutsideDiscord):
    """`bot.wording.markup.markup.Markup`. Show its text through `html`."""

    short: bool = False
    """Whether those are shown by their ends."""
    linked: bool = True

    def sentence(self, template: str) -> str:
        def tagged(mark: re.Match[str]) -> str:
            if mark[1]:
                return _tag("code", mark[1])
            return _tag("strong", MARKS.sub(tagged, mark[2])) if mark[2] else _tag("em", mark[3])

        return MARKS.sub(tagged, template)

    def strong(self, text: str) -> str:
        return _tag("strong", text)

    def emphasis(self, text: str) -> str:
        return _tag("em", text)

    def small(self, text: str) -> str:
        return _tag("small", text)

    def heading(self, text: str) -> str:
        return self.strong(text)

    def name(self, text: str, limit: int | None = 60) -> str:
        return PLAIN.name(text, limit)

    def body(self, text: str, limit: int | None = None) -> str:
        return PLAIN.body(text, limit)

    def code(self, text: str) -> str:
        return _tag("code", one_line(text))

    def code_block(self, text: str, language: str = "") -> str:
        return _tag("pre", plain(text))

    def bar(self, part: Fraction, whole: Fraction, mark: Fraction | None = None) -> str:
        marked = "" if mark is None else str(_thousandths(mark, whole))
        return f"{_BAR}{_thousandths(part, whole)},{marked}{_OF}"

    def link(self, text: str, url: str) -> str:
        return f"{_LINK}{plain(url)}{_OF}{text}{_END}"

    def account(self, account: Address) -> str:
        if self.forms is not None:
            self.forms.name(account)
        shown = self.short_account(account) if self.short else self.code(account)
        url = self.pages.account(self.chain, account) if self.chain and self.linked else None
        return shown if url is None else self.link(shown, url)

    def short_account(self, account: Address) -> str:
        return self.code(account if self.forms is None else self.forms.of(account))

    def on_chain(self, chain: ChainId, *, short: bool = False, linked: bool = True) -> "HtmlMarkup":
        return replace(self, chain=chain, short=short, linked=linked)

    def when(self, time: datetime, locale: Locale) -> str:
        return PLAIN.when(time, locale)

    def moment(self, time: datetime, locale: Locale) -> str:
        return PLAIN.moment(time, locale)


def _thousandths(part: Fraction, whole: Fraction) -> int:
    return min(1000, max(0, int(part * 1000 / whole))) if whole else 0


def _bar(filled: str, mark: str) -> str:
    """Nothing for a screen reader: the words beside it say the same."""
    marked = f"<rect class='mark' x='{int(mark) - 4}' width='8' height='20'/>" if mark else ""
    return (
        "<svg class='bar' aria-hidden='true' viewBox='0 0 1000 20' preserveAspectRatio='none'>"
        f"<rect class='filled' width='{int(filled)}' height='20'/>{marked}</svg>"
    )


def _tag(name: str, text: str) -> str:
    return f"{_BY_NAME[name]}{text}{_END}"
