"""Others' text made safe for any place: members write what they like, and only what can be seen is shown."""

import itertools
import unicodedata
from collections.abc import Callable, Sequence

from bot.domain.ids import MemberId

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800")
"""Letters and marks that are drawn as nothing at all."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_EMOJI = frozenset({"So", "Sk", "Cn"})
"""The categories of emoji; those younger than this Python are not assigned yet."""
_JOINERS = "\u200c\u200d"
_MARKS_AT_ONCE = 4


def plain(text: str) -> str:
    """The text without what is not seen or shows something else than is there.

    Removed: control characters (but line breaks and tabs), bidirectional overrides, zero-width and filler
    characters, lone surrogates, private characters, more than four combining marks on one letter.
    Joiners stay where they are part of writing (between emoji, and in the scripts that need them).
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        category = unicodedata.category(char)
        if char in _JOINERS:
            if not _joins(text, index):
                continue
        elif char in "\n\t":
            pass
        elif category in _UNSEEN or char in _FILLERS or "\u180b" <= char <= "\u180f":
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MARKS_AT_ONCE:
            kept.append(char)
    return "".join(kept)


def _joins(text: str, index: int) -> bool:
    if not 0 < index < len(text) - 1:
        return False
    before, after = text[index - 1], text[index + 1]
    if unicodedata.category(after) in _EMOJI:
        return text[index] == "\u200d" and (before == "\ufe0f" or unicodedata.category(before) in _EMOJI)
    return all("\u0600" <= char <= "\u0fff" for char in (before, after))


def one_line(text: str) -> str:
    """The text without line breaks and runs of spaces."""
    return " ".join(plain(text).split())


def cut(text: str, limit: int) -> str:
    """The text in at most so many characters; an ellipsis says where it was cut."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"


def fitted(lines: Sequence[str], limit: int, rest: Callable[[int], str]) -> str:
    """As many of the lines as fit into so many characters. `rest` says of a number of lines that they are left out."""
    text = "\n".join(lines)
    if len(text) <= limit:
        return text
    room = limit - len(rest(len(lines))) - 1
    lengths = itertools.accumulate(len(line) + 1 for line in lines)
    kept = sum(1 for length in lengths if length <= room) or 1
    ending = rest(len(lines) - kept)
    return cut("\n".join(lines[:kept]), limit - len(ending) - 1) + "\n" + ending


def nobody(member: MemberId) -> str:
    """Somebody who isn't known any more, apart from others like them: a sign and the last digits of their number."""
    return f"👤{str(member)[-4:]}"
