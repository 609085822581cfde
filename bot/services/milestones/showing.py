"""How the milestones of a proposal are shown: each payment decoded, and where it stands."""

from collections.abc import Sequence

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.ids import ProposalId, ProposalNumber
from bot.domain.milestones.milestone import Milestone
from bot.domain.milestones.standing import MilestoneState, milestone_state
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.decoded_actions import DecodedActions


class LastRelease(msgspec.Struct, frozen=True):
    """What decided last on a milestone, or decides on it."""

    proposal: ProposalId
    number: ProposalNumber
    state: State


class ShownMilestone(msgspec.Struct, frozen=True):
    place: int
    """From 1."""
    milestone: Milestone
    payment: DecodedAction
    state: MilestoneState
    release: LastRelease | None


class ShowingMilestones(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    decoded_actions: DecodedActions
    clock: Clock

    async def of(self, proposal: Proposal) -> tuple[ShownMilestone, ...]:
        """The proposal's milestones in their order; () where it has none. Raises ChainUnavailable."""
        milestones = proposal.content.milestones
        if not milestones:
            return ()
        payments = await self.decoded_actions.read(
            proposal.space, [each.payment for each in milestones], proposal.rules
        )
        async with self.uow.reading() as repositories:
            releases = await repositories.proposals.releases_of(proposal.id)
        return tuple(
            self._shown(proposal, place, payment, of_place(releases, place))
            for place, payment in enumerate(payments, start=1)
        )

    def _shown(
        self, proposal: Proposal, place: int, payment: DecodedAction, releases: Sequence[Proposal]
    ) -> ShownMilestone:
        now = self.clock.now()
        last = releases[-1] if releases else None
        return ShownMilestone(
            place,
            proposal.content.milestones[place - 1],
            payment,
            milestone_state(proposal, place, releases, now),
            None if last is None else LastRelease(last.id, last.number, state(last, now)),
        )


def of_place(releases: Sequence[Proposal], place: int) -> list[Proposal]:
    """Those of the milestone at this place (from 1), the oldest first."""
    found = [each for each in releases if each.release is not None and each.release.place == place]
    return sorted(found, key=lambda each: each.release.attempt if each.release else 0)
