"""A release: the proposal that decides whether one milestone of an earlier proposal is paid."""

from datetime import timedelta
from typing import Any

import msgspec

from bot.domain.counting.single import SINGLE
from bot.domain.ids import ChainId, ContentHash, ProposalId
from bot.domain.policy.limits import Limits
from bot.domain.policy.model import Policy


class Release(msgspec.Struct, frozen=True):
    """What a proposal releases."""

    promise: ProposalId
    """The proposal whose milestone it is, which has passed."""
    content_hash: ContentHash
    """What was frozen of that proposal."""
    place: int
    """Which of its milestones, from 1."""
    attempt: int
    """Which report of it, from 1."""
    policy: Policy
    """By which this release is decided: with the limits that its track had when it was reported, and no shorter
    timelock than was set from above then."""

    def document(self) -> dict[str, str | int]:
        """What is frozen of it with its vote; the policy stands there already."""
        return {
            "proposal": str(self.promise),
            "content_hash": self.content_hash,
            "milestone": self.place,
            "attempt": self.attempt,
        }


def release_policy(promised: Policy, chain: ChainId, limits: Limits | None) -> Policy:
    """The rules by which one milestone that is paid on this chain is released, of those with which the proposal was
    voted on.

    The same people decide with the same power. There is no discussion: the report is written when the vote begins. The
    timelock stays, in which guardians may veto. Of several executors only the one that pays is left, since limits are
    of one chain. Raises ValueError where the policy has no rule for milestones.
    """
    rule = promised.milestones
    if rule is None:
        raise ValueError("the policy has no milestones")
    periods = promised.periods.model_copy(update={"discussion": timedelta(0), "voting": rule.voting})
    changed: dict[str, Any] = {
        "periods": periods,
        "executor": promised.executor_on(chain),
        "further_executors": (),
        "limits": limits,
        "milestones": None,
        "voter_rewards": None,
        "rewards": None,
        "server": None,
        "elects": None,
    }
    if rule.by == "silence":
        changed |= {
            "mechanism": SINGLE.name,
            "options": {},
            "choices": ("For", "Against"),
            "choices_from": "policy",
            "rules": {"veto": {"choices": ["Against"], "value": rule.objection, "of": "total"}},
            "extension": None,
            "objection": None,
            "early_end": False,
        }
    return promised.model_copy(update=changed)
