"""Token ids that count, each with its weight."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.domain.errors.governance.policy_fields import TwoWeights
from bot.domain.fault import Unfit
from bot.domain.frozen_model import FrozenModel
from bot.domain.policy.bounds import Amount, PositiveAmount

MAX_IDS = 200
"""Token ids in one source: each is a call at every reading."""


class WeighedId(FrozenModel):
    """A token id, and what one token of it counts."""

    id: Amount
    weight: PositiveAmount = 1


def _each_once(ids: tuple[WeighedId, ...]) -> tuple[WeighedId, ...]:
    """The ids in ascending order, those that are named again with the same weight once."""
    weights: dict[int, WeighedId] = {}
    for entry in ids:
        if weights.setdefault(entry.id, entry) != entry:
            raise Unfit(TwoWeights(entry.id))
    return tuple(weights[token] for token in sorted(weights))


WeighedIds = Annotated[tuple[WeighedId, ...], Field(max_length=MAX_IDS), AfterValidator(_each_once)]
