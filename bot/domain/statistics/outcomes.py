"""What became of what was proposed."""

from collections.abc import Iterable

import msgspec

from bot.domain.ids import TrackId


class Outcomes(msgspec.Struct, frozen=True):
    """Of the proposals of a track that were submitted within some time, how many came to which end."""

    track: TrackId | None
    """None: of several tracks together."""
    passed: int
    defeated: int
    stopped: int
    """Withdrawn, cancelled or vetoed."""
    open: int
    """Without an end yet."""

    @property
    def number(self) -> int:
        return self.passed + self.defeated + self.stopped + self.open


def together(outcomes: Iterable[Outcomes]) -> Outcomes:
    """Of several tracks."""
    found = list(outcomes)
    return Outcomes(
        None,
        passed=sum(each.passed for each in found),
        defeated=sum(each.defeated for each in found),
        stopped=sum(each.stopped for each in found),
        open=sum(each.open for each in found),
    )
