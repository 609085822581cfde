"""What was checked of a record and found right: one for each line that is printed."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """The root of all findings; each class is one thing that was checked."""


class FileRight(Finding, frozen=True):
    """It is in canonical form; the hash names it."""

    hash: str
    expected: bool
    """Whether the hash is the one that the auditor gave."""


class ContentRight(Finding, frozen=True):
    """The content hash is that of what is frozen, and its policy is one."""

    hash: str
    policy: str


class BallotsRight(Finding, frozen=True):
    """Each receipt is that of its ballot, and nobody has two."""

    ballots: int


class PowersRight(Finding, frozen=True):
    """Each power is what the policy makes of the evidence, and no wallet counts twice."""

    ballots: int
    delegations: int
    numbers: int
    """So many numbers were read."""


class ReputationRight(Finding, frozen=True):
    """The frozen balances follow from the ledger's events."""

    members: int


class DelegationsRight(Finding, frozen=True):
    """The lists are those that were frozen, and what is delegated counts with the ballots that it must."""

    delegations: int
    effective: int


class TimesRight(Finding, frozen=True):
    """The vote lasted as long as its policy says with all pauses and extensions, and every ballot came in time."""

    opened_at: int
    ended_at: int


class ExtensionsRight(Finding, frozen=True):
    """Every extension that the ballots ask for is there."""

    extensions: int


class StakesRight(Finding, frozen=True):
    """Each receipt is that of its stake, each power what was read makes, and the election file counts just these."""

    stakes: int
    members: int


class CountRight(Finding, frozen=True):
    """The election is by the policy and of these ballots, and counting it again gives the same result."""

    mechanism: str
    scores: tuple[str, ...]
    passed: bool | None
    """None where no rule says."""


class BlocksOnChain(Finding, frozen=True):
    """Each block that the record names is one of its chain, with its number, hash and time."""

    blocks: int


class NumbersOnChain(Finding, frozen=True):
    """Each number was read again at its block, and is the same."""

    numbers: int


class TotalOnChain(Finding, frozen=True):
    """All power there was, read again."""

    total: int


class Open(Finding, frozen=True):
    """Something that was not checked, since something for it is missing."""


class NumbersNotRead(Open, frozen=True):
    """No chain was asked."""


class SignaturesNotChecked(Open, frozen=True):
    """Ballots brought along what has to be signed by Discord or a wallet."""

    ballots: int


class ChainNotAsked(Open, frozen=True):
    """No endpoint of this chain was given."""

    chain: int
