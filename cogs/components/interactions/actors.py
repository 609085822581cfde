"""Who an interaction comes from, as the services know them."""

import discord
from discord import app_commands

from bot.domain.ids import GuildId, MemberId, RoleId
from bot.services.actors import Actor
from cogs.components.interactions.interaction import Interaction


def actor_of(interaction: Interaction) -> Actor:
    """The member behind an interaction, with the roles and rights that Discord sent along with it.

    Raises NoPrivateMessage outside of a server.
    """
    user, guild = interaction.user, interaction.guild
    if guild is None or not isinstance(user, discord.Member):
        raise app_commands.NoPrivateMessage
    return Actor(
        member=MemberId(user.id),
        name=user.name,
        guild=GuildId(guild.id),
        guild_name=guild.name or str(guild.id),
        roles=role_ids(user),
        administrator=interaction.permissions.manage_guild,
    )


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
