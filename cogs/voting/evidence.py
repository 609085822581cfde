"""What ballots brought along, as files in private answers."""

import io

import discord

from bot.services.voting.evidence_files import EvidenceParts
from bot.wording.language import Language
from bot.wording.voting.evidence_files import all_lines
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction

FILES = 10
"""So many follow one command."""


async def send_own_evidence(interaction: Interaction, parts: EvidenceParts) -> None:
    """A voter's own, after what is said of it; the newest where there are too many."""
    for number in range(1, len(parts.rows) + 1)[-FILES:]:
        await _send(interaction, parts, number)


async def send_all_evidence(
    interaction: Interaction, parts: EvidenceParts, first: int, say: Language
) -> None:
    """Everybody's, from this part on."""
    first = min(first, max(1, len(parts.rows)))
    numbers = range(1, len(parts.rows) + 1)[first - 1 : first - 1 + FILES]
    text = "\n".join(all_lines(parts, first, first - 1 + len(numbers), say))
    if not numbers:
        await answer(interaction, text)
    for number in numbers:
        await _send(interaction, parts, number, text)
        text = ""


async def _send(interaction: Interaction, parts: EvidenceParts, number: int, text: str = "") -> None:
    """A message for each file, since each may be as large as Discord takes."""
    name, content = await interaction.client.services.evidence_files.file(parts, number)
    await answer(interaction, text, files=[discord.File(io.BytesIO(content), name)])
