"""How our sentences look in a message of Discord, where nothing that others wrote works as a mark or a mention."""

import itertools
import re
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

import msgspec
from babel import Locale
from msgspec.structs import replace

from bot.domain.accounts.chain_pages import ChainPages
from bot.domain.ids import Address, ChainId, ChannelId, MemberId, RoleId, TransactionHash, is_nobody
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.bars import bar_of_blocks
from bot.wording.markup.plain_text import cut, nobody, one_line, plain

MESSAGE_LIMIT = 2000
"""Characters of a plain message."""
LAYOUT_LIMIT = 4000
"""Characters of all texts of a message with components, together."""
CHOICE_LIMIT = 100
"""Characters of a suggestion of an autocompletion, and of a thread's name."""

_URL = re.compile(r"https?://[^\s<>`|\\\u0000-\u001f]+")
_SPECIAL = re.compile(r"[\\*_~`|\[\]<>#@]")
_FENCE = "```"


class DiscordMarkup(msgspec.Struct, frozen=True):
    """`bot.wording.markup.markup.Markup`."""

    pages: ChainPages = msgspec.field(default_factory=ChainPages)
    chain: ChainId | None = None
    """The one that accounts are of, where that is known."""
    short: bool = False
    """Whether those are shown by their ends."""
    linked: bool = True
    forms: ShortForms | None = None

    def telling_apart(self, forms: ShortForms) -> "DiscordMarkup":
        return replace(self, forms=forms)

    def sentence(self, template: str) -> str:
        return template

    def strong(self, text: str) -> str:
        return f"**{text}**"

    def emphasis(self, text: str) -> str:
        return f"*{text}*"

    def small(self, text: str) -> str:
        return f"-# {text}"

    def heading(self, text: str) -> str:
        return f"## {text}"

    def name(self, text: str, limit: int | None = 60) -> str:
        """One line, cut, and no formatting or mention works in it.

        Links stay as they are, so that they can be followed, and always show where they lead.
        """
        return _harmless(text, limit)

    def body(self, text: str, limit: int | None = None) -> str:
        """Formatting works, masked links show their address.

        Mentions are shown but never ping (the client allows none). A code block that was left open is closed, so
        that it can't swallow what follows. A link is cut off whole: its beginning would lead elsewhere.
        """
        text = plain(text).strip().replace("](", "]\\(")
        if limit is not None and len(text) > limit:
            room = limit - len(_FENCE) - 1
            ends = [link.start() for link in _URL.finditer(text) if link.start() < room <= link.end()]
            text = cut(text, min([room, *(end + 1 for end in ends)]))
        return f"{text}\n{_FENCE}" if text.count(_FENCE) % 2 else text

    def code(self, text: str) -> str:
        return "`" + one_line(text).replace("`", "ˋ") + "`"

    def code_block(self, text: str, language: str = "") -> str:
        """The text as it is but for what `plain` removes and the end of the block."""
        return f"{_FENCE}{language}\n{plain(text).replace(_FENCE, 'ˋˋˋ')}\n{_FENCE}"

    def bar(self, part: Fraction, whole: Fraction, mark: Fraction | None = None) -> str:
        return self.code(bar_of_blocks(part, whole, mark))

    def link(self, text: str, url: str) -> str:
        return f"[{text}]({url})"

    def account(self, account: Address) -> str:
        if self.forms is not None:
            self.forms.name(account)
        shown = self.short_account(account) if self.short else f"`{account}`"
        # In full and without a link it takes no more room than by its ends with one.
        whole = self.short and self.forms is not None and self.forms.in_full(account)
        url = self.pages.account(self.chain, account) if self.chain and self.linked and not whole else None
        return shown if url is None else self.link(shown, url)

    def short_account(self, account: Address) -> str:
        return f"`{account if self.forms is None else self.forms.of(account)}`"

    def on_chain(self, chain: ChainId, *, short: bool = False, linked: bool = True) -> "DiscordMarkup":
        return replace(self, chain=chain, short=short, linked=linked)

    def elsewhere(self, chain: ChainId) -> "DiscordMarkup":
        return replace(self, chain=chain)

    def chain_name(self, chain: ChainId) -> str:
        return self.name(self.pages.name(chain) or str(chain))

    def transaction(self, transaction: TransactionHash, chain: ChainId) -> str:
        url = self.pages.transaction(chain, transaction)
        return (
            self.code(transaction)
            if url is None
            else self.link(f"`{transaction[:10]}…{transaction[-4:]}`", url)
        )

    def safe_page(self, chain: ChainId, safe: Address, safe_tx_hash: TransactionHash) -> str | None:
        return self.pages.safe_transaction(chain, safe, safe_tx_hash)

    def governor_page(self, chain: ChainId, governor: Address, proposal: str) -> str | None:
        return self.pages.governor_proposal(chain, governor, proposal)

    def member(self, member: MemberId) -> str:
        return nobody(member) if is_nobody(member) else f"<@{member}>"

    def role(self, role: RoleId) -> str:
        return f"<@&{role}>"

    def channel(self, channel: ChannelId) -> str:
        return f"<#{channel}>"

    def when(self, time: datetime, locale: Locale) -> str:
        """As each reader's own client shows it, relative to now."""
        return f"<t:{int(time.timestamp())}:R>"

    def moment(self, time: datetime, locale: Locale) -> str:
        """As each reader's own client shows it, with date, hour and how far it is from now."""
        return f"<t:{int(time.timestamp())}:f> ({self.when(time, locale)})"


@lru_cache(maxsize=1024)
def _harmless(text: str, limit: int | None) -> str:
    """Kept, since a vote names the same choices and the same token in every receipt.

    It is cut as it is sent, between two signs: an escape never loses what it escapes, and a link is shown whole or not
    at all, since its beginning would lead elsewhere.
    """
    text = one_line(text)
    parts: list[str] = []
    end = 0
    for link in _URL.finditer(text):
        parts += [*_escaped(text[end : link.start()]), link[0]]
        end = link.end()
    parts += _escaped(text[end:])
    whole = "".join(parts)
    if limit is None or len(whole) <= limit:
        return whole
    lengths = itertools.accumulate(map(len, parts))
    kept = sum(1 for length in lengths if length < limit)
    return "".join(parts[:kept]).rstrip() + "…"


def _escaped(text: str) -> list[str]:
    """The signs of a text without links, each with what makes it harmless."""
    return [
        f"\\{sign}" if _SPECIAL.fullmatch(sign) or (place == 0 and sign in "-+") else sign
        for place, sign in enumerate(text)
    ]


DISCORD = DiscordMarkup()
