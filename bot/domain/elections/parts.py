"""Parts of a voter's power that say something else than their ballot: what one of several wallets says apart.

In the count a part is a ballot of its own, with its power; the rest of the voter's power is for what their ballot says.
A voter is one head all the same: with the choice of their ballot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.domain.counting.errors import ElectionError, NoBallotToPart, PartsAbovePower
from bot.domain.counting.exact import digits, number
from bot.domain.counting.roll import Roll
from bot.domain.elections.election import Part


def in_parts(roll: Roll, parts: Sequence[Part[Any]]) -> Roll:
    """The roll, one entry a voter, with an entry for each part too. Raises ElectionError."""
    if not parts:
        return roll
    places = {voter: place for place, voter in enumerate(roll.voters)}
    powers = list(roll.powers)
    asked = total_of(parts)
    for index, part in enumerate(parts):
        place = places.get(part.voter)
        if place is None:
            raise ElectionError(f"parts[{index}].voter", NoBallotToPart())
        if asked[part.voter] > roll.powers[place]:
            fault = PartsAbovePower(digits(asked[part.voter]), digits(roll.powers[place]))
            raise ElectionError(f"parts[{index}].power", fault)
        powers[place] -= number(part.power)
    return msgspec.structs.replace(
        roll,
        voters=[*roll.voters, *(part.voter for part in parts)],
        powers=[*powers, *(number(part.power) for part in parts)],
        choices=[*roll.choices, *(_comparable(part.choice) for part in parts)],
        cast=len(roll.voters),
        heads=[*(int(power > 0) for power in roll.powers), *(0 for _ in parts)],
    )


def total_of(parts: Sequence[Part[Any]]) -> Mapping[str, int]:
    """How much of each voter's power is in parts, in base units."""
    found: dict[str, int] = {}
    for part in parts:
        found[part.voter] = found.get(part.voter, 0) + number(part.power)
    return found


def _comparable(choice: Any) -> Any:
    """A choice as a roll has it."""
    return tuple(choice) if type(choice) is list else choice
