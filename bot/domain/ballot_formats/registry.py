"""How voters say each kind of ballot, in texts. A new one is one file and one line here; stakes are no ballots."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.domain.ballot_formats.one import One
from bot.domain.ballot_formats.ranking import Ranking
from bot.domain.ballot_formats.several import Several
from bot.domain.ballot_formats.weights import Numbers
from bot.domain.counting.mechanism import BallotKind


class BallotFormat(Protocol):
    """One way to say a ballot. `parse` reads what `written` writes, whatever the choices are called."""

    @property
    def names_several(self) -> bool:
        """Whether a ballot can name more than one choice."""
        ...

    @property
    def may_name_none(self) -> bool:
        """Whether a ballot that names no choice is one."""
        ...

    @property
    def between(self) -> str:
        """What stands between two choices."""
        ...

    @property
    def after_name(self) -> str:
        """What must stand after a choice's name where it is a part of a ballot."""
        ...

    @property
    def most_choices(self) -> int:
        """Among how many choices members can vote with it."""
        ...

    def parse(self, names: Sequence[str], text: str) -> Any:
        """The ballot's choice. Raises NotUnderstood; whether it is valid is for the mechanism to say."""
        ...

    def words(self, names: Sequence[str], choice: Any) -> str:
        """A valid choice by the names of what it chooses, NOBODY where that is none."""
        ...

    def written(self, choice: Any) -> str:
        """A valid choice for `parse`."""
        ...

    def favoured(self, choice: Any) -> frozenset[int]:
        """The numbers of the choices that a valid ballot speaks for."""
        ...


NUMBERS = Numbers()

BALLOT_FORMATS: dict[BallotKind, BallotFormat] = {
    BallotKind.ONE: One(),
    BallotKind.SEVERAL: Several(),
    BallotKind.RANKING: Ranking(),
    BallotKind.NUMBERS: NUMBERS,
}
