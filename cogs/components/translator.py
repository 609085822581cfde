"""The slash commands in each member's language, by the same catalogues as everything else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
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


def command_texts(tree: app_commands.CommandTree[Any]) -> Iterator[tuple[str, str]]:
    """(context, text) of all that Discord is told of the commands and that members read."""
    for command in [*tree.walk_commands(), *tree.get_commands(type=discord.AppCommandType.message)]:
        yield COMMAND, command.name
        if isinstance(command, app_commands.Command | app_commands.Group):
            yield TEXT, command.description
        if isinstance(command, app_commands.Command):
            for parameter in command.parameters:
                yield OPTION, parameter.display_name
                yield TEXT, str(parameter.description)
                yield from ((CHOICE, choice.name) for choice in parameter.choices)
