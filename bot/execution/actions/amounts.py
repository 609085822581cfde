"""Amounts as people write them, as chains count them. Exact."""

import re

from bot.domain import quantities
from bot.domain.actions.effects import UINT256_MAX
from bot.domain.errors import BadAmount
from bot.domain.errors.inputs import (
    NotDecimal,
    Separated,
    TooLarge,
)

_PLAIN = re.compile(r"[0-9]{1,78}(\.[0-9]{1,78})?")


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
