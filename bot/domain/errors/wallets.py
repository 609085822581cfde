"""What is refused in linking wallets."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import Address


@dataclass(eq=False)
class NonceExpired(Refused):
    """The message to sign is too old, was used already, or isn't this member's."""


@dataclass(eq=False)
class WrongSignature(Refused):
    """The signature isn't by the wallet that the message names."""

    wallet: "Address"
    signed_by: "Address | None"


@dataclass(eq=False)
class MalformedSignature(Refused):
    why: str


@dataclass(eq=False)
class WalletTaken(Refused):
    """Another member of this space has linked the wallet."""

    wallet: "Address"


@dataclass(eq=False)
class WalletUnknown(Refused):
    wallet: str


@dataclass(eq=False)
class TooManyWallets(Refused):
    limit: int


@dataclass(eq=False)
class TooManyRequests(Refused):
    """So many messages wait for a member's signature already."""

    limit: int
