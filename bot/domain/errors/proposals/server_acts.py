"""What is refused in a proposal's lines that change the server, and what keeps such an act from being done."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors.base import FolkmootError, Refused, Unavailable
from bot.domain.fault import Fault
from bot.domain.server_acts.kind import ActKind


class ActForm(Fault, frozen=True):
    """A line that begins like an act, and isn't one."""

    kind: ActKind


class TooManyActs(Fault, frozen=True):
    limit: int


class ActTwice(Fault, frozen=True):
    """Another line of the proposal changes the same."""

    number: int


class RoleNameLength(Fault, frozen=True):
    limit: int


class TermLength(Fault, frozen=True):
    """A role is given for no time, or for too long."""

    limit: int
    """In days."""


class ElectsNobody(Fault, frozen=True):
    """Something for winners, on a track whose votes elect no members."""


class ActNotAllowed(Fault, frozen=True):
    """The track lets its proposals do nothing of the kind."""

    kind: ActKind


class RoleNotAllowed(Fault, frozen=True):
    """The track lets its proposals give and take other roles only."""

    name: str


class RoleUnknown(Fault, frozen=True):
    text: str


class RoleAmbiguous(Fault, frozen=True):
    """Several roles have the name."""

    name: str


class RoleExists(Fault, frozen=True):
    """A role of the name of a new one is there already."""

    name: str


class RoleOfAll(Fault, frozen=True):
    """@everyone, which nobody gets or loses."""


class RoleAboveBot(Fault, frozen=True):
    """A role that Discord doesn't let the bot give or take."""

    name: str


class RoleAdministers(Fault, frozen=True):
    """A role with Administrator: who has it stands above all that is decided here."""

    name: str


class BotLacks(Fault, frozen=True):
    """A permission in Discord that the act needs, by Discord's own name."""

    permission: str


class BotLacksThere(Fault, frozen=True):
    """A permission that the bot doesn't have in the channel or category, by Discord's own name."""

    permission: str
    channel: str


class TrackOfNoName(Fault, frozen=True):
    name: str


class MainStays(Fault, frozen=True):
    """The track that every space has can't be retired."""

    name: str


class StagesStay(Fault, frozen=True):
    """Where what passes on a track goes on is set with the track itself."""

    track: str


class RoleGivesMore(Fault, frozen=True):
    """A role gives more now than when it was written into the proposal."""

    name: str


class SameRules(Fault, frozen=True):
    """The track has these rules already."""

    track: str


class SpaceNameLength(Fault, frozen=True):
    limit: int


class LimitLength(Fault, frozen=True):
    """A part's limits for no time, for too long, or of too many assets."""

    days: int
    assets: int


class AssetUnknown(Fault, frozen=True):
    """Nothing that could be moved is called so."""

    text: str


class AssetTwice(Fault, frozen=True):
    """A limit for the same asset twice."""

    text: str


class AmountUnread(Fault, frozen=True):
    """What should be an amount of an asset is none."""

    text: str


class SameLimits(Fault, frozen=True):
    """The part has these limits already."""

    space: str


class NoChainOfLimits(Fault, frozen=True):
    """The track carries out nothing on a chain, so that nobody knows on which one a part is limited."""


class SpaceOfNoName(Fault, frozen=True):
    """The space has created none of this name, or it was dissolved."""

    name: str


class PresetInStages(Fault, frozen=True):
    """A new space begins with one track."""

    preset: str


class ChannelUnknown(Fault, frozen=True):
    text: str


class ChannelAmbiguous(Fault, frozen=True):
    """Several channels have the name."""

    name: str


class ChannelUnsuited(Fault, frozen=True):
    """No space can have such a channel for this."""

    name: str
    use: str


class ChannelNameLength(Fault, frozen=True):
    limit: int


class CategoryNotAllowed(Fault, frozen=True):
    """The track lets its proposals change channels in other categories only, or it stands in none."""

    name: str


class CategoryOfOthers(Fault, frozen=True):
    """A part of the server changes channels only where it lives, and nobody else does."""

    name: str


class ChannelLivedIn(Fault, frozen=True):
    """A space has the channel: what it says there has to go on."""

    name: str


class ChannelExists(Fault, frozen=True):
    """The category has a channel of that name already."""

    name: str


class RoleOfOthers(Fault, frozen=True):
    """A part of the server gives no rights that reach beyond it."""

    name: str


class OtherRules(Fault, frozen=True):
    """A track has other rules now than when its change was written."""

    track: str


class VetoedUnknown(Fault, frozen=True):
    """No part that stands below has a proposal of that number."""

    number: int


class VetoOutOfTime(Fault, frozen=True):
    """What is to be vetoed isn't in its timelock, or not any more."""

    number: int


class VetoTakesTooLong(Fault, frozen=True):
    """A vote on a veto by these rules would be over after what it is about can't be held any more."""

    number: int
    days: int
    """So long after its timelock something is held at most."""


class SameTimelock(Fault, frozen=True):
    """That timelocks may be no shorter in a part is set already."""

    space: str


class TimelockSetAbove(Fault, frozen=True):
    """No track of a part may have a shorter timelock than what was set from above."""

    space: str
    least: timedelta


class VetoInStages(Fault, frozen=True):
    """A temperature check vetoes nothing."""


class TooManyVetoes(Fault, frozen=True):
    """So many votes on a veto of it are under way."""

    limit: int


@dataclass(eq=False)
class ActsRefused(Refused):
    """An act that a proposal names can't be done, or not any more."""

    number: int
    """Of the act, from 1."""
    line: str
    fault: Fault


@dataclass(eq=False)
class ServerUnheard(Unavailable):
    """Discord didn't answer, or couldn't do it now."""

    why: str
    """Technical words."""


@dataclass(eq=False)
class ServerForbids(FolkmootError):
    """Discord doesn't let the bot do it."""

    why: str
    """In Discord's own words."""


@dataclass(eq=False)
class MemberNotThere(FolkmootError):
    """The member isn't in the server."""


@dataclass(eq=False)
class ChannelNotThere(FolkmootError):
    """The channel was deleted."""


@dataclass(eq=False)
class RoleNotThere(FolkmootError):
    """The role was deleted."""


@dataclass(eq=False)
class NoTrackLets(Refused):
    """No track of a space lets its proposals do acts of a kind."""

    kind: ActKind
    space: str
