"""Work for a space: found by its time, run once, tried again, and in nobody's way, as that for a proposal."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.ids import SpaceId
from bot.domain.proposals.state import State
from bot.domain.spaces.space import Space
from bot.services.jobs.job import NotYet, SpaceJob
from bot.services.jobs.registry import JOBS
from bot.services.jobs.sweep import FIRST_RETRY
from bot.services.ports import ScheduledJob
from tests.fakes import START
from tests.harness import DISCUSSION, GUILD, OTHER_GUILD, ServiceHarness

if TYPE_CHECKING:
    from bot.services.container import Services

WEEK = timedelta(days=7)


class Digest(SpaceJob):
    """Each week, in spaces that are named after a server."""

    kind = "digest"

    def __init__(self) -> None:
        self.made: list[tuple[SpaceId, datetime]] = []
        self.fails = False

    @staticmethod
    def due(space: Space) -> datetime | None:
        return START + WEEK if space.name.startswith("DAO") else None

    async def run(self, services: "Services", space: SpaceId) -> datetime:
        if self.fails:
            raise NotYet("there is nothing to tell")
        self.made.append((space, services.clock.now()))
        return services.clock.now() + WEEK


async def with_digests(harness: ServiceHarness) -> Digest:
    """The program started anew with one more kind of jobs."""
    digest = Digest()
    harness.jobs = (*JOBS, digest)
    await harness.restart()
    return digest


async def jobs_of(harness: ServiceHarness, guild: int = GUILD) -> dict[str, ScheduledJob]:
    async with harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(GUILD if guild == GUILD else OTHER_GUILD)
        return await repositories.jobs.of_space(space.id)


async def test_a_spaces_job_is_run_when_it_is_due_and_then_again(harness: ServiceHarness) -> None:
    digest = await with_digests(harness)
    await harness.set_up()
    await harness.sweep.run()
    assert digest.made == []
    for number in range(1, 4):
        await harness.pass_time(WEEK)
        await harness.sweep.run()
        await harness.sweep.run()
        assert [at for _, at in digest.made] == [START + WEEK * each for each in range(1, number + 1)]


async def test_each_space_has_its_own(harness: ServiceHarness) -> None:
    digest = await with_digests(harness)
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.pass_time(WEEK)
    await harness.sweep.run()
    assert len({space for space, _ in digest.made}) == len(digest.made) == 2


async def test_spaces_that_were_there_before_the_kind_get_theirs_at_the_next_start(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.sweep.run()
    digest = await with_digests(harness)
    await harness.pass_time(WEEK)
    await harness.sweep.run()
    assert len(digest.made) == 1
    harness.jobs = JOBS
    await harness.restart()
    await harness.sweep.run()
    assert await jobs_of(harness) == {}, "a program without the kind knows nothing of it"


async def test_it_follows_how_the_space_is_bound(harness: ServiceHarness) -> None:
    await with_digests(harness)
    await harness.set_up()
    assert (await jobs_of(harness))["digest"].due_at == START + WEEK
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        await repositories.spaces.bind(
            GUILD,
            "quiet",
            announcements=space.announcements,
            discussion=space.discussion,
            log=space.log,
            moderators=space.moderators,
            guardians=space.guardians,
            at=harness.clock.now(),
        )
    assert await jobs_of(harness) == {}


async def test_one_that_fails_is_tried_again_and_holds_up_no_proposal(harness: ServiceHarness) -> None:
    digest = await with_digests(harness)
    await harness.set_up()
    await harness.powers({"ada": 10})
    await harness.pass_time(WEEK - DISCUSSION)
    proposal = await harness.submitted("ada")
    digest.fails = True
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert await harness.state(proposal) is State.VOTING
    assert (await jobs_of(harness))["digest"].attempts == 1
    digest.fails = False
    await harness.pass_time(FIRST_RETRY)
    await harness.sweep.run()
    assert len(digest.made) == 1


async def test_a_rebuild_finds_them_as_the_facts_say(harness: ServiceHarness) -> None:
    await with_digests(harness)
    await harness.set_up()
    await harness.sweep.run()
    async with harness.services.uow.writing() as repositories:
        assert await repositories.jobs.rebuild() == 0
