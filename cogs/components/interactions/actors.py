"""Who an interaction comes from, as the services know them."""

import discord
from discord import app_commands

from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.services.actors import Actor
from cogs.components.interactions.discord_errors import Gone, discord_answers
from cogs.components.interactions.interaction import Interaction


def actor_of(interaction: Interaction) -> Actor:
    """The member behind an interaction, with the roles and rights that Discord sent along with it.

    Raises NoPrivateMessage outside of a server.
    """
    user, guild = interaction.user, interaction.guild
    if guild is None or not isinstance(user, discord.Member):
        raise app_commands.NoPrivateMessage
    manages = interaction.permissions.manage_guild
    return _actor(user, guild, manages=manages, channel=channel_of(interaction))


def actor_of_member(interaction: Interaction, member: discord.Member) -> Actor:
    """Another member of the server, as Discord described them with the interaction."""
    manages = member.guild_permissions.manage_guild
    return _actor(member, member.guild, manages=manages, channel=channel_of(interaction))


async def actor_in(interaction: Interaction, guild: GuildId) -> Actor:
    """The same of a button or form that names its server, also from a direct message: there Discord is asked for the
    member. Raises NoPrivateMessage for who is no member of it, DiscordUnavailable, HandedOver, ConsentMissing.
    """
    services = interaction.client.services
    services.handing_over.require_here(guild)
    await services.consenting.require(guild, MemberId(interaction.user.id))
    if interaction.guild_id == guild:
        return actor_of(interaction)
    server = interaction.client.get_guild(guild)
    if interaction.guild_id is not None or server is None:
        raise app_commands.NoPrivateMessage
    try:
        with discord_answers("look for a member"):
            member = await server.fetch_member(interaction.user.id)
    except Gone:
        raise app_commands.NoPrivateMessage from None
    return _actor(member, server, manages=member.guild_permissions.manage_guild)


def _actor(
    member: discord.Member, guild: discord.Guild, *, manages: bool, channel: ChannelId | None = None
) -> Actor:
    return Actor(
        member=MemberId(member.id),
        name=member.name,
        guild=GuildId(guild.id),
        guild_name=guild.name or str(guild.id),
        roles=role_ids(member),
        administrator=manages,
        channel=channel,
    )


def channel_of(interaction: Interaction) -> ChannelId | None:
    """The channel that an interaction comes from, a thread's channel for a thread; None where Discord named none."""
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        return ChannelId(channel.parent_id)
    return None if interaction.channel_id is None else ChannelId(interaction.channel_id)


def role_ids(member: discord.Member | None) -> frozenset[RoleId]:
    """The roles of a member; none where Discord told nothing of one."""
    return frozenset(RoleId(role.id) for role in member.roles) if member else frozenset()


def server_of(interaction: Interaction) -> discord.Guild:
    """The server that an interaction comes from, as discord.py knows it. Raises NoPrivateMessage outside of one."""
    if interaction.guild is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild


def guild_of(interaction: Interaction) -> GuildId:
    """The id of the server that an interaction comes from. Raises NoPrivateMessage outside of one."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return GuildId(interaction.guild_id)
