"""`folkmoot tally FILE`: counts one election document, alone with the file.

Imports nothing but the counting itself, since the start of the process is a good part of its time.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from bot.domain.elections.election import ElectionError

_FIELD = 200
"""So much of a field's name is printed."""

USAGE = "usage: folkmoot tally FILE    (- reads standard input)"


def run(arguments: Sequence[str]) -> int:
    """Prints the result of the document as one line of canonical JSON; the exit status.

    0: counted. 2: it can't be counted or read; one line on standard error says why, nothing is printed.
    """
    if list(arguments) in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if len(arguments) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    # A count makes millions of objects and no cycle among them: looking for cycles would only cost time.
    gc.disable()
    _import_msgspec()
    from bot.domain.elections.decoding import decode
    from bot.domain.elections.election import ElectionError
    from bot.domain.elections.tally import encode_result, tally

    try:
        result = encode_result(tally(decode(_read(arguments[0]))))
    except ElectionError as error:
        print("tally:", on_one_line(_words(error)), file=sys.stderr)
        return 2
    except OSError as error:
        print("tally:", on_one_line(f"{arguments[0]}: {error.strerror}"), file=sys.stderr)
        return 2
    sys.stdout.buffer.write(result + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _words(error: ElectionError) -> str:
    # Loaded only here: a document that can be counted needs no words.
    from bot.wording.errors import clause
    from bot.wording.language import terminal_language

    field = error.field if len(error.field) <= _FIELD else error.field[:_FIELD] + "…"
    return f"{field}: {clause(error.fault, terminal_language())}"


def run_and_exit(arguments: Sequence[str]) -> NoReturn:
    """The same, and the end of the process with its exit status.

    What was printed is flushed, and nothing else is open or running: to take the interpreter apart, ballot by ballot,
    would only cost time.
    """
    status = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _import_msgspec() -> None:
    """msgspec takes some functions from `typing_extensions`, and where there is none the same from `typing`, which is
    loaded anyway: that halves the time of its import."""
    if "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401 - for those who import it from here on
    finally:
        del sys.modules["typing_extensions"]


def _read(name: str) -> bytes:
    """Raises OSError, ElectionError."""
    from bot.cli.files import beginning
    from bot.domain.counting.errors import ElectionError, TooLong
    from bot.domain.elections.election_text import LONGEST

    data = beginning(name, LONGEST)
    if len(data) > LONGEST:
        raise ElectionError("document", TooLong(LONGEST))
    return data


def on_one_line(text: str) -> str:
    """The text with whatever could break the line, or act on a terminal, spelled out."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
