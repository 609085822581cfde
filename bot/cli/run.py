"""`folkmoot run`: the bot, until SIGTERM."""

import asyncio
import gc
import sys
from collections.abc import Callable

from bot.cli.settings_faults import one_line_for_settings, refuse

OBJECTS_BEFORE_COLLECTION = 10_000
"""New objects after which the collector looks for garbage among them. A click alone makes some hundred that live until
it is answered: with Python's 700, a tenth of a click's time goes into looking at those again and again."""


def run() -> None:
    """Runs the bot until it is asked to stop. SystemExit with status 2, and one line that says why, for settings that
    are missing or wrong."""
    # To load the program makes many objects, and no garbage that the collector could find among them.
    gc.disable()
    import discord

    from bot import bootstrap
    from bot.domain.errors.operators.configuration import TokenRefused
    from bot.settings import load

    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION, *gc.get_threshold()[1:])
    gc.enable()
    with one_line_for_settings():
        try:
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                runner.run(bootstrap.run(load()))
        except discord.LoginFailure:
            refuse(TokenRefused("FOLKMOOT_DISCORD_TOKEN"))


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where the platform has it; elsewhere asyncio's own loop does the same, slower."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
