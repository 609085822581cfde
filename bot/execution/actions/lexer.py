"""A proposer's lines as words: quotes keep spaces, brackets keep what is in them together."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.errors.proposals.action_lines import (
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
_QUOTES = {'"': '"', "'": "'", "“": "”“", "”": "”", "„": "“”", "‘": "’", "’": "’", "‚": "‘’"}
"""What begins a text, with what ends it: phones put curly ones in place of those on their keys."""
_APOSTROPHE = "’"


class Unbalanced(Unfit):
    """A quote or a bracket that is never closed, or closed without being opened."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    quoted: bool = False
    """Whether it stood in quotes, so that it is text and no keyword."""
    place: tuple[int, int] = field(default=(0, 0), compare=False)
    """From where to where it stands in the line, quotes included."""


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
        elif line[place] in _QUOTES:
            text, end = _quoted(line, place)
            found.append(Word(text, quoted=True, place=(place, end)))
            place = end
        else:
            end = _end_of_word(line, place)
            found.append(Word(line[place:end], place=(place, end)))
            place = end
    return found


def items(text: str, start: int = 0) -> list[Word]:
    """The parts of a list, `[a, b]` or `(a, b)`, without its brackets; `start` is where it stands in its line. Raises
    Unbalanced."""
    found: list[Word] = []
    place, end = 1, len(text) - 1
    while place < end:
        if text[place].isspace():
            place += 1
            continue
        if text[place] in _QUOTES:
            part, stop = _quoted(text, place)
            found.append(Word(part, quoted=True, place=(start + place, start + stop)))
        else:
            stop = _end_of_word(text, place, until=",", limit=end)
            part = text[place:stop].strip()
            found.append(Word(part, place=(start + place, start + place + len(part))))
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
    ends = _QUOTES[quote]
    while place < len(line):
        char = line[place]
        if char == "\\" and place + 1 < len(line):
            text.append({"n": "\n", "t": "\t"}.get(line[place + 1], line[place + 1]))
            place += 2
        elif char in ends and not _is_apostrophe(line, place):
            return "".join(text), place + 1
        else:
            text.append(char)
            place += 1
    raise Unbalanced(QuoteOpen(quote))


def _is_apostrophe(line: str, place: int) -> bool:
    """Whether it stands within a word, as in “it’s”."""
    around = line[place - 1 : place] + line[place + 1 : place + 2]
    return line[place] == _APOSTROPHE and len(around) == 2 and around.isalpha()


def _end_of_word(line: str, start: int, until: str = "", limit: int | None = None) -> int:
    closing: list[str] = []
    place, end = start, len(line) if limit is None else limit
    while place < end:
        char = line[place]
        if not closing and (char in until if until else char.isspace()):
            return place
        if char in _QUOTES and closing:
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
    depth, ends = 0, ""
    for place, char in enumerate(line):
        if ends:
            ends = "" if char in ends and not _is_apostrophe(line, place) else ends
        elif char in _QUOTES:
            ends = _QUOTES[char]
        elif char in _OPEN:
            depth += 1
        elif char in _OPEN.values():
            depth -= 1
    return depth
