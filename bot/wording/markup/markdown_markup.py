"""How our sentences look in a file of Markdown (CommonMark, and what GitHub adds to it).

Only our own words make headings, lists, links and emphasis: what others wrote is read as it was written, letter by
letter. Files are kept, so that everything in them is whole and at one time: accounts and hashes in full, times in UTC.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction

from babel import Locale

from bot.domain.ids import Address, ChainId
from bot.wording.bars import bar_of_blocks
from bot.wording.markup.outside_discord import OutsideDiscord
from bot.wording.markup.plain_text import cut, one_line, plain

_MARKS = re.compile(r"[\\`*_\[\]<>#|~&$@!]|:(?=//)|(?<=[wW])\.")
"""What works anywhere in a line; the last two make links of bare addresses."""
_AT_ITS_BEGINNING = re.compile(r"([-+=])|(\d+)([.)])")
"""What makes lists, rules and headings there."""
_FENCE = re.compile(r"`{3,}")


@dataclass(frozen=True)
class MarkdownMarkup(OutsideDiscord):
    """`bot.wording.markup.markup.Markup`."""

    def sentence(self, template: str) -> str:
        return template

    def strong(self, text: str) -> str:
        return f"**{text}**"

    def emphasis(self, text: str) -> str:
        return f"*{text}*"

    def small(self, text: str) -> str:
        return text

    def heading(self, text: str) -> str:
        return f"## {text}"

    def name(self, text: str, limit: int | None = 60) -> str:
        text = one_line(text)
        return _harmless(text if limit is None else cut(text, limit))

    def body(self, text: str, limit: int | None = None) -> str:
        """A quotation, each of whose lines stands on a line of its own."""
        text = plain(text).strip()
        lines = (text if limit is None else cut(text, limit)).split("\n")
        quoted = [_harmless(" ".join(line.split())) for line in lines]
        # Two spaces at the end break the line: without them it would go on in the one before.
        return "\n".join(f"> {line}  " if line else ">" for line in quoted)

    def code(self, text: str) -> str:
        return "`" + one_line(text).replace("`", "ˋ") + "`"

    def code_block(self, text: str, language: str = "") -> str:
        """The text as it is but for what `plain` removes: the fence is longer than any in it."""
        text = plain(text)
        fence = "`" * max([3, *(len(each) + 1 for each in _FENCE.findall(text))])
        return f"{fence}{language}\n{text}\n{fence}"

    def bar(self, part: Fraction, whole: Fraction, mark: Fraction | None = None) -> str:
        return self.code(bar_of_blocks(part, whole, mark))

    def link(self, text: str, url: str) -> str:
        return f"[{text}](<{url}>)"

    def account(self, account: Address) -> str:
        if self.forms is not None:
            self.forms.name(account)
        url = self.pages.account(self.chain, account) if self.chain else None
        return self.code(account) if url is None else self.link(self.code(account), url)

    def short_account(self, account: Address) -> str:
        return self.account(account)

    def on_chain(self, chain: ChainId, *, short: bool = False, linked: bool = True) -> "MarkdownMarkup":
        return replace(self, chain=chain)

    def when(self, time: datetime, locale: Locale) -> str:
        return self.moment(time, locale)

    def moment(self, time: datetime, locale: Locale) -> str:
        """`2026-07-01T12:00:00Z`."""
        return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _harmless(line: str) -> str:
    """A line in which nothing is a mark."""
    text = _MARKS.sub(r"\\\g<0>", line)
    first = _AT_ITS_BEGINNING.match(text)
    if first is None:
        return text
    return f"{first[2] or ''}\\{first[1] or first[3]}{text[first.end() :]}"
