"""What a way of voting is: how its ballots are counted, and the traits by which everything else asks for it.

Nothing outside of this package asks for a mechanism's name: what others must know of one is an attribute here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

import msgspec

from bot.domain.counting.errors import (
    BallotFault,
)
from bot.domain.counting.roll import Bounds, Count, Number, Roll


class BallotKind(Enum):
    """What a ballot says, whatever is counted of it."""

    ONE = "one"
    """The number of one choice."""
    SEVERAL = "several"
    """The numbers of any choices, or of none."""
    RANKING = "ranking"
    """The numbers of choices, the best first."""
    NUMBERS = "numbers"
    """A whole number for each choice."""
    STAKES = "stakes"
    """No ballot: amounts that are staked, and stay until they are changed."""


class ScoreUnit(Enum):
    """What a score counts."""

    POWER = "power"
    """Base units."""
    VOTERS = "voters"
    VOTES = "votes"
    """Votes that are not power: roots of it, or bought with it."""
    COMPARISONS = "comparisons"
    """Comparisons with another choice that were won; a tie is half of one."""


class Mechanism(msgspec.Struct, frozen=True, kw_only=True):
    """One way of voting. Each file of this package makes one; `registry.py` lists them."""

    name: str
    ballot: BallotKind
    choice: Any
    """The type of a ballot's choice, for typed decoding."""
    options: type[msgspec.Struct]
    fault: Callable[[object, int, Any], BallotFault | None]
    """(choice, number of choices, options) → why the ballot can't count, or None."""
    count: Callable[[Roll, Any], Count]
    support: Callable[[Any, frozenset[int]], Number] | None
    """(valid choice, numbers of some choices) → which part of the ballot's power stands behind them: 0, 1 or a
    fraction between; None where a ballot's power isn't given to choices, so that no rule can ask."""
    score_unit: ScoreUnit | Callable[[Any], ScoreUnit] = ScoreUnit.POWER
    """What the scores count; options → that where the options decide it. `unit` is the way to ask."""
    votes: Callable[[Any, int, int, Any], Sequence[Number]] | None = None
    """(valid choice, power, number of choices, options) → the votes that this ballot alone is for each choice; None
    where a ballot gives power, and no votes that are something else."""
    price: Callable[[Any], Callable[[Any], int] | None] | None = None
    """options → (valid choice → the least power with which the ballot is valid), or None where any power will do."""
    check: Callable[[Any, int], None] | None = None
    """(options, number of choices): raises ElectionError for options that can't be counted with."""
    sound: Callable[[Sequence[Any], int, Any], bool] | None = None
    """(choices, number of choices, options) → whether none of them has a fault. Asked only of choices that have
    the type `choice`; looks at whole columns, and so is several times faster than `fault` on each."""
    corners: Callable[[Sequence[int]], Iterable[Any]] | None = None
    """Numbers of some choices → the ballots among which all lies that more power could do to these choices, where
    scores are linear in what is added; None where they aren't (a root for each voter, duels, eliminations)."""
    bounds: Callable[[Roll, Roll, Any], Bounds] | None = None
    """(roll, the same roll with powers that are nowhere less, options) → between what a count lies whose powers lie
    between those of the two; None where no score falls when a ballot has more power, so that the two counts are the
    bounds."""
    mergeable: bool = False
    """Whether two ballots for the same count as one of both powers."""
    most_choices: int = 10_000
    """A count of more choices is refused: what it prints, or the pairs that it compares, would be far more than what it
    is given."""
    open_ended: bool = False
    """Whether a vote is open until it passes, without an end of its own: what is staked counts the more the longer."""
    needs_total_power: bool = False
    """Whether nothing can be counted without the total power of the electorate."""
    by_root: bool = False
    """Whether power weighs by its square root, so that many with little of it have more votes than one with all."""
    per_token: bool = False
    """Whether `options.unit` says how many base units are one token."""
    reads: Mapping[BallotKind, Callable[[Any], Any]] = {}
    """Kinds of ballots that say all that it asks (its own among them, where one of its own has several shapes) → how a
    valid choice of that kind is written for it: by these it can count what was cast under another mechanism."""
    variants: Sequence[Mapping[str, Any]] = ({},)
    """Options, beside `unit`, by which ballots that were cast under another mechanism are counted to compare."""
    alone: Callable[[Any], Callable[[int], Any] | None] | None = None
    """options → (number of a choice → the ballot that gives it everything), where a score is the sum of what each
    ballot alone gives, though not linear in power; None where what one ballot gives depends on the others, and where
    scores are linear, of which `corners` tells."""

    @property
    def additive(self) -> bool:
        """Whether scores are linear in what is added."""
        return self.corners is not None

    @property
    def sums_parts(self) -> bool:
        """Whether power that is divided over several ballots is worth what it was, so that a voter's parts may say
        different things."""
        return self.additive and not self.counts_voters

    def reading(self, kind: BallotKind) -> Callable[[Any], Any] | None:
        """How it reads valid choices of ballots of that kind; None where they don't say what it asks."""
        return self.reads.get(kind, _as_it_is if kind is self.ballot else None)

    @property
    def counts_voters(self) -> bool:
        """Whether the scores are numbers of voters, so that rules about scores are about voters too."""
        return self.score_unit is ScoreUnit.VOTERS

    def unit(self, options: Any) -> ScoreUnit:
        """What the scores count."""
        return self.score_unit if isinstance(self.score_unit, ScoreUnit) else self.score_unit(options)

    @property
    def defaults(self) -> msgspec.Struct | None:
        """The options when the document leaves them out; None where some are required."""
        try:
            return self.options()
        except TypeError:
            return None


def _as_it_is(choice: Any) -> Any:
    return choice


class NoOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of a mechanism that has none."""
