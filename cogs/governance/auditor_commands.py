"""/gov auditors: who sees what Discord signed for each ballot."""

from discord import app_commands

from bot.client import FolkmootClient
from bot.services.actors import MODERATE
from bot.wording.governance.offices.auditors import added_lines, removed_line
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.components.options import AuditorOption


class AuditorCommands(app_commands.Group):
    def __init__(self, bot: FolkmootClient) -> None:
        super().__init__(name="auditors", description="Who sees what Discord signed for each ballot")
        self.services = bot.services

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(who="A member, or a role")
    async def add(self, interaction: Interaction, who: AuditorOption) -> None:
        """Let somebody check the signed ballots of closed votes, which name the voters"""
        await self.services.auditors.add(actor_of(interaction), who)
        await answer_lines(interaction, added_lines(who, language_of(interaction)))

    @requires(MODERATE)
    @app_commands.command()
    @app_commands.describe(who="A member, or a role")
    async def remove(self, interaction: Interaction, who: AuditorOption) -> None:
        """Name somebody as an auditor no more"""
        await self.services.auditors.remove(actor_of(interaction), who)
        await answer(interaction, removed_line(who, language_of(interaction)))
