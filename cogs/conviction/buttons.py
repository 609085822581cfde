"""The buttons of the card of a proposal on which members stake."""

from bot.domain.ids import ProposalId, ProposalNumber
from bot.services.conviction import stake_groups
from cogs.components.cards.stake_buttons import STAKE, UNSTAKE
from cogs.components.interactions.actors import guild_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.conviction.modals import StakeModal, UnstakeModal


@component(STAKE, stake_groups.STAKE)
async def stake(interaction: Interaction, proposal: ProposalId) -> None:
    await StakeModal(proposal, await _number(interaction, proposal)).open(interaction)


@component(UNSTAKE, stake_groups.UNSTAKE)
async def unstake(interaction: Interaction, proposal: ProposalId) -> None:
    number = await _number(interaction, proposal)
    await UnstakeModal(proposal, number, filled={"amount": "all"}).open(interaction)


async def _number(interaction: Interaction, proposal: ProposalId) -> ProposalNumber:
    found, _ = await interaction.client.services.proposal_reading.get(guild_of(interaction), proposal)
    return found.number
