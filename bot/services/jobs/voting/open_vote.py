"""The discussion is over and the card stands: the vote opens."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job, NotYet


class OpenVote(Job):
    kind = "open_vote"
    step = Step.OPENING

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        card, opens_at = proposal.card, proposal.opens_at
        if proposal.opening or proposal.stopped or card is None or not card.stands:
            return None
        return max(opens_at, card.seen_at) if opens_at and card.seen_at else None

    async def run(self, services: Services, proposal: ProposalId) -> None:
        """Raises NotYet."""
        if await services.opening.open(proposal) is None:
            raise NotYet("the card is missing or outdated")
