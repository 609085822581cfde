"""Taking the roles whose time is over: those that votes gave, and that no other vote gives them too."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.errors import MemberNotThere, RoleNotThere, ServerForbids, StoredDataInvalid
from bot.domain.ids import GuildId, SpaceId
from bot.domain.proposals.proposal import Proposal
from bot.domain.server_acts.roles.given_roles import GivenRole, TermEnd
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.services.actors import ITSELF
from bot.services.delivery.notifications import PostEvent, PostLogEntry, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, DiscordServer, Repositories, UnitOfWork
from bot.services.server_acts.carrying_out import TRY_AGAIN
from bot.services.server_acts.hindrances import role_of
from bot.services.server_acts.rights import role_fault
from bot.services.server_acts.turns import Turns
from bot.services.server_acts.voted import require_voted

_AT_ONCE = 20


class EndingTerms(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    server: DiscordServer
    clock: Clock
    wake_signal: WakeSignal
    turns: Turns

    async def end(self, space_id: SpaceId) -> datetime | None:
        """Take the roles of a space whose time is over. Returns when to look again, None where no role has an end.

        Raises ServerUnheard where Discord doesn't answer, and StoredDataInvalid where a proposal can't be read: that
        one is tried again after the others.
        """
        async with self.uow.reading() as repositories:
            guild = (await repositories.spaces.get(space_id)).guild
            due = await repositories.given_roles.due(space_id, self.clock.now(), _AT_ONCE)
        for given in due:
            async with self.turns.of(guild):
                await self._end(space_id, guild, given)
        async with self.uow.reading() as repositories:
            next_end = (await repositories.spaces.get(space_id)).roles_end_at
        # What is due still can't be read, unless there were more than are ended at once.
        earliest = self.clock.now() + (TRY_AGAIN if len(due) < _AT_ONCE else timedelta(0))
        return None if next_end is None else max(next_end, earliest)

    async def _end(self, space: SpaceId, guild: GuildId, given: GivenRole) -> None:
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.given_roles.find(given.proposal, given.place)
            if fresh is None or fresh.over:
                return
            # Put off before it is tried: whatever goes wrong with it holds up no other.
            await repositories.given_roles.look_again(space, given, now + TRY_AGAIN)
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(given.proposal)
            voted = await _is_voted(repositories, given, proposal)
            another = await repositories.given_roles.another(given, now)
            another = another or await repositories.holder_roles.gives(guild, given.role, given.member, None)
        if not voted:
            await self._note(space, guild, given, TermEnd.DAMAGED)
        elif another:
            await self._note(space, guild, given, TermEnd.KEPT)
        else:
            await self._note(space, guild, given, await self._take(guild, proposal, given))

    async def _take(self, guild: GuildId, proposal: Proposal, given: GivenRole) -> TermEnd:
        found = await self.server.roles(guild)
        role = found.roles.get(given.role)
        if role is None:
            return TermEnd.ROLE_GONE
        if found.lacks(TakeRole.needs) is not None:
            return TermEnd.NO_PERMISSION
        if role_fault(role, found, taken=True) is not None:
            return TermEnd.ABOVE_BOT
        reason = f"Folkmoot proposal {proposal.number}, change {given.place + 1}, term"
        try:
            await self.server.take_role(guild, given.member, given.role, reason)
        except ServerForbids:
            return TermEnd.NO_PERMISSION
        except MemberNotThere:
            return TermEnd.MEMBER_LEFT
        except RoleNotThere:
            return TermEnd.ROLE_GONE
        return TermEnd.TAKEN

    async def _note(self, space: SpaceId, guild: GuildId, given: GivenRole, how: TermEnd) -> None:
        """Store what became of it, and tell everybody; what is so still is told once."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.given_roles.find(given.proposal, given.place)
            if fresh is None or fresh.over or fresh.ended is how:
                return
            await repositories.given_roles.end(space, given, how)
            if how is TermEnd.TAKEN:
                entry = await repositories.log.add(
                    guild,
                    ITSELF,
                    "server end_role",
                    at=now,
                    proposal=given.proposal,
                    details={"role": str(given.role), "member": str(given.member)},
                )
                await repositories.outbox.add(PostLogEntry(guild=guild, entry=entry.id), at=now)
            data = {"place": str(given.place), "how": how.value}
            told = PostEvent(guild, given.proposal, event="term", data=data, alarm=not how.final)
            await repositories.outbox.add(told, RefreshCard(guild, given.proposal), at=now)
        self.wake_signal.send()


async def _is_voted(repositories: Repositories, given: GivenRole, proposal: Proposal) -> bool:
    """Whether what is stored of the role, its member and its end is what was voted on and done."""
    try:
        await require_voted(repositories, proposal)
    except StoredDataInvalid:
        return False
    acts = proposal.acts
    act = acts[given.place] if given.place < len(acts) else None
    outcome = proposal.act_outcome(given.place)
    return (
        isinstance(act, GrantRole)
        and outcome is not None
        and (given.role, given.member) == (role_of(act.role, proposal), act.member)
        and given.ends_at == act.ends_at(outcome.at)
    )
