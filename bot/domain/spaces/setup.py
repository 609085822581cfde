"""What a moderator says of a space that is set up: all at once with a command, or answer by answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId

DRAFT_LASTS = timedelta(days=7)
"""From the last answer on."""
CHANNELS = ("announcements", "discussion", "log")
ROLES = ("moderators", "guardians")
NO_ROLE = RoleId(0)
"""The answer that nobody is to be mentioned."""


class SetupAnswers(msgspec.Struct, frozen=True):
    """The answers as they were chosen or typed. What is None or empty stays as it was, and takes the preset's value at
    first."""

    announcements: ChannelId | None = None
    discussion: ChannelId | None = None
    log: ChannelId | None = None
    moderators: RoleId | None = None
    guardians: RoleId | None = None
    voters: RoleId | None = None
    """Mentioned when a vote opens. NO_ROLE: nobody is."""
    preset: str = ""
    """Named, its rules take the place of those that were there."""
    chain: str = ""
    sources: str = ""
    executor: str = ""
    """The address of a Safe. `none`: nothing is executed."""
    discussion_period: str = ""
    voting_period: str = ""
    timelock: str = ""
    quorum: str = ""
    threshold: str = ""
    trust: str = ""


class SetupDraft(msgspec.Struct, frozen=True):
    """What a member has answered so far, and not saved yet. A member has at most one in a server."""

    token: str
    """By which menus and buttons name it: 16 hex digits."""
    guild: GuildId
    member: MemberId
    answers: SetupAnswers
    changed_at: datetime
    typed: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What was typed into a form and refused, by its field, so that it can be corrected."""
    names: tuple[NamedAccount, ...] = ()
    """Those by which accounts in the answers were written."""

    def is_over(self, now: datetime) -> bool:
        """Whether nobody has gone on with it for too long."""
        return now - self.changed_at >= DRAFT_LASTS
