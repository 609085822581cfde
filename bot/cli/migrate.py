"""`folkmoot migrate`: the database at the schema of this version."""

import asyncio

from bot.cli.database import opened
from bot.cli.settings_faults import one_line_for_settings
from bot.settings import Settings, load
from bot.wording.language import terminal_language
from bot.wording.migrating import migrated


def migrate() -> None:
    """Runs the missing migrations, and prints the revision that the database then has. Not beside a running bot."""
    with one_line_for_settings():
        revision = asyncio.run(_upgrade(load()))
    print(migrated(revision, terminal_language()))


async def _upgrade(settings: Settings) -> str:
    async with opened(settings, claimed=True) as database:
        return str((await database.schema_state()).current)
