"""What Discord was told of the commands, in each language that is shipped."""

from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po

from bot.wording.catalog import CHOICE, COMMAND, DOMAIN, FOLDER, OPTION, TEXT
from sandbox.discord.people.options import GROUP, SUBCOMMAND
from sandbox.discord.rules.commands import check_commands
from sandbox.discord.world.applications import CHAT_INPUT, MESSAGE_COMMAND
from tests.cogs.conftest import COMMANDS_OF_TESTS, World

pytestmark = pytest.mark.asyncio(loop_scope="session")
LOCALES = {"de": "de", "es-ES": "es", "es-419": "es"}
"""Discord's, and whose catalogue it is."""
Json = dict[str, Any]


def told(world: World) -> list[Json]:
    return [each.payload for each in world.app.commands.values() if each.name not in COMMANDS_OF_TESTS]


def parts(commands: list[Json], context: str = COMMAND) -> Iterator[tuple[str, Json]]:
    """Each command, group, option and choice, with the context of its name."""
    for part in commands:
        yield context, part
        for option in part.get("options") or []:
            yield from parts([option], COMMAND if option["type"] in (SUBCOMMAND, GROUP) else OPTION)
        for choice in part.get("choices") or []:
            yield CHOICE, choice


def words(locale: str) -> dict[tuple[str, str], str]:
    """(context, English) → as the catalogue has it, where that is something else."""
    with (FOLDER / LOCALES[locale] / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return {(each.context or "", each.id): each.string for each in read_po(file) if each.id}


def shown(part: Json, field: str, locale: str) -> str:
    """What a member's program shows in that language."""
    localized: str = (part.get(f"{field}_localizations") or {}).get(locale, part[field])
    return localized


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_name_and_hint_is_told_as_the_catalogue_has_it(world: World, locale: str) -> None:
    known = words(locale)
    seen = list(parts(told(world)))
    assert len(seen) > 200
    for context, part in seen:
        assert shown(part, "name", locale) == known[context, part["name"]]
        if part.get("description"):
            assert shown(part, "description", locale) == known[TEXT, part["description"]]


@pytest.mark.parametrize("locale", LOCALES)
async def test_no_two_of_a_group_go_by_one_name(world: World, locale: str) -> None:
    groups = [
        [each for each in told(world) if each["type"] == kind] for kind in (CHAT_INPUT, MESSAGE_COMMAND)
    ]
    while groups:
        group = groups.pop()
        names = [shown(part, "name", locale) for part in group]
        assert len(set(names)) == len(names), names
        groups += [part.get(inner) or [] for part in group for inner in ("options", "choices")]


async def test_discord_takes_them_in_all_languages_at_once(world: World) -> None:
    """A command has at most 8,000 characters, of each text those of the language in which it is longest."""
    check_commands(told(world))
