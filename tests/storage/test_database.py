"""Transactions: one writer, consistent readers, nothing half done."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.domain.accounts.claims import Claim
from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.facts import Content
from bot.storage.database import Database
from bot.storage.engine import open_database
from bot.storage.statements import STATEMENTS
from tests.databases import Databases, database_of
from tests.storage.repositories.stored_world import ADA, BEN, HOME, START, World, ballot, open_world, wallet


async def members(world: World, proposal: ProposalId) -> set[int]:
    async with world.unit.reading() as repositories:
        return set(await repositories.ballots.current(proposal))


async def test_what_was_written_is_there_when_the_database_is_opened_again(url: str) -> None:
    world = await open_world(url)
    proposal = await world.proposal()
    await world.database.close()
    again = open_database(url)
    await again.migrate()
    async with again.unit_of_work().reading() as repositories:
        assert (await repositories.proposals.get(proposal, HOME)).author == ADA
    await again.close()


async def test_a_commit_is_seen_by_other_connections_when_the_block_has_ended(world: World, url: str) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
    other = open_database(url)
    async with other.read_transaction() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM ballots")) == 1
    await other.close()


async def test_what_was_compiled_for_one_connection_is_compiled_for_no_other(
    databases: Databases, tmp_path: Path
) -> None:
    """Neither for a reader what a writer said, nor for another database."""

    async def look(path: Path) -> set[int]:
        async with database_of(databases, path) as url:
            world = await open_world(url)
            proposal = await world.proposal()
            async with world.unit.writing() as repositories:
                await repositories.ballots.add([ballot(proposal, ADA)])
                await repositories.ballots.current(proposal)
            written = len(STATEMENTS)
            found = await members(world, proposal)
            assert len(STATEMENTS) == written
            await world.database.close()
            return found

    assert await look(tmp_path / "first.db") == {ADA}
    compiled = len(STATEMENTS)
    assert compiled > 0
    assert await look(tmp_path / "second.db") == {ADA}
    assert len(STATEMENTS) == compiled


async def test_a_transaction_that_raises_leaves_nothing(world: World) -> None:
    proposal = await world.proposal()

    async def fail() -> None:
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await members(world, proposal) == set()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, BEN)])
    assert await members(world, proposal) == {BEN}


async def test_a_statement_that_fails_takes_the_whole_transaction_with_it(world: World) -> None:
    proposal = await world.proposal()

    async def fail() -> None:
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
            await repositories.ballots.add([ballot(ProposalId(99), ADA)])

    with pytest.raises(IntegrityError):
        await fail()
    assert await members(world, proposal) == set()


async def test_a_cancelled_task_leaves_nothing_and_the_writer_usable(world: World) -> None:
    proposal = await world.proposal()
    inside = asyncio.Event()

    async def write() -> None:
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await asyncio.wait_for(inside.wait(), 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with world.unit.writing() as repositories:
        assert await repositories.ballots.current(proposal) == {}
        await repositories.ballots.add([ballot(proposal, BEN)])
    assert await members(world, proposal) == {BEN}


async def test_a_task_cancelled_at_any_step_wrote_all_or_nothing(world: World) -> None:
    """Cancelled after one turn of the loop, after two, … until the transaction gets through."""
    proposal = await world.proposal()
    for turns in range(200):
        member, other = MemberId(2 * turns + 1), MemberId(2 * turns + 2)

        async def write(member: MemberId = member, other: MemberId = other) -> None:
            async with world.unit.writing() as repositories:
                await repositories.ballots.add([ballot(proposal, member)])
                await repositories.ballots.add([ballot(proposal, other)])

        task = asyncio.create_task(write())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        try:
            await task
            got_through = True
        except asyncio.CancelledError:
            got_through = False
        stored = await members(world, proposal) & {member, other}
        assert stored in (set(), {member, other})
        if got_through:
            assert stored == {member, other}
            break
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
    assert ADA in await members(world, proposal)


async def test_a_cancelled_reader_leaves_its_connection_usable(world: World) -> None:
    proposal = await world.proposal()
    for turns in range(40):
        task = asyncio.create_task(members(world, proposal))
        for _ in range(turns % 10):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert await members(world, proposal) == set()


async def test_a_task_waiting_for_its_turn_can_be_cancelled(world: World) -> None:
    async def write() -> None:
        async with world.unit.writing():
            raise AssertionError("it was not its turn")

    async with world.unit.writing():
        task = asyncio.create_task(write())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert task.cancelled()
    assert await world.proposal()


async def test_a_write_transaction_inside_of_another_is_refused_at_once(world: World) -> None:
    async with world.unit.writing():
        with pytest.raises(RuntimeError, match="already"):
            async with world.unit.writing():
                raise AssertionError("it waited for itself")
    assert await world.proposal()


async def test_writers_go_one_by_one(world: World) -> None:
    proposal = await world.proposal()

    async def revise(number: int) -> int:
        async with world.unit.writing() as repositories:
            found = await repositories.proposals.revisions(proposal)
            await asyncio.sleep(0)
            revision = await repositories.proposals.revise(
                proposal, Content(str(number), ""), ADA, found[0].at
            )
            assert revision.number == len(found) + 1
            return revision.number

    numbers = await asyncio.gather(*(revise(number) for number in range(20)))
    assert sorted(numbers) == list(range(2, 22))


async def test_a_reader_sees_one_state_while_others_write(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.reading() as before:
        assert await before.ballots.current(proposal) == {}
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
        assert await before.ballots.current(proposal) == {}
    assert await members(world, proposal) == {ADA}


async def test_a_reader_does_not_see_what_is_not_committed(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
        assert await members(world, proposal) == set()


async def test_a_reader_can_not_write(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.reading() as repositories:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await repositories.ballots.add([ballot(proposal, ADA)])
    assert await members(world, proposal) == set()


BEYOND = 2**63


async def test_a_number_beyond_64_bits_is_refused_alike(world: World) -> None:
    async def write() -> None:
        async with world.unit.writing() as repositories:
            await repositories.reactions.add(ProposalId(1), MemberId(BEYOND), "x", START)

    async def write_many() -> None:
        async with world.unit.writing() as repositories:
            await repositories.claims.add([(ProposalId(1), Claim(wallet(1), None, MemberId(BEYOND)))])

    async def read() -> None:
        async with world.unit.reading() as repositories:
            await repositories.proposals.get(ProposalId(BEYOND))

    async def read_many() -> None:
        async with world.unit.reading() as repositories:
            await repositories.proposals.get_many([ProposalId(BEYOND)])

    await world.proposal()
    for act in (write, write_many, read, read_many):
        with pytest.raises(OverflowError):
            await act()
    assert await world.proposal()


async def test_the_largest_number_of_64_bits_is_stored_alike(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.reactions.add(proposal, MemberId(BEYOND - 1), "x", START)
        await repositories.claims.add([(proposal, Claim(wallet(1), None, MemberId(BEYOND - 1)))])
        assert await repositories.reactions.of(proposal) == {(BEYOND - 1, "x")}
        assert await repositories.claims.of(proposal) == [Claim(wallet(1), None, MemberId(BEYOND - 1))]


async def test_another_process_writes_when_this_one_has_ended_and_sees_all_of_it(
    world: World, url: str
) -> None:
    """Two databases opened at one address know nothing of each other but by it."""
    proposal = await world.proposal()
    other = open_database(url)
    inside, numbers = asyncio.Event(), []

    async def revise(database: Database, first: bool) -> None:
        if not first:
            await inside.wait()
        async with database.unit_of_work().writing() as repositories:
            found = await repositories.proposals.revisions(proposal)
            inside.set()
            for _ in range(20 if first else 0):
                await asyncio.sleep(0)
            revision = await repositories.proposals.revise(proposal, Content("x", ""), ADA, START)
            assert revision.number == len(found) + 1
            numbers.append(revision.number)

    await asyncio.gather(revise(world.database, first=True), revise(other, first=False))
    assert numbers == [2, 3]
    await other.close()


async def test_who_waits_too_long_for_another_process_gives_up_and_can_write_later(
    world: World, url: str
) -> None:
    other = open_database(url, patience=0.05)

    async def write() -> ProposalId:
        async with other.unit_of_work().writing() as repositories:
            return await repositories.proposals.add(
                world.home.id, world.track.id, ADA, Content("x", ""), START
            )

    async with world.unit.writing() as repositories:
        await repositories.spaces.all()
        with pytest.raises(DBAPIError, match="lock"):
            await write()
    assert await write()
    await other.close()


async def test_many_readers_wait_for_a_connection(world: World) -> None:
    proposal = await world.proposal()
    assert await asyncio.gather(*(members(world, proposal) for _ in range(50))) == [set()] * 50


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE ballots SET choice = 'For'", "ballots 1"),
        ("UPDATE ballots SET cast_method = 'telepathy'", "ballots 1"),
        ("UPDATE revisions SET actions = '[1]'", "proposal 1"),
        ("UPDATE track_policies SET policy = '{}'", "proposal 1"),
    ],
)
async def test_what_was_changed_from_outside_is_refused_and_named(
    world: World, change: str, what: str
) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
    async with world.database.write_transaction() as connection:
        await connection.exec_driver_sql(change)

    async def read() -> None:
        async with world.unit.reading() as repositories:
            await repositories.proposals.get(proposal)
            await repositories.ballots.current(proposal)

    with pytest.raises(StoredDataInvalid) as refusal:
        await read()
    assert refusal.value.what.startswith(what)
    assert refusal.value.member == (ADA if "ballots" in change else None)
