"""/stake: put power on proposals of a shared pool."""

from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.ids import MemberId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.conviction.stake_groups import STAKE, UNSTAKE
from bot.wording.conviction.stake_receipts import mine_lines
from cogs.components.autocomplete import ProposalIn, Suggestions, matching
from cogs.components.cards.pages import send_pages
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.dispatch import register
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.conviction.buttons import stake, unstake
from cogs.conviction.modals import AMOUNT_LIMIT, StakeModal, UnstakeModal, stored

Amount = app_commands.Range[str, 1, AMOUNT_LIMIT]


class StakedProposalIn(ProposalIn):
    """An option that takes a proposal on which one can stake, by number or title."""

    def _suggests(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        return proposal.rules.open_ended and super()._suggests(proposal, now, asker)


OpenProposal = app_commands.Transform[Proposal, StakedProposalIn(*STAKE.states)]
AnyOpenProposal = app_commands.Transform[Proposal, StakedProposalIn(*UNSTAKE.states)]


async def amounts(interaction: Interaction, typed: str) -> Suggestions:
    """What was typed, and the shares that are asked for most."""
    offered = [typed.strip()] if typed.strip() else []
    return matching(((text, text) for text in dict.fromkeys([*offered, "all", "50%", "25%"])), "")


@app_commands.guild_only()
class StakeCommands(
    commands.GroupCog, group_name="stake", group_description="Stake your power on proposals of a shared pool"
):
    @requires(STAKE)
    @app_commands.command(name="add")
    @app_commands.describe(
        proposal="the proposal, by number or title", amount="100, a share of what is free such as 50%, or all"
    )
    @app_commands.autocomplete(amount=amounts)
    async def add(self, interaction: Interaction, proposal: OpenProposal, amount: Amount) -> None:
        """Put power on a proposal; its conviction grows as long as it lies there."""
        staking = interaction.client.services.staking
        await stored(interaction, lambda actor: staking.add(actor, proposal.id, amount, interaction.id))

    @requires(STAKE)
    @app_commands.command(name="move")
    @app_commands.rename(source="from", target="to")
    @app_commands.describe(
        source="where it lies", target="where it goes", amount="100, a share such as 50%, or all of it"
    )
    @app_commands.autocomplete(amount=amounts)
    async def move(
        self, interaction: Interaction, source: AnyOpenProposal, target: OpenProposal, amount: Amount
    ) -> None:
        """Take power from one proposal and put it on another."""
        staking = interaction.client.services.staking
        await stored(
            interaction, lambda actor: staking.move(actor, source.id, target.id, amount, interaction.id)
        )

    @requires(UNSTAKE)
    @app_commands.command(name="withdraw")
    @app_commands.describe(
        proposal="the proposal, by number or title", amount="100, a share such as 50%, or all of it"
    )
    @app_commands.autocomplete(amount=amounts)
    async def withdraw(
        self, interaction: Interaction, proposal: AnyOpenProposal, amount: Amount = "all"
    ) -> None:
        """Take power away from a proposal; its conviction fades from there."""
        staking = interaction.client.services.staking
        await stored(interaction, lambda actor: staking.withdraw(actor, proposal.id, amount, interaction.id))

    @app_commands.command(name="mine", extras=UNASKED)
    async def mine(self, interaction: Interaction) -> None:
        """Where your stakes lie, and how much is free."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await interaction.client.services.staking.mine(actor_of(interaction))
        await send_pages(interaction, mine_lines(found, language_of(interaction)))


async def setup(bot: FolkmootClient) -> None:
    register(bot, stake, unstake, StakeModal, UnstakeModal)
    await bot.add_cog(StakeCommands())
