"""Accounts as people write them: by their address, by a name of ENS, as a member, or as the space's address book calls
them.

A name is looked up once, where it is written, and what it stood for then is what counts: only addresses are stored,
voted on and executed. The name is kept beside the address and never in its place.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import Enum, StrEnum

import msgspec

from bot.domain.accounts.short_names import SHORT_NAMES
from bot.domain.errors import BadAddress
from bot.domain.errors.accounts import NotAName
from bot.domain.errors.inputs import NotAnAddress
from bot.domain.ids import Address, ChainId, MemberId, address

LONGEST_NAME = 100
"""Characters of a name of ENS that is looked up."""
LONGEST_LABEL = 32
"""Characters of a name in the address book."""

_MENTION = re.compile(r"<@!?([0-9]{1,19})>", re.ASCII)
_PREFIXED = re.compile(r"([^\s:]{1,40}):\s*(0x\S*)", re.ASCII)
_LABEL = re.compile(rf"[A-Za-z][A-Za-z0-9_-]{{0,{LONGEST_LABEL - 1}}}", re.ASCII)
_ENS_LABEL = re.compile(r"_*[a-z0-9-]+", re.ASCII)
_WORD = re.compile("to|from|value|function|transfer|call|raw|grant|slash|none", re.IGNORECASE)
"""Of the grammar of actions: no entry of the address book is called so."""


class NamedBy(StrEnum):
    """Where a name comes from."""

    BOOK = "book"
    """The address book of the space."""
    ENS = "ens"
    MEMBER = "member"
    """A mention; the name is the number of the member."""


class NamedAccount(msgspec.Struct, frozen=True):
    """An account, and the name by which it was written."""

    account: Address
    name: str
    by: NamedBy
    block: int | None = None
    """The block by which a name of ENS was looked up, of the chain that has the registry."""


class NoAccount(Enum):
    """Why a name of ENS stands for no account."""

    NOBODY = "nobody"
    """It has no owner, or its owner has named no account of the chain."""
    OFF_CHAIN = "off chain"
    """Its resolver gives no answer that could be read on chain."""


NameAnswer = Address | NoAccount
"""What a name of ENS stands for."""


class BookEntry(msgspec.Struct, frozen=True):
    """What the address book of a space says of an account on one chain."""

    chain: ChainId
    name: str
    account: Address
    added_by: MemberId
    added_at: datetime

    @property
    def key(self) -> str:
        """By it a name is found, however it is spelt."""
        return self.name.casefold()

    @property
    def named(self) -> NamedAccount:
        return NamedAccount(self.account, self.name, NamedBy.BOOK)


class ByAddress(msgspec.Struct, frozen=True):
    account: Address
    prefix: str = ""
    """Of EIP-3770, what stood before the colon."""


class ByEns(msgspec.Struct, frozen=True):
    name: str
    """As it is looked up: in small letters."""


class ByMember(msgspec.Struct, frozen=True):
    member: MemberId


class ByLabel(msgspec.Struct, frozen=True):
    """As the address book calls it."""

    label: str


Written = ByAddress | ByEns | ByMember | ByLabel


def written(text: str) -> Written:
    """What a person means who wrote this for an account. Raises BadAddress for what can mean none."""
    text = text.strip()
    if text.startswith("0x"):
        return ByAddress(address(text))
    if match := _PREFIXED.fullmatch(text):
        return ByAddress(address(match[2]), match[1])
    if match := _MENTION.fullmatch(text):
        return ByMember(MemberId(int(match[1])))
    if is_label(text):
        return ByLabel(text)
    if "." in text and not text.startswith("."):
        return ByEns(ens_name(text))
    raise BadAddress(text, NotAnAddress())


def is_label(text: str) -> bool:
    """Whether an entry of the address book can be called so."""
    return bool(_LABEL.fullmatch(text)) and not _WORD.fullmatch(text)


def ens_name(text: str) -> str:
    """A name of ENS as it is looked up, in small letters.

    Of the names that ENS takes (ENSIP-15) those of Latin letters without marks, digits and hyphens: the others can look
    like them. Raises BadAddress.
    """
    name = text.lower() if text.isascii() else text
    labels = name.split(".")
    if len(name) > LONGEST_NAME or len(labels) < 2 or not all(map(_is_ens_label, labels)):
        raise BadAddress(text, NotAName())
    return name


def _is_ens_label(label: str) -> bool:
    return bool(_ENS_LABEL.fullmatch(label)) and label[2:4] != "--"


def prefixes(chain: ChainId, name: str) -> tuple[str, ...]:
    """What may stand before an address on the chain: its short name, its number and how the operator calls it."""
    known = (SHORT_NAMES.get(chain, ""), str(chain), name)
    return tuple(prefix for prefix in known if prefix)


def mentioned(names: Iterable[NamedAccount], text: str) -> tuple[NamedAccount, ...]:
    """Those of the names whose account stands in the text, each account once."""
    found = {each.account: each for each in names if each.account in text}
    return tuple(found.values())
