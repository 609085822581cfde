"""/roles: which roles follow from rules, for who holds, votes or delegates."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.holder_roles.delegating import Way
from bot.domain.holder_roles.voting import MOST_VOTES
from bot.domain.ids import RoleId
from bot.services.actors import MODERATE
from bot.wording.holder_roles.rules import added_lines, listed_lines, removed_line, run_line
from cogs.components.autocomplete import chains
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of

_ROLE = "Which members get; it must permit nothing"
_GRACE = "How long who falls short keeps it: 7d if left out"
_Votes = app_commands.Range[int, 1, MOST_VOTES]


@app_commands.guild_only()
class RoleCommands(
    commands.GroupCog, group_name="roles", group_description="Roles for who holds, votes or delegates"
):
    def __init__(self, bot: FolkmootClient) -> None:
        self.rules = bot.services.role_rules

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        role=_ROLE,
        amount="How much they must hold, in whole tokens: 100, 0.5",
        source="Of what, as in a policy: a contract, erc721 0x…, several with +",
        chain="Where the contract is; the first chain if left out",
        grace=_GRACE,
    )
    @app_commands.autocomplete(chain=chains)
    async def holding(
        self,
        interaction: Interaction,
        role: discord.Role,
        amount: str,
        source: str,
        chain: str = "",
        grace: str = "",
    ) -> None:
        """For moderators: a role for whoever holds enough in their linked wallets"""
        await interaction.response.defer(ephemeral=True)
        seen = await self.rules.add_holding(
            actor_of(interaction), RoleId(role.id), amount, source, chain, grace
        )
        await answer_lines(interaction, added_lines(seen, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(
        role=_ROLE,
        votes="In how many votes they must have voted themselves",
        of="Of how many of the last votes that closed",
        within="Or of all that closed within this time: 90d",
        grace=_GRACE,
    )
    async def voting(
        self,
        interaction: Interaction,
        role: discord.Role,
        votes: _Votes,
        of: _Votes | None = None,
        within: str = "",
        grace: str = "",
    ) -> None:
        """For moderators: a role for whoever votes often enough"""
        await interaction.response.defer(ephemeral=True)
        seen = await self.rules.add_voting(actor_of(interaction), RoleId(role.id), votes, of, within, grace)
        await answer_lines(interaction, added_lines(seen, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(role=_ROLE, who="Whom it is for", grace=_GRACE)
    @app_commands.choices(
        who=[
            app_commands.Choice(name="who delegates", value="gives"),
            app_commands.Choice(name="who is delegated to", value="gets"),
            app_commands.Choice(name="both", value="either"),
        ]
    )
    async def delegating(
        self, interaction: Interaction, role: discord.Role, who: Way, grace: str = ""
    ) -> None:
        """For moderators: a role for whoever delegates, or is delegated to"""
        await interaction.response.defer(ephemeral=True)
        seen = await self.rules.add_delegating(actor_of(interaction), RoleId(role.id), who, grace)
        await answer_lines(interaction, added_lines(seen, language_of(interaction)))

    @app_commands.command(name="list", extras=UNASKED)
    async def list_rules(self, interaction: Interaction) -> None:
        """Show which roles follow from rules here, and which you have by them"""
        seen = await self.rules.of(actor_of(interaction))
        await answer_lines(interaction, listed_lines(seen, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(number="Of the rule, as the list has it")
    async def remove(self, interaction: Interaction, number: app_commands.Range[int, 1, 1_000_000]) -> None:
        """For moderators: take a rule away; who has the role keeps it"""
        seen = await self.rules.remove(actor_of(interaction), number)
        await answer(interaction, removed_line(seen, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    async def run(self, interaction: Interaction) -> None:
        """For moderators: look at all members now, and give roles again that were taken by hand"""
        seen = await self.rules.run(actor_of(interaction))
        await answer(interaction, run_line(seen, language_of(interaction)))
