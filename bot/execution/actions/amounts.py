"""Amounts as people write them, and as chains count them. Exact in both directions."""

import re

from bot.domain import quantities
from bot.domain.errors import BadAmount
from bot.domain.errors.inputs import (
    NotDecimal,
    Separated,
    TooLarge,
)

_PLAIN = re.compile(r"[0-9]{1,78}(\.[0-9]{1,78})?")
UINT256_MAX = 2**256 - 1


def base_units(text: str, decimals: int) -> int:
    """The amount in base units: `1.5` with 18 decimals is 1500000000000000000.

    Raises BadAmount for anything but plain decimal digits, for more decimals than the token has, and for more
    than 256 bits.
    """
    if not _PLAIN.fullmatch(text):
        raise BadAmount(text, decimals, Separated() if "," in text else NotDecimal())
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    value = quantities.base_units(plain, decimals)
    if value > UINT256_MAX:
        raise BadAmount(text, decimals, TooLarge())
    return value


def amount_text(value: int, decimals: int) -> str:
    """Base units as a plain decimal number without trailing zeros."""
    if decimals == 0:
        return str(value)
    digits = str(value).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}".rstrip("0").rstrip(".")
