"""/proposal minutes and /proposal register: what was decided, as files to keep."""

import asyncio
import hashlib
import io

import discord
from discord import app_commands, ui

from bot.client import UNASKED
from bot.domain.proposals.proposal import Proposal
from bot.domain.statistics.table import FileFormat
from bot.services.proposals.minutes import DECIDED, MINUTES
from bot.wording.proposals.minutes import (
    minutes_document,
    minutes_foot,
    minutes_line,
    minutes_title,
    pdf_line,
    register_lines,
)
from cogs.components.autocomplete import ProposalIn
from cogs.components.cards.layouts import lines_view
from cogs.components.documents import pdf_of
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of, language_of_document

Decided = app_commands.Transform[Proposal, ProposalIn(*DECIDED)]


@requires(MINUTES)
@app_commands.command(name="minutes", extras=UNASKED)
@app_commands.describe(proposal="The number of a proposal that is decided, or was taken back or cancelled")
async def minutes(interaction: Interaction, proposal: Decided) -> None:
    """Get the minutes of a decision: one document with all facts and hashes"""
    await interaction.response.defer(ephemeral=True)
    actor, say = actor_of(interaction), language_of(interaction)
    taken = await interaction.client.services.minutes.of(actor.guild, proposal.id)
    in_language = language_of_document(interaction)
    document, title = minutes_document(taken, in_language), minutes_title(taken, in_language)
    pages = await pdf_of(document, title, taken.decided_at, minutes_foot(taken, in_language))
    name = f"proposal-{taken.card.proposal.number}-minutes"
    lines = [minutes_line(taken.card, say), pdf_line(hashlib.sha256(pages).hexdigest(), say)]
    await _answer_files(interaction, lines, {f"{name}.md": document.encode(), f"{name}.pdf": pages})


@app_commands.command(name="register", extras=UNASKED)
async def register_of_decisions(interaction: Interaction) -> None:
    """Get the register of all decisions of this space, as a table"""
    await interaction.response.defer(ephemeral=True)
    found = await interaction.client.services.statistics.register.of(actor_of(interaction))
    lines = register_lines(found, language_of(interaction))
    if not found.decided and not found.imported:
        await answer(interaction, "\n".join(lines))
        return
    content = await asyncio.to_thread(found.table().file, FileFormat.CSV)
    await _answer_files(interaction, lines, {"register.csv": content})


async def _answer_files(interaction: Interaction, lines: list[str], files: dict[str, bytes]) -> None:
    view = lines_view(*lines, say=language_of(interaction))
    for name in files:
        view.add_item(ui.File[ui.LayoutView](f"attachment://{name}"))
    await answer(
        interaction,
        view=view,
        files=[discord.File(io.BytesIO(content), name) for name, content in files.items()],
    )
