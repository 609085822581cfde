"""What a voter may choose, in the ways in which Discord lets them say it."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.domain.ballot_formats.names import NotUnderstood
from bot.domain.ballot_formats.registry import BALLOT_FORMATS, NUMBERS, BallotFormat
from bot.domain.ballot_formats.several import NOBODY
from bot.domain.counting.mechanism import Mechanism
from bot.domain.errors import BallotUnclear, NotOnBallot, StakeInstead
from bot.domain.ids import ProposalNumber
from bot.domain.policy.model import Policy

_NAMED = {"For": "👍", "Against": "👎", "Abstain": "🤷"}
_KEYCAPS = tuple(f"{digit}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}" for digit in range(1, 10))


def reactions(policy: Policy) -> tuple[str, ...]:
    """The emoji of each choice, in order; empty where the policy allows no reactions or there are too many.

    Nor where a ballot says more than one choice, which no reaction can.
    """
    if not policy.takes_reactions or len(policy.choices) > len(_KEYCAPS):
        return ()
    ballot_format = BALLOT_FORMATS.get(policy.counting.ballot)
    if ballot_format is None or ballot_format.names_several:
        return ()
    if says_yes_or_no(policy):
        return tuple(_NAMED[choice] for choice in policy.choices)
    return _KEYCAPS[: len(policy.choices)]


def says_yes_or_no(policy: Policy) -> bool:
    """Whether the choices are For, Against and Abstain, or some of them."""
    return all(choice in _NAMED for choice in policy.choices)


def choice_of_reaction(policy: Policy, emoji: str) -> int | None:
    """The number of the choice that an emoji stands for; skin tones don't matter."""
    plain = "".join(char for char in emoji if not "\U0001f3fb" <= char <= "\U0001f3ff")
    offered = reactions(policy)
    return offered.index(plain) + 1 if plain in offered else None


def choice_named(number: ProposalNumber, policy: Policy, text: str) -> Any:
    """The choice that a voter wrote, in the shape of the policy's mechanism.

    Raises NotOnBallot (where a ballot is one choice), BallotUnclear, StakeInstead.
    """
    return _read(number, policy, text, lambda ballot_format: ballot_format.parse(policy.choices, text))


def choice_of_numbers(number: ProposalNumber, policy: Policy, typed: Mapping[int, str]) -> Any:
    """The ballot of a form with a field for each choice: what was typed, by number. Raises BallotUnclear."""
    return _read(number, policy, "", lambda _: NUMBERS.of_fields(policy.choices, typed))


def _read(number: ProposalNumber, policy: Policy, text: str, read: Callable[[BallotFormat], Any]) -> Any:
    ballot_format = ballot_format_of(number, policy)
    try:
        choice = read(ballot_format)
    except NotUnderstood as unclear:
        if not ballot_format.names_several:
            raise NotOnBallot(number, text, policy.choices) from None
        raise BallotUnclear(number, unclear.fault, policy.counting.ballot) from None
    check_choice(number, policy, choice)
    return choice


def check_choice(number: ProposalNumber, policy: Policy, choice: Any) -> None:
    """Raises NotOnBallot or BallotUnclear for exactly what the count would not take as a ballot's choice."""
    ballot_format = ballot_format_of(number, policy)
    mechanism, options = counting_of(policy)
    fault = mechanism.fault(choice, len(policy.choices), options)
    if fault is None:
        return
    if not ballot_format.names_several:
        raise NotOnBallot(number, str(choice), policy.choices)
    raise BallotUnclear(number, fault, policy.counting.ballot)


def describe(policy: Policy, choice: Any) -> str:
    """A ballot's choice by names and numbers alone: NOBODY where it approves of none, "" where it was taken back.

    A choice that is itself called as NOBODY is written stands by its number.
    """
    if choice is None:
        return ""
    ballot_format = BALLOT_FORMATS[policy.counting.ballot]
    words = ballot_format.words(policy.choices, choice)
    return ballot_format.written(choice) if words == NOBODY else words


def written(policy: Policy, choice: Any) -> str:
    """A ballot's choice as `choice_named` reads it back, whatever the choices are called."""
    return BALLOT_FORMATS[policy.counting.ballot].written(choice)


def counting_of(policy: Policy) -> tuple[Mechanism, Any]:
    """How a policy's ballots are counted: the mechanism and its options."""
    return policy.counting, msgspec.convert(policy.options, policy.counting.options)


def ballot_format_of(number: ProposalNumber, policy: Policy) -> BallotFormat:
    """How voters say their ballot. Raises StakeInstead where there are none."""
    ballot_format = BALLOT_FORMATS.get(policy.counting.ballot)
    if ballot_format is None:
        raise StakeInstead(number)
    return ballot_format
