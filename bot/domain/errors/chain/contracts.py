"""What is refused of a contract on chain."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.ids import Address, ChainId


@dataclass(eq=False)
class UnknownChain(Refused):
    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class NoCode(Refused):
    """An address that should be a contract has no code on this chain."""

    address: "Address"
    chain: "ChainId"


@dataclass(eq=False)
class WrongContract(Refused):
    """A contract that doesn't answer as the chosen kind must."""

    address: "Address"
    expected: str
    """The kind, by the name that Solidity or the policy has for it."""
    fault: Fault


class AnswersOtherwise(Fault, frozen=True):
    """A function that answers with something else than it should."""

    function: str
    detail: str
    """What came instead, in technical words; may be empty."""


class SeveralWords(Fault, frozen=True):
    """A function that answers with several words, of which the policy doesn't say which counts."""

    function: str
    words: int


class NotOfItsInterface(Fault, frozen=True):
    """By ERC-165 it says itself that it isn't one."""

    interface: str


class ClockUnreadable(Fault, frozen=True):
    pass


class ClockUnknown(Fault, frozen=True):
    mode: str


class AbsurdDecimals(Fault, frozen=True):
    """More decimals than any token has."""

    given: int


class MoreThanThereIs(Fault, frozen=True):
    """A number that is nobody's power: from 2 ** 128, as an address read for a number is, or above the total."""


class DelegationPassedOver(Fault, frozen=True):
    """What is held counts, of a token whose holders delegate their votes."""

    function: str
    """The function that tells it."""


class NothingInAll(Fault, frozen=True):
    """The source's total is zero, so that nobody has any power from it."""


SourceDoubt = DelegationPassedOver | NothingInAll
"""What a moderator should know of a source that answers as its kind must."""


class NeedsDecimals(Fault, frozen=True):
    """A contract that doesn't tell its decimals, so that the policy has to."""


class BadThreshold(Fault, frozen=True):
    """A Safe's threshold that isn't between one and all of its owners."""


class NoVersion(Fault, frozen=True):
    """A Safe that names no version."""


class UnknownVersion(Fault, frozen=True):
    version: str


class OtherEas(Fault, frozen=True):
    """An Indexer of attestations that belongs to another EAS than the policy names."""

    found: str
    """As 0x-prefixed hex."""


class NoSuchSchema(Fault, frozen=True):
    """No schema has this UID in EAS's registry."""

    uid: str


class NotASafe(Fault, frozen=True):
    pass


class NotAGovernor(Fault, frozen=True):
    pass


class OtherIds(Fault, frozen=True):
    """A Governor whose ids of proposals can't be known beforehand."""


class DeafTimelock(Fault, frozen=True):
    """A timelock that a Governor names, and that takes no calls from it."""

    governor: str


class OtherTimelock(Fault, frozen=True):
    """A Governor whose calls another account makes than the policy says."""

    named: str
    found: str
    """The accounts as 0x-prefixed hex, "" for none."""


class NotABaal(Fault, frozen=True):
    pass


class NotAMoloch(Fault, frozen=True):
    pass


class DeafSafe(Fault, frozen=True):
    """A Safe that a Baal names, and that takes no calls from it."""

    baal: str


class OtherSafe(Fault, frozen=True):
    """A Baal whose calls another Safe makes than the policy says."""

    named: str
    found: str


class OtherBatchContract(Fault, frozen=True):
    """What is to make several calls at once for a Safe isn't Safe's own contract for that."""


class ForeignCode(Fault, frozen=True):
    """Another code than that of Safe's own contract."""
