"""Rules for roles: whom each is about, who has the role by it, and who is to be looked at."""

from datetime import timedelta

from bot.domain.accounts.wallet import Wallet
from bot.domain.delegation.delegation import Delegation
from bot.domain.holder_roles.delegating import Delegating
from bot.domain.holder_roles.holding import Holding
from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.holder_roles.rule import Halt, HeldRole, RoleRule
from bot.domain.holder_roles.voting import Voting
from bot.domain.ids import MemberId, RoleId
from bot.domain.power import PowerRule, Reputation
from bot.services.ports import Repositories
from tests.storage.repositories.statistics.test_stored_statistics import closed, submitted
from tests.storage.repositories.stored_world import (
    ADA,
    BEN,
    CAM,
    HOME,
    START,
    World,
    after,
    ballot,
    wallet,
)

ROLE = RoleId(601)
WEEK = timedelta(days=7)
HOLDING = Holding(power=PowerRule(sources=(Reputation(),)), least=10**18)


async def made(repositories: Repositories, world: World, condition: AnyCondition) -> RoleRule:
    return await repositories.holder_roles.add(HOME, world.home.id, ROLE, "Role", condition, WEEK, START)


async def about(repositories: Repositories, rule: RoleRule) -> tuple[list[MemberId], set[MemberId]]:
    """Whom the rule is about, and who meets it as far as the database tells."""
    stored, now = repositories.holder_roles, after(days=20)
    return (
        await stored.candidates(rule, now, MemberId(0), 10),
        await stored.meeting(rule, [ADA, BEN, CAM], now),
    )


async def test_a_rule_is_kept_with_all_that_was_decided_and_goes_with_those_who_have_its_role(
    world: World,
) -> None:
    async with world.unit.writing() as repositories:
        stored = repositories.holder_roles
        rules = [
            await made(repositories, world, condition)
            for condition in (HOLDING, Voting(votes=1, within=WEEK), Delegating(way="gets"))
        ]
        assert await stored.of_space(world.home.id) == rules
        assert await stored.of_space(world.abroad.id) == []
        assert [rule.number for rule in rules] == [1, 2, 3]
        held = [HeldRole(rules[0].id, ADA, START), HeldRole(rules[0].id, BEN, None, after(1))]
        await stored.hold(held)
        await stored.hold([HeldRole(rules[1].id, BEN, after(2))])
        assert await stored.held(rules[0].id, [ADA, BEN, CAM]) == dict(zip((ADA, BEN), held, strict=True))
        assert await stored.have([rule.id for rule in rules]) == {rules[0].id: 2, rules[1].id: 1}
        assert await stored.gives(HOME, ROLE, ADA, None)
        assert not await stored.gives(HOME, ROLE, ADA, rules[0].id)
        assert await stored.gives(HOME, ROLE, BEN, rules[0].id), "the other rule does"
        assert await stored.gives(HOME, ROLE, BEN, rules[1].id), "until the time of grace is over"
        await stored.let_go(rules[0].id, ADA)
        await stored.halt(rules[0].id, Halt.ROLE_GONE)
        await stored.read(rules[0], after(days=1))
        found = await stored.get(rules[0].id)
        assert found is not None
        assert (found.halt, found.read_at) == (Halt.ROLE_GONE, after(days=1))
        await stored.anew(world.home.id, after(3))
        assert (await stored.held(rules[1].id, [BEN]))[BEN].given_at is None
        await stored.remove(rules[0].id)
        assert await stored.get(rules[0].id) is None
        assert await stored.have([rule.id for rule in rules]) == {rules[1].id: 1}


async def test_votes_that_closed_count_by_the_ballots_that_stand(world: World) -> None:
    async with world.unit.writing() as repositories:
        for days in (1, 10, 19):
            proposal = await submitted(repositories, world, ADA, START)
            cast = [ballot(proposal, ADA, 1, after(1)), ballot(proposal, CAM, 1, after(1))]
            if days > 1:
                cast += [ballot(proposal, BEN, 2, after(1)), ballot(proposal, CAM, None, after(2), source=2)]
            await closed(repositories, proposal, after(0), after(days=days), *cast)
        open_ = await submitted(repositories, world, ADA, START)
        await repositories.ballots.add([ballot(open_, CAM, 1, after(1))])
        for condition, who in (
            (Voting(votes=2, of=2), [ADA, BEN]),
            (Voting(votes=3, of=3), [ADA]),
            (Voting(votes=1, of=3), [ADA, BEN, CAM]),
            (Voting(votes=2, within=timedelta(days=11)), [ADA, BEN]),
            (Voting(votes=2, within=timedelta(days=9)), []),
        ):
            rule = await made(repositories, world, condition)
            assert await about(repositories, rule) == (who, set(who)), condition
        await repositories.holder_roles.hold([HeldRole(rule.id, CAM, START)])
        assert await about(repositories, rule) == ([CAM], set()), "who has the role is looked at, too"


async def test_delegations_count_while_they_hold(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.delegations.set(world.home.id, [Delegation(ADA, BEN, None, None, START)])
        over = Delegation(CAM, BEN, None, after(days=19), START)
        await repositories.delegations.set(world.home.id, [over])
        for way, who in (("gives", [ADA]), ("gets", [BEN]), ("either", [ADA, BEN])):
            rule = await made(repositories, world, Delegating.model_validate({"way": way}))
            assert await about(repositories, rule) == (who, set(who)), way


async def test_members_are_looked_at_page_by_page_and_when_something_happens_to_them(world: World) -> None:
    linked = [Wallet(HOME, who, wallet(who - ADA + 1), START, primary=True) for who in (ADA, BEN, CAM)]
    async with world.unit.writing() as repositories:
        await repositories.wallets.link(linked[0])
        stored = repositories.holder_roles
        assert await stored.due(world.home.id, after(1), 9) == [], "there is no rule"
        rule = await made(repositories, world, HOLDING)
        for each in linked[1:]:
            await repositories.wallets.link(each)
        assert await stored.due(world.home.id, START, 9) == [BEN, CAM]
        assert await stored.due(world.home.id, START, 1) == [BEN]
        await stored.look_at(world.home.id, [BEN], after(days=7))
        await stored.looked_at(world.home.id, [BEN], after(1))
        assert await stored.due(world.home.id, after(1), 9) == [CAM]
        assert await stored.due(world.home.id, after(days=7), 9) == [BEN, CAM]
        assert await stored.candidates(rule, START, MemberId(0), 2) == [ADA, BEN]
        assert await stored.candidates(rule, START, BEN, 2) == [CAM]
        space = await repositories.spaces.get(world.home.id)
        assert (space.role_rules_at, space.role_looks_at) == (START, START)
        assert (await repositories.spaces.get(world.abroad.id)).role_looks_at is None
