"""Whether a TOML text can be parsed at a cost that is fit for its length: looked at once, from begin to end, before
any parser sees it. Parsers take time with the square of the dots in a key, and stop where brackets nest too deeply.
"""

from bot.domain.errors.governance.policy_files import NestedTooDeeply, TooManyDots, TooManyValues, WordTooLong
from bot.domain.fault import Fault
from bot.domain.policy.bounds import LONGEST_WORD, MOST_BRACKETS, MOST_DOTS, MOST_VALUES

_ENDS_WORD = frozenset(" \t\r\n=,[]{}#\"'")
_ENDS_KEY = frozenset("\n=,[]{}#")


def shape_fault(text: str) -> tuple[int, Fault] | None:
    """The first bound that the text breaks, with its line (from 1); None for a text that keeps to all."""
    at, dots, depth, values, word = 0, 0, 0, 0, 0
    fault: Fault | None = None
    while at < len(text) and fault is None:
        char = text[at]
        word = 0 if char in _ENDS_WORD else word + 1
        dots = 0 if char in _ENDS_KEY else dots + (char == ".")
        values += char in "=,["
        if char in "[{":
            depth += 1
        elif char in "]}":
            depth = max(0, depth - 1)
        fault = _broken(dots, depth, values, word)
        if char == "#":
            at = _found(text, "\n", at)
        elif char in "\"'":
            at = _after_string(text, at)
        else:
            at += 1
    return None if fault is None else (text.count("\n", 0, at - 1) + 1, fault)


def _broken(dots: int, depth: int, values: int, word: int) -> Fault | None:
    if dots > MOST_DOTS:
        return TooManyDots(MOST_DOTS)
    if depth > MOST_BRACKETS:
        return NestedTooDeeply(MOST_BRACKETS)
    if values > MOST_VALUES:
        return TooManyValues(MOST_VALUES)
    return WordTooLong(LONGEST_WORD) if word > LONGEST_WORD else None


def _after_string(text: str, at: int) -> int:
    """Where the text goes on after the string that begins here; its end where the string has none."""
    sign = text[at]
    quotes = sign * 3 if text.startswith(sign * 3, at) else sign
    at += len(quotes)
    while at < len(text) and not text.startswith(quotes, at):
        if len(quotes) == 1 and text[at] == "\n":
            # No string of one line goes on here: the parser will say so.
            return at
        at += 2 if sign == '"' and text[at] == "\\" else 1
    return min(len(text), at + len(quotes))


def _found(text: str, wanted: str, at: int) -> int:
    place = text.find(wanted, at)
    return len(text) if place < 0 else place
