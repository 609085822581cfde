"""/proposal imported: what was decided elsewhere before, with the records."""

import asyncio
import io

import discord
from discord import app_commands, ui

from bot.client import UNASKED
from bot.services.imported.reading import LOOK_BACK
from bot.services.ports import ImportedFigures
from bot.wording.markup.discord_markup import CHOICE_LIMIT
from bot.wording.markup.plain_text import cut
from bot.wording.proposals.imported_list import document_line, imported_lines, imported_suggested
from bot.wording.proposals.proposal_list import newer_label, older_label
from bot.wording.voting.results import record_too_large
from cogs.components.autocomplete import SUGGESTIONS, Suggestions
from cogs.components.cards.layouts import lines_view
from cogs.components.files import fitting
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.custom_ids import NUMBER, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of

TURN = CustomId("imported", page=NUMBER)


async def _suggested(interaction: Interaction, typed: str) -> Suggestions:
    say = language_of(interaction)
    found = await interaction.client.services.imported.newest(actor_of(interaction))
    named = [(imported_suggested(each, say), each.key) for each in found]
    return [
        app_commands.Choice(name=cut(name, CHOICE_LIMIT), value=key)
        for name, key in named
        if typed.strip().casefold() in name.casefold() and len(key) <= CHOICE_LIMIT
    ][:SUGGESTIONS]


@requires(LOOK_BACK)
@app_commands.command(name="imported", extras=UNASKED)
@app_commands.describe(vote="One of them, of which you get the record; the list of all if left out")
@app_commands.autocomplete(vote=_suggested)
async def imported(interaction: Interaction, vote: app_commands.Range[str, 0, 100] = "") -> None:
    """Show what was decided elsewhere before: in another server, or on Snapshot"""
    if not vote:
        await answer(interaction, view=await _list(interaction, 0))
        return
    await interaction.response.defer(ephemeral=True)
    found, document = await interaction.client.services.imported.document(actor_of(interaction), vote.strip())
    say = language_of(interaction)
    file = await asyncio.to_thread(fitting, _file_name(found), document)
    if file is None:
        lines = (document_line(found, say), record_too_large(say))
        await answer(interaction, view=lines_view(*lines, say=say))
        return
    name, content = file
    view = lines_view(document_line(found, say), say=say)
    view.add_item(ui.File[ui.LayoutView](f"attachment://{name}"))
    await answer(interaction, view=view, files=[discord.File(io.BytesIO(content), name)])


@component(TURN, unasked=True)
async def turn_imported(interaction: Interaction, page: int) -> None:
    """Show another page in the place of this one."""
    await interaction.response.defer()
    await rewrite(interaction, await _list(interaction, page))


async def _list(interaction: Interaction, number: int) -> ui.LayoutView:
    say = language_of(interaction)
    page = await interaction.client.services.imported.page(actor_of(interaction), number)
    view = lines_view(*imported_lines(page, say), say=say)
    buttons = [
        ui.Button[ui.LayoutView](label=label, custom_id=TURN(page=other))
        for label, other, there in (
            (newer_label(say), number - 1, number > 0),
            (older_label(say), number + 1, page.older),
        )
        if there
    ]
    return view.add_item(ui.ActionRow(*buttons)) if buttons else view


def _file_name(vote: ImportedFigures) -> str:
    """Of the record, or of the election file where there is none."""
    key = "".join(each for each in vote.key if each.isascii() and each.isalnum())[:16]
    return f"imported-{key}-{'election' if vote.origin is None else 'record'}.json"
