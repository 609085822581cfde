"""The spaces of a server are a tree, and a channel says which of them is meant."""

import pytest
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import NotSetUp
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.spaces.space import PagesFor, Space
from bot.services.ports import Repositories
from tests.storage.repositories.proposals.test_stored_proposals import SUBMISSION
from tests.storage.repositories.stored_world import (
    ABROAD,
    ADA,
    CONTENT,
    HOME,
    START,
    World,
    after,
    bind,
    policy,
)


async def created(repositories: Repositories, parent: Space, name: str = "Grants", first: int = 31) -> Space:
    return await repositories.spaces.create(
        parent,
        name,
        announcements=ChannelId(first),
        discussion=ChannelId(first + 1),
        log=ChannelId(first + 2),
        moderators=RoleId(41),
        guardians=RoleId(42),
        at=after(1),
    )


async def test_a_child_is_found_by_each_of_its_channels_and_the_root_by_all_others(world: World) -> None:
    async with world.unit.writing() as repositories:
        child = await created(repositories, world.home)
    async with world.unit.reading() as repositories:
        spaces = repositories.spaces
        for channel in child.channels.values():
            assert await spaces.of_channel(HOME, channel) == child
        for elsewhere in (*map(ChannelId, (11, 12, 13, 99)), None):
            assert await spaces.of_channel(HOME, elsewhere) == world.home
        assert await spaces.of_guild(HOME) == world.home
        assert [each.id for each in (await spaces.tree(HOME)).spaces] == [world.home.id, child.id]
    assert (child.parent, child.guild, child.archived_at) == (world.home.id, HOME, None)


@pytest.mark.attack("commands")
async def test_a_channel_of_one_server_says_nothing_in_another(world: World) -> None:
    async with world.unit.writing() as repositories:
        child = await created(repositories, world.home)
    async with world.unit.reading() as repositories:
        assert await repositories.spaces.of_channel(ABROAD, child.discussion) == world.abroad
        with pytest.raises(NotSetUp):
            await repositories.spaces.of_channel(GuildId(77), child.discussion)
        assert (await repositories.spaces.tree(GuildId(77))).spaces == []


async def test_a_server_has_one_root_whatever_it_is_called_and_setting_it_up_anew_keeps_its_children(
    world: World,
) -> None:
    async with world.unit.writing() as repositories:
        child = await created(repositories, world.home)
        again = await bind(repositories, HOME, "Grants", after(2))
    async with world.unit.reading() as repositories:
        tree = await repositories.spaces.tree(HOME)
    assert (again.id, again.name) == (world.home.id, "Grants")
    assert tree.spaces == [again, child]


@pytest.mark.attack("database")
async def test_no_two_children_of_a_server_have_one_name(world: World) -> None:
    async with world.unit.writing() as repositories:
        await created(repositories, world.home)
        await created(repositories, world.abroad)
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await created(repositories, world.home, first=51)


async def test_an_archived_space_leaves_its_channels_to_the_one_that_has_them_next(world: World) -> None:
    async with world.unit.writing() as repositories:
        old = await created(repositories, world.home)
        await repositories.spaces.archive(old.id, after(2))
    async with world.unit.reading() as repositories:
        archived = await repositories.spaces.of_channel(HOME, old.discussion)
        assert archived == replace(old, archived_at=after(2))
    async with world.unit.writing() as repositories:
        new = await created(repositories, world.home, "Works")
    async with world.unit.reading() as repositories:
        assert await repositories.spaces.of_channel(HOME, new.discussion) == new


async def test_a_child_shows_its_pages_as_its_parent_did_when_it_was_created(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.spaces.show_pages_to(world.home.id, PagesFor.NOBODY)
        child = await created(repositories, await repositories.spaces.get(world.home.id))
    assert child.pages is PagesFor.NOBODY


async def test_proposals_of_all_spaces_of_a_server_share_one_row_of_numbers(world: World) -> None:
    async with world.unit.writing() as repositories:
        child = await created(repositories, world.home)
        track = await repositories.spaces.set_track(child.id, "main", policy(), START)
        assert await repositories.spaces.of_track(track.id) == child
        numbers = []
        for space, on in ((world.home, world.track), (child, track), (world.home, world.track)):
            proposal = await repositories.proposals.add(space.id, on.id, ADA, CONTENT, START)
            number = await repositories.proposals.next_number(space.id)
            await repositories.proposals.submit(proposal, replace(SUBMISSION, number=number))
            assert await repositories.proposals.numbered(HOME, number) == proposal
            numbers.append(number)
    assert numbers == [1, 2, 3]
