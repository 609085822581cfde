"""How a command ends where a setting is missing or wrong, or doesn't lead where it should."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from bot.domain.fault import Fault


@contextmanager
def one_line_for_settings() -> Iterator[None]:
    """Within it, a setting that is missing or wrong ends the command with a line that says so."""
    from bot.domain.errors.operators.configuration import SettingRefused
    from bot.settings import SettingsError
    from bot.storage.errors import UnusableDatabase
    from bot.web.errors import CannotListen

    try:
        yield
    except SettingsError as error:
        refuse(*error.faults)
    except UnusableDatabase as error:
        refuse(SettingRefused("FOLKMOOT_DATABASE_URL", error.fault))
    except CannotListen as error:
        refuse(SettingRefused("FOLKMOOT_WEB_LISTEN", error.fault))


def refuse(*faults: "Fault") -> NoReturn:
    """Ends the command with a line on standard error for each, and the exit status 2."""
    # A start that goes well needs no words.
    from bot.wording.errors import clause
    from bot.wording.language import terminal_language

    say = terminal_language()
    print(*(clause(fault, say) for fault in faults), sep="\n", file=sys.stderr)
    raise SystemExit(2)
