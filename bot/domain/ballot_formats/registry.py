"""How voters say their ballot in each mechanism, in texts. Conviction has stakes instead of ballots."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.domain.ballot_formats.one import One
from bot.domain.ballot_formats.ranking import Ranking
from bot.domain.ballot_formats.several import Several
from bot.domain.ballot_formats.weights import Numbers


class BallotFormat(Protocol):
    """One way to say a ballot. `parse` reads what `written` writes, whatever the choices are called."""

    @property
    def example(self) -> str:
        """What a voter may write, as a phrase."""
        ...

    def parse(self, names: Sequence[str], text: str) -> Any:
        """The ballot's choice. Raises NotUnderstood; whether it is valid is for the mechanism to say."""
        ...

    def words(self, names: Sequence[str], choice: Any) -> str:
        """A valid choice for people."""
        ...

    def written(self, choice: Any) -> str:
        """A valid choice for `parse`."""
        ...


ONE, SEVERAL, RANKING, NUMBERS = One(), Several(), Ranking(), Numbers()

BALLOT_FORMATS: dict[str, BallotFormat] = {
    "single": ONE,
    "headcount": ONE,
    "approval": SEVERAL,
    "ranked_choice": RANKING,
    "copeland": RANKING,
    "weighted": NUMBERS,
    "quadratic": NUMBERS,
}
"""By the mechanism's name."""
