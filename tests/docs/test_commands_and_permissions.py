"""What the pages say of commands, options and permissions is what Discord is told."""

import re

import discord
from discord import app_commands

from sandbox.discord.world.permissions import Permission
from tests.docs.conftest import INVITED, Invited
from tests.docs.pages import PAGES, named, prose, read, rows

COMMAND = re.compile(r"`/([a-z]+(?: [a-z]+){0,2})`")


async def test_the_invitation_asks_for_what_the_bot_needs_and_nothing_else(invited: Invited) -> None:
    await invited.stage.set_up()
    assert "Nothing is left to mend" in await invited.stage.set_up()
    assert "not right" not in _of_channels(await invited.doctor())
    for permission in Permission:
        if INVITED & permission:
            invited.allow(INVITED & ~permission)
            assert "not right" in _of_channels(await invited.doctor()), permission.name


def _of_channels(answer: str) -> str:
    return "\n".join(line for line in answer.splitlines() if " channel <#" in line)


def test_the_readme_names_the_permissions_of_its_number() -> None:
    sentence = re.search(
        r"stands for these permissions, and no others:(.*?)\.\n", read("README.md"), re.DOTALL
    )
    assert sentence
    names = {name.strip().lower().replace(" ", "_") for name in sentence[1].split(",")}
    names = {"view_channel" if name == "view_channels" else name for name in names}
    assert discord.Permissions(**dict.fromkeys(names, True)).value == INVITED


async def test_every_command_is_on_the_pages_and_no_other(
    tree: app_commands.CommandTree[discord.Client],
) -> None:
    commands = {c.qualified_name: c for c in tree.walk_commands()}
    said = {name for page in PAGES for name in COMMAND.findall(prose(page.read_text()))}
    assert said - set(commands) == set()
    leaves = {name for name, c in commands.items() if isinstance(c, app_commands.Command)}
    assert leaves - said == set()
    menus = tree.get_commands(type=discord.AppCommandType.message)
    pages = "\n".join(page.read_text() for page in PAGES)
    assert [menu.name for menu in menus if f"*{menu.name}*" not in pages] == []


async def test_the_options_of_setup_are_those_of_the_page(
    tree: app_commands.CommandTree[discord.Client],
) -> None:
    page = read("docs/moderators.md")
    setup = next(c for c in tree.walk_commands() if c.qualified_name == "gov setup")
    assert isinstance(setup, app_commands.Command)
    told = [name for cell in rows(page, "option") for name in named(cell)]
    assert set(told) == {parameter.name for parameter in setup.parameters}
