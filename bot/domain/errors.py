"""One tree of errors. They carry what went wrong as data; cogs/ui/replies.py words them for people."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.blocks import BlockRef
    from bot.domain.ids import Address, ChainId, GuildId, MemberId, Power, ProposalId


class FolkmootError(Exception):
    """Anything that Folkmoot says no to, or could not do.

    The subclasses are dataclasses, not frozen (Python itself sets __traceback__ on an exception in flight) and
    compared by identity, as exceptions are.
    """


class Refused(FolkmootError):
    """A member asked for something that the rules don't allow, or that can't be read. Nothing was changed."""


class Unavailable(FolkmootError):
    """Something that Folkmoot needs (a chain, a service) did not answer. It is worth trying again."""


# -- what a person typed ------------------------------------------------------------------------------------


@dataclass(eq=False)
class BadAddress(Refused):
    text: str
    why: str


@dataclass(eq=False)
class BadAmount(Refused):
    """An amount that isn't a plain decimal number, or has more decimals than the token."""

    text: str
    decimals: int
    why: str


@dataclass(eq=False)
class BadAction(Refused):
    """One line of a proposal's actions that can't become a call."""

    line_number: int
    line: str
    why: str


@dataclass(eq=False)
class TextTooLong(Refused):
    field: str
    length: int
    limit: int


@dataclass(eq=False)
class TextMissing(Refused):
    field: str


# -- spaces and roles ---------------------------------------------------------------------------------------


@dataclass(eq=False)
class NotSetUp(Refused):
    """The server has no space yet: a moderator runs /gov setup."""

    guild: "GuildId"


@dataclass(eq=False)
class NotModerator(Refused):
    pass


@dataclass(eq=False)
class NotGuardian(Refused):
    pass


@dataclass(eq=False)
class ReasonMissing(Refused):
    """An act that must be explained in public came without its reason."""


@dataclass(eq=False)
class BadSetting(Refused):
    """A field of /gov setup that can't be read."""

    field: str
    text: str
    expected: str


@dataclass(eq=False)
class TrackUnknown(Refused):
    """The space has no track of that name."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class TrackExists(Refused):
    """A track of this name takes proposals already."""

    name: str


@dataclass(eq=False)
class TrackRetired(Refused):
    """Nothing new is proposed on this track any more."""

    name: str


@dataclass(frozen=True)
class PolicyFault:
    """One thing that is wrong with a policy as it was written. `line` from 1, None where it is the whole file."""

    line: int | None
    field: str
    reason: str

    def __str__(self) -> str:
        where = "" if self.line is None else f"line {self.line}: "
        return f"{where}{self.field}: {self.reason}" if self.field else f"{where}{self.reason}"


@dataclass(eq=False)
class BadPolicy(Refused):
    """A policy file that can't be read, or whose rules don't fit together."""

    faults: tuple[PolicyFault, ...]


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
    why: str


# -- wallets ------------------------------------------------------------------------------------------------


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


# -- proposals ----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class TooManyDrafts(Refused):
    """A member has so many drafts that were neither submitted nor discarded."""

    limit: int


@dataclass(eq=False)
class ProposalUnknown(Refused):
    """No such proposal in this server."""

    proposal: str


@dataclass(eq=False)
class NotAuthor(Refused):
    proposal: "ProposalId"


@dataclass(eq=False)
class TextAgreed(Refused):
    """A proposal that follows a passed temperature check stays as it passed there."""

    proposal: "ProposalId"
    check: "ProposalId"


@dataclass(eq=False)
class WrongState(Refused):
    """The proposal isn't in a state in which this can be done."""

    proposal: "ProposalId"
    state: str
    needed: tuple[str, ...]


@dataclass(eq=False)
class BelowThreshold(Refused):
    """The author holds less power than the track asks of a proposer."""

    held: "Power"
    needed: "Power"
    at: "tuple[BlockRef, ...]"
    symbol: str
    decimals: int
    wallets: int


@dataclass(eq=False)
class NoExecutor(Refused):
    """A proposal has actions, but the track has nobody to carry them out."""


@dataclass(eq=False)
class ExecutorChanged(Refused):
    """The actions were written for another chain than that of the Safe which the track names now."""

    proposal: "ProposalId"


@dataclass(eq=False)
class TotalUnknown(Refused):
    """A rule is a share of all power, and nothing tells how much a source gives in all."""

    source: str


@dataclass(eq=False)
class NotOnBallot(Refused):
    """An unknown choice."""

    proposal: "ProposalId"
    given: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class BallotUnclear(Refused):
    """What was given is no ballot of this vote's mechanism."""

    proposal: "ProposalId"
    why: str
    """A phrase."""
    example: str
    """What may be written instead, as a phrase."""


@dataclass(eq=False)
class AboveBudget(Refused):
    """The votes that a ballot gives cost more than its voter has. Amounts in base units."""

    proposal: "ProposalId"
    cost: "Power"
    power: "Power"
    """The voter's own, and what is lent to them now."""
    symbol: str
    decimals: int


