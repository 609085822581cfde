"""Roles that votes gave to members: which are due, and which keep each other."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from bot.domain.ids import MemberId, ProposalId, RoleId
from bot.domain.server_acts.roles.given_roles import GivenRole, TermEnd
from tests.storage.repositories.stored_world import ADA, BEN, World, after

ROLE = RoleId(2**62 + 7)


async def given(
    world: World,
    place: int,
    ends_at: datetime | None,
    member: MemberId = ADA,
    role: RoleId = ROLE,
    *,
    proposal: ProposalId | None = None,
) -> GivenRole:
    found = GivenRole(proposal or await world.proposal(), place, role, member, ends_at)
    async with world.unit.writing() as repositories:
        await repositories.given_roles.add(world.home.id, found)
    return found


async def test_what_was_given_comes_back_and_is_due_at_its_end(world: World) -> None:
    first, later = await given(world, 0, after(60)), await given(world, 1, after(90))
    endless = await given(world, 2, None, BEN)
    async with world.unit.reading() as repositories:
        stored = repositories.given_roles
        assert [await stored.find(each.proposal, each.place) for each in (first, endless)] == [first, endless]
        assert await stored.find(first.proposal, 3) is None
        assert await stored.due(world.home.id, after(59), 10) == []
        assert await stored.due(world.home.id, after(90), 10) == [first, later]
        assert await stored.due(world.home.id, after(90), 1) == [first]
        assert await stored.due(world.abroad.id, after(90), 10) == []
        assert (await repositories.spaces.get(world.home.id)).roles_end_at == after(60)
        assert (await repositories.spaces.get(world.abroad.id)).roles_end_at is None


@pytest.mark.parametrize("how", TermEnd)
async def test_only_what_is_over_is_looked_at_no_more(world: World, how: TermEnd) -> None:
    one = await given(world, 0, after(60))
    async with world.unit.writing() as repositories:
        await repositories.given_roles.end(world.home.id, one, how)
    async with world.unit.reading() as repositories:
        due = await repositories.given_roles.due(world.home.id, after(60), 10)
        assert due == ([] if how.final else [replace(one, ended=how)])


async def test_only_another_that_lasts_of_the_same_role_and_member_keeps_it(world: World) -> None:
    one = await given(world, 0, after(60))
    others = [
        await given(world, 1, after(60), proposal=one.proposal),
        await given(world, 2, None, BEN),
        await given(world, 3, None, ADA, RoleId(5)),
    ]
    async with world.unit.reading() as repositories:
        assert not await repositories.given_roles.another(one, after(60))
        assert await repositories.given_roles.another(one, after(59))
    longer = await given(world, 4, None)
    async with world.unit.writing() as repositories:
        assert await repositories.given_roles.another(one, after(60))
        await repositories.given_roles.take(world.home.id, ROLE, ADA)
        assert not await repositories.given_roles.another(one, after(60))
        every = [one, *others, longer]
        found = [await repositories.given_roles.find(each.proposal, each.place) for each in every]
    assert found == [
        replace(one, ended=TermEnd.TAKEN),
        replace(others[0], ended=TermEnd.TAKEN),
        *others[1:],
        replace(longer, ended=TermEnd.TAKEN),
    ]


async def test_one_that_is_looked_at_again_waits_until_then(world: World) -> None:
    one = await given(world, 0, after(60))
    async with world.unit.writing() as repositories:
        await repositories.given_roles.look_again(world.home.id, one, after(600))
    async with world.unit.reading() as repositories:
        assert await repositories.given_roles.due(world.home.id, after(599), 10) == []
        assert await repositories.given_roles.due(world.home.id, after(600), 10) == [one]
