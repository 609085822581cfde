"""Contracts that spaces mirror, and the proposals that they show."""

import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.domain.executors import GovernorRules, Timelock
from bot.domain.executors.governor import StageName
from bot.domain.ids import BlockHash, ChainId, ChannelId, MirroredId, MirrorId, SpaceId
from bot.domain.mirrors import (
    BlockSpan,
    Mirror,
    MirroredGovernorStage,
    MirroredProposal,
    MirroredThread,
)
from bot.services.ports import Repositories
from bot.storage.repositories.mirrors.mirrored_proposals import _proposal, _row
from bot.storage.tables import mirrors
from tests.storage.repositories.stored_world import (
    ADA,
    CONTENT,
    START,
    WEI,
    World,
    after,
    transaction_hash,
    wallet,
)

CHANNEL = ChannelId(2**62)
RULES = GovernorRules(
    wallet(1),
    "openzeppelin",
    "Rivér",
    "5",
    True,
    wallet(2),
    "RIVER",
    18,
    "time",
    1,
    2**39,
    WEI,
    WEI,
    Timelock(wallet(3), "controller", 3600),
    0,
)
SPAN = BlockSpan(5, 100, 2**40, BlockHash("0x" + "ef" * 32), 2**40, 1_700_000_000)
STAGE = MirroredGovernorStage(
    "queued", "7", 1, WEI, 3, None, 2**52, 2**53 - 1, datetime(2030, 1, 1, tzinfo=UTC), planned_end=4
)
PROPOSAL = MirroredProposal(
    str(WEI),
    wallet(4),
    CONTENT.actions,
    900,
    False,
    "# Fund “it”\n🌳",
    10**6,
    2**40,
    transaction_hash(1),
    STAGE,
    transaction_hash(2),
)


async def added(repositories: Repositories, world: World, account: int = 1, **rules: object) -> MirrorId:
    known = dataclasses.replace(RULES, address=wallet(account), **rules)
    return await repositories.mirrors.add(
        world.home.id, "governor", ChainId(1), wallet(account), CHANNEL, known, ADA, after(account)
    )


async def keys_of(repositories: Repositories, mirror: MirrorId) -> list[str]:
    return [each.key for each in await repositories.mirrored_proposals.newest(mirror, 10_000)]


def numbered(key: int, stage: StageName = "active") -> MirroredProposal:
    return replace(PROPOSAL, key=str(key), block=key, stage=dataclasses.replace(STAGE, name=stage))


