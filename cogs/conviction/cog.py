"""/stake, and the buttons of cards of proposals on which members stake."""

from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposal import Proposal, State
from bot.services.actors import Actor
from bot.services.conviction.staking import StakeReceipt
from bot.wording.stakes import HOW, mine_lines, receipt_lines
from cogs.components.actors import actor_of
from cogs.components.answers import answer
from cogs.components.autocomplete import ProposalIn, Suggestions, matching
from cogs.components.pages import send_pages
from cogs.components.persistent import Field, PersistentItem, PersistentModal, catch_modals

_ID = r"(?P<proposal>\d{1,18})"
_AMOUNT_LIMIT = 100

Asked = discord.Interaction[FolkmootClient]
Amount = app_commands.Range[str, 1, _AMOUNT_LIMIT]


class StakedProposalIn(ProposalIn):
    """An option that takes a proposal on which one can stake, by number or title."""

    def _track_choices(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        return proposal.rules.open_ended and super()._track_choices(proposal, now, asker)


OpenProposal = app_commands.Transform[ProposalId, StakedProposalIn(State.VOTING)]
AnyOpenProposal = app_commands.Transform[ProposalId, StakedProposalIn(State.VOTING, State.PAUSED)]


async def amounts(interaction: Asked, typed: str) -> Suggestions:
    """What was typed, and the shares that are asked for most."""
    offered = [typed.strip()] if typed.strip() else []
    return matching(((text, text) for text in dict.fromkeys([*offered, "all", "50%", "25%"])), "")


async def stored(interaction: Asked, change: Callable[[Actor], Awaitable[StakeReceipt]]) -> None:
    """Make the change and answer with its receipt. A chain may be read for it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    receipt = await change(actor_of(interaction))
    await answer(interaction, "\n".join(receipt_lines(receipt)))


@app_commands.guild_only()
class Stake(
    commands.GroupCog, group_name="stake", group_description="Stake your power on proposals of a shared pool"
):
    @app_commands.command(name="add")
    @app_commands.describe(
        proposal="the proposal, by number or title", amount="100, a share of what is free such as 50%, or all"
    )
    @app_commands.autocomplete(amount=amounts)
    async def add(self, interaction: Asked, proposal: OpenProposal, amount: Amount) -> None:
        """Put power on a proposal; its conviction grows as long as it lies there."""
        staking = interaction.client.services.staking
        await stored(interaction, lambda actor: staking.add(actor, proposal, amount, interaction.id))

    @app_commands.command(name="move")
    @app_commands.rename(source="from", target="to")
    @app_commands.describe(
        source="where it lies", target="where it goes", amount="100, a share such as 50%, or all of it"
    )
    @app_commands.autocomplete(amount=amounts)
    async def move(
        self, interaction: Asked, source: AnyOpenProposal, target: OpenProposal, amount: Amount
    ) -> None:
        """Take power from one proposal and put it on another."""
        staking = interaction.client.services.staking
        await stored(interaction, lambda actor: staking.move(actor, source, target, amount, interaction.id))

    @app_commands.command(name="withdraw")
    @app_commands.describe(
        proposal="the proposal, by number or title", amount="100, a share such as 50%, or all of it"
    )
    @app_commands.autocomplete(amount=amounts)
    async def withdraw(self, interaction: Asked, proposal: AnyOpenProposal, amount: Amount = "all") -> None:
        """Take power away from a proposal; its conviction fades from there."""
        staking = interaction.client.services.staking
        await stored(interaction, lambda actor: staking.withdraw(actor, proposal, amount, interaction.id))

    @app_commands.command(name="mine")
    async def mine(self, interaction: Asked) -> None:
        """Where your stakes lie, and how much is free."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await interaction.client.services.staking.mine(actor_of(interaction))
        await send_pages(interaction, mine_lines(found))


class StakeForm(PersistentModal):
    """How much a member puts on a proposal."""

    template = rf"stake:{_ID}"
    fields = (Field("amount", "How much", f"{HOW.replace('`', '')} of what is free", limit=_AMOUNT_LIMIT),)

    @property
    def proposal(self) -> ProposalId:
        return ProposalId(int(self.about["proposal"]))

    @property
    def title(self) -> str:
        return f"Stake on proposal {self.proposal}"

    @property
    def key(self) -> str:
        return f"stake:{self.proposal}"

    async def sent(self, interaction: Asked) -> None:
        staking, amount = interaction.client.services.staking, self.filled["amount"]
        await stored(interaction, lambda actor: staking.add(actor, self.proposal, amount, interaction.id))


class WithdrawForm(StakeForm):
    """How much a member takes away."""

    template = rf"unstake:{_ID}"
    fields = (Field("amount", "How much", f"{HOW.replace('`', '')} of it", limit=_AMOUNT_LIMIT),)

    @property
    def title(self) -> str:
        return f"Withdraw from proposal {self.proposal}"

    @property
    def key(self) -> str:
        return f"unstake:{self.proposal}"

    async def sent(self, interaction: Asked) -> None:
        staking, amount = interaction.client.services.staking, self.filled["amount"]
        await stored(
            interaction, lambda actor: staking.withdraw(actor, self.proposal, amount, interaction.id)
        )


class StakeButton(PersistentItem, template=rf"stake:{_ID}"):
    async def used(self, interaction: Asked) -> None:
        await StakeForm(self.match.groupdict()).open(interaction)


class WithdrawButton(PersistentItem, template=rf"unstake:{_ID}"):
    async def used(self, interaction: Asked) -> None:
        await WithdrawForm(self.match.groupdict(), {"amount": "all"}).open(interaction)


async def setup(bot: FolkmootClient) -> None:
    bot.add_dynamic_items(StakeButton, WithdrawButton)
    catch_modals(bot, StakeForm, WithdrawForm)
    await bot.add_cog(Stake())
