"""What is wrong with a policy: what its fields are together; policy_files.py and policy_fields.py have the rest."""

from dataclasses import dataclass

import msgspec

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


class PolicyFault(msgspec.Struct, frozen=True):
    """One thing that is wrong with a policy as it was written."""

    line: int | None
    """From 1; None where it is the whole file."""
    field: str
    """`power.sources[1].contract`; empty where it is the whole file."""
    fault: Fault


@dataclass(eq=False)
class BadPolicy(Refused):
    """A policy file that can't be read, or whose rules don't fit together."""

    faults: tuple[PolicyFault, ...]


class TooManyChoices(Fault, frozen=True):
    most: int


class ChoiceLength(Fault, frozen=True):
    longest: int


class SameChoice(Fault, frozen=True):
    """A choice that a reader can't tell from one before it."""

    name: str
    other: str


class NotOfAnElection(Fault, frozen=True):
    """Rules that hold what no election document can."""


class LongAsTheVote(Fault, frozen=True):
    """A part of the vote that should be shorter than the voting period."""


class TooShortToSwing(Fault, frozen=True):
    """A vote on a milestone that is over before the window of late swings, or the part for objections, has begun."""


class NotAShare(Fault, frozen=True):
    """A share that isn't more than nothing, and at most all."""


class NoSidesToRelease(Fault, frozen=True):
    """Milestones where authors name the choices: a release is for or against a payment."""


class NothingObjects(Fault, frozen=True):
    """No choice objects: neither one named Against nor that of a veto."""


class BallotsChange(Fault, frozen=True):
    """Nothing is decided early while ballots can be changed."""


class NotExecutedHere(Fault, frozen=True):
    """An executor before a next_track, on which alone the vote is executed."""


class NoUsualExecutor(Fault, frozen=True):
    """Further executors beside none."""


class SameChain(Fault, frozen=True):
    """Two executors on one chain."""

    chain: int


class NotOnSeveralChains(Fault, frozen=True):
    """Further executors where what passes is one account's alone: a pool's, or its votes elsewhere."""


class LimitsOnOneChain(Fault, frozen=True):
    """Further executors beside limits, which are those of one chain."""


class NoTimelockHere(Fault, frozen=True):
    """A timelock before a next_track: nothing is executed here."""


class TrackName(Fault, frozen=True):
    longest: int


class OnlyOfConviction(Fault, frozen=True):
    pass


class NeedsPool(Fault, frozen=True):
    """Conviction without the asset that it spends."""


class NoAuthorsChoices(Fault, frozen=True):
    """Choices of the author's in conviction."""


class LawAsksNothing(Fault, frozen=True):
    """A rule of the law in which nothing stands."""


class NamesVoters(Fault, frozen=True):
    """What shows everybody who voted how, where only auditors may see it."""


class SilenceIsNoQuorum(Fault, frozen=True):
    """Milestones that are paid unless somebody objects, where the law asks how many take part."""


class NotInConviction(Fault, frozen=True):
    """What only a vote with ballots and an end can have."""


class NotSides(Fault, frozen=True):
    """Votes are cast elsewhere, and the choices are others than For, Against and perhaps Abstain."""


class NotOfSides(Fault, frozen=True):
    """Votes are cast elsewhere, and the mechanism's ballots aren't for sides."""


class NotInCasting(Fault, frozen=True):
    """What a vote on votes that are cast elsewhere can't have."""


class OnlyCasts(Fault, frozen=True):
    """An executor that casts votes elsewhere and does nothing else, where nothing is cast."""


class CastsWithoutQuorum(Fault, frozen=True):
    """Votes are cast elsewhere, however few voted here."""


class NeedsCandidates(Fault, frozen=True):
    """A vote elects members, and the author doesn't name them."""


class NeedsOwners(Fault, frozen=True):
    """Those who are elected become owners of what has none."""


class NeedsTimelock(Fault, frozen=True):
    """Those who are elected become owners of a Safe at once, before anybody could veto it."""


class NotInElecting(Fault, frozen=True):
    """What a vote that elects members can't have."""


class NotSigned(Fault, frozen=True):
    """What no wallet signs, where only what wallets sign counts."""


class NeedsChain(Fault, frozen=True):
    """Signed ballots without any power that is read on a chain."""


class NoSpaceName(Fault, frozen=True):
    """What can't be the name of a space in a registry of delegates."""

    longest: int
    """In characters."""


class OnlyGates(Fault, frozen=True):
    """Every source of power is only asked for, and none gives any."""


class WalletsAddUp(Fault, frozen=True):
    """A registry of delegates where power isn't a plain sum: whoever splits tokens over wallets would gain by it."""


class ReactionsShow(Fault, frozen=True):
    """Reactions where choices are hidden."""


class DecidedAlready(Fault, frozen=True):
    """What an early end or an extension went by must not change any more when a wallet leaves."""


class NothingToHide(Fault, frozen=True):
    """Privacy until an end that conviction doesn't have."""


class NeedsSafe(Fault, frozen=True):
    """Voter rewards by an executor that carries out only what was proposed to it."""


class BeyondTheLimits(Fault, frozen=True):
    """Voter rewards that the track's own limits would never let out."""


class DropNotAllowed(Fault, frozen=True):
    """Voter rewards by a distributor that the track's own limits don't let be called."""

    distributor: str
    """Its address."""
    function: str
