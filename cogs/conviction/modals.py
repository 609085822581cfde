"""The modals in which a member says how much to stake or to take away, and what becomes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Self

from bot.domain.ids import ProposalId, ProposalNumber
from bot.services.actors import Actor
from bot.services.conviction import stake_groups
from bot.services.conviction.staking import StakeReceipt
from bot.wording.conviction.stake_forms import (
    stake_form_title,
    stake_question,
    unstake_form_title,
    unstake_question,
)
from bot.wording.conviction.stake_receipts import receipt_lines
from bot.wording.language import Language
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import Field, PersistentModal
from cogs.components.language import language_of

AMOUNT_LIMIT = 100
_UNKNOWN = ProposalNumber(0)


async def stored(interaction: Interaction, change: Callable[[Actor], Awaitable[StakeReceipt]]) -> None:
    """Make the change and answer with its receipt. A chain may be read for it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    receipt = await change(actor_of(interaction))
    await answer(interaction, "\n".join(receipt_lines(receipt, language_of(interaction))))


@dataclass
class StakeModal(PersistentModal):
    """How much a member puts on a proposal."""

    custom_id = CustomId("stake-modal", proposal=PROPOSAL)
    requirement = stake_groups.STAKE

    proposal: ProposalId
    number: ProposalNumber = _UNKNOWN
    """By which people know it. Known when the form is opened; what is sent is read without it."""
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        amount = Field("amount", *stake_question(say), limit=AMOUNT_LIMIT)
        return replace(self, title=stake_form_title(self.number, say), fields=(amount,))

    async def on_submit(self, interaction: Interaction) -> None:
        staking, amount = interaction.client.services.staking, self.filled["amount"]
        await stored(interaction, lambda actor: staking.add(actor, self.proposal, amount, interaction.id))


@dataclass
class UnstakeModal(PersistentModal):
    """How much a member takes away."""

    custom_id = CustomId("unstake-modal", proposal=PROPOSAL)
    requirement = stake_groups.UNSTAKE

    proposal: ProposalId
    number: ProposalNumber = _UNKNOWN
    """By which people know it. Known when the form is opened; what is sent is read without it."""
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        amount = Field("amount", *unstake_question(say), limit=AMOUNT_LIMIT)
        return replace(self, title=unstake_form_title(self.number, say), fields=(amount,))

    async def on_submit(self, interaction: Interaction) -> None:
        staking, amount = interaction.client.services.staking, self.filled["amount"]
        await stored(
            interaction, lambda actor: staking.withdraw(actor, self.proposal, amount, interaction.id)
        )
