"""Handing a server over to another operator's Folkmoot: the one that ran it refuses to go on.

Moderators begin it, in public, and may take it back until the operator has made the file (`finish`): by that one
transaction the server leaves this program. Nothing runs it twice, and never does nobody have it.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.domain.errors import (
    FingerprintOwn,
    HandedOver,
    HandoverBegun,
    HandoverFinal,
    NotHandedOver,
    VetoPossible,
    VoteBoundToBot,
)
from bot.domain.errors.operators.succession import NotBeingHandedOver, Settling
from bot.domain.ids import Address, GuildId, MemberId, MessageId, SpaceId
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.facts import Suspension
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Space
from bot.domain.succession.export_file import ExportRefused
from bot.domain.succession.handover import HANDED_OVER, SETTLING, Handover
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.notifications import NotifyMember, PostEvent, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act, public_reason
from bot.services.ports import Clock, UnitOfWork


class HandingOver:
    """Which servers were handed over is asked at every click: it is kept in memory."""

    def __init__(self, uow: UnitOfWork, clock: Clock, wake_signal: WakeSignal, own: Address | None) -> None:
        """`own`: the fingerprint of this program's operator; None where they have no key."""
        self._uow = uow
        self._clock = clock
        self._wake_signal = wake_signal
        self.own = own
        self._handed_over: dict[GuildId, Handover] = {}
        self.spaces: set[SpaceId] = set()
        """Those in which nothing is done here by itself: what becomes due there stays due."""

    async def load(self) -> None:
        """To be called before anything else is done."""
        async with self._uow.reading() as repositories:
            for handover in await repositories.handovers.all():
                self._keep(handover, (await repositories.spaces.tree(handover.guild)).spaces)

    def of(self, guild: GuildId | None) -> Handover | None:
        """Whom a server was handed over to; None for one that is run here."""
        return None if guild is None else self._handed_over.get(guild)

    def require_here(self, guild: GuildId | None) -> None:
        """Raises HandedOver."""
        if (handover := self.of(guild)) is not None:
            raise HandedOver(handover.to, handover.successor, final=handover.exported_at is not None)

    async def begin(self, actor: Actor, to: Address, successor: MemberId, reason: str) -> Handover:
        """Store nothing new in the server from now on. Raises NotSetUp, NotModerator, ReasonMissing, HandoverBegun,
        FingerprintOwn, VoteBoundToBot, VetoPossible."""
        reason, now = public_reason(reason), self._clock.now()
        async with self._uow.writing() as repositories:
            root = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, root)
            if await repositories.handovers.of(actor.guild) is not None:
                raise HandoverBegun
            if to == self.own:
                raise FingerprintOwn
            tree = await repositories.spaces.tree(actor.guild)
            for space in tree.spaces:
                for proposal in await repositories.proposals.live_in_space(space.id):
                    if proposal.undecided and proposal.rules.trust is TrustLevel.COUNTERSIGNED:
                        raise VoteBoundToBot(proposal.number)
                    if state(proposal, now) is State.TIMELOCK:
                        raise VetoPossible(proposal.number)
            handover = Handover(actor.guild, to, successor, actor.member, now)
            await repositories.handovers.add(handover)
            details = {"fingerprint": to, "successor": str(successor)}
            await log_act(repositories, actor, "handover begin", at=now, reason=reason, details=details)
        self._keep(handover, tree.spaces)
        self._wake_signal.send()
        return handover

    async def take_back(self, actor: Actor, reason: str) -> None:
        """Run the server on: open votes get the time added in which nobody could vote. Raises NotSetUp, NotModerator,
        ReasonMissing, NotHandedOver, HandoverFinal."""
        reason, now = public_reason(reason), self._clock.now()
        async with self._uow.writing() as repositories:
            require_moderator(actor, await repositories.spaces.of_guild(actor.guild))
            handover = await repositories.handovers.of(actor.guild)
            if handover is None:
                raise NotHandedOver
            if handover.exported_at is not None:
                raise HandoverFinal(handover.to)
            await repositories.handovers.remove(actor.guild)
            await log_act(repositories, actor, "handover cancel", at=now, reason=reason)
            tree = await repositories.spaces.tree(actor.guild)
            for space in tree.spaces:
                for proposal in await repositories.proposals.live_in_space(space.id):
                    if state(proposal, handover.at) is State.VOTING:
                        lost = Suspension(handover.by, reason, handover.at, resumed_at=now)
                        await repositories.proposals.suspend(proposal.id, lost)
                        told = PostEvent(actor.guild, proposal.id, event="resumed", announce=True)
                        await repositories.outbox.add(told, RefreshCard(actor.guild, proposal.id), at=now)
        del self._handed_over[actor.guild]
        self.spaces -= {space.id for space in tree.spaces}
        self._wake_signal.send()

    async def finish(self, guild: GuildId) -> Handover:
        """The one step by which a server leaves this program: from it on, only its file runs it. Again and again the
        same. No bot may run on the database. Raises ExportRefused."""
        now = self._clock.now()
        async with self._uow.writing() as repositories:
            handover = await repositories.handovers.of(guild)
            if handover is None:
                raise ExportRefused(NotBeingHandedOver(guild))
            if handover.exported_at is not None:
                return handover
            if (waiting := await repositories.outbox.waiting(guild)) and now < handover.at + SETTLING:
                raise ExportRefused(Settling(waiting))
            await repositories.outbox.give_up_all(guild, now, HANDED_OVER)
            await repositories.handovers.exported(guild, now)
            return replace(handover, exported_at=now)

    async def refuse_reaction(self, guild: GuildId, message: MessageId, member: MemberId) -> None:
        """Tell a member who has reacted to a card of a server that was handed over. Nothing for other messages."""
        async with self._uow.writing() as repositories:
            found = await repositories.messages.proposal_of(message)
            if found is None or found[1] != "card":
                return
            told = NotifyMember(guild, found[0], member, HandedOver.__name__)
            await repositories.outbox.add(told, at=self._clock.now())
        self._wake_signal.send()

    def _keep(self, handover: Handover, spaces: Sequence[Space]) -> None:
        self._handed_over[handover.guild] = handover
        self.spaces |= {space.id for space in spaces}
