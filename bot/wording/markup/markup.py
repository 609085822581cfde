"""How our sentences are set: plain for a terminal, with marks in a message, with tags on a page.

What is said is written once (the rest of this layer); a markup says how it looks there, and makes what others wrote
(titles, names of choices, symbols of tokens) harmless where it is shown. Every method gives text of the markup. So do
those that take our own words (`strong`, `emphasis`, `small`, `heading`): they put marks around what is set already.
"""

import re
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from typing import Protocol

from babel import Locale
from babel.dates import format_datetime

from bot.domain.accounts.short_names import safe_app_page
from bot.domain.ids import Address, ChainId, ChannelId, MemberId, RoleId, TransactionHash
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.bars import bar_of_blocks
from bot.wording.markup.plain_text import cut, one_line, plain


class Markup(Protocol):
    def __hash__(self) -> int: ...

    @property
    def forms(self) -> ShortForms | None:
        """The accounts of the message that is being made, where they are told apart."""
        ...

    def telling_apart(self, forms: ShortForms) -> "Markup":
        """The same markup, where accounts by their ends are written as these forms say."""
        ...

    def sentence(self, template: str) -> str:
        """One of our sentences, before its data is put in. In it `code`, **strong** and *emphasis* are marks, whatever
        the markup; `{…}` stays."""
        ...

    def strong(self, text: str) -> str:
        """Our own words, made to stand out."""
        ...

    def emphasis(self, text: str) -> str:
        """Our own words, set apart within a sentence."""
        ...

    def small(self, text: str) -> str:
        """A line of our own words that matters less than the others."""
        ...

    def heading(self, text: str) -> str:
        """A line of our own words above what it is about."""
        ...

    def name(self, text: str, limit: int | None = 60) -> str:
        """Somebody else's words within a line, in at most so many characters as they are set."""
        ...

    def body(self, text: str, limit: int | None = None) -> str:
        """Somebody else's text as a block of its own, with what formatting it may have."""
        ...

    def code(self, text: str) -> str:
        """Something to be taken letter by letter."""
        ...

    def code_block(self, text: str, language: str = "") -> str:
        """Lines to be taken letter by letter; `language` is that of the code, such as `diff`."""
        ...

    def bar(self, part: Fraction, whole: Fraction, mark: Fraction | None = None) -> str:
        """A share to be understood at a glance, with a mark where `mark` of the whole is. The words beside it say the
        same."""
        ...

    def link(self, text: str, url: str) -> str:
        """Our own words that lead to an address of our own."""
        ...

    def account(self, account: Address) -> str:
        """An address in full."""
        ...

    def short_account(self, account: Address) -> str:
        """An address to recognise: its first and last digits where the message is one of `telling_accounts_apart` and
        no other account reads alike there; else all of them."""
        ...

    def on_chain(self, chain: ChainId, *, short: bool = False, linked: bool = True) -> "Markup":
        """The same markup, where accounts are of this chain. `account` shows them in full or, if `short`, by their
        ends, and leads to the chain's explorer if `linked` and one is known."""
        ...

    def elsewhere(self, chain: ChainId) -> "Markup":
        """The same markup, where accounts are of this chain, and shown as before."""
        ...

    def chain_name(self, chain: ChainId) -> str:
        """What the operator calls the chain; its number where nobody knows."""
        ...

    def transaction(self, transaction: TransactionHash, chain: ChainId) -> str:
        """A transaction by its hash: its ends, leading to the chain's explorer, or all of it where none is known."""
        ...

    def safe_page(self, chain: ChainId, safe: Address, safe_tx_hash: TransactionHash) -> str | None:
        """The address of the page on which owners find a transaction of a Safe; None where none is known."""
        ...

    def governor_page(self, chain: ChainId, governor: Address, proposal: str) -> str | None:
        """The address of the page on which voters find a proposal on a Governor, by its id there in digits; None where
        none is known."""
        ...

    def member(self, member: MemberId) -> str:
        """A member, or `nobody` where they were erased."""
        ...

    def role(self, role: RoleId) -> str: ...

    def channel(self, channel: ChannelId) -> str:
        """A channel or a thread."""
        ...

    def when(self, time: datetime, locale: Locale) -> str:
        """How far a time is from now, where the reader's program shows that; else the time. Say `say.when(time)`."""
        ...

    def moment(self, time: datetime, locale: Locale) -> str:
        """A time with its date and hour. Say `say.moment(time)`."""
        ...


class PlainMarkup:
    """For a terminal: no marks, and nothing that could break the line or act on the terminal."""

    def __init__(self, forms: ShortForms | None = None) -> None:
        self.forms = forms

    def telling_apart(self, forms: ShortForms) -> "PlainMarkup":
        return PlainMarkup(forms)

    def sentence(self, template: str) -> str:
        return _without_marks(template)

    def strong(self, text: str) -> str:
        return text

    def emphasis(self, text: str) -> str:
        return text

    def small(self, text: str) -> str:
        return text

    def heading(self, text: str) -> str:
        return text

    def name(self, text: str, limit: int | None = 60) -> str:
        text = one_line(text)
        return text if limit is None else cut(text, limit)

    def body(self, text: str, limit: int | None = None) -> str:
        text = plain(text).strip()
        return text if limit is None else cut(text, limit)

    def code(self, text: str) -> str:
        return self.name(text, 200)

    def code_block(self, text: str, language: str = "") -> str:
        return plain(text)

    def bar(self, part: Fraction, whole: Fraction, mark: Fraction | None = None) -> str:
        return bar_of_blocks(part, whole, mark)

    def link(self, text: str, url: str) -> str:
        return f"{text} ({url})"

    def account(self, account: Address) -> str:
        if self.forms is not None:
            self.forms.name(account)
        return account

    def short_account(self, account: Address) -> str:
        return account if self.forms is None else self.forms.of(account)

    def on_chain(self, chain: ChainId, *, short: bool = False, linked: bool = True) -> "PlainMarkup":
        return self

    def elsewhere(self, chain: ChainId) -> "PlainMarkup":
        return self

    def chain_name(self, chain: ChainId) -> str:
        return str(chain)

    def transaction(self, transaction: TransactionHash, chain: ChainId) -> str:
        return transaction

    def safe_page(self, chain: ChainId, safe: Address, safe_tx_hash: TransactionHash) -> str | None:
        return safe_app_page(chain, safe, safe_tx_hash)

    def governor_page(self, chain: ChainId, governor: Address, proposal: str) -> str | None:
        return None

    def member(self, member: MemberId) -> str:
        return str(member)

    def role(self, role: RoleId) -> str:
        return str(role)

    def channel(self, channel: ChannelId) -> str:
        return str(channel)

    def when(self, time: datetime, locale: Locale) -> str:
        return self.moment(time, locale)

    def moment(self, time: datetime, locale: Locale) -> str:
        return format_datetime(time, "long", tzinfo=UTC, locale=locale)


MARKS = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])")
"""What our own sentences set apart: `code`, **strong** and *emphasis*, in groups of this order."""


@cache
def _without_marks(template: str) -> str:
    return MARKS.sub(lambda mark: mark[1] or MARKS.sub(r"\1\2\3", mark[2] or mark[3]), template)


PLAIN = PlainMarkup()
