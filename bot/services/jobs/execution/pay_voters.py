"""A vote has its result: what its track pays to voters is asked of the executor."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job


class PayVoters(Job):
    kind = "pay_voters"
    step = Step.REWARDS

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return proposal.closing.at if proposal.closing and proposal.rewards_due else None

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.paying_voters.pay(proposal)
