"""What became of the acts of a proposal that passed."""

from datetime import datetime
from enum import StrEnum

import msgspec


class ActStatus(StrEnum):
    """How far an act has come."""

    BEGUN = "begun"
    """Discord is being asked: whether it was done is looked at by whoever goes on."""
    DONE = "done"
    REFUSED = "refused"
    """It can't be done now. Somebody can mend that: it is tried again until the time to execute is over."""
    GONE = "gone"
    """What it is about isn't there any more: it is never done."""

    @property
    def final(self) -> bool:
        return self in (ActStatus.DONE, ActStatus.GONE)


class Hindrance(StrEnum):
    """Why an act can't be done."""

    NO_PERMISSION = "no_permission"
    """Discord doesn't let the bot."""
    ABOVE_BOT = "above_bot"
    """The role stands above the bot's own, or belongs to another bot."""
    MORE_RIGHTS = "more_rights"
    """The role gives more than when it was voted on."""
    MEMBER_LEFT = "member_left"
    ROLE_GONE = "role_gone"
    ROLE_AWAITED = "role_awaited"
    """The role that this proposal creates isn't there yet."""
    TRACK_GONE = "track_gone"
    SPACE_HINDERED = "space_hindered"
    """The name of the new space, or one of its channels, belongs to another one meanwhile, or there is no room."""
    SPACE_GONE = "space_gone"
    """The space was dissolved meanwhile."""
    CHANNEL_GONE = "channel_gone"
    """The channel or the category was deleted."""
    CHANNEL_MOVED = "channel_moved"
    """The channel stands in no category any more of which the policy lets votes change channels."""
    CHANNEL_OF_OTHERS = "channel_of_others"
    """A part would change a channel in a category in which others live too, or it doesn't itself."""
    CHANNEL_USED = "channel_used"
    """A space lives in the channel that would be archived."""
    VETO_TOO_LATE = "veto_too_late"
    """What was to be vetoed has left its timelock: it was vetoed already, carried out, or is over."""
    TIMELOCK_SHORT = "timelock_short"
    """The space above has set that no timelock there may be so short."""
    OTHER_RULES = "other_rules"
    """The track has other rules than those that were shown as what becomes different."""
    NOT_TAKEN = "not_taken"
    """Discord refuses the request itself, as one for more roles than a server may have."""

    @property
    def for_good(self) -> bool:
        return self in (
            Hindrance.ROLE_GONE,
            Hindrance.TRACK_GONE,
            Hindrance.SPACE_GONE,
            Hindrance.CHANNEL_GONE,
            Hindrance.VETO_TOO_LATE,
        )


class ActOutcome(msgspec.Struct, frozen=True):
    """What became of one act, as far as is known."""

    place: int
    """The act's among those of its proposal, from 0."""
    status: ActStatus
    begun_at: datetime
    """When it was first tried."""
    at: datetime
    """Since when it is so."""
    why: Hindrance | None = None
    """Where it is not done."""
    made: int | None = None
    """The id of what it created."""
