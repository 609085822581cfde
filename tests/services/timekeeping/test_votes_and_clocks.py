"""A clock that is wrong opens and closes nothing, and changes no ballot: what it says is no fact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors import VotingNotOpen, VotingOver
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import NotifyMember, PostResult, ReportClock, SubmitRequest
from tests.fakes import account
from tests.harness import DISCUSSION, GRACE, TIMELOCK, VOTING, ServiceHarness
from tests.services.timekeeping.conftest import SECOND, TimedDao

HOUR = timedelta(hours=1)
ACTION = f"transfer 5 to {account('well builder')}"
LEAPS = [timedelta(seconds=30), HOUR, VOTING, timedelta(days=4000)]


async def swept(dao: TimedDao) -> None:
    await dao.harness.sweep.run()
    await dao.harness.notifications()


async def passes(dao: TimedDao, by: timedelta) -> None:
    """Time passes, and the bot looks for what is due."""
    await dao.harness.pass_time(by)
    await dao.discord.answers(2, every=SECOND)
    await swept(dao)


async def closed_once(harness: ServiceHarness, scores: list[str]) -> None:
    """With these scores, and said once."""
    assert harness.proposal is not None
    closing = (await harness.get(harness.proposal)).closing
    assert closing is not None
    assert closing.result["scores"] == scores
    assert len(await harness.notified(PostResult)) == 1


@pytest.mark.attack("time")
@pytest.mark.parametrize("leap", LEAPS, ids=str)
async def test_a_leap_over_the_end_of_a_vote_closes_nothing(dao: TimedDao, leap: timedelta) -> None:
    harness = dao.harness
    proposal = await harness.opened({"ada": 10, "ben": 4})
    await harness.vote("ada", "For")
    await passes(dao, VOTING - 20 * SECOND)
    dao.clock.jump(leap)
    await swept(dao)
    assert (await harness.get(proposal)).closing is None
    await harness.vote("ben", "Against")
    await passes(dao, timedelta(minutes=10))
    assert (await harness.get(proposal)).closing is None
    dao.clock.jump(-leap)
    await swept(dao)
    await closed_once(harness, ["10", "4", "0"])


@pytest.mark.attack("time")
@pytest.mark.parametrize("leap", LEAPS[:3], ids=str)
async def test_a_leap_back_closes_late_and_takes_no_ballot_of_after_the_end(
    dao: TimedDao, leap: timedelta
) -> None:
    harness = dao.harness
    await harness.opened({"ada": 10, "ben": 4})
    await harness.vote("ada", "For")
    await passes(dao, VOTING - SECOND * 10)
    dao.clock.jump(-leap)
    await passes(dao, 10 * SECOND + GRACE)
    with pytest.raises(VotingOver):
        await harness.vote("ben", "Against")
    assert await harness.notified(PostResult) == []
    dao.clock.jump(leap)
    await swept(dao)
    await closed_once(harness, ["10", "0", "0"])


@pytest.mark.attack("time")
@pytest.mark.parametrize("leap", [HOUR, -HOUR, timedelta(seconds=11)], ids=str)
async def test_there_and_back_within_a_vote_changes_nothing(dao: TimedDao, leap: timedelta) -> None:
    harness = dao.harness
    await harness.opened({"ada": 10, "ben": 4})
    for name, choice in (("ada", "For"), ("ben", "Against")):
        dao.clock.jump(leap)
        await swept(dao)
        await harness.vote(name, choice)
        dao.clock.jump(-leap)
        await passes(dao, HOUR)
    await passes(dao, VOTING)
    await closed_once(harness, ["10", "4", "0"])


@pytest.mark.attack("time")
@pytest.mark.parametrize("leap", LEAPS, ids=str)
async def test_a_leap_over_the_discussion_opens_nothing(dao: TimedDao, leap: timedelta) -> None:
    harness = dao.harness
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await passes(dao, DISCUSSION - 20 * SECOND)
    dao.clock.jump(leap)
    for _ in range(3):
        await swept(dao)
    found = await harness.get(proposal)
    assert (found.card, found.opening) == (None, None)
    dao.clock.jump(-leap)
    await passes(dao, 25 * SECOND)
    await swept(dao)
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    assert opening.at - dao.clock.true() < timedelta(minutes=1)


@pytest.mark.attack("time")
@pytest.mark.parametrize("leap", LEAPS, ids=str)
async def test_a_leap_over_the_timelock_asks_nobody_to_sign(dao: TimedDao, leap: timedelta) -> None:
    harness = dao.harness
    proposal = await harness.opened({"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await passes(dao, TIMELOCK - 20 * SECOND)
    dao.clock.jump(leap)
    await swept(dao)
    assert (await harness.get(proposal)).requests == ()
    dao.clock.jump(-leap)
    await passes(dao, 25 * SECOND)
    assert len((await harness.get(proposal)).requests) == 1
    assert await harness.notified(SubmitRequest) == []
    await harness.requested(proposal)


@pytest.mark.attack("time")
async def test_a_leap_over_the_execution_window_expires_nothing(dao: TimedDao) -> None:
    harness = dao.harness
    proposal = await harness.opened({"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await passes(dao, TIMELOCK + SECOND)
    dao.clock.jump(timedelta(days=400))
    await swept(dao)
    assert (await harness.get(proposal)).concluded_at is None
    dao.clock.jump(-timedelta(days=400))
    await swept(dao)
    assert await harness.state(proposal) is State.EXECUTION


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [9 * SECOND, 5 * SECOND], ids=str)
async def test_a_clock_that_is_a_little_ahead_takes_the_ballots_of_the_last_second(
    dao: TimedDao, ahead: timedelta
) -> None:
    harness = dao.harness
    await harness.opened({"ada": 10, "ben": 4})
    await harness.vote("ada", "For")
    await passes(dao, VOTING - 3 * SECOND)
    dao.clock.jump(ahead)
    await swept(dao)
    await harness.vote("ben", "Against")
    await passes(dao, 2 * SECOND + GRACE)
    await passes(dao, 2 * SECOND)
    await closed_once(harness, ["10", "4", "0"])


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [timedelta(minutes=30), -timedelta(minutes=30)], ids=str)
async def test_a_discord_with_a_wrong_header_holds_up_no_close(dao: TimedDao, ahead: timedelta) -> None:
    harness = dao.harness
    await harness.opened({"ada": 10})
    await harness.vote("ada", "For")
    await harness.pass_time(VOTING + GRACE)
    dao.discord.ahead = ahead
    await dao.discord.answers()
    dao.timekeeping.bore(dao.clock.true())
    await swept(dao)
    await closed_once(harness, ["10", "0", "0"])


@pytest.mark.attack("time")
async def test_a_reaction_counts_by_discords_time_while_the_clock_is_wrong(dao: TimedDao) -> None:
    """It bears no time of its own: that of the machine would refuse it, or take it after the end."""
    harness = dao.harness
    proposal = await harness.opened({"ada": 10, "ben": 4})
    await passes(dao, VOTING - HOUR)
    await harness.post_card(proposal)
    dao.clock.jump(2 * HOUR)
    await harness.react("ada", "👍")
    assert await harness.stored(proposal) == {"ada": 1}
    dao.clock.jump(-4 * HOUR)
    dao.clock.advance(HOUR + SECOND)
    await harness.react("ben", "👎")
    assert await harness.stored(proposal) == {"ada": 1}


@pytest.mark.attack("time")
async def test_of_two_reactions_the_later_counts_also_when_the_clock_was_set_back_between(
    dao: TimedDao,
) -> None:
    harness = dao.harness
    proposal = await harness.opened({"ada": 10})
    await passes(dao, HOUR)
    await harness.post_card(proposal)
    await harness.react("ada", "👍")
    dao.clock.jump(-HOUR)
    await harness.react("ada", "👎")
    await harness.react("ada", "👍", added=False)
    assert await harness.stored(proposal) == {"ada": 2}


@pytest.mark.attack("time")
@pytest.mark.parametrize("wrong", [HOUR, -HOUR], ids=str)
async def test_an_old_interaction_that_comes_again_changes_no_vote(dao: TimedDao, wrong: timedelta) -> None:
    harness = dao.harness
    proposal = await harness.opened({"ada": 10})
    old = harness.ballot("ada", "For")
    await harness.services.voting.cast(old)
    await passes(dao, HOUR)
    await harness.vote("ada", "Against")
    dao.clock.jump(wrong)
    await harness.services.voting.cast(old)
    assert await harness.stored(proposal) == {"ada": 2}


@pytest.mark.attack("time")
@pytest.mark.parametrize("wrong", [HOUR, -HOUR], ids=str)
async def test_an_interaction_of_before_the_opening_or_after_the_end_is_no_ballot(
    dao: TimedDao, wrong: timedelta
) -> None:
    harness = dao.harness
    proposal = await harness.opened({"ada": 10})
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    dao.clock.jump(wrong)
    with pytest.raises(VotingNotOpen):
        await harness.vote("ada", "For", at=opening.at - SECOND)
    with pytest.raises(VotingOver):
        await harness.vote("ada", "For", at=opening.ends_at)
    assert await harness.stored(proposal) == {}


@pytest.mark.attack("time")
async def test_a_server_in_which_something_waits_is_told_once_that_the_clock_is_wrong(dao: TimedDao) -> None:
    harness = dao.harness
    await harness.opened({"ada": 10})
    await passes(dao, VOTING + GRACE - 20 * SECOND)
    dao.clock.jump(HOUR)
    await swept(dao)
    assert await harness.notified(ReportClock) == []
    for _ in range(5):
        await passes(dao, 20 * SECOND)
    assert len(await harness.notified(ReportClock)) == 1


@pytest.mark.attack("time")
@pytest.mark.parametrize("corrected", [True, False], ids=["set right", "known to be wrong"])
async def test_what_a_wrong_clock_put_off_is_not_put_off_for_longer(dao: TimedDao, corrected: bool) -> None:
    """A message that failed before anybody knew that the clock is years ahead is not tried again in years."""
    harness = dao.harness
    proposal = await harness.opened({"ada": 10})
    await harness.notifications()
    await harness.restart()
    dao.discord.timekeeping = dao.timekeeping
    dao.timekeeping.ask_by(dao.discord.answer)
    dao.clock.jump(timedelta(days=4000))
    harness.handler.refuse(NotifyMember)
    await harness.post_card(proposal)
    await harness.react("dan", "👍")
    await harness.notifications()
    harness.handler.recover()
    if corrected:
        dao.clock.jump(-timedelta(days=4000))
    await passes(dao, 10 * SECOND)
    assert len(await harness.notified(NotifyMember)) == 1


@pytest.mark.attack("time")
async def test_a_pace_goes_on_when_the_clock_is_set_back(dao: TimedDao) -> None:
    """What was done by a clock that was ahead keeps nothing from being done afterwards."""
    harness = dao.harness
    dao.clock.jump(9 * SECOND)
    await harness.opened({"ada": 10})
    await swept(dao)
    dao.clock.jump(-9 * SECOND)
    await passes(dao, 10 * SECOND)
    await harness.vote("ada", "For")
    await passes(dao, VOTING + GRACE)
    await closed_once(harness, ["10", "0", "0"])
