"""Between what people write and read, and exact numbers: amounts of tokens, durations, shares."""

import re
from datetime import timedelta
from fractions import Fraction

from bot.domain.errors import BadAmount, BadSetting

_AMOUNT = re.compile(r"(\d+)(?:\.(\d+))?")
_DURATION = re.compile(r"(\d+)\s*([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_THIN_SPACE = "\u2009"


def base_units(text: str, decimals: int) -> int:
    """`1.5` with 18 decimals is 1500000000000000000. Underscores, commas and spaces may group digits.

    Raises BadAmount for anything else, and for more decimals than there are.
    """
    plain = re.sub(r"(?<=\d)[_,\s\u2009](?=\d{3})", "", text.strip())
    match = _AMOUNT.fullmatch(plain)
    if not match:
        raise BadAmount(text, decimals, "it is not a plain decimal number")
    whole, fraction = match[1], match[2] or ""
    if len(fraction) > decimals:
        raise BadAmount(text, decimals, f"it has {len(fraction)} decimals, and there are {decimals}")
    return int(whole + fraction.ljust(decimals, "0"))


def tokens(amount: int, decimals: int, places: int | None = None) -> str:
    """Base units as a person reads them: thin spaces between thousands, no trailing zeros.

    With `places` the fraction is cut (never rounded up) to so many digits.
    """
    whole, fraction = divmod(amount, 10**decimals)
    digits = str(fraction).rjust(decimals, "0") if decimals else ""
    digits = (digits if places is None else digits[:places]).rstrip("0")
    grouped = f"{whole:,}".replace(",", _THIN_SPACE)
    return f"{grouped}.{digits}" if digits else grouped


def duration(field: str, text: str) -> timedelta:
    """`2d`, `36h`, `1d 12h`, `90s`. Raises BadSetting naming the field."""
    rest = _DURATION.sub("", text.strip().lower()).strip()
    parts = _DURATION.findall(text.strip().lower())
    if rest or not parts:
        raise BadSetting(field, text, "a duration such as 2d, 36h or 90s")
    return timedelta(seconds=sum(int(number) * _SECONDS[unit] for number, unit in parts))


def share(field: str, text: str) -> Fraction:
    """`4%`, `0.5%`, `4/100`: a share between 0 and 1. Raises BadSetting naming the field."""
    plain = text.strip()
    try:
        value = Fraction(plain[:-1].strip()) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if not 0 <= value <= 1:
        raise BadSetting(field, text, "a share such as 4% or 4/100")
    return value


def percent(part: int | Fraction, whole: int | Fraction) -> str:
    """`part` of `whole` with one decimal, cut. `0.0 %` of nothing."""
    tenths = int(Fraction(part) * 1000 / Fraction(whole)) if whole else 0
    return f"{tenths // 10}.{tenths % 10}{_THIN_SPACE}%"