@dataclass(eq=False)
class BadChoices(Refused):
    """The choices that an author named can't stand on a ballot."""

    why: str
    """A phrase."""


@dataclass(eq=False)
class VotingNotOpen(Refused):
    proposal: "ProposalId"
    state: str
    opens_at: datetime | None = None


@dataclass(eq=False)
class VotingOver(Refused):
    """The ballot was made at or after the end."""

    proposal: "ProposalId"
    ended_at: datetime


@dataclass(eq=False)
class OnlyObjections(Refused):
    """The last part of the vote has begun, which accepts nothing but objections."""

    proposal: "ProposalId"
    since: datetime
    choices: tuple[str, ...]
    """Those that are still accepted."""


@dataclass(eq=False)
class VotedAlready(Refused):
    """The member's first ballot counts, and can't be changed."""

    proposal: "ProposalId"
    choice: str
    """In words."""


@dataclass(eq=False)
class VotingPaused(Refused):
    proposal: "ProposalId"
    reason: str


@dataclass(eq=False)
class NoWallet(Refused):
    """The member has no linked wallet that could give power."""


@dataclass(eq=False)
class NoPower(Refused):
    """Nothing that the member has gives power in this vote, and no wallet could."""

    proposal: "ProposalId"


@dataclass(eq=False)
class WalletsClaimed(Refused):
    """All of the member's wallets already count for another member in this vote."""

    proposal: "ProposalId"
    wallets: "tuple[Address, ...]"


@dataclass(eq=False)
class ReactionsOff(Refused):
    proposal: "ProposalId"


@dataclass(eq=False)
class VotingStillOpen(Refused):
    proposal: "ProposalId"
    ends_at: datetime


@dataclass(eq=False)
class NotInTimelock(Refused):
    """A veto outside the time in which guardians may veto."""

    proposal: "ProposalId"
    state: str


# -- delegation ---------------------------------------------------------------------------------------------


@dataclass(eq=False)
class DelegationToOneself(Refused):
    pass


@dataclass(eq=False)
class DelegationToBot(Refused):
    """A bot can't vote."""

    member: "MemberId"


@dataclass(eq=False)
class DelegationToStranger(Refused):
    """The delegate isn't in the server."""

    member: "MemberId"


@dataclass(eq=False)
class DelegationOver(Refused):
    """The end of a new delegation lies in the past."""

    until: datetime


@dataclass(eq=False)
class DelegationCycle(Refused):
    """The power would come back to its owner, where it is passed on."""

    path: "tuple[MemberId, ...]"
    """From the delegator back to the delegator."""


@dataclass(eq=False)
class DelegationUnknown(Refused):
    """There is nothing to revoke for this topic, None standing for all of them."""

    track: str | None


@dataclass(eq=False)
class DelegationOff(Refused):
    """The policy of the track (None: of every track) has no delegation."""

    track: str | None


# -- staking ------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class StakeInstead(Refused):
    """A ballot for a proposal on which members stake."""

    proposal: "ProposalId"


@dataclass(eq=False)
class VoteInstead(Refused):
    """A stake on a proposal on which members vote."""

    proposal: "ProposalId"


@dataclass(eq=False)
class NotEnoughToStake(Refused):
    """The member has less power than they would have staked in all."""

    power: "Power"
    staked: "Power"
    """On all open proposals of the track."""
    asked: "Power | None"
    """None: all that is free, and nothing is."""
    at: "tuple[BlockRef, ...]"
    symbol: str
    decimals: int


@dataclass(eq=False)
class NotEnoughStaked(Refused):
    """The member wants to take away more than lies on the proposal."""

    proposal: "ProposalId"
    staked: "Power"
    asked: "Power | None"
    """None: all of it, and nothing lies there."""
    symbol: str
    decimals: int


@dataclass(eq=False)
class StakesApart(Refused):
    """A stake can't move between these: they are one and the same, or don't weigh the same power."""

    proposal: "ProposalId"
    target: "ProposalId"


@dataclass(eq=False)
class PoolChanged(Refused):
    """The actions ask another amount of the pool than the proposal says, since the track names another pool now."""

    proposal: "ProposalId"


# -- the world outside --------------------------------------------------------------------------------------


@dataclass(eq=False)
class ChainUnavailable(Unavailable):
    chain: "ChainId"
    why: str


@dataclass(eq=False)
class ServiceUnavailable(Unavailable):
    service: str
    why: str


@dataclass(eq=False)
class ServiceRefused(FolkmootError):
    """A service answered that it will not do this, so that trying again is no use."""

    service: str
    status: int
    why: str


@dataclass(eq=False)
class SafeHashMismatch(FolkmootError):
    """The Safe's own `getTransactionHash` differs from the hash computed here: nothing is signed."""

    computed: str
    contract: str


@dataclass(eq=False)
class StoredDataInvalid(FolkmootError):
    """What the database holds does not have the shape that was written: it was changed from outside."""

    what: str
    member: "MemberId | None" = None
