"""A proposal that a part of the DAO has brought up: the space above decides on it, and the part's executor carries it
out."""

from typing import Any

import msgspec

from bot.domain.errors.proposals.bringing_up import DecidesItself, OnlyCalls, OnOneChain
from bot.domain.executors import AnyExecutor
from bot.domain.fault import Fault
from bot.domain.ids import SpaceId
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Content


class BroughtUp(msgspec.Struct, frozen=True):
    """Who brought a proposal up."""

    space: SpaceId
    """The part whose money it moves."""
    name: str
    """Its name when it was brought up."""
    executor: AnyExecutor
    """What makes its actions, as the part's rules named it then: whatever they name later."""

    def document(self) -> dict[str, str]:
        """What is frozen of it with its vote; the executor stands in the policy."""
        return {"space": str(self.space), "name": self.name}

    def rules(self, policy: Policy) -> Policy:
        """The policy of a track above for this proposal: the same people decide, and the part's executor acts.

        Limits of the track are of its own executor's chain: on another one they let nothing be moved. What a track
        does beside by its own executor or in its own space, it does not with this one: voters aren't paid from the
        part's money. A temperature check carries out nothing, and stays as it is.
        """
        if policy.next_track is not None:
            return policy
        limits, own = policy.limits, policy.executor
        if limits is not None and own is not None:
            limits = limits.on(self.executor.chain, of=own.chain)
        changed: dict[str, Any] = {
            "executor": self.executor,
            "further_executors": (),
            "limits": limits,
            "server": None,
            "milestones": None,
            "voter_rewards": None,
            "casts": None,
            "elects": None,
        }
        return policy.model_copy(update=changed)


def made_only_of_calls(content: Content) -> bool:
    """Whether it does nothing but calls of an executor: everything else is about the space that decides on it."""
    beside = (
        content.grants,
        content.foreign,
        content.acts,
        content.candidates,
        content.seats,
        content.milestones,
    )
    return bool(content.actions) and not any(beside)


def executor_that_obeys(content: Content, rules: Policy) -> AnyExecutor | Fault:
    """What makes the actions by the rules of the part, if a vote of the space above can be carried out by it; else why
    nothing can."""
    if not made_only_of_calls(content):
        return OnlyCalls()
    makers = [each for each in rules.executors if any(map(each.can_make, content.actions))]
    if len(makers) != 1:
        return OnOneChain()
    (executor,) = makers
    return executor if executor.follows_above else DecidesItself()
