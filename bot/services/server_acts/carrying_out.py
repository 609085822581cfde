"""Carrying out what passed in the Discord server: each act once, whatever crashes or runs twice."""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.domain.errors import ChannelNotThere, MemberNotThere, RoleNotThere, ServerForbids, ServiceRefused
from bot.domain.ids import GuildId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.server_acts.outcomes import ActOutcome, ActStatus, Hindrance
from bot.domain.server_acts.registry import AnyAct, ChannelAct
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.services.actors import ITSELF
from bot.services.delivery.notifications import PostEvent, PostLogEntry, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.execution.submission import guild_of, in_execution
from bot.services.governance.public_log import in_space
from bot.services.ports import Clock, DiscordServer, UnitOfWork
from bot.services.reputation.reputation import give
from bot.services.server_acts.effects import Done, take_effect
from bot.services.server_acts.hindrances import ServerNow, hindrance, hindrance_in_tree, of_track
from bot.services.server_acts.in_discord import Asked, ask_discord
from bot.services.server_acts.rights import offices_of
from bot.services.server_acts.turns import Turns
from bot.services.server_acts.vetoes import hindrance_of_veto, release_vetoed
from bot.services.server_acts.voted import require_voted

TRY_AGAIN = timedelta(minutes=10)
"""So long after a refusal an act is tried once more."""


