"""How Discord is asked for each kind of act that it carries out."""

from datetime import datetime
from functools import singledispatch

import msgspec

from bot.domain.ids import GuildId, RoleId
from bot.domain.proposals.proposal import Proposal
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.channels.archive_channel import ArchiveChannel
from bot.domain.server_acts.channels.create_channel import CreateChannel
from bot.domain.server_acts.channels.rename_channel import RenameChannel
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.roles import NamedRole
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.services.ports import DiscordServer
from bot.services.server_acts.hindrances import role_there


class Asked(msgspec.Struct, frozen=True):
    """For what Discord is asked, and by what it is told again."""

    server: DiscordServer
    guild: GuildId
    proposal: Proposal
    reason: str
    tried_since: datetime | None
    """When an attempt was begun of which nobody knows what became."""

    def role(self, named: NamedRole) -> RoleId:
        return role_there(named, self.proposal)


@singledispatch
async def ask_discord(act: ServerAct, asked: Asked) -> int | None:
    """Have Discord do it; returns the id of what it created. Raises ServerUnheard, ServerForbids, MemberNotThere,
    RoleNotThere, ChannelNotThere."""
    raise NotImplementedError(type(act).__name__)


@ask_discord.register
async def _(act: CreateRole, asked: Asked) -> int | None:
    return await asked.server.create_role(asked.guild, act.name, asked.reason, tried_since=asked.tried_since)


@ask_discord.register
async def _(act: GrantRole, asked: Asked) -> int | None:
    await asked.server.grant_role(asked.guild, act.member, asked.role(act.role), asked.reason)
    return None


@ask_discord.register
async def _(act: TakeRole, asked: Asked) -> int | None:
    await asked.server.take_role(asked.guild, act.member, asked.role(act.role), asked.reason)
    return None


@ask_discord.register
async def _(act: CreateChannel, asked: Asked) -> int | None:
    return await asked.server.create_channel(
        asked.guild, act.name, act.category.id, asked.reason, tried_since=asked.tried_since
    )


@ask_discord.register
async def _(act: RenameChannel, asked: Asked) -> int | None:
    await asked.server.rename_channel(act.channel.id, act.name, asked.reason)
    return None


@ask_discord.register
async def _(act: ArchiveChannel, asked: Asked) -> int | None:
    await asked.server.archive_channel(asked.guild, act.channel.id, asked.reason)
    return None
