"""The votes that are open, when a wallet comes or goes: their copies in memory follow, and so do their cards."""

import msgspec

from bot.domain.ids import Address, GuildId
from bot.services.ports import UnitOfWork
from bot.services.voting.live.live_votes import LiveVotes


class OpenVotes(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes

    async def follow(self, guild: GuildId, wallet: Address) -> None:
        """Whom the wallet is linked to has changed: what it counts for where it is claimed may have changed, too."""
        async with self.uow.reading() as repositories:
            claimed = await repositories.claims.undecided_with(guild, wallet)
            for live_vote in filter(None, map(self.live_votes.loaded, claimed)):
                if (opening := live_vote.proposal.opening) is not None:
                    live_vote.take_off(await repositories.wallets.unlinked(guild, opening.at))
        for proposal in claimed:
            self.live_votes.touch(proposal)
