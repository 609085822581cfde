"""The grammar of lines about streams and vestings. What needs the chain (decimals, contracts) is left to calls.py.

stream 12000 USDC to 0x… over 12 months [by llamapay]
vest 48000 RIVER to 0x… over 4 years cliff 1 year [from 2027-01-01] [irrevocable] [transferable] [by sablier]
cancel stream 7 [by 0x…]
cancel stream 12000 USDC to 0x… over 12 months
withdraw stream 7 [to 0x…] [by 0x…]
withdraw 500 USDC from llamapay
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any, Literal

import msgspec

from bot.domain.errors.proposals.action_lines import UnknownAsset
from bot.domain.errors.proposals.stream_lines import (
    CancelForm,
    CliffTooLong,
    NotADay,
    NotALength,
    OnlyTokensStream,
    StreamForm,
    WithdrawForm,
)
from bot.domain.fault import Unfit
from bot.domain.ids import Address, address
from bot.execution.actions.lexer import Word

_DAY = 86_400
_YEAR = 365 * _DAY
_UNITS = {"hour": 3_600, "day": _DAY, "week": 7 * _DAY, "month": _YEAR // 12, "year": _YEAR}
"""Seconds. A stream begins when it is made, which nobody knows before: so a year has 365 days, and a month is a twelfth
of that."""
_LONGEST = 100
"""Years."""
_COUNT = re.compile(r"[0-9]{1,7}")
_STREAM = re.compile(r"[0-9]{1,18}")
"""The number of a stream."""


class BadStreamLine(Unfit):
    """A line that is none about a stream."""


class Started(msgspec.Struct, frozen=True):
    """Somebody is to get an amount little by little."""

    verb: Literal["stream", "vest"]
    amount: str
    token: Address
    to: Address
    length: int
    """Seconds, as those of `cliff`."""
    by: str = ""
    cliff: int = 0
    start: int | None = None
    """Unix time; None: when it is made."""
    irrevocable: bool = False
    transferable: bool = False


class Cancelled(msgspec.Struct, frozen=True):
    """A stream that is told by its number comes to an end."""

    stream: int
    by: str


class Stopped(msgspec.Struct, frozen=True):
    """A stream that is told by what was agreed comes to an end."""

    agreed: Started

    @property
    def token(self) -> Address:
        return self.agreed.token


class Withdrawn(msgspec.Struct, frozen=True):
    """What is due of a stream is taken out; `to` None: by who carries the proposal out."""

    stream: int
    to: Address | None
    by: str


class TakenBack(msgspec.Struct, frozen=True):
    """What no stream has a claim to comes back; `amount` None: all of it."""

    amount: str | None
    token: Address
    by: str


StreamLine = Started | Cancelled | Stopped | Withdrawn | TakenBack


def amount_of(line: StreamLine) -> str | None:
    """What it names, as it was written; None where it names none."""
    match line:
        case Started(amount=amount) | TakenBack(amount) | Stopped(Started(amount=amount)):
            return amount
    return None


VERBS = ("stream", "vest", "cancel", "withdraw")


def stream_line(given: Sequence[Word], native: str) -> StreamLine:
    """What a line asks for whose first word is one of these verbs. Raises BadStreamLine, BadAddress."""
    texts = [word.text for word in given]
    match [text.lower() for text in texts[:2]]:
        case ["stream" | "vest" as verb, *_]:
            return _started(verb, texts[1:], native, StreamForm(verb))
        case ["cancel", "stream"]:
            return _cancelled(texts[2:], native)
        case ["withdraw", "stream"]:
            return _withdrawn(texts[2:])
        case ["cancel", *_]:
            raise BadStreamLine(CancelForm())
        case _:
            return _taken_back(texts[1:], native)


def names_of(given: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words of such a line that stand for accounts, and those for tokens."""
    accounts = [after for word, after in pairwise(given) if word.text.lower() == "to"]
    at = 3 if [word.text.lower() for word in given[:2]] == ["cancel", "stream"] else 2
    has_token = len(given) > at + 1 and given[at + 1].text.lower() in ("to", "from")
    return accounts, [given[at]] if has_token else []


