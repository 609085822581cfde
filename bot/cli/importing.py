"""`folkmoot import snapshot FILE…`: a space's votes on Snapshot become its past, marked as imported."""

import asyncio
import sys
from collections.abc import Sequence

from bot.bootstrap import SystemClock
from bot.cli.database import opened
from bot.cli.files import beginning
from bot.cli.settings_faults import one_line_for_settings
from bot.cli.tally import on_one_line
from bot.domain.elections.election_text import LONGEST
from bot.domain.errors import Refused
from bot.domain.ids import GuildId
from bot.domain.imported.snapshot import read_snapshot
from bot.services.imported.importing import Importing
from bot.settings import Settings, load
from bot.wording.errors import message
from bot.wording.imported import forgotten_line, taken_lines
from bot.wording.language import Language, terminal_language


def snapshot(names: Sequence[str], server: int, space: str, *, forget: bool) -> int:
    """Prints what was taken in, and what was left out; the exit status.

    `forget`: what was imported of Snapshot before is taken away, and no file is read. 0: done. 2: a file can't be read,
    or there is no such space; a line on standard error says which, nothing is stored.
    """
    say = terminal_language()
    with one_line_for_settings():
        settings = load()
    try:
        lines = asyncio.run(_done(settings, names, GuildId(server), space, forget, say))
    except Refused as refused:
        said = message(refused, say)
        print("import:", on_one_line(f"{said.happened} {said.next}"), file=sys.stderr)
        return 2
    except OSError as error:
        print("import:", on_one_line(f"{error.filename}: {error.strerror}"), file=sys.stderr)
        return 2
    print(*lines, sep="\n")
    return 0


async def _done(
    settings: Settings, names: Sequence[str], guild: GuildId, space: str, forget: bool, say: Language
) -> list[str]:
    """Raises ImportUnreadable, NotSetUp, SpaceUnknown, OSError."""
    past = None if forget else read_snapshot(beginning(name, LONGEST) for name in names)
    async with opened(settings) as database:
        importing = Importing(database.unit_of_work(), SystemClock())
        if past is None:
            return [forgotten_line(*await importing.forget(guild, space, "snapshot"), say)]
        return list(taken_lines(past, await importing.take(guild, space, past.documents()), say))
