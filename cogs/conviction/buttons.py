"""The buttons of the card of a proposal on which members stake."""

from bot.domain.ids import ProposalId
from cogs.components.cards.stake_buttons import STAKE, UNSTAKE
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.conviction.modals import StakeModal, UnstakeModal


@component(STAKE)
async def stake(interaction: Interaction, proposal: ProposalId) -> None:
    await StakeModal(proposal).open(interaction)


@component(UNSTAKE)
async def unstake(interaction: Interaction, proposal: ProposalId) -> None:
    await UnstakeModal(proposal, filled={"amount": "all"}).open(interaction)
