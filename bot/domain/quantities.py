"""Between what people write and read, and exact numbers: amounts of tokens, durations, shares."""

import re
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from bot.domain.errors import BadAmount, BadSetting
from bot.domain.errors.governance.settings import ExpectedDuration, ExpectedShare
from bot.domain.errors.inputs import NotDecimal, TooManyDecimals

_AMOUNT = re.compile(r"([0-9]{1,78}|[0-9]{1,3}(?:[_,\s][0-9]{3}){1,25})(?:\.([0-9]{1,78}))?")
_DURATION = re.compile(r"([0-9]{1,9})\s*([smhdw])")
_SHARE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,18})?\s*%|[0-9]{1,18}/[0-9]{1,18}|[0-9](?:\.[0-9]{1,18})?")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
LONGEST = timedelta(days=3660)
_NARROW_SPACE = "\u202f"


def base_units(text: str, decimals: int) -> int:
    """`1.5` with 18 decimals is 1500000000000000000. Underscores, commas and spaces may stand between thousands, and
    nowhere else: `1,2345` is not taken for twelve thousand.

    Raises BadAmount for anything else, and for more decimals than there are.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise BadAmount(text, decimals, NotDecimal())
    whole, fraction = re.sub(r"[^0-9]", "", match[1]), match[2] or ""
    if len(fraction) > decimals:
        raise BadAmount(text, decimals, TooManyDecimals(len(fraction), decimals))
    return int(whole + fraction.ljust(decimals, "0"))


def tokens(amount: int, decimals: int, places: int | None = None) -> str:
    """Base units as a person reads them: narrow spaces that break no line between thousands, no trailing zeros.

    With `places` the fraction is cut (never rounded up) to so many digits.
    """
    whole, fraction = divmod(amount, 10**decimals)
    digits = str(fraction).rjust(decimals, "0") if decimals else ""
    digits = (digits if places is None else digits[:places]).rstrip("0")
    grouped = f"{whole:,}".replace(",", _NARROW_SPACE)
    return f"{grouped}.{digits}" if digits else grouped


def plain(amount: int, decimals: int) -> str:
    """Base units as they are typed: digits and a point alone, exactly, so that `base_units` reads the same back."""
    return tokens(amount, decimals).replace(_NARROW_SPACE, "")


def unit(shown: str, symbol: str) -> str:
    """What stands after a number: the symbol, and one of the plain votes is a vote."""
    return "vote" if (shown, symbol) == ("1", "votes") else symbol


def duration(field: str, text: str) -> timedelta:
    """`2d`, `36h`, `1d 12h`, `90s`, ten years at most. Raises BadSetting naming the field."""
    rest = _DURATION.sub("", text.strip().lower()).strip()
    parts = _DURATION.findall(text.strip().lower())
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in parts)
    if rest or not parts or seconds > LONGEST // timedelta(seconds=1):
        raise BadSetting(field, text, ExpectedDuration())
    return timedelta(seconds=seconds)


def duration_text(time: timedelta) -> str:
    """`1d 12h`, as `duration` reads it; whole seconds."""
    rest, parts = time // timedelta(seconds=1), list[str]()
    for unit, seconds in (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)):
        number, rest = divmod(rest, seconds)
        parts += [f"{number}{unit}"] if number else []
    return " ".join(parts) or "0s"


def share(field: str, text: str) -> Fraction:
    """`4%`, `0.5%`, `4/100`: a share between 0 and 1. Raises BadSetting naming the field."""
    typed = text.strip()
    refused = BadSetting(field, text, ExpectedShare())
    if not _SHARE.fullmatch(typed):
        raise refused
    try:
        value = Fraction(typed[:-1].strip()) / 100 if typed.endswith("%") else Fraction(typed)
    except ZeroDivisionError:
        raise refused from None
    if value > 1:
        raise refused
    return value


def percent(part: int | Fraction, whole: int | Fraction) -> str:
    """`part` of `whole` with one decimal, cut. `0.0 %` of nothing."""
    tenths = int(Fraction(part) * 1000 / Fraction(whole)) if whole else 0
    return f"{tenths // 10}.{tenths % 10}{_NARROW_SPACE}%"


def shares(parts: Sequence[int | Fraction], most: int = 3) -> list[str]:
    """What each part is of all of them, in percent: together exactly 100, by the method of the largest remainders (of
    equal ones the first). `0.0 %` of nothing.

    With one decimal, or as many more, up to `most`, as it takes for different parts to read differently and for none
    to read as nothing or as all where it isn't.
    """
    whole = sum(map(Fraction, parts), Fraction(0))
    if not whole:
        return [percent(0, 0) for _ in parts]
    exact = [Fraction(part) / whole for part in parts]
    rounded: list[int] = []
    for places in range(1, most + 1):
        rounded = _apportioned(exact, 100 * 10**places)
        told = set(zip(exact, rounded, strict=True))
        if len({share for _, share in told}) == len(told) and all(
            (share in (0, 100 * 10**places)) == (part in (0, 1)) for part, share in told
        ):
            break
    return [f"{share // 10**places}.{share % 10**places:0{places}d}{_NARROW_SPACE}%" for share in rounded]


def _apportioned(shares: Sequence[Fraction], seats: int) -> list[int]:
    """So many seats by shares that make one (Hamilton's method)."""
    given = [int(share * seats) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: given[place] - shares[place] * seats)
    for place in by_remainder[: seats - sum(given)]:
        given[place] += 1
    return given
