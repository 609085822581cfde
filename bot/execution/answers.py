"""Answers of contracts whose interface is known, and of which none is believed to be what it should."""

from datetime import UTC, datetime

from bot.chain.calls.state import Outcome
from bot.chain.contracts import tokens
from bot.chain.text import visible
from bot.domain.blocks import Value
from bot.domain.ids import Address, address
from bot.execution.actions.abi import Function, function

_STRING = Function("", function("f(string text)").parameters)
_LONGEST_NAME = 60
_LATEST_TIME = 2**37
"""Seconds: the year 6325."""
_WORD = 32


def number(answer: Outcome) -> int | None:
    """One uint256; None for anything else."""
    reading = tokens.number(answer)
    return reading.raw if isinstance(reading, Value) else None


def account(answer: Outcome) -> Address | None:
    """One address; None for anything else, and for the zero address."""
    found = number(answer)
    return None if found is None else account_in(found)


def account_in(word: int) -> Address | None:
    """The address in a word; None where it holds none, and for the zero address."""
    return address(f"0x{word:040x}") if 0 < word < 1 << 160 else None


def words(answer: Outcome, count: int) -> list[int] | None:
    """The first words of an answer; None where it is shorter."""
    if not isinstance(answer, bytes) or len(answer) < count * _WORD:
        return None
    return [int.from_bytes(answer[place : place + _WORD], "big") for place in range(0, count * _WORD, _WORD)]


def flags(answer: Outcome, count: int) -> list[bool] | None:
    """So many booleans, each in a word; None where it is shorter or something else stands there."""
    found = words(answer, count)
    return None if found is None or max(found) > 1 else [each == 1 for each in found]


def text(answer: Outcome) -> str | None:
    """A string; None for anything else."""
    if not isinstance(answer, bytes):
        return None
    values = _STRING.read(_STRING.selector + answer)
    return str(values[0]) if values else None


def name(answer: Outcome) -> str:
    """A string cut and cleaned, "" where there is none."""
    told = text(answer)
    return visible(told)[:_LONGEST_NAME] if told else ""


def moment(seconds: int) -> datetime | None:
    """A time in seconds since 1970; None for none, and for one after all times."""
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST_TIME else None
