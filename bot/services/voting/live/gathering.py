"""A live vote, put together from what is stored."""

from bot.domain.delegation.delegate_registry import WalletDelegations
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import Repositories
from bot.services.reputation.reputation import frozen_reputation
from bot.services.voting.live.live_vote import LiveVote


async def gathered(repositories: Repositories, proposal: Proposal) -> LiveVote:
    """Everything of a vote that counts, as the facts have it."""
    live_vote = LiveVote((await repositories.spaces.get(proposal.space)).guild, proposal)
    ballots, claimed = (
        await repositories.ballots.current(proposal.id),
        await repositories.claims.of(proposal.id),
    )
    signers = {}
    if live_vote.takes_signed:
        signers = await repositories.ballot_evidence.signers(proposal.id)
    live_vote.apply(ballots.values(), claimed, signers)
    live_vote.leave_out(await repositories.unreadable_wallets.of(proposal.id))
    if proposal.opening is not None:
        live_vote.unlinked = await repositories.wallets.unlinked(live_vote.guild, proposal.opening.at)
    if proposal.rules.delegation:
        live_vote.freeze(
            await repositories.delegations.frozen(proposal.id),
            await repositories.delegations.frozen_caps(proposal.id),
        )
    if (registry := proposal.rules.registry) is not None and proposal.opening is not None:
        found = await repositories.delegations.frozen_wallets(proposal.id)
        one_chain = all(block.chain == registry.chain for block in proposal.opening.snapshot)
        if found:
            live_vote.wallet_delegations = WalletDelegations(registry.chain, found, one_chain=one_chain)
    live_vote.reputation = await frozen_reputation(repositories, proposal)
    return live_vote
