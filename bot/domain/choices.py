"""What a voter may choose, in the ways in which Discord lets them say it."""

from typing import Any

from bot.domain.errors import NotOnBallot
from bot.domain.ids import ProposalId
from bot.domain.policy import Policy

_NAMED = {"For": "👍", "Against": "👎", "Abstain": "🤷"}
_KEYCAPS = tuple(f"{digit}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}" for digit in range(1, 10))


def reactions(policy: Policy) -> tuple[str, ...]:
    """The emoji of each choice, in order; empty where the policy allows no reactions or there are too many."""
    if not policy.reactions or len(policy.choices) > len(_KEYCAPS):
        return ()
    if all(choice in _NAMED for choice in policy.choices):
        return tuple(_NAMED[choice] for choice in policy.choices)
    return _KEYCAPS[: len(policy.choices)]


def choice_of_reaction(policy: Policy, emoji: str) -> int | None:
    """The number of the choice that an emoji stands for; skin tones don't matter."""
    plain = "".join(char for char in emoji if not "\U0001f3fb" <= char <= "\U0001f3ff")
    offered = reactions(policy)
    return offered.index(plain) + 1 if plain in offered else None


def choice_named(proposal: ProposalId, policy: Policy, text: str) -> int:
    """The number of the choice that a voter wrote, by name or number. Raises NotOnBallot."""
    wanted = text.strip()
    for number, name in enumerate(policy.choices, start=1):
        if wanted.casefold() == name.casefold() or wanted == str(number):
            return number
    raise NotOnBallot(proposal, text, policy.choices)


def check_choice(proposal: ProposalId, policy: Policy, choice: Any) -> None:
    """Raises NotOnBallot for what the policy's mechanism doesn't take as a choice."""
    if not isinstance(choice, int) or isinstance(choice, bool) or not 1 <= choice <= len(policy.choices):
        raise NotOnBallot(proposal, str(choice), policy.choices)


def describe(policy: Policy, choice: Any) -> str:
    """A ballot's choice in words."""
    return "withdrawn" if choice is None else policy.choices[choice - 1]
