"""How much power is missing to the quorums of a vote."""

from fractions import Fraction

import msgspec

from bot.domain.elections.tally import Result
from bot.domain.ids import Power
from bot.domain.rules.outcome import Rules, quorums
from bot.domain.rules.quorum import kind_of
from bot.domain.rules.verdict import enough_voters


class MissingPower(msgspec.Struct, frozen=True):
    """What the farthest of the quorums lacks, in base units."""

    power: Fraction
    strict: bool
    """Whether it needs more than that."""

    def is_there_with(self, power: Power) -> bool:
        """Whether so much more reaches it."""
        return power > self.power if self.strict else power >= self.power


def missing_power(rules: Rules, result: Result) -> MissingPower | None:
    """None where no quorum is missed, and where more voters are missing: no power makes up for them."""
    if result.outcome is None or not enough_voters(result):
        return None
    found = []
    for (_, quorum), reading in zip(quorums(rules), result.outcome.quorums, strict=True):
        if reading.reached:
            continue
        if kind_of(quorum).of_voters:
            return None
        found.append(MissingPower(Fraction(reading.needed) - Fraction(reading.power), quorum.strict))
    return max(found, key=lambda each: (each.power, each.strict), default=None)
