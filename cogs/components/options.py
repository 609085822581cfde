"""Options of commands that Discord's own types don't quite fit."""

import discord
from discord import app_commands

from bot.domain.errors import DelegationToBot, DelegationToStranger
from bot.domain.ids import ChannelId, MemberId
from bot.domain.spaces.auditors import Auditor


class ChannelOf(app_commands.Transformer):
    """A channel of these kinds, by its id alone: also one that the bot can't see, so that it can be told."""

    def __init__(self, *kinds: discord.ChannelType) -> None:
        super().__init__()
        self._kinds = list(kinds)

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return self._kinds

    async def transform(
        self, interaction: discord.Interaction, value: app_commands.AppCommandChannel, /
    ) -> ChannelId:
        return ChannelId(value.id)


class InServer(app_commands.Transformer):
    """A member of the server who can vote. Raises DelegationToBot, DelegationToStranger."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.user

    async def transform(
        self, interaction: discord.Interaction, value: discord.Member | discord.User, /
    ) -> MemberId:
        if value.bot:
            raise DelegationToBot(MemberId(value.id))
        if not isinstance(value, discord.Member):
            raise DelegationToStranger(MemberId(value.id))
        return MemberId(value.id)


class MemberOrRole(app_commands.Transformer):
    """A member or a role, by its id alone."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.mentionable

    async def transform(
        self, interaction: discord.Interaction, value: discord.Member | discord.User | discord.Role, /
    ) -> Auditor:
        return Auditor(isinstance(value, discord.Role), value.id)


AuditorOption = app_commands.Transform[Auditor, MemberOrRole()]
DelegateOption = app_commands.Transform[MemberId, InServer()]
TextChannel = app_commands.Transform[ChannelId, ChannelOf(discord.ChannelType.text, discord.ChannelType.news)]
TalkChannel = app_commands.Transform[
    ChannelId, ChannelOf(discord.ChannelType.forum, discord.ChannelType.text)
]
Reason = app_commands.Range[str, 1, 500]
"""A public reason."""
