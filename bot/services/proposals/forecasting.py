"""What is to be expected of a proposal's vote, by the past of its space."""

import msgspec

from bot.domain.forecast.forecast import MOST_VOTES, Forecast, PastVote, forecast
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import BEFORE_THE_END, state
from bot.services.ports import Clock, UnitOfWork


class Forecasting(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def of(self, proposal: Proposal) -> Forecast | None:
        """By what was known when the vote opened, or is now where it hasn't yet. Nothing of a running count is in it.

        None where there is no vote ahead, where the space has too little past, and where the policy hides counts:
        there nobody is told what to expect either.
        """
        now, rules = self.clock.now(), proposal.rules
        counts = not rules.open_ended and proposal.pays_for is None
        if not counts or rules.privacy == "after_close" or state(proposal, now) not in BEFORE_THE_END:
            return None
        async with self.uow.reading() as repositories:
            settled = await repositories.proposals.settled_in_space(proposal.space, limit=MOST_VOTES)
            live = await repositories.proposals.live_in_space(proposal.space)
        past = [vote for each in (*settled, *live) if (vote := _past_vote(each)) is not None]
        return forecast(past, proposal.track, proposal.opening.at if proposal.opening else now)


def _past_vote(proposal: Proposal) -> PastVote | None:
    """None for what nobody voted on with ballots to the end."""
    opening, closing = proposal.opening, proposal.closing
    if opening is None or closing is None or proposal.rules.open_ended or proposal.pays_for is not None:
        return None
    voters = int(closing.result["voters"])
    return PastVote(proposal.track, opening.at, closing.at, voters, closing.passed)
