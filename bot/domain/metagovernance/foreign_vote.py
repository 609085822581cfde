"""How a vote on somebody else's Governor stands, and whether an account's votes can be cast in it."""

from datetime import datetime

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.executors.governor import GovernorRules, GovernorStage
from bot.domain.metagovernance.casting import MOST_SPLIT, CastRule, CastTerms


class ForeignVote(msgspec.Struct, frozen=True):
    """A vote on a Governor at one block, and what an account has to say in it."""

    at: BlockRef
    rules: GovernorRules
    stage: GovernorStage
    votes: int | None
    """What the account weighs, in base units; None before the moment at which it is weighed is over."""
    voted: bool
    """Whether the account has voted already, with any of its votes."""
    ends_at: datetime | None
    """About when votes are taken no more: blocks are counted at the pace of the last ones. None where nothing tells."""

    def why_not(self, rule: CastRule, terms: CastTerms | None = None) -> NotCast | None:
        """What keeps the account's votes from being cast now; None where nothing does. `terms`: as they were fixed, if
        they were."""
        stage = self.stage.name
        if stage == "unproposed":
            return NotCast.UNKNOWN
        if rule == "split" and not self.rules.fractional:
            return NotCast.WHOLE_ONLY
        if stage not in ("pending", "active"):
            return NotCast.OVER
        if self.voted:
            return NotCast.VOTED
        if terms is not None and (self.stage.starts, self.votes) != (terms.snapshot, terms.votes):
            return NotCast.CHANGED
        if self.votes is None:
            return NotCast.NOT_BEGUN
        if not self.votes:
            return NotCast.NO_VOTES
        return NotCast.TOO_MANY if rule == "split" and self.votes > MOST_SPLIT else None
