"""/permissions: who may do what here, derived from what commands and buttons are declared with."""

import io
from collections.abc import Iterator

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import UNASKED, FolkmootClient
from bot.domain.permissions.permitted import Kind, Permitted, of_root, of_who, permissions_table
from bot.domain.permissions.requirement import Who
from bot.domain.statistics.table import FileFormat, Table
from bot.wording.governance.offices.permissions import BUTTONS, of_everybody_lines, of_member_lines
from cogs.components.autocomplete import Suggestions, matching
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of, actor_of_member
from cogs.components.interactions.dispatch import registered
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import Declared, required_by
from cogs.components.language import language_of


def permitted(bot: FolkmootClient) -> list[Permitted]:
    """All commands, and the buttons that do what no command does."""
    return [*_of_commands(bot), *_of_buttons(bot)]


def _of_commands(bot: FolkmootClient) -> Iterator[Permitted]:
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield _permitted(Kind.COMMAND, command.qualified_name, required_by(command))
    for menu in bot.tree.get_commands(type=discord.AppCommandType.message):
        yield _permitted(Kind.MENU, menu.name, required_by(menu))


def _of_buttons(bot: FolkmootClient) -> Iterator[Permitted]:
    for kind, handler in registered(bot).items():
        if kind in BUTTONS:
            yield _permitted(Kind.BUTTON, kind, Declared(handler.requirement))


def _permitted(kind: Kind, name: str, declared: Declared) -> Permitted:
    return Permitted(kind, name, declared.requirement, declared.option)


async def names(interaction: Interaction, typed: str) -> Suggestions:
    """Commands, as they are called in the member's language; what is sent is the English name."""
    say = language_of(interaction).plain()
    named = (each for each in permitted(interaction.client) if each.kind is Kind.COMMAND)
    return matching(((say.command(each.name), each.name) for each in named), typed.removeprefix("/"))


class PermissionsCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.bot = bot

    @app_commands.command(extras=UNASKED)
    @app_commands.guild_only()
    @app_commands.describe(
        command="Only this one, or those whose names begin so",
        role="Only what these may do",
        member="Only what this member may do",
        file="Attach the table as a file, too",
    )
    @app_commands.autocomplete(command=names)
    @app_commands.choices(
        role=[
            app_commands.Choice(name="moderators", value=Who.MODERATORS.value),
            app_commands.Choice(name="guardians", value=Who.GUARDIANS.value),
            app_commands.Choice(name="auditors", value=Who.AUDITORS.value),
            app_commands.Choice(name="owners of the Safe", value=Who.SIGNERS.value),
            app_commands.Choice(name="the author of a proposal", value=Who.AUTHOR.value),
            app_commands.Choice(name="its co-authors", value=Who.COAUTHORS.value),
            app_commands.Choice(name="whoever has power", value=Who.VOTERS.value),
            app_commands.Choice(name="everyone", value=Who.EVERYONE.value),
        ]
    )
    async def permissions(
        self,
        interaction: Interaction,
        command: str = "",
        role: str = "",
        member: discord.Member | None = None,
        file: FileFormat | None = None,
    ) -> None:
        """Show who may do what here: who can stop a vote, change rules, have something carried out"""
        actor, say = actor_of(interaction), language_of(interaction)
        asked = actor if member is None else actor_of_member(interaction, member)
        space, who = await interaction.client.services.permissions.of(asked)
        wanted = command.strip().removeprefix("/").casefold()
        found = [each for each in permitted(self.bot) if each.name.startswith(wanted)]
        if space.parent is None:
            found = of_root(found)
        if role:
            found = of_who(found, {Who(role)})
        if member is None:
            lines = of_everybody_lines(space, found, say)
        else:
            found = of_who(found, who)
            lines = of_member_lines(asked.member, space, found, say)
        await answer_lines(interaction, lines, _file(permissions_table(found), file) if file else None)


def _file(table: Table, kind: FileFormat) -> discord.File:
    return discord.File(io.BytesIO(table.file(kind)), f"{table.name}.{kind.value}")
