"""A count in the one shape that cards and results show, whether it runs or is final."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bot.domain.counting.roll import Round
from bot.domain.election import Rules
from bot.domain.policy.rules import rules_of
from bot.domain.proposal import Closing, State
from bot.domain.rules.passing import passes
from bot.domain.tally import Result
from bot.services.proposals.cards import Card


@dataclass(frozen=True)
class Count:
    """`scores`: one for each choice, in what the mechanism counts (base units, voters, votes, comparisons won);
    `quorums` as pairs of what is there and what is needed."""

    scores: tuple[Fraction, ...]
    voters: int
    passed: bool
    quorum_reached: bool
    majority_reached: bool
    quorums: tuple[tuple[Fraction, Fraction], ...]
    vetoed: bool = False
    enough_voters: bool = True
    cast_power: int = 0
    """Of the ballots that count, in base units."""
    winner: int | None = None
    tied: tuple[int, ...] = ()
    """The choices that share the first place, where more than one does."""
    rounds: tuple[Round, ...] = ()
    """Ranked choice: those of the run-off."""
    invalid: int = 0
    """Ballots that do not count: votes that their voters' power doesn't pay for."""

    @property
    def leaders(self) -> tuple[int, ...]:
        """Who is first, several where they are tied; none where nobody scored."""
        return self.tied or (() if self.winner is None else (self.winner,))


def count_of_result(result: Result, rules: Rules, choices: tuple[str, ...]) -> Count:
    """The running count."""
    outcome = result.outcome
    return Count(
        tuple(map(Fraction, result.score_values)),
        result.voters,
        passes(result, rules, choices),
        outcome is None or outcome.quorum_reached,
        outcome is None or outcome.majority_reached,
        tuple((Fraction(q.power), Fraction(q.needed)) for q in outcome.quorums) if outcome else (),
        outcome is not None and bool(outcome.vetoed),
        outcome is None or outcome.enough_voters is not False,
        result.cast_power,
        result.winner,
        result.tied,
        result.rounds,
        len(result.invalid),
    )


def count_of_closing(closing: Closing) -> Count:
    """The final count, from the output of `folkmoot tally` (election-format.md)."""
    result = closing.result
    outcome: Mapping[str, Any] = result.get("outcome") or {}
    powers, needed = outcome.get("quorum_power"), outcome.get("quorum_needed")
    if not isinstance(powers, list):
        powers, needed = ([powers], [needed]) if powers is not None else ([], [])
    return Count(
        tuple(Fraction(score) for score in result["scores"]),
        result["voters"],
        closing.passed,
        bool(outcome.get("quorum_reached", True)),
        bool(outcome.get("majority_reached", True)),
        tuple((Fraction(p), Fraction(n)) for p, n in zip(powers, needed or [], strict=True)),
        bool(outcome.get("vetoed")),
        outcome.get("min_voters_reached") is not False,
        int(result["cast_power"]),
        result["winner"],
        tuple(result["tied"]),
        tuple(map(_round, result["rounds"])),
        len(result["invalid"]),
    )


def _round(document: Mapping[str, Any]) -> Round:
    scores = (None if score is None else int(score) for score in document["scores"])
    return Round(tuple(scores), tuple(document["eliminated"]))


def count_of(card: Card) -> Count | None:
    """The count that the card shows: the final one, the running one, or none where there is no result."""
    if card.proposal.rules.open_ended:
        return None
    if card.proposal.closing:
        return count_of_closing(card.proposal.closing)
    if card.running_tally and card.state is not State.CANCELLED:
        policy = card.proposal.rules
        return count_of_result(card.running_tally.result, rules_of(policy), policy.choices)
    return None
