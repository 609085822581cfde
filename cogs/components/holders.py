"""Asking Discord about those whom a server's spaces name: no privileged intent is needed for that."""

import discord

from bot.domain.ids import MemberId, RoleId
from bot.services.governance.offices.holders import Heard, Named
from cogs.components.interactions.discord_errors import Gone, discord_answers


async def hear_of(guild: discord.Guild, named: Named) -> Heard:
    """How many have each role that is there, and which members have left. Raises DiscordUnavailable, NotAllowed,
    AskedToWait."""
    with discord_answers("count who has each role"):
        counted = {role.id: number for role, number in (await guild.role_member_counts()).items()}
    counts = {RoleId(role.id): counted.get(role.id, 0) for role in guild.roles}
    gone: set[MemberId] = set()
    for member in named.members:
        try:
            with discord_answers("look for a member"):
                await guild.fetch_member(member)
        except Gone:
            gone.add(member)
    return Heard(counts, frozenset(gone))
