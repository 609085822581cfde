"""A proposer's lines as words: quotes keep spaces, brackets keep what is in them together."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.errors.action_lines import (
    BracketMissing,
    BracketNotOpened,
    CommaMissing,
    NothingAfterComma,
    QuoteOpen,
)
from bot.domain.fault import (
    Unfit,
)

_OPEN = {"(": ")", "[": "]", "{": "}"}


class Unbalanced(Unfit):
    """A quote or a bracket that is never closed, or closed without being opened."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    quoted: bool = False
    """Whether it stood in quotes, so that it is text and no keyword."""


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each action's text with the number (from 1) of its first line; blank lines are left out.

    A line goes on below as long as a bracket in it is open: people paste ABI fragments over several lines.
    """
    waiting: list[str] = []
    first = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not waiting:
            if not line.strip():
                continue
            first = number
        waiting.append(line.strip())
        joined = " ".join(waiting)
        if _depth(joined) <= 0:
            yield first, joined
            waiting = []
    if waiting:
        # The bracket is never closed: only the line that opened it is wrong, not all that follow.
        yield first, waiting[0]
        rest = "\n" * first + "\n".join(text.splitlines()[first:])
        yield from logical_lines(rest)


def words(line: str) -> list[Word]:
    """The words of a line. Raises Unbalanced."""
    found: list[Word] = []
    place = 0
    while place < len(line):
        if line[place].isspace():
            place += 1
        elif line[place] in "\"'":
            text, place = _quoted(line, place)
            found.append(Word(text, quoted=True))
        else:
            end = _end_of_word(line, place)
            found.append(Word(line[place:end]))
            place = end
    return found


def items(text: str) -> list[Word]:
    """The parts of a list, `[a, b]` or `(a, b)`, without its brackets. Raises Unbalanced."""
    found: list[Word] = []
    place, end = 1, len(text) - 1
    while place < end:
        if text[place].isspace():
            place += 1
            continue
        if text[place] in "\"'":
            part, place = _quoted(text, place)
            found.append(Word(part, quoted=True))
        else:
            stop = _end_of_word(text, place, until=",", limit=end)
            found.append(Word(text[place:stop].strip()))
            place = stop
        while place < end and text[place].isspace():
            place += 1
        if place < end:
            if text[place] != ",":
                raise Unbalanced(CommaMissing(text))
            place += 1
            if not text[place:end].strip():
                raise Unbalanced(NothingAfterComma(text))
    return found


def _quoted(line: str, start: int) -> tuple[str, int]:
    """The text in quotes, where a backslash keeps the next character, and the place after it."""
    quote, text, place = line[start], [], start + 1
    while place < len(line):
        char = line[place]
        if char == "\\" and place + 1 < len(line):
            text.append({"n": "\n", "t": "\t"}.get(line[place + 1], line[place + 1]))
            place += 2
        elif char == quote:
            return "".join(text), place + 1
        else:
            text.append(char)
            place += 1
    raise Unbalanced(QuoteOpen(quote))


def _end_of_word(line: str, start: int, until: str = "", limit: int | None = None) -> int:
    closing: list[str] = []
    place, end = start, len(line) if limit is None else limit
    while place < end:
        char = line[place]
        if not closing and (char in until if until else char.isspace()):
            return place
        if char in "\"'" and closing:
            _, place = _quoted(line, place)
            continue
        if char in _OPEN:
            closing.append(_OPEN[char])
        elif char in _OPEN.values() and (not closing or closing.pop() != char):
            raise Unbalanced(BracketNotOpened(char))
        place += 1
    if closing:
        raise Unbalanced(BracketMissing(closing[-1]))
    return end


def _depth(line: str) -> int:
    """How many brackets are open at the end of a line, those in quotes left out."""
    depth, quote = 0, ""
    for char in line:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in _OPEN:
            depth += 1
        elif char in _OPEN.values():
            depth -= 1
    return depth
