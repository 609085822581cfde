"""The bounds of what a policy can hold: lengths of time, numbers, lists, texts, depth. docs/policies.md lists them.

A policy comes from anybody who governs a server, and is read for all of them by one program: whatever has no bound of
its own here can't stand in one.
"""

import re
from datetime import timedelta
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer

from bot.domain.ids import ChainId
from bot.domain.quantities import LONGEST

MAX_BYTES = 64 * 1024
"""Of a file."""
MOST_DOTS = 8
"""In one key of a file."""
MOST_BRACKETS = 12
"""Lists and tables that stand inside each other in a file."""
MOST_VALUES = 12_000
"""Keys, list items and tables of a file together."""
LONGEST_WORD = 200
"""Characters of a key or number that has no quotation marks."""

MOST_UNITS = 2**256 - 1
"""The largest amount, as on chain."""
MOST_DECIMALS = 77
"""10⁷⁷ is the largest power of ten that fits into 32 bytes."""
MOST_SOURCES = 20
"""Each is read for every voter."""
LONGEST_SYMBOL = 32

MOST_EXECUTORS = 5
"""Of a track, each on a chain of its own."""
MOST_ASSETS = 20
"""Of which a track says how much may be moved."""
MOST_RECIPIENTS = 200
"""Of one asset."""
MOST_CONTRACTS = 50
"""Of which a track says what may be called."""
MOST_FUNCTIONS = 50
"""Of one contract."""
MOST_SERVER_ROLES = 50
"""That may be given and taken in the Discord server."""
MOST_SERVER_CATEGORIES = 20
"""In which channels may be changed there."""

MOST_HOLIDAYS = 40
"""On which no vote opens."""

RULE_DEPTH = 5
"""Lists and tables inside each other in `rules` and `options`."""
RULE_ITEMS = 50
"""In a list or table there."""
RULE_CHARACTERS = 160
"""Of a text there: a fraction of two amounts fits."""
RULE_NUMBER = 1_000_000_000
"""The largest number there that isn't a text."""

MOST_SECONDS = LONGEST // timedelta(seconds=1)

Duration = Annotated[timedelta, Field(ge=timedelta(0), le=LONGEST)]
PositiveDuration = Annotated[timedelta, Field(gt=timedelta(0), le=LONGEST)]
Amount = Annotated[int, Field(ge=0, le=MOST_UNITS), PlainSerializer(str, return_type=str, when_used="json")]
"""A string in JSON, where numbers end at 2⁵³."""
PositiveAmount = Annotated[
    int, Field(ge=1, le=MOST_UNITS), PlainSerializer(str, return_type=str, when_used="json")
]
Decimals = Annotated[int, Field(ge=0, le=MOST_DECIMALS)]
Symbol = Annotated[str, Field(max_length=LONGEST_SYMBOL)]
FractionText = Annotated[str, Field(max_length=RULE_CHARACTERS)]

_SHARE = re.compile(r"[0-9]{1,24}(?:/[1-9][0-9]{0,23})?", re.ASCII)


def _is_share(text: str) -> str:
    if not _SHARE.fullmatch(text) or Fraction(text) > 1:
        raise ValueError("it is a share")
    return text


ShareText = Annotated[FractionText, AfterValidator(_is_share)]
"""From 0 to 1, such as `1/10`."""
ChainNumber = Annotated[ChainId, Field(ge=1, le=2**53 - 1)]
