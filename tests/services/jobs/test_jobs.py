"""Jobs: each is found by its time, run once, tried again with patience, and in nobody's way."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.jobs.discussion.show_card import ShowCard
from bot.services.jobs.job import Job
from bot.services.jobs.registry import JOBS
from bot.services.jobs.sweep import FIRST_RETRY, LONGEST_RETRY
from bot.services.jobs.voting.open_vote import OpenVote
from bot.services.jobs.voting.read_powers import ReadPowers
from bot.services.jobs.voting.review_deadline import ReviewDeadline
from bot.services.ports import ScheduledJob
from tests.fakes import account
from tests.harness import DISCUSSION, GRACE, OTHER_GUILD, VOTING, ServiceHarness
from tests.services.voting.ending import EXTENSION, HOUR, before_end, extensions, opened

if TYPE_CHECKING:
    from bot.services.container import Services

ACTION = f"transfer 5 to {account('well builder')}"


async def jobs_of(harness: ServiceHarness, proposal: ProposalId) -> dict[str, ScheduledJob]:
    async with harness.services.uow.reading() as repositories:
        return await repositories.jobs.of(proposal)


async def pending(harness: ServiceHarness) -> ProposalId:
    """A proposal whose discussion is over and whose card stands, and a chain that doesn't answer."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    harness.chain.silent = True
    return proposal


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({job.kind for job in JOBS}) == len(JOBS)


async def test_what_fails_is_tried_again_after_a_pause_that_grows_and_outlives_a_restart(
    harness: ServiceHarness,
) -> None:
    proposal = await pending(harness)
    pauses = []
    for _ in range(8):
        now = harness.clock.now()
        again = await harness.sweep.run()
        assert again is not None
        pauses.append(again - now)
        await harness.restart()
        assert await harness.sweep.run() == again
        await harness.pass_time(again - now)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (FIRST_RETRY, LONGEST_RETRY)
    harness.chain.silent = False
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING


async def test_what_has_failed_is_tried_at_once_when_a_fact_has_changed(harness: ServiceHarness) -> None:
    proposal = await pending(harness)
    for _ in range(4):
        await harness.try_again()
    harness.chain.silent = False
    actor = harness.actor("ada")
    await harness.services.proposing.edit(actor, proposal, "A better well", "We need water.", "")
    await harness.show_card(proposal)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING


async def test_what_is_not_due_is_neither_read_nor_written(harness: ServiceHarness) -> None:
    await harness.set_up(guild=OTHER_GUILD)
    await harness.powers({"ben": 5}, guild=OTHER_GUILD)
    other = await harness.submitted("ben", guild=OTHER_GUILD)
    await harness.open(other)
    proposal = await pending(harness)
    harness.chain.silent = False
    await harness.sweep.run()
    before, facts = await jobs_of(harness, other), await harness.get(other)
    harness.chain.requests.clear()
    await harness.vote("ada", "For", proposal=proposal)
    await harness.services.moderation.pause(harness.moderator(), proposal, "a look at it")
    await harness.services.moderation.resume(harness.moderator(), proposal, "it is fine")
    await harness.sweep.run()
    assert (await jobs_of(harness, other), await harness.get(other)) == (before, facts)
    assert harness.chain.requests == []
    assert harness.services.live_votes.loaded(other) is None


async def test_a_job_that_waits_for_its_chain_holds_up_no_other_and_is_not_started_twice(
    harness: ServiceHarness,
) -> None:
    passed = await harness.opened(powers={"ada": 10})
    await harness.passed(passed)
    slow = await harness.submitted("ada")
    await harness.open(slow)
    await harness.link("ben")
    chain, sweep, ended = harness.chain, harness.sweep, asyncio.Event()
    chain.gate = asyncio.Event()
    chain.requests.clear()
    await sweep.start(ended.set)
    await asyncio.wait_for(chain.waiting.wait(), 30)
    while (await harness.get(passed)).concluded_at is None:
        await asyncio.wait_for(ended.wait(), 30)
        ended.clear()
    assert await sweep.start(ended.set) is not None
    chain.gate.set()
    await sweep.run()
    assert len(chain.requests) == 1
    assert (await jobs_of(harness, slow))[ReadPowers.kind].run_at is None


async def test_what_is_asked_for_while_a_job_runs_is_done_after_it(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 20}, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    read = (await jobs_of(harness, proposal))[ReviewDeadline.kind]
    await harness.vote("ben", "Against")
    async with harness.services.uow.writing() as repositories:
        await repositories.jobs.done(read, None)
    await harness.sweep.run()
    assert len(await extensions(harness, proposal)) == 1


