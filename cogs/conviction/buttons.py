"""The buttons of the card of a proposal on which members stake."""

from bot.domain.ids import ProposalId
from cogs.components.interaction import Interaction
from cogs.components.persistent import component
from cogs.components.stake_buttons import STAKE, UNSTAKE
from cogs.conviction.modals import StakeModal, UnstakeModal


@component(STAKE)
async def stake(interaction: Interaction, proposal: ProposalId) -> None:
    await StakeModal(proposal).open(interaction)


@component(UNSTAKE)
async def unstake(interaction: Interaction, proposal: ProposalId) -> None:
    await UnstakeModal(proposal, filled={"amount": "all"}).open(interaction)
