"""Whoever proposes without end on a contract that is mirrored pushes out nobody else's proposals."""

import pytest

from bot.domain.ids import ChannelId, GuildId
from bot.domain.mirrors import MOST_THREADS, MOST_THREADS_OF_ONE, Mirror, MirroredProposal
from bot.services.delivery.notifications import PostMirrored, PostMirroredEnd
from bot.services.mirrors.mirroring import EVERY
from bot.wording.language import language
from bot.wording.mirrors.mirrors import mirror_lines
from tests.fakes import FakeFramework, account
from tests.harness import GUILD, ServiceHarness

CHANNEL = ChannelId(77)
SAY = language()


async def mirrored(harness: ServiceHarness, guild: GuildId = GUILD) -> FakeFramework:
    await harness.set_up(guild=guild)
    framework = harness.mirrored.add()
    await harness.services.mirroring.add(
        harness.moderator(guild=guild), "governor", framework.rules.address, CHANNEL
    )
    return framework


async def look(harness: ServiceHarness, times: int = 1) -> None:
    for _ in range(times):
        await harness.pass_time(EVERY)
        await harness.sweep.run()


async def mirror(harness: ServiceHarness) -> Mirror:
    (state,) = await harness.services.mirroring.of(GUILD)
    return state.mirror


async def kept(harness: ServiceHarness) -> dict[str, MirroredProposal]:
    one = await mirror(harness)
    async with harness.services.uow.reading() as repositories:
        return {each.key: each for each in await repositories.mirrored_proposals.newest(one.id, 3_000)}


def flood(framework: FakeFramework, first: int, count: int, *, by: int = 1) -> None:
    """So many open proposals of as many proposers, in one block."""
    for number in range(first, first + count):
        framework.propose(str(number), f"# Spam {number}", proposer=account(f"spammer {number % by}"))


@pytest.mark.attack("floods")
@pytest.mark.parametrize("by", [1, 300])
async def test_an_open_proposal_that_has_a_thread_is_followed_whatever_is_proposed_after_it(
    harness: ServiceHarness, by: int
) -> None:
    framework = await mirrored(harness)
    framework.propose("1", "# Honest")
    await look(harness)
    flood(framework, 2, 250, by=by)
    await look(harness)
    framework.goes_on("1", "active", in_favour=7)
    await look(harness)
    assert (await kept(harness))["1"].stage.in_favour == 7
    framework.goes_on("1", "executed")
    await look(harness)
    assert (await kept(harness))["1"].stage.name == "executed"
    assert len(await harness.notified(PostMirroredEnd)) == 1


@pytest.mark.attack("floods")
async def test_of_more_open_proposals_than_one_look_reads_each_has_its_turn(harness: ServiceHarness) -> None:
    framework = await mirrored(harness)
    flood(framework, 1, 260, by=260)
    await look(harness)
    for key in list(framework.proposals):
        framework.goes_on(key, "active", in_favour=9)
    await look(harness, 5)
    assert {each.stage.in_favour for each in (await kept(harness)).values()} == {9}


@pytest.mark.attack("floods")
async def test_whoever_proposes_without_end_leaves_threads_for_others(harness: ServiceHarness) -> None:
    framework = await mirrored(harness)
    flood(framework, 1, MOST_THREADS + 5)
    await look(harness)
    assert len(await harness.notified(PostMirrored)) == MOST_THREADS_OF_ONE
    framework.propose("99", "# Honest")
    await look(harness)
    honest = (await kept(harness))["99"].id
    assert honest in [each.of for each in await harness.notified(PostMirrored)]


@pytest.mark.attack("floods")
async def test_what_takes_votes_gets_a_thread_before_what_takes_none_any_more(
    harness: ServiceHarness,
) -> None:
    framework = await mirrored(harness)
    framework.propose("1", "# Honest")
    for number in range(2, 2 + MOST_THREADS):
        framework.propose(str(number), "# Passed", proposer=account(f"spammer {number}"), stage="queued")
    await look(harness)
    honest = (await kept(harness))["1"].id
    assert honest in [each.of for each in await harness.notified(PostMirrored)]


@pytest.mark.attack("floods")
async def test_open_proposals_are_kept_before_the_newest_that_are_over(harness: ServiceHarness) -> None:
    framework = await mirrored(harness)
    framework.propose("1", "# Honest")
    await look(harness)
    one = await mirror(harness)
    for number in range(2, 12):
        framework.propose(str(number), "# Over", stage="canceled")
    await look(harness)
    async with harness.services.uow.writing() as repositories:
        await repositories.mirrored_proposals.keep_newest(one.id, 3)
    assert set(await kept(harness)) == {"1", "10", "11"}


@pytest.mark.attack("floods")
async def test_a_vote_that_has_a_thread_is_suggested_whatever_was_proposed_after_it(
    harness: ServiceHarness,
) -> None:
    framework = await mirrored(harness)
    framework.propose("1", "# Honest")
    await look(harness)
    flood(framework, 2, 60, by=60)
    await look(harness)
    assert "Honest" in [each.title for _, each in await harness.services.voting_on_chain.open(GUILD)]


@pytest.mark.attack("floods")
async def test_that_a_block_was_left_out_is_said_once_in_the_log_and_counted_in_the_list(
    harness: ServiceHarness,
) -> None:
    framework = await mirrored(harness)
    await look(harness)
    acts = [each.act for each in await harness.services.public_log.newest(GUILD, limit=10)]
    assert "mirror omitted" not in acts
    for framework.left_out in (1, 2, 30):
        await look(harness)
    acts = [each.act for each in await harness.services.public_log.newest(GUILD, limit=10)]
    assert acts.count("mirror omitted") == 1
    listed = mirror_lines(await harness.services.mirroring.of(GUILD), {}, SAY)
    assert any("30 blocks were left out" in line for line in listed)