async def test_a_mirror_comes_back_as_it_was_added_and_read(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror = await added(repositories, world)
        found = await repositories.mirrors.find(mirror)
        assert found == Mirror(
            mirror, world.home.id, "governor", ChainId(1), wallet(1), CHANNEL, ADA, after(1), RULES
        )
        await repositories.mirrors.failed(mirror, "no “answer”", after(60))
        await repositories.mirrors.failed(mirror, "no answer", after(90))
        found = await repositories.mirrors.find(mirror)
        assert (found.failures, found.fault, found.look_at) == (2, "no answer", after(90))
        newer = dataclasses.replace(RULES, name="Stream", quorum=None, timelock=None)
        await repositories.mirrors.was_read(mirror, SPAN, newer, after(120))
    async with world.unit.reading() as repositories:
        (found,) = await repositories.mirrors.of_space(world.home.id)
        assert (found.read, found.rules, found.look_at) == (SPAN, newer, after(120))
        assert (found.failures, found.fault) == (0, "")


async def test_a_space_mirrors_a_contract_once(world: World) -> None:
    async with world.unit.writing() as repositories:
        await added(repositories, world)
    async with world.unit.writing() as repositories:
        with pytest.raises(IntegrityError):
            await added(repositories, world)


async def test_a_space_knows_when_its_last_mirror_was_named(world: World) -> None:
    async with world.unit.writing() as repositories:
        first, last = await added(repositories, world, 1), await added(repositories, world, 2)
        assert (await repositories.spaces.get(world.home.id)).mirrored_at == after(2)
        await repositories.mirrors.remove(last)
        assert (await repositories.spaces.get(world.home.id)).mirrored_at == after(1)
        await repositories.mirrors.remove(first)
        assert (await repositories.spaces.get(world.home.id)).mirrored_at is None
        assert all(each.mirrored_at is None for each in await repositories.spaces.all())


async def test_proposals_come_back_as_they_were_put(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror = await added(repositories, world)
        await repositories.mirrored_proposals.put(mirror, [PROPOSAL])
        (first,) = await repositories.mirrored_proposals.newest(mirror, 5)
        assert replace(first, id=None) == PROPOSAL
        changed = replace(PROPOSAL, stage=dataclasses.replace(STAGE, name="executed"), confirmed=True)
        await repositories.mirrored_proposals.put(mirror, [changed])
    async with world.unit.reading() as repositories:
        (found,) = await repositories.mirrored_proposals.newest(mirror, 5)
        assert found == replace(changed, id=first.id)
        assert await repositories.mirrored_proposals.count(mirror) == (1, 0)


@given(
    st.builds(
        MirroredGovernorStage,
        name=st.sampled_from(["pending", "active", "executed"]),
        id=st.none() | st.integers(0, WEI).map(str),
        against=st.integers(0, WEI),
        in_favour=st.integers(0, WEI),
        abstain=st.integers(0, WEI),
        quorum=st.none() | st.integers(0, WEI),
        starts=st.integers(0, 2**53 - 1),
        ends=st.integers(0, 2**53 - 1),
        eta=st.none() | st.integers(0, 2**37 - 1).map(lambda second: datetime.fromtimestamp(second, UTC)),
        planned_end=st.integers(0, 2**53 - 1),
    )
)
def test_every_stage_is_read_as_it_was_written(stage: MirroredGovernorStage) -> None:
    class Row:
        id, kind = 1, "governor"

    row = Row()
    for name, value in _row(MirrorId(1), replace(PROPOSAL, stage=stage)).items():
        setattr(row, name, value)
    assert _proposal(row).stage == stage


async def test_the_newest_come_first_and_the_live_ones_apart(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, other = await added(repositories, world, 1), await added(repositories, world, 2)
        stages = ("active", "executed", "pending", "canceled")
        await repositories.mirrored_proposals.put(mirror, map(numbered, (3, 1, 2, 4), stages))
        await repositories.mirrored_proposals.put(other, [numbered(9)])
        assert await keys_of(repositories, mirror) == ["4", "3", "2", "1"]
        assert [each.key for each in await repositories.mirrored_proposals.live(mirror, 5)] == ["3", "2"]
        assert [each.key for each in await repositories.mirrored_proposals.live(mirror, 1)] == ["3"]
        titles = await repositories.mirrored_proposals.votable(mirror, 5)
        assert [(each.key, each.title) for each in titles] == [("3", PROPOSAL.title), ("2", PROPOSAL.title)]
        assert [each.key for each in await repositories.mirrored_proposals.votable(mirror, 1)] == ["3"]
        assert await repositories.mirrored_proposals.count(mirror) == (4, 2)


async def test_a_proposal_is_found_by_its_number_here_and_by_its_key_there(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, other = await added(repositories, world, 1), await added(repositories, world, 2)
        for each in (mirror, other):
            await repositories.mirrored_proposals.put(each, [numbered(1), numbered(2)])
        (*_, oldest) = await repositories.mirrored_proposals.newest(mirror, 5)
        assert oldest.id is not None
        assert await repositories.mirrored_proposals.find(oldest.id) == (mirror, oldest)
        assert await repositories.mirrored_proposals.find(MirroredId(10**6)) is None
        there = await repositories.mirrors.find(mirror)
        assert there is not None
        asked = there.space, there.chain, there.address
        assert await repositories.mirrored_proposals.of_contract(*asked, oldest.key) == oldest
        assert await repositories.mirrored_proposals.of_contract(*asked, "77") is None
        elsewhere = SpaceId(there.space + 1), there.chain, there.address
        assert await repositories.mirrored_proposals.of_contract(*elsewhere, oldest.key) is None


async def test_of_too_many_the_oldest_are_forgotten(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, other = await added(repositories, world, 1), await added(repositories, world, 2)
        for each in (mirror, other):
            await repositories.mirrored_proposals.put(each, map(numbered, range(1, 6)))
        await repositories.mirrored_proposals.keep_newest(mirror, 3)
        assert await keys_of(repositories, mirror) == ["5", "4", "3"]
        assert len(await keys_of(repositories, other)) == 5


async def test_what_ended_them_is_noted_of_those_that_are_known(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, other = await added(repositories, world, 1), await added(repositories, world, 2)
        for each in (mirror, other):
            await repositories.mirrored_proposals.put(each, [numbered(1)])
        await repositories.mirrored_proposals.note_ends(
            mirror, {"1": transaction_hash(9), "-1": transaction_hash(8)}
        )
        (here,) = await repositories.mirrored_proposals.newest(mirror, 5)
        (there,) = await repositories.mirrored_proposals.newest(other, 5)
        assert (here.ended_by, there.ended_by) == (transaction_hash(9), PROPOSAL.ended_by)


async def test_with_a_mirror_its_proposals_go_and_no_others(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, other = await added(repositories, world, 1), await added(repositories, world, 2)
        for each in (mirror, other):
            await repositories.mirrored_proposals.put(each, [numbered(1)])
        await repositories.mirrors.remove(mirror)
        assert await repositories.mirrors.find(mirror) is None
        assert await keys_of(repositories, mirror) == []
        assert await keys_of(repositories, other) == ["1"]
        await repositories.mirrors.was_read(mirror, SPAN, RULES, START)
        assert await repositories.mirrors.count(world.home.id) == 1


@pytest.mark.attack("database")
@pytest.mark.parametrize("damage", [{"rules": "{}"}, {"kind": "senate"}, {"blocks": "[1]"}, {"rules": "\0"}])
async def test_a_mirror_that_cannot_be_read_hides_no_other(world: World, damage: dict[str, str]) -> None:
    async with world.unit.writing() as repositories:
        mirror, other = await added(repositories, world, 1), await added(repositories, world, 2)
    async with world.database.write_transaction() as connection:
        await connection.execute(update(mirrors).where(mirrors.c.id == mirror).values(**damage))
    async with world.unit.reading() as repositories:
        assert [each.id for each in await repositories.mirrors.of_space(world.home.id)] == [other]
        assert await repositories.mirrors.count(world.home.id) == 2


# -- threads ------------------------------------------------------------------------------------------------------


async def test_threads_are_asked_for_the_newest_open_ones_as_far_as_there_is_room(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, proposals = await added(repositories, world), repositories.mirrored_proposals
        await proposals.put(mirror, [numbered(key) for key in range(1, 6)])
        await proposals.put(mirror, [numbered(6, "executed")])
        keys = {each.id: each.key for each in await proposals.newest(mirror, 10)}
        assert [keys[each] for each in await proposals.show(mirror, 2, 2)] == ["5", "4"]
        assert await proposals.show(mirror, 2, 2) == []
        await proposals.put(mirror, [numbered(5, "defeated")])
        assert [keys[each] for each in await proposals.show(mirror, 2, 2)] == ["3"]
        shown = await proposals.shown(mirror, ["1", "3", "5", "6", "unknown"])
        assert set(shown) == {"3", "5"}
        assert await proposals.shown(mirror, []) == {}


async def test_where_a_proposal_stands_outlasts_what_is_read_of_it(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, proposals = await added(repositories, world), repositories.mirrored_proposals
        await proposals.put(mirror, [numbered(1)])
        (of,) = await proposals.show(mirror, 1, 1)
        assert await proposals.thread(of) is None
        place = MirroredThread(CHANNEL, ChannelId(2**62 + 1))
        await proposals.stands(of, place)
        await proposals.put(mirror, [numbered(1, "executed")])
        assert await proposals.thread(of) == place
        assert set(await proposals.shown(mirror, ["1"])) == {"1"}
        await proposals.stands(of, None)
        assert await proposals.thread(of) is None


async def test_a_proposal_is_found_by_its_number_until_it_is_forgotten(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, proposals = await added(repositories, world), repositories.mirrored_proposals
        await proposals.put(mirror, [PROPOSAL])
        (kept,) = await proposals.newest(mirror, 1)
        assert kept.id is not None
        assert await proposals.find(kept.id) == (mirror, kept)
        await repositories.mirrors.remove(mirror)
        assert await proposals.find(kept.id) is None
        assert await proposals.thread(kept.id) is None


async def test_older_ones_follow_without_a_gap_also_within_one_block(world: World) -> None:
    async with world.unit.writing() as repositories:
        mirror, proposals = await added(repositories, world), repositories.mirrored_proposals
        await proposals.put(mirror, [replace(numbered(key), block=key // 3) for key in range(1, 12)])
        every, seen = await proposals.newest(mirror, 100), list[str]()
        some = await proposals.newest(mirror, 2)
        while some:
            seen += [each.key for each in some]
            some = await proposals.newest(mirror, 2, some[-1].id)
        assert seen == [each.key for each in every]
        other = await added(repositories, world, 2)
        assert await proposals.newest(other, 2, every[0].id) == []
