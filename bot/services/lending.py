"""Lent power in a vote: what is frozen at the opening, and what a member is told of it."""

from bot.domain.delegation import FrozenDelegation, in_force
from bot.domain.ids import GuildId
from bot.domain.proposal import Opening, Proposal
from bot.services.ports import Facts


async def freeze_delegations(facts: Facts, proposal: Proposal, guild: GuildId, opening: Opening) -> None:
    """Store who lends to whom in this vote, where its policy has delegation; in the transaction of the opening.

    The wallets that the delegators have linked are claimed for them now: what counts as theirs, by their own ballot or
    by their delegate's, can't become another member's while the vote is open.
    """
    if opening.policy.delegation is None:
        return
    made = in_force(await facts.delegations.of_space(proposal.space), proposal.track, opening.at)
    await facts.delegations.freeze(
        proposal.id,
        [FrozenDelegation(each.delegator, each.delegate, each.told) for each in made.values()],
    )
    linked = await facts.wallets.of_members(guild, made)
    await facts.claims.add(
        [(proposal.id, wallet.address, member) for member, wallets in linked.items() for wallet in wallets]
    )
