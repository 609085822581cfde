"""What moderators and guardians may do, each act in public. Nothing here changes a ballot."""

import msgspec

from bot.domain.errors import CardMissing, NotInTimelock, RegistryAwaited, WrongState
from bot.domain.ids import ProposalId, RoleId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.facts import Cancellation, RegistryOmission, Suspension, Veto
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.actors import Actor, require_guardian, require_moderator
from bot.services.delivery.notifications import PostEvent, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act, public_reason
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.server_acts.vetoes import release_vetoed
from bot.services.voting.live.live_votes import LiveVotes

_MODERATORS, _GUARDIANS = frozenset({Who.MODERATORS}), frozenset({Who.GUARDIANS})
PAUSE = Requirement(Effect.STOP, _MODERATORS, (State.VOTING,))
RESUME = Requirement(Effect.STOP, _MODERATORS, (State.PAUSED,))
CANCEL = Requirement(
    Effect.STOP,
    _MODERATORS,
    (State.DISCUSSION, State.PENDING, State.VOTING, State.PAUSED),
    # A result that waits for power that can't be read may never come.
    sometimes=(State.CLOSED,),
)
OPEN_WITHOUT_REGISTRY = Requirement(Effect.CHANGE, _MODERATORS, (State.PENDING,))
VETO = Requirement(Effect.STOP, _GUARDIANS, (State.TIMELOCK,))


class Moderation(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal

    async def pause(self, actor: Actor, proposal_id: ProposalId, reason: str) -> None:
        """Stop an open vote for a while; its end moves by as much. Raises NotModerator, WrongState, ReasonMissing."""
        reason = public_reason(reason)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await self._moderated(repositories, actor, proposal_id)
            _require(proposal, state(proposal, now), *PAUSE.states)
            await repositories.proposals.suspend(proposal_id, Suspension(actor.member, reason, now))
            await self._tell(repositories, actor, proposal_id, "paused", reason)
        self.wake_signal.send()

    async def resume(self, actor: Actor, proposal_id: ProposalId, reason: str) -> None:
        """Go on with a paused vote. Raises NotModerator, WrongState, CardMissing, ReasonMissing."""
        reason = public_reason(reason)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await self._moderated(repositories, actor, proposal_id)
            _require(proposal, state(proposal, now), *RESUME.states)
            if proposal.paused and proposal.paused.by is None:
                raise CardMissing(proposal.number)
            await repositories.proposals.resume(proposal_id, now)
            await self._tell(repositories, actor, proposal_id, "resumed", reason)
        self.wake_signal.send()

    async def cancel(self, actor: Actor, proposal_id: ProposalId, reason: str) -> Proposal:
        """End a proposal before its result is final. What has passed is left to guardians and to its executors.

        Returns it as it was. Raises NotModerator, WrongState, ReasonMissing.
        """
        reason = public_reason(reason)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await self._cancellable(repositories, actor, proposal_id)
            await repositories.proposals.cancel(proposal_id, Cancellation(actor.member, reason, now))
            await release_vetoed(repositories, proposal, actor.guild, now)
            await self._tell(repositories, actor, proposal_id, "cancelled", reason)
        self.live_votes.end(proposal_id)
        self.wake_signal.send()
        return proposal

    async def open_without_registry(self, actor: Actor, proposal_id: ProposalId, reason: str) -> None:
        """Let a vote open without what wallets delegate on chain, which could not be read for as long as the policy
        waits. Raises NotModerator, WrongState, RegistryAwaited, ReasonMissing."""
        reason = public_reason(reason)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await self._moderated(repositories, actor, proposal_id)
            _require(proposal, state(proposal, now), *OPEN_WITHOUT_REGISTRY.states)
            may_open = proposal.opens_without_registry_from
            if may_open is None or now < may_open:
                raise RegistryAwaited(proposal.number, may_open)
            omission = RegistryOmission(actor.member, reason, now)
            await repositories.proposals.omit_registry(proposal_id, omission)
            await self._tell(repositories, actor, proposal_id, "registry_omitted", reason)
        self.live_votes.touch(proposal_id)
        self.wake_signal.send()

    async def check_cancel(self, actor: Actor, proposal_id: ProposalId, reason: str) -> Proposal:
        """The proposal, if `cancel` would end it now: asked before somebody is asked whether they mean it."""
        public_reason(reason)
        async with self.uow.reading() as repositories:
            return await self._cancellable(repositories, actor, proposal_id)

    async def veto(self, actor: Actor, proposal_id: ProposalId, reason: str) -> Proposal:
        """A guardian stops a passed proposal within its timelock. Returns it as it was.

        Raises NotGuardian, NotInTimelock, ReasonMissing.
        """
        reason = public_reason(reason)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await self._vetoable(repositories, actor, proposal_id)
            await repositories.proposals.veto(proposal_id, Veto(actor.member, reason, now))
            await release_vetoed(repositories, proposal, actor.guild, now)
            await self._tell(repositories, actor, proposal_id, "vetoed", reason)
        self.wake_signal.send()
        return proposal

    async def check_veto(self, actor: Actor, proposal_id: ProposalId, reason: str) -> Proposal:
        """The proposal, if `veto` would stop it now: asked before somebody is asked whether they mean it."""
        public_reason(reason)
        async with self.uow.reading() as repositories:
            return await self._vetoable(repositories, actor, proposal_id)

    async def _cancellable(
        self, repositories: Repositories, actor: Actor, proposal_id: ProposalId
    ) -> Proposal:
        proposal = await self._moderated(repositories, actor, proposal_id)
        current = state(proposal, self.clock.now())
        waits = CANCEL.sometimes if proposal.unresolved_reported_at else ()
        _require(proposal, current, *CANCEL.states, *waits)
        return proposal

    async def _vetoable(self, repositories: Repositories, actor: Actor, proposal_id: ProposalId) -> Proposal:
        proposal = await repositories.proposals.get(proposal_id, actor.guild)
        require_guardian(actor, await guardians_of(repositories, proposal))
        current = state(proposal, self.clock.now())
        if current not in VETO.states:
            raise NotInTimelock(proposal.number, current)
        return proposal

    async def _moderated(self, repositories: Repositories, actor: Actor, proposal_id: ProposalId) -> Proposal:
        proposal = await repositories.proposals.get(proposal_id, actor.guild)
        require_moderator(actor, await repositories.spaces.get(proposal.space))
        return proposal

    async def _tell(
        self, repositories: Repositories, actor: Actor, proposal_id: ProposalId, event: str, reason: str
    ) -> None:
        now = self.clock.now()
        await log_act(repositories, actor, event, at=now, proposal=proposal_id, reason=reason)
        data = {"by": str(actor.member), "reason": reason}
        await repositories.outbox.add(
            PostEvent(actor.guild, proposal_id, event=event, data=data, announce=True),
            RefreshCard(actor.guild, proposal_id),
            at=now,
        )


async def guardians_of(repositories: Repositories, proposal: Proposal) -> RoleId:
    """The role that may veto: that of the proposal's submission."""
    if proposal.submission is not None:
        return proposal.submission.guardians
    return (await repositories.spaces.get(proposal.space)).guardians


def _require(proposal: Proposal, now: State, *needed: State) -> None:
    if now not in needed:
        raise WrongState(proposal.number, now, needed)
