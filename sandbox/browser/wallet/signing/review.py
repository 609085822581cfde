"""What a person reads before they sign."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sandbox.browser.wallet.accounts import Holder
from sandbox.browser.wallet.address_book import AddressBook
from sandbox.chain import LocalChain


@dataclass(frozen=True)
class Line:
    """A name with what stands there; `depth` says how far within others it stands."""

    name: str
    value: str
    depth: int = 0

    def within(self, depth: int) -> Line:
        """The same line so much further in."""
        return Line(self.name, self.value, self.depth + depth)


@dataclass(frozen=True)
class Review:
    """All of a dialog but who asks and whose account it is."""

    title: str
    approve: str
    """What the button says that signs."""
    dangers: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    text: str = ""
    """What is signed, to the letter, where it is a text."""
    raw: str = ""
    """What is signed as bytes or JSON, for who wants to compare."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Asking:
    """Who asks whom for a signature, and when."""

    origin: str
    """Of the page."""
    holder: Holder
    chain: LocalChain
    """The one that the wallet is on in this window."""
    book: AddressBook
    now: datetime


@dataclass(frozen=True)
class Request:
    """Something to be signed: what a person reads, and what is done when they agree."""

    review: Review
    fulfil: Callable[[], Awaitable[str]]
    """What the page gets: a signature, or the hash of a transaction. Raises ProviderError."""
