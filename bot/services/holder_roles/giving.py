"""Giving and taking roles by rules: each look at some members, whatever crashes or runs twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.domain.errors import (
    MemberNotThere,
    RoleNotThere,
    ServerForbids,
    ServerUnheard,
    ServiceRefused,
)
from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.holder_roles.rule import READ_AGAIN, Halt, HeldRole, RoleRule, Step, step, unread_again
from bot.domain.ids import MemberId, RoleRuleId, SpaceId
from bot.domain.notices.topics import Topic
from bot.domain.server_acts.roles.roles import FoundRoles
from bot.domain.spaces.space import Space
from bot.services.actors import ITSELF
from bot.services.delivery.notifications import Notice, PostLogEntry, TellMember
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.governance.public_log import in_space
from bot.services.holder_roles.conditions.meeting import Meeting
from bot.services.holder_roles.rights import Say, halt_of, say_of
from bot.services.ports import Clock, DiscordServer, Repositories, UnitOfWork
from bot.services.server_acts.turns import Turns

AT_ONCE = 100
"""Members at whom is looked together."""
CHANGES = 20
"""Roles that are given and taken in one look: Discord lets so many be changed in some seconds."""
PAUSE = timedelta(seconds=10)


@dataclass
class _Budget:
    left: int = CHANGES


@dataclass
class _Look:
    """What is the same for all members of one look."""

    space: Space
    rule: RoleRule
    found: FoundRoles
    halt: Halt | None = None
    """What Discord said to it, where it does not do what by all that was read it would."""


class GivingRoles(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    server: DiscordServer
    conditions: Mapping[type[AnyCondition], Meeting]
    clock: Clock
    wake_signal: WakeSignal
    turns: Turns
    arrived: dict[RoleRuleId, tuple[datetime, MemberId]] = msgspec.field(default_factory=dict)
    """The last member at whom a look at all has arrived, and for when it was due: what is due anew meanwhile begins
    with the first one. After a start it does, too, which changes nothing."""

    async def look(self, space_id: SpaceId) -> datetime | None:
        """Look at the members who are due, and at the next of all where those are due. Returns when to look again, None
        where the space has no rule.

        Raises ServerUnheard where Discord doesn't answer: what was done until then is stored. A rule that fails holds
        up none of the others; what it raised is raised.
        """
        now, pages = self.clock.now(), dict[RoleRuleId, list[MemberId]]()
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(space_id)
            rules = await repositories.holder_roles.of_space(space_id)
            named = await repositories.holder_roles.due(space_id, now, AT_ONCE)
            say = await say_of(repositories, space, [rule.role for rule in rules])
            for rule in rules:
                if rule.read_at <= now:
                    due, last = self.arrived.get(rule.id, (rule.read_at, MemberId(0)))
                    after = last if due == rule.read_at else MemberId(0)
                    pages[rule.id] = await repositories.holder_roles.candidates(rule, now, after, AT_ONCE)
        if rules and (named or pages):
            async with self.turns.of(space.guild):
                await self._look(space, say, rules, named, pages)
        elif named:
            await self._looked_at(space_id, named, now)
        async with self.uow.reading() as repositories:
            fresh = await repositories.spaces.get(space_id)
        times = [each for each in (fresh.role_looks_at, fresh.role_rules_at) if each is not None]
        return max(min(times), self.clock.now() + PAUSE) if times else None

    async def _look(
        self,
        space: Space,
        say: Say,
        rules: Sequence[RoleRule],
        named: Sequence[MemberId],
        pages: Mapping[RoleRuleId, Sequence[MemberId]],
    ) -> None:
        found, budget, now = await self.server.roles(space.guild), _Budget(), self.clock.now()

        async def look_by(rule: RoleRule) -> int:
            halted = halt_of(rule.role, found, say)
            look = _Look(space, rule, found, halted[0] if halted else None)
            return await self._look_by(look, named, pages.get(rule.id), budget)

        looked = await each_by_itself(rules, look_by)
        await self._looked_at(space.id, named[: min(looked)], now)

    async def _look_by(
        self, look: _Look, named: Sequence[MemberId], page: Sequence[MemberId] | None, budget: _Budget
    ) -> int:
        """Returns at how many of those who are named it was looked, or need not be."""
        rule, looked, done = look.rule, len(named), 0
        if budget.left == 0 and look.halt is None:
            return 0
        if look.halt is None:
            looked = await self._members(look, named, budget)
        if look.halt is None and page is not None:
            done = await self._members(look, page, budget)
        await self._halt(look.space, rule, look.halt)
        if page is not None:
            if look.halt is not None or done == len(page) < AT_ONCE:
                await self._read(rule)
            elif done:
                self.arrived[rule.id] = (rule.read_at, page[done - 1])
        return looked

    async def _members(self, look: _Look, members: Sequence[MemberId], budget: _Budget) -> int:
        """What the rule makes of these members, in their order. Returns at how many was looked: all, unless no more
        roles are changed now."""
        if not members or budget.left == 0:
            return 0
        rule, now = look.rule, self.clock.now()
        met = await self.conditions[type(rule.condition)].met(rule, members)
        async with self.uow.writing() as repositories:
            # Taken away meanwhile: nothing is stored of it any more.
            if await repositories.holder_roles.get(rule.id) is None:
                return len(members)
            held = await repositories.holder_roles.held(rule.id, members)
            steps = {each: step(held.get(each), met=met[each], now=now) for each in members}
            changing = [each for each in members if steps[each] in (Step.GIVE, Step.TAKE)][: budget.left]
            budget.left -= len(changing)
            # Who comes behind the last one that is changed now is looked at the next time.
            done = len(members) if budget.left else members.index(changing[-1]) + 1
            for each in members[:done]:
                await self._note(repositories, look, steps[each], held.get(each), each, now)
        await self._change(look, [(each, steps[each]) for each in changing])
        return done

    async def _note(
        self,
        repositories: Repositories,
        look: _Look,
        what: Step,
        held: HeldRole | None,
        member: MemberId,
        now: datetime,
    ) -> None:
        """Before Discord is asked it is stored what it is asked: after a crash it is asked again."""
        rule, space, stored = look.rule, look.space, repositories.holder_roles
        if what is Step.GIVE:
            await stored.hold([HeldRole(rule.id, member, None)])
        elif what is Step.KEEP and held is not None:
            await stored.hold([HeldRole(rule.id, member, held.given_at)])
        elif what is Step.WARN and held is not None:
            takes_at = now + rule.grace
            await stored.hold([HeldRole(rule.id, member, held.given_at, takes_at)])
            await stored.look_at(space.id, [member], takes_at)
            settings = await repositories.notices.of_member(space.guild, member)
            if Topic.ROLES in settings.topics:
                notice = Notice(Topic.ROLES, space=space.id, rule=rule.id)
                await repositories.outbox.add(TellMember(space.guild, member, (notice,)), at=now)
        elif what is Step.WAIT:
            await stored.look_at(space.id, [member], unread_again(now))

    async def _change(self, look: _Look, changing: Sequence[tuple[MemberId, Step]]) -> None:
        """Ask Discord, and store what came of it."""
        given: list[MemberId] = []
        taken: list[MemberId] = []
        gone: list[MemberId] = []
        unheard = None
        for member, what in changing:
            try:
                await self._ask_discord(look, member, what)
            except MemberNotThere:
                gone.append(member)
            except ServiceRefused:
                continue  # It stays to be done, and is tried again when all are looked at.
            except ServerForbids:
                look.halt = Halt.NO_PERMISSION
                break
            except RoleNotThere:
                look.halt = Halt.ROLE_GONE
                break
            except ServerUnheard as error:
                unheard = error
                break
            else:
                (given if what is Step.GIVE else taken).append(member)
        if given or taken or gone:
            await self._store(look, given, taken, gone)
        if unheard is not None:
            raise unheard

    async def _ask_discord(self, look: _Look, member: MemberId, what: Step) -> None:
        rule, guild, now = look.rule, look.space.guild, self.clock.now()
        reason = f"Folkmoot rule {rule.number} for roles"
        if what is Step.GIVE:
            await self.server.grant_role(guild, member, rule.role, reason)
            return
        async with self.uow.reading() as repositories:
            kept = await repositories.holder_roles.gives(guild, rule.role, member, rule.id)
            kept = kept or await repositories.given_roles.lasts(rule.role, member, now)
        if not kept:
            await self.server.take_role(guild, member, rule.role, reason)

    async def _store(
        self,
        look: _Look,
        given: Sequence[MemberId],
        taken: Sequence[MemberId],
        gone: Sequence[MemberId],
    ) -> None:
        rule, space, now = look.rule, look.space, self.clock.now()
        async with self.uow.writing() as repositories:
            if await repositories.holder_roles.get(rule.id) is None:
                return
            await repositories.holder_roles.hold([HeldRole(rule.id, each, now) for each in given])
            for member in (*taken, *gone):
                await repositories.holder_roles.let_go(rule.id, member)
            for act, members in (("roles given", given), ("roles taken", taken)):
                if members:
                    details = {"rule": str(rule.number), "role": str(rule.role), "members": str(len(members))}
                    if space.logs_links:
                        details["to" if members is given else "from"] = " ".join(map(str, members))
                    await _log(repositories, space, act, details, now)
        self.wake_signal.send()

    async def _halt(self, space: Space, rule: RoleRule, why: Halt | None) -> None:
        """Told once, in the public log, whenever a rule begins to do nothing, and why."""
        if why is rule.halt:
            return
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            await repositories.holder_roles.halt(rule.id, why)
            if why is not None:
                details = {"rule": str(rule.number), "role": str(rule.role), "why": why.value}
                await _log(repositories, space, "roles halted", details, now)
        self.wake_signal.send()

    async def _read(self, rule: RoleRule) -> None:
        """All were looked at."""
        self.arrived.pop(rule.id, None)
        async with self.uow.writing() as repositories:
            await repositories.holder_roles.read(rule, self.clock.now() + READ_AGAIN)

    async def _looked_at(self, space: SpaceId, members: Sequence[MemberId], until: datetime) -> None:
        if members:
            async with self.uow.writing() as repositories:
                await repositories.holder_roles.looked_at(space, members, until)


async def _log(
    repositories: Repositories, space: Space, act: str, details: Mapping[str, str], at: datetime
) -> None:
    entry = await repositories.log.add(space.guild, ITSELF, act, at=at, details=in_space(space, details))
    await repositories.outbox.add(PostLogEntry(guild=space.guild, entry=entry.id), at=at)
