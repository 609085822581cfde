"""/data: what the server's members are asked before anything is stored about them."""

from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.consent import LONGEST_WORDS
from bot.domain.ids import GuildId
from bot.wording.privacy.consent import asked_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class DataCommands(
    commands.GroupCog, group_name="data", group_description="For moderators: what is stored about members"
):
    """Apart from /gov, which has as much text as Discord takes of one command."""

    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @app_commands.command()
    @app_commands.describe(
        ask="Whether members have to agree first; left out, that is shown",
        words="What they read beside my own words, such as who answers for the data",
    )
    @app_commands.choices(
        ask=[
            app_commands.Choice(name="each member agrees before anything is stored", value="on"),
            app_commands.Choice(name="nobody is asked", value="off"),
        ]
    )
    async def consent(
        self,
        interaction: Interaction,
        ask: str = "",
        words: app_commands.Range[str, 1, LONGEST_WORDS] | None = None,
    ) -> None:
        """Have members agree, at their first act, to what is stored about them"""
        consenting, actor = self.services.consenting, actor_of(interaction)
        if ask == "on" or (words and not ask):
            await consenting.ask(actor, words or "")
        elif ask:
            await consenting.stop(actor)
        terms = await consenting.terms(GuildId(actor.guild))
        await answer(interaction, "\n".join(asked_lines(terms, language_of(interaction))))
