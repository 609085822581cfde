"""The wallet of each member to which something goes, or that signs for something, on a chain."""

from collections.abc import Sequence

from bot.domain.ids import Address, ChainId, GuildId, MemberId
from bot.services.ports import Repositories


async def paid_at(
    repositories: Repositories, guild: GuildId, members: Sequence[MemberId], chain: ChainId
) -> dict[MemberId, Address]:
    """Of each member the primary wallet, if it counts on the chain; else the oldest that does."""
    linked = await repositories.wallets.of_members(guild, list(members))
    found = {}
    for member, wallets in linked.items():
        counting = [wallet.address for wallet in wallets if wallet.counts_on(chain)]
        if counting:
            found[member] = counting[0]
    return found
