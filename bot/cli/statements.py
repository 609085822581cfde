"""`folkmoot statements FILE`: groups and consensus, computed again from an exported file."""

import sys

from bot.cli.files import beginning
from bot.domain.errors import StatementsUnreadable
from bot.domain.statements.bridging import bridging
from bot.domain.statements.exported import MOST_BYTES, computed, read_export
from bot.wording.errors import message
from bot.wording.language import terminal_language
from bot.wording.markup.markup import PLAIN


def statements(name: str) -> int:
    """Prints what follows from the answers in the file as one line of canonical JSON; the exit status.

    0: computed. 2: it is no such file, or can't be read; one line on standard error says why, nothing is printed.
    """
    try:
        found = computed(bridging(read_export(_read(name))))
    except StatementsUnreadable as error:
        happened = message(error, terminal_language()).happened
        print(PLAIN.name(f"{name}: {happened}", 1000), file=sys.stderr)
        return 2
    except OSError as error:
        print(PLAIN.name(f"{name}: {error.strerror}", 1000), file=sys.stderr)
        return 2
    sys.stdout.buffer.write(found + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _read(name: str) -> bytes:
    """Raises OSError, StatementsUnreadable for one that is too long to be one of ours."""
    data = beginning(name, MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise StatementsUnreadable("size")
    return data
