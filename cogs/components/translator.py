"""The slash commands in each member's language, by the same catalogues as everything else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import msgspec
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place

from bot.wording.catalog import CHOICE, COMMAND, FOLDER, OPTION, SOURCE_LOCALE, TEXT, translations

_CONTEXTS = {
    Place.command_name: COMMAND,
    Place.group_name: COMMAND,
    Place.parameter_name: OPTION,
    Place.command_description: TEXT,
    Place.group_description: TEXT,
    Place.parameter_description: TEXT,
    Place.choice_name: CHOICE,
}


class CatalogueTranslator(app_commands.Translator):
    def __init__(self, folder: Path = FOLDER) -> None:
        """`folder` holds the catalogues."""
        self._folder = folder

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """None where nobody has translated it: Discord then shows the English one."""
        name, catalogue = translations(str(locale), self._folder)
        if name == SOURCE_LOCALE or context.location not in _CONTEXTS:
            return None
        translated = catalogue.pgettext(_CONTEXTS[context.location], string.message)
        return None if translated == string.message else translated


class CommandText(msgspec.Struct, frozen=True, order=True):
    """What Discord is told of a command, and members read."""

    context: str
    """That of the catalogues."""
    text: str
    command: str
    """As it is typed, without the slash: `wallet link`."""


def command_texts(tree: app_commands.CommandTree[Any]) -> Iterator[CommandText]:
    for command in [*tree.walk_commands(), *tree.get_commands(type=discord.AppCommandType.message)]:
        path = command.qualified_name
        yield CommandText(COMMAND, command.name, path)
        if isinstance(command, app_commands.Command | app_commands.Group):
            yield CommandText(TEXT, command.description, path)
        if isinstance(command, app_commands.Command):
            for parameter in command.parameters:
                yield CommandText(OPTION, parameter.display_name, path)
                yield CommandText(TEXT, str(parameter.description), path)
                yield from (CommandText(CHOICE, choice.name, path) for choice in parameter.choices)
