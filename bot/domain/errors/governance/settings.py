"""What a moderator typed that can't be a setting; each fault says what may be written instead."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.policy.trust import TrustLevel


@dataclass(eq=False)
class BadSetting(Refused):
    """A field of a command that can't be read."""

    field: str
    """The name of the command's option."""
    text: str
    expected: Fault


@dataclass(eq=False)
class TrustUnavailable(Refused):
    """The bot can't take such ballots, as its operator runs it now."""

    trust: "TrustLevel"


class ExpectedTrust(Fault, frozen=True):
    levels: tuple[str, ...]


class ExpectedDuration(Fault, frozen=True):
    pass


class ExpectedShare(Fault, frozen=True):
    pass


class ExpectedAmount(Fault, frozen=True):
    """An amount of tokens or votes with at most so many decimals."""

    decimals: int


class ExpectedName(Fault, frozen=True):
    limit: int


class TracksAreFull(Fault, frozen=True):
    limit: int


class ExpectedOtherTrack(Fault, frozen=True):
    """`main` is the track that a space always has."""

    main: str


class TimelockTooShort(Fault, frozen=True):
    """The space above has set that no track may have a shorter one."""

    least: timedelta


class LeadsBack(Fault, frozen=True):
    """The stages come back to this track, so that nothing is ever voted on for good."""

    track: str


class OnlyOnMain(Fault, frozen=True):
    """Only the rules of one track may say it."""

    track: str


class ExpectedPreset(Fault, frozen=True):
    known: tuple[str, ...]


class ExpectedVotingPeriod(Fault, frozen=True):
    """A voting period longer than nothing."""


class NothingChosen(Fault, frozen=True):
    """A channel or a role: none has been chosen before."""


class QuorumAsked(Fault, frozen=True):
    """The number of the preset is for trying it out: where money moves, the moderator says how many must vote."""

    preset: str


class KindUnknown(Fault, frozen=True):
    """A contract that answers as none of the kinds that are found by themselves."""


class RoleOfSome(Fault, frozen=True):
    """A role that not everyone has."""


class SafeForOwners(Fault, frozen=True):
    """The Safe whose owners decide."""


class SafeForConviction(Fault, frozen=True):
    """The Safe whose funds conviction spends."""


class NothingNamed(Fault, frozen=True):
    """What gives power: nothing has been named before."""


class SeveralQuorums(Fault, frozen=True):
    """The policy has several quorums, which only a file changes."""


class ExpectedQuorum(Fault, frozen=True):
    pass


class NoShareOfPower(Fault, frozen=True):
    """A quorum that is an amount, since it can't be a share of all power; `why` is one of the three below."""

    why: Fault


class NoShareToObject(Fault, frozen=True):
    """A release of milestones by silence, where nobody knows how much power all have together; `why` likewise."""

    why: Fault


class RootHasNoTotal(Fault, frozen=True):
    """With a root curve nobody knows how much power all members have together."""


class GreatestHasNoTotal(Fault, frozen=True):
    """Nor where only a member's greatest source counts."""


class SourceHasNoTotal(Fault, frozen=True):
    source: str
    on_chain: bool


class ExpectedSources(Fault, frozen=True):
    kinds: tuple[str, ...]


class ExpectedSource(Fault, frozen=True):
    """A source of this kind as it is written."""

    kind: str
    why: Fault | None = None
    """What is wrong with it beside its form."""


class ReadOnNoChain(Fault, frozen=True):
    """A source that stands with a chain, and is read on none."""

    kind: str


class ExpectedWhole(Fault, frozen=True):
    """A weight or a cap (`what`): a whole number of at least 1, with at most `digits` digits."""

    what: str
    digits: int


class TooManySources(Fault, frozen=True):
    limit: int


class TooManyIds(Fault, frozen=True):
    limit: int


class TooManyAccounts(Fault, frozen=True):
    limit: int
