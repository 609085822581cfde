"""What a part of a DAO may move without asking the space that created it: set by its parent, never by itself."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import ChainId
from bot.domain.policy.bounds import ChainNumber
from bot.domain.policy.limits import Limits

LONGEST_PERIOD = 3650
"""In days."""
NOTHING_DAYS = 30
"""The period of limits that let nothing be moved, where any is as good."""


class SpaceLimits(FrozenModel):
    """How much of which assets all tracks of a part may move together, with those of whatever stands below it. What
    isn't named may not be moved, and nothing else be called."""

    chain: ChainNumber
    """Of the assets: on every other chain nothing is allowed."""
    limits: Limits

    def on(self, chain: ChainId) -> Limits:
        """What holds for an executor on that chain."""
        return self.limits.on(chain, of=self.chain)

    def document(self) -> dict[str, Any]:
        """Plain data for records and hashes: amounts are decimal strings."""
        data: dict[str, Any] = json.loads(self.model_dump_json())
        return data