async def test_linking_a_wallet_has_its_power_read_in_the_open_votes_of_the_server(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.sweep.run()
    assert (await jobs_of(harness, proposal))[ReadPowers.kind].run_at is None
    await harness.link("ben")
    assert (await jobs_of(harness, proposal))[ReadPowers.kind].run_at == harness.clock.now()


async def test_a_paused_vote_is_not_closed_however_long_it_takes(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.services.moderation.pause(harness.moderator(), proposal, "a look at it")
    await harness.pass_time(3 * VOTING)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.PAUSED
    await harness.services.moderation.resume(harness.moderator(), proposal, "it is fine")
    await harness.end(proposal)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.DEFEATED


async def test_a_new_policy_moves_the_opening_of_what_is_discussed(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    first = (await jobs_of(harness, proposal))[ShowCard.kind].due_at
    await harness.set_up(discussion_period="1h")
    later = (await jobs_of(harness, proposal))[ShowCard.kind].due_at
    assert first - later == DISCUSSION - timedelta(hours=1)


async def test_a_program_that_has_other_kinds_than_the_one_before_finds_everything(
    harness: ServiceHarness,
) -> None:
    proposal = await pending(harness)
    before = await jobs_of(harness, proposal)
    async with harness.database.write_transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM jobs")
        await connection.exec_driver_sql("DELETE FROM job_kinds")
        await connection.exec_driver_sql("UPDATE proposals SET settled = true")
    harness.chain.silent = False
    await harness.restart()
    await harness.sweep.run()
    assert set(before) == {OpenVote.kind}
    assert await harness.state(proposal) is State.VOTING
    assert await harness.live() == [proposal]


# -- jobs don't wait for each other -------------------------------------------------------------------------------


class Slow(Job):
    """A job of the tests' own: it hangs for the proposals that it is told."""

    kind = "slow"
    time_limit = timedelta(seconds=0.05)

    def __init__(self) -> None:
        self.hanging: set[ProposalId] = set()
        self.waiting = asyncio.Event()
        self.done: list[ProposalId] = []

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return proposal.submission.at if proposal.submission else None

    async def run(self, services: "Services", proposal: ProposalId) -> None:
        if proposal in self.hanging:
            self.waiting.set()
            await asyncio.Event().wait()
        self.done.append(proposal)


class Patient(Slow):
    """It hangs for as long as the test lasts."""

    time_limit = timedelta(hours=1)


async def with_kind(harness: ServiceHarness, kind: Slow) -> None:
    harness.jobs = (*JOBS, kind)
    await harness.restart()


@pytest.mark.attack("visibility")
async def test_a_job_that_hangs_is_ended_and_tried_again(harness: ServiceHarness) -> None:
    slow = Slow()
    await with_kind(harness, slow)
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    slow.hanging = {proposal}
    await harness.sweep.run()
    assert (await jobs_of(harness, proposal))["slow"].attempts == 1
    slow.hanging = set()
    await harness.pass_time(FIRST_RETRY)
    await harness.sweep.run()
    assert slow.done == [proposal]


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("hanging", [1, 8, 40])
async def test_however_many_jobs_hang_a_vote_closes_at_its_time(
    harness: ServiceHarness, hanging: int
) -> None:
    slow = Patient()
    await with_kind(harness, slow)
    voted = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.sweep.run()
    await harness.powers({f"author{number}": 10 for number in range(hanging)})
    slow.hanging = {await harness.submitted(f"author{number}") for number in range(hanging)}
    await harness.pass_time(VOTING + GRACE)
    ended = asyncio.Event()
    await harness.sweep.start(ended.set)
    while (await harness.get(voted)).closing is None:
        await asyncio.wait_for(ended.wait(), 20)
        ended.clear()
        await harness.sweep.start(ended.set)
    await harness.sweep.stop()


@pytest.mark.attack("visibility")
async def test_what_hangs_in_one_server_leaves_the_jobs_of_another_their_turn(
    harness: ServiceHarness,
) -> None:
    slow = Patient()
    await with_kind(harness, slow)
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.powers({"ada": 10})
    await harness.powers({"ben": 10}, guild=OTHER_GUILD)
    await harness.powers({f"author{number}": 10 for number in range(40)})
    slow.hanging = {await harness.submitted(f"author{number}") for number in range(40)}
    other = await harness.submitted("ben", guild=OTHER_GUILD)
    ended = asyncio.Event()
    await harness.sweep.start(ended.set)
    while slow.done != [other]:
        await asyncio.wait_for(ended.wait(), 20)
        ended.clear()
    await harness.sweep.stop()
