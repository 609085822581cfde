"""How each kind of ballot is filled in with plain fields of a form. A new kind is one line here."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.domain.ballot_formats.names import marked
from bot.domain.ballot_formats.several import NOBODY
from bot.domain.counting.mechanism import BallotKind
from bot.domain.elections.choices import choice_named, choice_of_numbers
from bot.domain.ids import ProposalNumber
from bot.domain.policy.model import Policy

Fields = Mapping[str, str]


class BallotForm(msgspec.Struct, frozen=True):
    """`fields` says which part of the template asks; `read` makes the choice of what was sent."""

    fields: str
    read: Callable[[ProposalNumber, Policy, Fields], Any]


def _one(number: ProposalNumber, policy: Policy, sent: Fields) -> Any:
    return choice_named(number, policy, f"#{sent.get('choice', '')[:9]}")


def _several(number: ProposalNumber, policy: Policy, sent: Fields) -> Any:
    chosen = [place for place in _numbers(policy) if f"choice-{place}" in sent]
    return choice_named(number, policy, ", ".join(map(marked, chosen)) or NOBODY)


def _ranking(number: ProposalNumber, policy: Policy, sent: Fields) -> Any:
    ranked = [sent.get(f"place-{place}", "")[:9] for place in _numbers(policy)]
    return choice_named(number, policy, ">".join(f"#{choice}" for choice in ranked if choice))


def _weights(number: ProposalNumber, policy: Policy, sent: Fields) -> Any:
    typed = {choice: sent.get(f"weight-{choice}", "") for choice in _numbers(policy)}
    return choice_of_numbers(number, policy, typed)


def _numbers(policy: Policy) -> range:
    return range(1, len(policy.choices) + 1)


BALLOT_FORMS: Mapping[BallotKind, BallotForm] = {
    BallotKind.ONE: BallotForm("one", _one),
    BallotKind.SEVERAL: BallotForm("several", _several),
    BallotKind.RANKING: BallotForm("ranking", _ranking),
    BallotKind.NUMBERS: BallotForm("numbers", _weights),
}


def choice_sent(number: ProposalNumber, policy: Policy, sent: Fields) -> Any:
    """The choice that a form says, in the shape of the policy's mechanism. Raises NotOnBallot, BallotUnclear."""
    return BALLOT_FORMS[policy.counting.ballot].read(number, policy, sent)
