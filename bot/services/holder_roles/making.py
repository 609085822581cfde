"""Rules for roles, as moderators make, see and take them away."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from bot.domain.errors import (
    BadAmount,
    BadSetting,
    CircularPower,
    GraceOutOfBounds,
    RoleRulesFull,
    RoleRuleUnknown,
    RoleUnfit,
    VotesOutOfBounds,
)
from bot.domain.errors.governance.settings import ExpectedAmount
from bot.domain.holder_roles.delegating import Delegating, Way
from bot.domain.holder_roles.holding import Holding
from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.holder_roles.rule import (
    LONGEST_GRACE,
    MOST_RULES,
    SHORTEST_GRACE,
    USUAL_GRACE,
    HeldRole,
    RoleRule,
)
from bot.domain.holder_roles.voting import LONGEST_WINDOW, MOST_VOTES, Voting
from bot.domain.ids import ChainId, RoleId
from bot.domain.quantities import base_units, duration
from bot.domain.spaces.space import Space
from bot.services.actors import Actor, require_moderator
from bot.services.chain_named import chain_named
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.policies.power_rule import power_rule
from bot.services.governance.public_log import log_act
from bot.services.holder_roles.rights import halt_of, say_of
from bot.services.ports import Chain, Clock, DiscordServer, Repositories, UnitOfWork


class RuleSeen(msgspec.Struct, frozen=True):
    """A rule as it stands now."""

    rule: RoleRule
    have: int
    """How many have the role by it."""
    own: HeldRole | None
    """How whoever asks stands to it; None where they don't have the role by it."""


class RoleRules(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    server: DiscordServer
    clock: Clock
    wake_signal: WakeSignal

    async def add_holding(
        self, actor: Actor, role: RoleId, amount: str, sources: str, chain: str, grace: str
    ) -> RuleSeen:
        """A role for whoever holds so much of what the sources name, as in a policy: everything on chain is looked at.

        Raises NotSetUp, NotModerator, RoleUnfit, CircularPower, GraceOutOfBounds, RoleRulesFull, BadSetting,
        BadAddress, NoCode, WrongContract, UnknownChain, ChainUnavailable, ServerUnheard.
        """
        await self._require(actor)
        power = await power_rule(sources, chain_named(self.chains, chain), self.chains)
        if power.roles:
            raise CircularPower
        try:
            least = base_units(amount, power.decimals)
        except BadAmount:
            least = 0
        if least == 0:
            raise BadSetting("amount", amount, ExpectedAmount(power.decimals))
        return await self._add(actor, role, Holding(power=power, least=least), grace)

    async def add_voting(
        self, actor: Actor, role: RoleId, votes: int, of: int | None, within: str, grace: str
    ) -> RuleSeen:
        """A role for whoever voted in so many of the newest closed votes, or of those within a time such as `90d`.

        Raises VotesOutOfBounds, and what `add_holding` raises of the others.
        """
        await self._require(actor)
        time = duration("within", within) if within.strip() else None
        one = (of is None) != (time is None)
        few = votes >= 1 and max(votes, of or 0) <= MOST_VOTES and (of is None or votes <= of)
        if not one or not few or (time is not None and not timedelta(0) < time <= LONGEST_WINDOW):
            raise VotesOutOfBounds(MOST_VOTES, LONGEST_WINDOW)
        return await self._add(actor, role, Voting(votes=votes, of=of, within=time), grace)

    async def add_delegating(self, actor: Actor, role: RoleId, way: Way, grace: str) -> RuleSeen:
        """A role for whoever delegates in the space, is delegated to, or either. Raises as `add_holding` does."""
        return await self._add(actor, role, Delegating(way=way), grace)

    async def _add(self, actor: Actor, role: RoleId, condition: AnyCondition, grace: str) -> RuleSeen:
        await self._require(actor)
        period = duration("grace", grace) if grace.strip() else USUAL_GRACE
        if not SHORTEST_GRACE <= period <= LONGEST_GRACE:
            raise GraceOutOfBounds(SHORTEST_GRACE, LONGEST_GRACE)
        found = await self.server.roles(actor.guild)
        async with self.uow.writing() as repositories:
            space = await self._moderated(repositories, actor)
            halt = halt_of(role, found, await say_of(repositories, space, [role]))
            if halt is not None:
                raise RoleUnfit(*halt)
            if len(await repositories.holder_roles.of_space(space.id)) >= MOST_RULES:
                raise RoleRulesFull(MOST_RULES)
            now = self.clock.now()
            name = found.roles[role].name
            rule = await repositories.holder_roles.add(
                actor.guild, space.id, role, name, condition, period, now
            )
            details = {"rule": str(rule.number), "role": str(role), "kind": condition.kind}
            await log_act(repositories, actor, "roles add", at=now, space=space, details=details)
        self.wake_signal.send()
        return RuleSeen(rule, 0, None)

    async def of(self, actor: Actor) -> list[RuleSeen]:
        """The rules of the space in which the actor is, by number. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            return await _seen(repositories, space, actor)

    async def remove(self, actor: Actor, number: int) -> RuleSeen:
        """Take the rule away. Who has the role by it keeps it: nothing takes it from them any more.

        Raises NotSetUp, NotModerator, RoleRuleUnknown.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await self._moderated(repositories, actor)
            seen = await _seen(repositories, space, actor)
            found = next((each for each in seen if each.rule.number == number), None)
            if found is None:
                raise RoleRuleUnknown(number)
            await repositories.holder_roles.remove(found.rule.id)
            details = {"rule": str(number), "role": str(found.rule.role)}
            await log_act(repositories, actor, "roles remove", at=now, space=space, details=details)
        return found

    async def run(self, actor: Actor) -> list[RuleSeen]:
        """Have all looked at now, and whoever should have a role be given it again, also where somebody took it by
        hand or the member came back to the server. Raises NotSetUp, NotModerator."""
        async with self.uow.writing() as repositories:
            space = await self._moderated(repositories, actor)
            await repositories.holder_roles.anew(space.id, self.clock.now())
            seen = await _seen(repositories, space, actor)
        self.wake_signal.send()
        return seen

    async def _require(self, actor: Actor) -> None:
        """Before anything outside is asked."""
        async with self.uow.reading() as repositories:
            await self._moderated(repositories, actor)

    async def _moderated(self, repositories: Repositories, actor: Actor) -> Space:
        space = await repositories.spaces.of_channel(actor.guild, actor.channel)
        require_moderator(actor, space)
        return space


async def _seen(repositories: Repositories, space: Space, actor: Actor) -> list[RuleSeen]:
    rules = await repositories.holder_roles.of_space(space.id)
    have = await repositories.holder_roles.have([rule.id for rule in rules])
    return [
        RuleSeen(
            rule,
            have.get(rule.id, 0),
            (await repositories.holder_roles.held(rule.id, [actor.member])).get(actor.member),
        )
        for rule in rules
    ]