def _started(
    verb: Literal["stream", "vest"], texts: list[str], native: str, form: StreamForm | CancelForm
) -> Started:
    match texts:
        case [amount, asset, to_, to, over, *rest] if (to_.lower(), over.lower()) == ("to", "over"):
            length, rest = _length(rest)
        case _:
            raise BadStreamLine(form)
    line = Started(verb, amount, _token(asset, native), address(to), length, **_options(rest, form))
    if line.cliff >= length:
        raise BadStreamLine(CliffTooLong())
    return line


def _options(rest: list[str], form: StreamForm | CancelForm) -> dict[str, Any]:
    """What stands after the length, in any order and each once."""
    found: dict[str, Any] = {}
    given: dict[str, Any]
    while rest:
        word, rest = rest[0].lower(), rest[1:]
        if word == "by" and rest:
            given, rest = {"by": rest[0]}, rest[1:]
        elif word == "cliff":
            cliff, rest = _length(rest)
            given = {"cliff": cliff}
        elif word == "from" and rest:
            given, rest = {"start": _moment(rest[0])}, rest[1:]
        elif word in ("irrevocable", "transferable"):
            given = {word: True}
        else:
            raise BadStreamLine(form)
        if found.keys() & given.keys():
            raise BadStreamLine(form)
        found |= given
    return found


def _cancelled(texts: list[str], native: str) -> Cancelled | Stopped:
    match texts:
        case [stream, *by] if _STREAM.fullmatch(stream) and (named := _by(by)) is not None:
            return Cancelled(int(stream), named)
        case _:
            return Stopped(_started("stream", texts, native, CancelForm()))


def _withdrawn(texts: list[str]) -> Withdrawn:
    account: Address | None = None
    match texts:
        case [stream, to_, to, *by] if to_.lower() == "to":
            account = address(to)
        case [stream, *by]:
            pass
        case _:
            raise BadStreamLine(WithdrawForm())
    named = _by(by)
    if not _STREAM.fullmatch(stream) or named is None:
        raise BadStreamLine(WithdrawForm())
    return Withdrawn(int(stream), account, named)


def _taken_back(texts: list[str], native: str) -> TakenBack:
    match texts:
        case [amount, asset, from_, by] if from_.lower() == "from":
            return TakenBack(None if amount.lower() == "all" else amount, _token(asset, native), by)
        case _:
            raise BadStreamLine(WithdrawForm())


def _by(texts: list[str]) -> str | None:
    """How the contract is called; "" where nothing stands there, None for anything else."""
    match texts:
        case []:
            return ""
        case [by_, by] if by_.lower() == "by":
            return by
        case _:
            return None


def _token(asset: str, native: str) -> Address:
    if asset.upper() == native.upper():
        raise BadStreamLine(OnlyTokensStream(native))
    if not asset.startswith("0x"):
        raise BadStreamLine(UnknownAsset(asset, native))
    return address(asset)


def _length(texts: list[str]) -> tuple[int, list[str]]:
    """Seconds, and what stands after it."""
    number, unit, *rest = [*texts, "", ""][: max(2, len(texts))]
    seconds = _UNITS.get(unit.lower().removesuffix("s"))
    count = int(number) if _COUNT.fullmatch(number) else 0
    if seconds is None or not 0 < count * seconds <= _LONGEST * _YEAR:
        raise BadStreamLine(NotALength(f"{number} {unit}".strip(), _LONGEST))
    return count * seconds, rest


def _moment(text: str) -> int:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadStreamLine(NotADay(text)) from None
    if not date(1971, 1, 1) <= day <= date(2200, 1, 1):
        raise BadStreamLine(NotADay(text))
    return int(datetime.combine(day, time(), UTC).timestamp())
