"""Long private answers: line by line into as few messages as they need."""

from collections.abc import Iterable

from bot.wording.delivery.answers import rest_elsewhere
from bot.wording.markup.discord_markup import MESSAGE_LIMIT
from bot.wording.markup.plain_text import cut
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of

THREAD_PAGE = 1_900
"""Characters of a message in a thread, without the mark beneath it."""
MESSAGES = 14
"""More than so many in a row nobody reads."""


def pages(lines: Iterable[str], limit: int = MESSAGE_LIMIT) -> list[str]:
    """The lines in as few messages as they need."""
    found: list[str] = []
    for line in lines:
        line = cut(line, limit)
        if found and len(found[-1]) + 1 + len(line) <= limit:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


async def send_pages(interaction: Interaction, lines: Iterable[str]) -> None:
    """Answer with all of the lines; what is beyond the last message is said to be left out."""
    found = pages(lines)
    for page in found[:MESSAGES]:
        await answer(interaction, page)
    if len(found) > MESSAGES:
        await answer(interaction, rest_elsewhere(language_of(interaction)))
