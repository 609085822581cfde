"""How SQLite finds what it is asked for: by indices, however much else there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from bot.domain.ids import MemberId, ProposalId, ProposalNumber, RoleId, SpaceId, TrackId
from bot.domain.notices.topics import Topic
from bot.domain.proposals.search import Phase, Search
from bot.domain.server_acts.roles.given_roles import GivenRole
from bot.services.delivery.notifications import Queue
from bot.services.ports import Repositories
from bot.storage.database import Database
from bot.storage.repositories.delivery.outbox import _FORGET_DELIVERED, _FORGET_GIVEN_UP
from tests.storage.repositories.stored_world import ADA, BLOCK, HOME, START, World, wallet

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

ONE, SOME = ProposalId(1), [ProposalId(1), ProposalId(2)]
MEMBERS = [ADA, MemberId(1)]


async def ask_about_some(repositories: Repositories, space: SpaceId, track: TrackId) -> None:
    """Everything that is asked about some proposals, members or wallets."""
    await repositories.proposals.get_many(SOME)
    await repositories.proposals.versions(SOME)
    await repositories.proposals.live_in_space(space)
    await repositories.proposals.live_on_track(track)
    await repositories.proposals.of_guild(HOME)
    await repositories.proposals.of_guild(HOME, drafts_of=ADA)
    await repositories.proposals.drafts(space, ADA)
    await repositories.proposals.drafts_of(HOME, ADA)
    for search in (
        *map(Search, Phase),
        Search(Phase.DECIDED, space=space),
        Search(track=track),
        Search(author=ADA),
        Search(words=("a", "well")),
    ):
        await repositories.proposals.search(HOME, search, limit=10)
    await repositories.ballots.current(ONE)
    await repositories.ballots.current(ONE, MEMBERS)
    await repositories.ballots.history(ONE)
    await repositories.conflicts.of(ONE)
    await repositories.conflicts.of_member(ONE, ADA)
    await repositories.conflicts.mark(ONE)
    await repositories.claims.of_wallets(SOME, [wallet(1)])
    await repositories.power_readings.at("a source", BLOCK.hash, [wallet(1)])
    await repositories.wallets.of_members(HOME, MEMBERS)
    await repositories.stakes.of_proposals(SOME)
    await repositories.stakes.claims(track)
    await repositories.reputation.of_members(space, MEMBERS)
    await repositories.delegations.of_member(space, ADA)
    await repositories.profiles.of(space, MEMBERS)
    await repositories.execution_requests.outlays(track, BLOCK.chain, START)
    await repositories.execution_requests.outlays_within([space], BLOCK.chain, START)
    await repositories.execution_requests.spent(space, START, 10)
    await repositories.given_roles.due(space, START, 10)
    await repositories.given_roles.another(GivenRole(ONE, 0, RoleId(1), ADA, None), START)
    await repositories.proposals.record_hashes(HOME, [ProposalNumber(1)])
    await repositories.proposals.voting_roles(HOME, [RoleId(1)])
    await repositories.proposals.releases_of(ONE)
    await repositories.proposals.payout_of(ONE)
    await repositories.proposals.held_by(ONE)
    await repositories.treasuries.of_space(space)
    await repositories.jobs.of(ONE)
    await repositories.jobs.of_space(space)
    await repositories.jobs.kinds_due({"open_vote": START})
    await repositories.jobs.due("open_vote", START, 10, but_for=[space])
    await repositories.jobs.begun("close_vote", START)
    await repositories.jobs.next_due(START)
    await repositories.outbox.queues_due(Queue, START)
    for queue in Queue:
        await repositories.outbox.due(queue, START, but_for=[HOME])
        await repositories.outbox.next_due(queue)
    await repositories.outbox.given_up(HOME)
    await repositories.log.of_guild(HOME)
    await repositories.progress_reports.of(ONE)
    await repositories.track_templates.of_track(track)
    await repositories.start_panels.of_space(space)
    await repositories.start_panels.of_guild(HOME)
    await repositories.notices.of_member(HOME, ADA)
    await repositories.notices.subscribers(HOME, Topic.ENDING, ADA, 10)


@contextmanager
def noted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that readers execute within the block."""
    found: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        found.append((statement, parameters))

    engine = database._readers.sync_engine  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.attack("floods")
async def test_the_drafts_of_a_member_are_found_by_their_author(world: World) -> None:
    with noted(world.database) as statements:
        async with world.unit.reading() as repositories:
            await repositories.proposals.drafts(world.home.id, ADA)
    ((statement, parameters),) = [each for each in statements if "proposals" in each[0]]
    async with world.database.read_transaction() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert "(space=? AND author=?)" in str(plan.first().detail)


@pytest.mark.attack("floods")
async def test_what_a_space_has_moved_is_found_by_its_tracks(world: World) -> None:
    """And not by the chain: all servers have their requests there, and each request is stored while this is asked."""
    with noted(world.database) as statements:
        async with world.unit.reading() as repositories:
            requests, space = repositories.execution_requests, world.home.id
            await requests.outlays(world.track.id, BLOCK.chain, START)
            await requests.outlays_within([space], BLOCK.chain, START)
            await requests.spent(space, START, 10)
    async with world.database.read_transaction() as connection:
        for statement, parameters in [each for each in statements if "outlays" in each[0]]:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            assert "ix_outlays_track (track=?" in str(plan.first().detail), statement


@pytest.mark.attack("floods")
@pytest.mark.parametrize("forget", [_FORGET_DELIVERED, _FORGET_GIVEN_UP], ids=["delivered", "given up"])
async def test_what_is_to_be_forgotten_is_found_by_its_time(world: World, forget: Any) -> None:
    statement = str(forget.compile(dialect=sqlite_dialect()))
    async with world.database.read_transaction() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (0, 20, 0))
        steps = [str(step.detail) for step in plan]
    assert [step for step in steps if step.startswith("SCAN ")] == []
    assert any("ix_outbox_" in step for step in steps)


async def test_no_question_about_some_reads_a_whole_table(world: World) -> None:
    proposal = await world.proposal()
    assert proposal == ONE
    with noted(world.database) as statements:
        async with world.unit.reading() as repositories:
            await repositories.proposals.get(ONE, HOME)
            await ask_about_some(repositories, world.home.id, world.track.id)
    assert len(statements) > 20
    async with world.database.read_transaction() as connection:
        for statement, parameters in statements:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [str(step.detail) for step in plan]
            # What was made of JSON, or of a subquery, may be read from its beginning to its end.
            scans = [step for step in steps if step.startswith("SCAN ") and "INDEX" not in step]
            assert [
                step for step in scans if not step.startswith(("SCAN anon_", "SCAN CONSTANT ROW"))
            ] == [], statement
