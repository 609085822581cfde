"""Spaces, tracks and policies."""

import json

import pytest
from sqlalchemy import text

from bot.domain.errors import NotSetUp
from bot.domain.ids import ChannelId, ContentHash, GuildId, RoleId, SpaceId, TrackId
from bot.domain.proposals.facts import Opening
from tests.storage.repositories.stored_world import ABROAD, BLOCK, HOME, WEI, World, after, bind, policy


async def test_a_server_without_a_space_is_not_set_up(world: World) -> None:
    async with world.unit.reading() as repositories:
        with pytest.raises(NotSetUp) as refusal:
            await repositories.spaces.of_guild(GuildId(77))
    assert refusal.value.guild == 77


async def test_a_space_is_found_by_its_server_and_by_its_id(world: World) -> None:
    async with world.unit.reading() as repositories:
        assert await repositories.spaces.of_guild(HOME) == world.home
        assert await repositories.spaces.get(world.abroad.id) == world.abroad
        assert await repositories.spaces.all() == [world.home, world.abroad]
    assert (world.home.guild, world.home.name) == (HOME, "Home")


async def test_binding_a_server_anew_keeps_its_space_and_touches_no_other(world: World) -> None:
    async with world.unit.writing() as repositories:
        bound = await repositories.spaces.bind(
            HOME,
            "Renamed",
            announcements=ChannelId(21),
            discussion=ChannelId(22),
            log=ChannelId(23),
            moderators=RoleId(24),
            guardians=RoleId(25),
            at=after(1),
        )
    async with world.unit.reading() as repositories:
        assert await repositories.spaces.of_guild(HOME) == bound
        assert await repositories.spaces.of_guild(ABROAD) == world.abroad
    assert bound.id == world.home.id
    assert (bound.name, bound.announcements, bound.discussion, bound.log) == ("Renamed", 21, 22, 23)
    assert (bound.moderators, bound.guardians) == (24, 25)


async def test_ids_that_nobody_was_given_are_mistakes_of_the_program(world: World) -> None:
    async with world.unit.reading() as repositories:
        with pytest.raises(KeyError):
            await repositories.spaces.get(SpaceId(99))
        with pytest.raises(KeyError):
            await repositories.spaces.track(TrackId(99))


async def test_a_track_has_the_policy_that_was_set_last(world: World) -> None:
    async with world.unit.writing() as repositories:
        changed = await repositories.spaces.set_track(world.home.id, "token", policy(WEI), after(1))
    async with world.unit.reading() as repositories:
        assert await repositories.spaces.track(world.track.id) == changed
        assert await repositories.spaces.tracks(world.home.id) == [changed]
        assert await repositories.spaces.tracks(world.abroad.id) == [world.track_abroad]
    assert changed.id == world.track.id
    assert changed.policy.proposal_threshold == WEI
    assert changed.policy.hash == policy(WEI).hash


async def test_earlier_policies_are_kept(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.spaces.set_track(world.home.id, "token", policy(6), after(1))
        await repositories.spaces.set_track(world.home.id, "token", policy(7), after(2))
    async with world.database.read_transaction() as connection:
        kept = await connection.scalars(
            text("SELECT policy FROM track_policies WHERE track = :track ORDER BY id"),
            {"track": world.track.id},
        )
        assert [json.loads(policy)["proposal_threshold"] for policy in kept] == ["5", "6", "7"]


async def test_a_space_may_have_several_tracks_in_the_order_of_their_making(world: World) -> None:
    async with world.unit.writing() as repositories:
        second = await repositories.spaces.set_track(world.home.id, "a rule", policy(1), after(1))
        assert await repositories.spaces.tracks(world.home.id) == [world.track, second]


async def test_a_new_policy_makes_copies_of_unopened_proposals_stale_and_no_others(world: World) -> None:
    draft, opened, abroad = await world.proposal(), await world.proposal(), await world.proposal_abroad()
    async with world.unit.writing() as repositories:
        opening = Opening(after(1), after(2), (BLOCK,), None, policy(), ContentHash("ab" * 32))
        await repositories.proposals.open(opened, opening, b"{}")
        before = await repositories.proposals.versions([draft, opened, abroad])
        await repositories.spaces.set_track(world.home.id, "token", policy(6), after(3))
        now = await repositories.proposals.versions([draft, opened, abroad])
        assert (await repositories.proposals.get(draft)).policy == policy(6)
        assert (await repositories.proposals.get(opened)).rules == policy()
    assert [now[proposal] - before[proposal] for proposal in (draft, opened, abroad)] == [1, 0, 0]


async def test_spaces_may_be_bound_by_a_name_in_any_script(world: World) -> None:
    async with world.unit.writing() as repositories:
        assert (await bind(repositories, GuildId(5), "Þing 集会 🏛")).name == "Þing 集会 🏛"


async def test_a_retired_track_stays_and_is_taken_up_again_by_a_new_policy(database, world):
    async with database.unit_of_work().writing() as repositories:
        await repositories.spaces.retire_track(world.track.id, after(1))
        (retired,) = await repositories.spaces.tracks(world.home.id)
        assert retired.retired_at == after(1)
        assert (await repositories.spaces.track(world.track.id)).retired_at == after(1)
        again = await repositories.spaces.set_track(world.home.id, "token", policy(7), after(2))
        assert await repositories.spaces.tracks(world.home.id) == [again]
        assert again.retired_at is None


async def test_all_policies_of_a_track_are_kept_in_their_order(database, world):
    async with database.unit_of_work().writing() as repositories:
        await repositories.spaces.set_track(world.home.id, "token", policy(7), after(1))
        await repositories.spaces.set_track(world.home.id, "token", policy(6), after(2))
        versions = await repositories.spaces.policies(world.track.id)
    assert [version.number for version in versions] == [1, 2, 3]
    assert [version.policy for version in versions[1:]] == [policy(7), policy(6)]
    assert [version.at for version in versions[1:]] == [after(1), after(2)]