class CarryingOut(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    server: DiscordServer
    clock: Clock
    wake_signal: WakeSignal
    turns: Turns

    async def carry_out(self, proposal_id: ProposalId) -> datetime | None:
        """Do all that a proposal still owes the server. Returns when to try again what is refused now, None where
        nothing is left.

        Raises ServerUnheard where Discord doesn't answer: that holds up none of the other acts. Raises
        StoredDataInvalid where the acts aren't those that were voted on: nothing is done then.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            if not self._in_time(proposal) or not proposal.owed_acts:
                return None
            await require_voted(repositories, proposal)
            guild = await guild_of(repositories, proposal)

        async def do(owed: tuple[int, AnyAct]) -> None:
            async with self.turns.of(guild):
                await self._do(proposal_id, guild, *owed)

        await each_by_itself(proposal.owed_acts, do)
        async with self.uow.reading() as repositories:
            left = (await repositories.proposals.get(proposal_id)).owed_acts
        return self.clock.now() + TRY_AGAIN if left else None

    def _in_time(self, proposal: Proposal) -> bool:
        until = proposal.acts_until
        return in_execution(proposal, self.clock) and until is not None and self.clock.now() < until

    async def _do(self, proposal_id: ProposalId, guild: GuildId, place: int, act: AnyAct) -> None:
        now = await self._server_now(proposal_id, guild, act)
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        outcome = proposal.act_outcome(place)
        if outcome is not None and outcome.status.final:
            return
        if (why := hindrance(act, proposal, now)) is not None:
            await self._note(proposal_id, place, act, why)
        elif act.needs:
            await self._ask_discord(proposal, guild, place, act)
        else:
            await self._note(proposal_id, place, act, None)

    async def _server_now(self, proposal_id: ProposalId, guild: GuildId, act: AnyAct) -> ServerNow:
        found = await self.server.roles(guild)
        channels = await self.server.channels(guild) if isinstance(act, ChannelAct) else ()
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get((await repositories.proposals.get(proposal_id)).space)
            homes = (await repositories.spaces.tree(guild)).homes(space)
            return ServerNow(await offices_of(repositories, space), found, channels, homes)

    async def _ask_discord(self, proposal: Proposal, guild: GuildId, place: int, act: AnyAct) -> None:
        """Before Discord is asked it is stored that it is: after a crash it is known that the act may be done."""
        tried = proposal.act_outcome(place)
        tried_since = tried.begun_at if tried is not None and tried.status is ActStatus.BEGUN else None
        if tried_since is None and not await self._begin(proposal.id, place, tried):
            return
        made: int | None = None
        why: Hindrance | None = None
        try:
            asked = Asked(self.server, guild, proposal, _reason(proposal, place), tried_since)
            made = await ask_discord(act, asked)
        except ServerForbids:
            why = Hindrance.NO_PERMISSION
        except MemberNotThere:
            # Who isn't there has no role; and who comes back has none either.
            why = None if isinstance(act, TakeRole) else Hindrance.MEMBER_LEFT
        except RoleNotThere:
            why = Hindrance.ROLE_GONE
        except ChannelNotThere:
            why = Hindrance.CHANNEL_GONE
        except ServiceRefused:
            # It would be refused each time: the others aren't held up by it.
            why = Hindrance.NOT_TAKEN
        await self._note(proposal.id, place, act, why, made)

    async def _begin(self, proposal_id: ProposalId, place: int, tried: ActOutcome | None) -> bool:
        """False where it must not be done any more, or somebody else has begun it."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(proposal_id)
            if not self._in_time(fresh) or fresh.act_outcome(place) != tried:
                return False
            await repositories.proposals.note_act(proposal_id, ActOutcome(place, ActStatus.BEGUN, now, now))
        return True

    async def _note(
        self,
        proposal_id: ProposalId,
        place: int,
        act: AnyAct,
        why: Hindrance | None,
        made: int | None = None,
    ) -> None:
        """Store what became of an act, and what it changes here, with all that is told of it. What was done in Discord
        is kept whatever became of the proposal meanwhile."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            before = proposal.act_outcome(place)
            if (before is not None and before.status.final) or (
                not act.needs and not self._in_time(proposal)
            ):
                return
            space = await repositories.spaces.get(proposal.space)
            # Looked at in the transaction that changes it: a moderator may have changed a track meanwhile, and of two
            # that want the same, one is first.
            why = why or of_track(act, await repositories.spaces.tracks(space.id))
            why = why or hindrance_in_tree(act, space, await repositories.spaces.tree(space.guild))
            why = why or await hindrance_of_veto(repositories, act, now)
            outcome = ActOutcome(place, _status(why), before.begun_at if before else now, now, why, made)
            if before is not None and (before.status, before.why) == (outcome.status, outcome.why):
                return
            guild = await guild_of(repositories, proposal)
            if outcome.status is ActStatus.DONE:
                details = await take_effect(act, Done(repositories, proposal, outcome))
                entry = await repositories.log.add(
                    guild,
                    ITSELF,
                    f"server {act.kind.value}",
                    at=now,
                    proposal=proposal_id,
                    details=in_space(space, details),
                )
                await repositories.outbox.add(PostLogEntry(guild=guild, entry=entry.id), at=now)
            await repositories.proposals.note_act(proposal_id, outcome)
            data = {"place": str(place), "status": outcome.status.value, "why": why.value if why else ""}
            event = PostEvent(guild, proposal_id, event="act", data=data, alarm=why is not None)
            await repositories.outbox.add(event, RefreshCard(guild, proposal_id), at=now)
            fresh = replace(proposal, act_outcomes=_with(proposal.act_outcomes, outcome))
            if (current := state(fresh, now)) in (State.EXECUTED, State.FAILED):
                await release_vetoed(repositories, fresh, guild, now)
                told = PostEvent(
                    guild, proposal_id, event="acts_ended", data={"state": current}, announce=True
                )
                await repositories.outbox.add(told, at=now)
                if current is State.EXECUTED:
                    await repositories.outbox.add(*await give(repositories, fresh, guild, now), at=now)
        self.wake_signal.send()


def _reason(proposal: Proposal, place: int) -> str:
    """What the server's audit log says, in at most 512 characters."""
    content = proposal.opening.content_hash if proposal.opening else ""
    return f"Folkmoot proposal {proposal.number}, change {place + 1}, content {content}"


def _status(why: Hindrance | None) -> ActStatus:
    if why is None:
        return ActStatus.DONE
    return ActStatus.GONE if why.for_good else ActStatus.REFUSED


def _with(outcomes: tuple[ActOutcome, ...], outcome: ActOutcome) -> tuple[ActOutcome, ...]:
    others = tuple(each for each in outcomes if each.place != outcome.place)
    return tuple(sorted((*others, outcome), key=lambda each: each.place))
