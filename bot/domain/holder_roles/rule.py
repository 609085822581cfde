"""A rule by which a role is given and taken, and how a member stands to it."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.ids import GuildId, MemberId, RoleId, RoleRuleId, SpaceId

MOST_RULES = 10
"""Of a space."""
USUAL_GRACE = timedelta(days=7)
SHORTEST_GRACE, LONGEST_GRACE = timedelta(hours=1), timedelta(days=90)
READ_AGAIN = timedelta(days=1)
"""So often all whom a rule is about are looked at."""
UNREAD_AGAIN = timedelta(hours=1)
"""So long after its end, at most, a time of grace is looked at again while nobody knows whether the condition is
met."""


class Halt(StrEnum):
    """Why a rule gives and takes nothing now."""

    ROLE_GONE = "role_gone"
    OUT_OF_REACH = "out_of_reach"
    """The role stands above the bot's own, or belongs to another bot."""
    NO_PERMISSION = "no_permission"
    GIVEN_BY_VOTES = "given_by_votes"
    """Votes give and take it: what a policy names is theirs."""
    GIVES_RIGHTS = "gives_rights"
    """Who has the role may do something over others by now, or votes with it: nobody gets that by a rule."""


class RoleRule(msgspec.Struct, frozen=True):
    """`number` is what moderators call it by in their server."""

    id: RoleRuleId
    number: int
    guild: GuildId
    space: SpaceId
    role: RoleId
    role_name: str
    """As the role was called when the rule was made: in a direct message Discord shows no roles."""
    condition: AnyCondition
    grace: timedelta
    """How long who doesn't meet the condition any more keeps the role."""
    read_at: datetime
    """From when on all are looked at again."""
    halt: Halt | None = None


class HeldRole(msgspec.Struct, frozen=True):
    """A member who has a role by a rule. Whoever has it by hand has no row, and nothing is taken from them."""

    rule: RoleRuleId
    member: MemberId
    given_at: datetime | None
    """None while Discord has not been told, or is to be told anew."""
    takes_at: datetime | None = None
    """When it is taken, unless the condition is met before; None while it is met."""


class Step(StrEnum):
    """What is to be done about a member's role."""

    NOTHING = "nothing"
    GIVE = "give"
    KEEP = "keep"
    """The condition is met again."""
    WARN = "warn"
    """It isn't met any more: the time of grace begins."""
    WAIT = "wait"
    """The time of grace is over, and nobody knows whether the condition is met."""
    TAKE = "take"


def unread_again(now: datetime) -> datetime:
    """When who can't be read now is looked at again: at the full hour. Whoever waits does so for the same moment,
    however many rules and reasons there are to look at them, so that looks don't multiply."""
    return (now + UNREAD_AGAIN).replace(minute=0, second=0, microsecond=0)


def step(held: HeldRole | None, *, met: bool | None, now: datetime) -> Step:
    """`met` is None where it couldn't be read: then nothing is given and nothing taken."""
    over = held is not None and held.takes_at is not None and held.takes_at <= now
    if met is None:
        return Step.WAIT if over else Step.NOTHING
    if held is None:
        return Step.GIVE if met else Step.NOTHING
    if met:
        if held.given_at is None:
            return Step.GIVE
        return Step.NOTHING if held.takes_at is None else Step.KEEP
    if held.takes_at is None:
        return Step.WARN
    return Step.TAKE if over else Step.NOTHING
