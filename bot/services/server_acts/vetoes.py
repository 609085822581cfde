"""The space above vetoes what passed in a part: while it votes on that, the part's proposal is held."""

from datetime import datetime

import msgspec

from bot.domain.errors import ActsRefused, ProposalUnknown
from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.ids import GuildId, ProposalId
from bot.domain.proposals.holds import LONGEST_HOLD, MOST_HOLDS, Hold
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.lines.written import WrittenAct
from bot.domain.server_acts.outcomes import Hindrance
from bot.domain.server_acts.spaces.veto_proposal import VetoProposal
from bot.services.delivery.notifications import PostEvent, RefreshCard
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.server_acts.place import Place, RefusedAct


class VetoReading(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def veto(self, place: Place, written: WrittenAct) -> VetoProposal:
        """Raises RefusedAct."""
        number = written.vetoed
        assert number is not None, "the line has one"
        if place.rules.next_track is not None:
            raise RefusedAct(faults.VetoInStages())
        below = {each.id: each.name for each in place.tree.within(place.space) if each.id != place.space.id}
        async with self.uow.reading() as repositories:
            try:
                found = await repositories.proposals.numbered(place.space.guild, number)
            except ProposalUnknown:
                raise RefusedAct(faults.VetoedUnknown(number)) from None
            vetoed = await repositories.proposals.get(found)
        if vetoed.space not in below:
            raise RefusedAct(faults.VetoedUnknown(number))
        if (fault := veto_fault(vetoed, self.clock.now())) is not None:
            raise RefusedAct(fault)
        assert vetoed.closing is not None, "it is in its timelock"
        return VetoProposal(
            vetoed.id, number, below[vetoed.space], vetoed.closing.record_hash, line=f"veto #{number}"
        )


def veto_fault(vetoed: Proposal, now: datetime) -> Fault | None:
    """What keeps a proposal from being vetoed; None where nothing does."""
    return None if state(vetoed, now) is State.TIMELOCK else faults.VetoOutOfTime(vetoed.number)


async def hindrance_of_veto(repositories: Repositories, act: ServerAct, now: datetime) -> Hindrance | None:
    """Why a veto that was voted for comes too late, in the transaction that would do it; None for every other act."""
    if not isinstance(act, VetoProposal):
        return None
    vetoed = await repositories.proposals.get(act.proposal)
    same = vetoed.closing is not None and vetoed.closing.record_hash == act.record
    return None if same and veto_fault(vetoed, now) is None else Hindrance.VETO_TOO_LATE


async def hold_vetoed(repositories: Repositories, proposal: Proposal, guild: GuildId, now: datetime) -> None:
    """In the transaction that submits a proposal, or edits a submitted one: what it would veto is held from now on, and
    what it wouldn't any more goes on. Raises ActsRefused."""
    wanted = {act.proposal for act in proposal.content.acts if isinstance(act, VetoProposal)}
    held = set(await repositories.proposals.held_by(proposal.id))
    for each in sorted(held - wanted):
        await _release(repositories, each, proposal, guild, now)
    for number, act in enumerate(proposal.content.acts, start=1):
        if not isinstance(act, VetoProposal) or act.proposal in held:
            continue
        vetoed = await repositories.proposals.get(act.proposal)
        own_end = vetoed.own_timelock_ends_at
        if (fault := _hold_fault(vetoed, proposal, now)) is not None or own_end is None:
            raise ActsRefused(number, act.line, fault or faults.VetoOutOfTime(act.number))
        hold = Hold(proposal.id, proposal.number, now, own_end + LONGEST_HOLD)
        await repositories.proposals.hold(vetoed.id, hold)
        data = {"number": str(proposal.number), "until": str(int(hold.until.timestamp()))}
        await repositories.outbox.add(
            PostEvent(guild, vetoed.id, event="held", data=data, announce=True),
            RefreshCard(guild, vetoed.id),
            at=now,
        )


def _hold_fault(vetoed: Proposal, by: Proposal, now: datetime) -> Fault | None:
    """What keeps this vote from holding it. Only its own timelock counts: no hold begins while another one holds it."""
    own_end = vetoed.own_timelock_ends_at
    if veto_fault(vetoed, now) is not None or own_end is None or now >= own_end:
        return faults.VetoOutOfTime(vetoed.number)
    if by.rules.soonest(now) > own_end + LONGEST_HOLD:
        return faults.VetoTakesTooLong(vetoed.number, LONGEST_HOLD.days)
    running = sum(hold.ended_at is None and now < hold.until for hold in vetoed.holds)
    return faults.TooManyVetoes(MOST_HOLDS) if running >= MOST_HOLDS else None


async def release_vetoed(
    repositories: Repositories, proposal: Proposal, guild: GuildId, now: datetime
) -> None:
    """In the transaction that ends a proposal without a veto: what it held goes on."""
    if any(isinstance(act, VetoProposal) for act in proposal.content.acts):
        for held in await repositories.proposals.held_by(proposal.id):
            await _release(repositories, held, proposal, guild, now)


async def _release(
    repositories: Repositories, held: ProposalId, by: Proposal, guild: GuildId, now: datetime
) -> None:
    in_time = state(await repositories.proposals.get(held), now) is State.TIMELOCK
    await repositories.proposals.end_hold(held, by.id, now)
    if not in_time:
        return
    data = {"number": str(by.number)}
    await repositories.outbox.add(
        PostEvent(guild, held, event="released", data=data, announce=True), RefreshCard(guild, held), at=now
    )
