"""The lines of a proposal that change the server, as they were written: nothing is looked up yet."""

from datetime import timedelta

import msgspec

from bot.domain.ids import ChannelId, MemberId, ProposalNumber, RoleId
from bot.domain.server_acts.kind import ActKind


class WrittenRole(msgspec.Struct, frozen=True):
    """A role as it was written: by its id, or by its name."""

    id: RoleId | None
    name: str


class WrittenChannel(msgspec.Struct, frozen=True):
    """A channel as it was written: by its id, or by its name."""

    id: ChannelId | None
    name: str


class WrittenLimits(msgspec.Struct, frozen=True):
    """How much a part may move in a time, as it was written."""

    amounts: tuple[tuple[str, str], ...]
    """Each with the asset's symbol, name or address; none where nothing may be moved."""
    days: int

    @property
    def period(self) -> timedelta:
        return timedelta(days=self.days)


class WrittenAct(msgspec.Struct, frozen=True):
    """One line, read as far as nothing has to be looked up. What a kind doesn't have is empty."""

    number: int
    """Of the line, from 1."""
    line: str
    kind: ActKind
    role: WrittenRole | None = None
    member: MemberId | None = None
    name: str = ""
    """Of the role to create, of the track, of the space, or what a channel is called then."""
    preset: str = ""
    days: int | None = None
    """For how long; None: without an end."""
    settings: tuple[tuple[str, str], ...] = ()
    """What is set in a track's rules, by the names of `SETTINGS`."""
    guardians: WrittenRole | None = None
    """Of a new space; its `role` moderates it."""
    channels: tuple[tuple[str, WrittenChannel], ...] = ()
    """Of a new space, by what they are for."""
    channel: WrittenChannel | None = None
    """Which is changed; of a new one: the category in which it stands."""
    limits: WrittenLimits | None = None
    """Of a space; None: it has none."""
    timelock: str = ""
    """Of a space: how short timelocks may be there, as it was written."""
    vetoed: ProposalNumber | None = None
