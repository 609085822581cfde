"""The one function that counts: from an election document to its result, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import msgspec

from bot.domain.canonical import canonical_json
from bot.domain.counting.casting import roll_of
from bot.domain.counting.exact import digits, number, text_of, whole
from bot.domain.counting.roll import Count, Invalid, Number, Roll, Round
from bot.domain.elections.election import Election, check, mechanism_of
from bot.domain.elections.parts import in_parts
from bot.domain.rules import outcome
from bot.domain.rules.outcome import Outcome, Rules, quorums
from bot.domain.rules.quorum import QuorumResult

__all__ = ["Invalid", "Outcome", "Result", "Round", "decode_result", "encode_result", "tally"]


class Result(msgspec.Struct, frozen=True):
    """The result of a count. `scores` are the exact texts of the document, `score_values` the same as numbers."""

    mechanism: str
    scores: tuple[str, ...]
    score_values: tuple[Number, ...]
    cast_power: int
    """Power of the valid ballots, in base units."""
    voters: int
    """How many valid ballots counted, one a voter."""
    winner: int | None
    tied: tuple[int, ...]
    """The choices that share the highest score, where more than one does."""
    outcome: Outcome | None
    """None when the document has no rules."""
    invalid: tuple[Invalid, ...]
    rounds: tuple[Round, ...]
    needed: tuple[int | None, ...] | None = None
    """Conviction: the threshold of each choice, None where it can never pass. None for other mechanisms."""
    passing: tuple[bool, ...] | None = None


def tally(election: Election) -> Result:
    """Counts an election; the same election always gives the same result.

    Raises ElectionError, naming the field, when the document can't be counted.
    """
    check(election)
    roll, invalid = counted_roll(election)
    return result_of(election, roll, invalid)


def counted_roll(election: Election) -> tuple[Roll, list[Invalid]]:
    """The ballots of an election that count, with the power that is delegated to them, and those that don't.

    Raises ElectionError when a ballot names no voter, or a delegation's power isn't a quantity.
    """
    rules, total = election.rules, election.electorate.total_power
    return roll_of(
        election.ballots,
        election.typed,
        election.delegations,
        mechanism_of(election.mechanism),
        election.options,
        len(election.choices),
        rules is None or rules.revote,
        None if total is None else number(total),
    )


def result_of(election: Election, roll: Roll, invalid: Iterable[Invalid] = ()) -> Result:
    """The result of an election that is known to be countable, with this roll of its ballots, one a voter.

    Raises ElectionError for parts of a voter's power that are more than the voter has.
    """
    mechanism, rules = mechanism_of(election.mechanism), election.rules
    roll = in_parts(roll, election.parts)
    count = mechanism.count(roll, election.options)
    winners = _winners(count)
    return Result(
        mechanism=mechanism.name,
        scores=count.texts,
        score_values=count.scores,
        cast_power=roll.cast_power,
        voters=len(roll.powers) if roll.cast is None else roll.cast,
        winner=winners[0] if len(winners) == 1 else None,
        tied=winners if len(winners) > 1 else (),
        outcome=None
        if rules is None
        else outcome.outcome(rules, roll, mechanism, count.scores, election.choices, election.electorate),
        invalid=(*invalid, *count.invalid),
        rounds=count.rounds,
        needed=count.needed,
        passing=count.passing,
    )


def _winners(count: Count) -> tuple[int, ...]:
    """The numbers of the choices with the highest score, none when nobody scored."""
    if count.winners is not None:
        return count.winners
    best = max(count.scores)
    if not best:
        return ()
    return tuple(number for number, score in enumerate(count.scores, 1) if score == best)


def encode_result(result: Result) -> bytes:
    """The result as the canonical JSON that `folkmoot tally` prints: same result, same bytes.

    Left out: `outcome` where the document has no rules, `needed` and `passing` but for conviction; in the outcome
    `vetoed` and `min_voters_reached` where no such rule stands.
    """
    document: dict[str, Any] = {
        "mechanism": result.mechanism,
        "scores": result.scores,
        "cast_power": digits(result.cast_power),
        "voters": result.voters,
        "winner": result.winner,
        "tied": result.tied,
        "invalid": result.invalid,
        "rounds": [
            {
                "scores": [None if score is None else digits(score) for score in each.scores],
                "eliminated": each.eliminated,
            }
            for each in result.rounds
        ],
    }
    if result.outcome is not None:
        document["outcome"] = _outcome_document(result.outcome)
    if result.needed is not None:
        document["needed"] = [None if needed is None else digits(needed) for needed in result.needed]
        document["passing"] = result.passing
    return canonical_json(document)


def _outcome_document(outcome: Outcome) -> dict[str, Any]:
    """One quorum prints its two numbers, several print lists of them, none prints null."""
    powers = [text_of(quorum.power) for quorum in outcome.quorums]
    needed = [text_of(quorum.needed) for quorum in outcome.quorums]
    document: dict[str, Any] = {
        "passed": outcome.passed,
        "quorum_reached": outcome.quorum_reached,
        "majority_reached": outcome.majority_reached,
        "quorum_power": powers,
        "quorum_needed": needed,
    }
    if len(outcome.quorums) < 2 and not outcome.quorum_list:
        document["quorum_power"] = powers[0] if powers else None
        document["quorum_needed"] = needed[0] if needed else None
    if outcome.vetoed is not None:
        document["vetoed"] = outcome.vetoed
    if outcome.enough_voters is not None:
        document["min_voters_reached"] = outcome.enough_voters
    return document


def decode_result(document: Mapping[str, Any], rules: Rules) -> Result:
    """The result from the document that `encode_result` writes, counted by these rules. Raises KeyError, ValueError."""
    needed, passing = document.get("needed"), document.get("passing")
    return Result(
        mechanism=document["mechanism"],
        scores=tuple(document["scores"]),
        score_values=tuple(whole(Fraction(score)) for score in document["scores"]),
        cast_power=number(document["cast_power"]),
        voters=document["voters"],
        winner=document["winner"],
        tied=tuple(document["tied"]),
        outcome=_outcome_of(document["outcome"], rules) if "outcome" in document else None,
        invalid=tuple(Invalid(each["voter"], each["reason"]) for each in document["invalid"]),
        rounds=tuple(
            Round(
                tuple(None if score is None else number(score) for score in each["scores"]),
                tuple(each["eliminated"]),
            )
            for each in document["rounds"]
        ),
        needed=None if needed is None else tuple(None if each is None else number(each) for each in needed),
        passing=None if passing is None else tuple(passing),
    )


def _outcome_of(document: Mapping[str, Any], rules: Rules) -> Outcome:
    powers, needed = document["quorum_power"], document["quorum_needed"]
    listed = isinstance(powers, list)
    if not listed:
        powers, needed = ([], []) if powers is None else ([powers], [needed])
    pairs = [
        (whole(Fraction(there)), whole(Fraction(least))) for there, least in zip(powers, needed, strict=True)
    ]
    return Outcome(
        passed=document["passed"],
        quorum_reached=document["quorum_reached"],
        majority_reached=document["majority_reached"],
        vetoed=document.get("vetoed"),
        enough_voters=document.get("min_voters_reached"),
        quorums=tuple(
            QuorumResult(there > least if quorum.strict else there >= least, there, least)
            for (_, quorum), (there, least) in zip(quorums(rules), pairs, strict=True)
        ),
        quorum_list=listed,
    )
