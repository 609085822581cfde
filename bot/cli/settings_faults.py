"""How a command ends where a setting is missing or wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def one_line_for_settings() -> Iterator[None]:
    """Within it, a setting that is missing or wrong ends the command with a line that says so."""
    from bot.settings import SettingsError
    from bot.storage.errors import UnusableDatabase
    from bot.web.errors import CannotListen

    try:
        yield
    except SettingsError as error:
        # A start that goes well needs no words.
        from bot.wording.errors import clause
        from bot.wording.language import terminal_language

        say = terminal_language()
        refuse("\n".join(clause(fault, say) for fault in error.faults))
    except UnusableDatabase as error:
        refuse(f"FOLKMOOT_DATABASE_URL: {error}")
    except CannotListen as error:
        refuse(f"FOLKMOOT_WEB_LISTEN: {error}")


def refuse(message: str) -> NoReturn:
    """Ends the command with one line on standard error, and the exit status 2."""
    print(message, file=sys.stderr)
    raise SystemExit(2)
