"""/data: what the server's members are asked before anything is stored about them, and for how long it stays."""

from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.consent import LONGEST_WORDS
from bot.domain.ids import GuildId
from bot.domain.retention import RetentionKind
from bot.services.actors import MODERATE_ROOT
from bot.wording.privacy.consent import asked_lines
from bot.wording.privacy.retention import changed_line, kept_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class DataCommands(
    commands.GroupCog, group_name="data", group_description="For moderators: what is stored about members"
):
    """Apart from /gov, which has as much text as Discord takes of one command."""

    def __init__(self, bot: FolkmootClient) -> None:
        self.services = bot.services

    @requires(MODERATE_ROOT, option="ask")
    @app_commands.command()
    @app_commands.describe(
        ask="Whether members have to agree first; left out, that is shown",
        words="What they read beside my own words, such as who answers for the data",
    )
    @app_commands.choices(
        ask=[
            app_commands.Choice(name="nobody is asked", value="off"),
            app_commands.Choice(name="each member agrees before anything is stored", value="on"),
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

    @requires(MODERATE_ROOT, option="days")
    @app_commands.command()
    @app_commands.describe(
        what="What is kept",
        days="For how many days; 0: until its member is erased; left out, all periods are shown",
    )
    @app_commands.choices(
        what=[
            app_commands.Choice(name="drafts that were never submitted", value=RetentionKind.DRAFTS.value),
            app_commands.Choice(name="when members last looked at digests", value=RetentionKind.LOOKS.value),
            app_commands.Choice(name="wallets that were unlinked", value=RetentionKind.UNLINKED.value),
            app_commands.Choice(name="what Discord signed for ballots", value=RetentionKind.EVIDENCE.value),
            app_commands.Choice(name="names behind the numbers of records", value=RetentionKind.NAMES.value),
        ]
    )
    async def keep(
        self, interaction: Interaction, what: str, days: app_commands.Range[int, 0, 3650] | None = None
    ) -> None:
        """Show or choose for how long what isn't part of a record is kept"""
        retaining, actor, say = self.services.retaining, actor_of(interaction), language_of(interaction)
        if days is not None:
            kind = RetentionKind(what)
            await retaining.keep(actor, kind, days or None)
            await answer(interaction, changed_line(kind, days or None, say))
            return
        await answer(interaction, "\n".join(kept_lines(await retaining.of(actor.guild), say)))
