"""What is refused in linking wallets."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

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
class AcceptsAnything(Refused):
    """The wallet's contract takes the signature for texts that nobody wrote: it proves nothing."""

    wallet: "Address"


@dataclass(eq=False)
class MalformedSignature(Refused):
    fault: Fault


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
class NothingToRevoke(Refused):
    """The wallet is linked to nobody there, or was linked after it was to be unlinked."""

    wallet: "Address"


@dataclass(eq=False)
class RevocationExpired(Refused):
    """The text by which a wallet takes itself off an account is too old, or from a time that hasn't come."""


@dataclass(eq=False)
class ServerNumberInvalid(Refused):
    """What was given is no number of a Discord server."""


@dataclass(eq=False)
class BadMandate(Refused):
    """Terms of a mandate that aren't among those that can be chosen."""


@dataclass(eq=False)
class WalletLinkedOften(Refused):
    """The wallet was linked so often in a short time, by whomever, that it stays where it is for now."""

    wallet: "Address"
    limit: int
    until: datetime


@dataclass(eq=False)
class LinkedTooMuch(Refused):
    """The member has linked so many wallets in a short time."""

    limit: int
    until: datetime


@dataclass(eq=False)
class TooManyRequests(Refused):
    """So many messages wait for a member's signature already."""

    limit: int


class NotHexadecimal(Fault, frozen=True):
    pass


class SignatureTooLong(Fault, frozen=True):
    length: int
    """In bytes."""


class BadlyWrapped(Fault, frozen=True):
    """It ends as one that is wrapped by ERC-6492, and isn't."""


class WalletNotDeployed(Fault, frozen=True):
    """A signature by a contract wallet that is not on chain yet (ERC-6492)."""


class WrongLastByte(Fault, frozen=True):
    value: int


class SignatureLength(Fault, frozen=True):
    length: int
    """In bytes; a signature by a key has 65."""


class GreaterOfTwo(Fault, frozen=True):
    """Its s is the larger one of two (EIP-2)."""


class NoKeysSignature(Fault, frozen=True):
    """No key can have made it."""
