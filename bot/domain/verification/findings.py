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


class SeatsRight(msgspec.Struct, frozen=True):
    """Who owns the Safe afterwards."""

    joining: tuple[str, ...]
    """Wallets of those who were elected, in that order."""
    leaving: tuple[str, ...]
    threshold: int


class ElectedRight(Finding, frozen=True):
    """Who is elected follows from the count."""

    members: tuple[str, ...]
    """In the order in which they were elected."""
    seats: int
    owners: SeatsRight | None
    """None where nobody becomes an owner of a Safe."""


class ConflictsRight(Finding, frozen=True):
    """Each conflict of interest is its member's only one, and was declared in time."""

    members: int
    voters: int
    """So many of them have a ballot that counts."""


class CastRight(Finding, frozen=True):
    """What follows from it to be cast elsewhere."""

    contract: str
    chain: int
    proposal: str
    voter: str
    data: str
    """The calldata of the only call that follows; "" where nothing is cast."""
    parts: tuple[int, int, int] | None = None
    """Against, for and abstaining, where votes are split."""


class CastTermsOnChain(Finding, frozen=True):
    """The votes that are cast were read again."""

    votes: int
    voted: bool
    """Whether the account has voted by now."""


class BlocksOnChain(Finding, frozen=True):
    """Each block that the record names is one of its chain, with its number, hash and time."""

    blocks: int


class NumbersOnChain(Finding, frozen=True):
    """Each number was read again at its block, and is the same."""

    numbers: int


class TotalOnChain(Finding, frozen=True):
    """All power there was, read again."""

    total: int


class DecidedRight(Finding, frozen=True):
    """The vote ended early, when nothing could change its outcome any more."""

    at: int


class KeyRight(Finding, frozen=True):
    """All countersigned ballots name the key that the auditor has from Discord."""

    public_key: str
    application: str


class RequestsRight(Finding, frozen=True):
    """Discord signed each of these requests; each is the one that the record commits to, and says what it counts."""

    counted: int
    """Of the record's ballots."""
    replaced: int
    """Of ballots that aren't there, since their voters changed them."""
    server: int | None
    """The Discord server that all of them name."""


class OwnBallotCounts(Finding, frozen=True):
    """A voter's last ballot is in the record as they cast it."""

    receipt: str
    choice: str
    power: str
    earlier: int
    """So many earlier ones it replaced."""


class OwnPowerUnread(Finding, frozen=True):
    """A voter's last ballot is in the record, among those whose power could not be read."""

    receipt: str
    choice: str


class RewardsRight(Finding, frozen=True):
    """What the vote pays to its voters follows from its rule and its count."""

    total: str
    """In base units."""
    remainder: str
    """What of the pool nobody may have; in base units."""
    paid: int
    """To so many voters."""
    symbol: str
    decimals: int


class RewardCalls(Finding, frozen=True):
    """What the Safe has to do to pay the voter rewards."""

    root: str | None
    """Of the list from which members claim; None where each gets a transfer."""
    calls: tuple[tuple[str, str], ...]
    """The account that is called and the data, in hexadecimal digits, in their order; none brings ETH."""


class Open(Finding, frozen=True):
    """Something that was not checked, since something for it is missing."""


class WalletsSigned(Finding, frozen=True):
    """So many signatures of ballots are by the key of the wallet that counts."""

    signatures: int


class ContractsSigned(Finding, frozen=True):
    """At the snapshot, these wallets take the signatures of ballots as theirs."""

    signatures: int


class ContractsNotAsked(Open, frozen=True):
    """So many signatures are by no key: whether the wallet is a contract that takes them, only its chain can say."""

    signatures: int


class NumbersNotRead(Open, frozen=True):
    """No chain was asked."""


class ChainNotAsked(Open, frozen=True):
    """No endpoint of this chain was given."""

    chain: int


class KeyOnTrust(Open, frozen=True):
    """Nobody but the record says that the key is Discord's."""

    public_key: str
    application: str


class KeyUnused(Open, frozen=True):
    """The auditor gave a key, and no ballot is countersigned."""


class RequestsNotChecked(Open, frozen=True):
    """The record commits to requests that were not given."""

    ballots: int


class RequestsMissing(Open, frozen=True):
    """Some parts of the evidence are not there, with the requests of these ballots."""

    ballots: int
    first: str
    """The receipt of the first."""


class KeyExplains(Finding, frozen=True):
    """The numbers of these voters are hashes of the members that a key names."""

    voters: int
    unknown: int
    """Voters whom it doesn't name: they were erased, or whoever wrote the key left them out."""


class VotersErased(Open, frozen=True):
    """The voters of these ballots had themselves erased, as the evidence files say, and their requests with them."""

    ballots: int
    first: str
    """The receipt of the first."""


class OwnBallotReplaced(Open, frozen=True):
    """The record has a later ballot of the voter than their file. Only they know whether they cast it."""

    receipt: str
    by: str
    """The receipt of the later one."""
    at: int
    choice: str


class ExtensionsNotChecked(Open, frozen=True):
    """So many ballots in so long a window that to look for swings would take very long."""

    counted: int
    """So many, over all counts, would not have been enough."""


class DecisionNotChecked(Open, frozen=True):
    """More was cast than the record says that there was, so that nobody can tell what remained."""
