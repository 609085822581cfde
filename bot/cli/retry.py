"""`folkmoot retry`: what was given up is tried again; a bot that runs takes it up within seconds."""

import asyncio
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from bot.bootstrap import SystemClock
from bot.cli.database import opened
from bot.cli.settings_faults import one_line_for_settings
from bot.domain.ids import GuildId
from bot.services.delivery.outbox import WakeSignal
from bot.services.delivery.retrying import Retrying
from bot.services.ports import GivenUp
from bot.settings import Settings, load
from bot.wording.delivery.given_up import Numbers, retried_from_outside, what_words
from bot.wording.language import terminal_language


def retry(server: int | None) -> int:
    """Prints each delivery with what kept it back; the exit status."""
    say = terminal_language()
    with one_line_for_settings():
        found, numbers, number = asyncio.run(_taken_up(load(), None if server is None else GuildId(server)))
    console = Console()
    for each in found:
        what = what_words(each.entry.notification, numbers, say)
        console.print(escape(f"{each.entry.notification.guild}: {what} ({each.why})"), soft_wrap=True)
    console.print(escape(retried_from_outside(number, say)))
    return 0


async def _taken_up(settings: Settings, guild: GuildId | None) -> tuple[Sequence[GivenUp], Numbers, int]:
    async with opened(settings) as database:
        retrying = Retrying(database.unit_of_work(), SystemClock(), WakeSignal())
        found = await retrying.given_up_anywhere(guild)
        numbers = await retrying.numbers(each.entry.notification for each in found)
        return found, numbers, await retrying.retry_anywhere(guild)
