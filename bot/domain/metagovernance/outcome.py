"""What the result of a vote comes to where votes are cast elsewhere."""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.actions.actions import Action
from bot.domain.metagovernance.calls import sample_call
from bot.domain.metagovernance.casting import ROLES, Cast, CastTerms, cast_of
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.facts import Content
from bot.domain.rules.names import role


def cast_by(policy: Policy, terms: CastTerms, scores: Sequence[Fraction | int]) -> Cast | None:
    """What these scores of the policy's choices have cast; None for nothing."""
    if policy.casts is None:
        return None
    roles = rules_of(policy).roles
    places = [role(name, roles, policy.choices) for name in ROLES]
    return cast_of(policy.casts, terms.votes, [0 if place is None else scores[place - 1] for place in places])


def possible_actions(policy: Policy, content: Content) -> tuple[Action, ...]:
    """What an executor by this policy may be asked for: the content's actions, or a call like the one that becomes of
    votes that are cast elsewhere."""
    if content.foreign is None or policy.casts is None:
        return content.actions
    return (sample_call(content.foreign, policy.casts),)
