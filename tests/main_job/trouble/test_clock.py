"""The clock of the bot's machine is wrong, and Discord's is right; or the other way round."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.main_job.job import Job, assert_says

pytestmark = [pytest.mark.attack("time"), pytest.mark.asyncio(loop_scope="module")]

HOUR = timedelta(hours=1)


async def doctor(dao: Job) -> str:
    return await dao.ask(dao.stage.moderator, "gov doctor")


@pytest.mark.parametrize("ahead", [2 * HOUR, 30 * 24 * HOUR], ids=str)
async def test_a_machine_whose_clock_leaps_ahead_closes_when_the_vote_is_over(
    dao: Job, ahead: timedelta
) -> None:
    number = await dao.opened("ada", "Leap")
    await dao.click("ada", number, "For")
    dao.bot.machine.ahead = ahead
    await dao.bot.passes(minutes=20)
    assert_says(await doctor(dao), "seconds ahead of Discord's: nothing opens", "by NTP")
    await dao.click("ben", number, "Against")
    assert dao.results(number) == []
    await dao.bot.passes(minutes=61)
    said = await dao.logged("The clock of the bot's machine is")
    assert_says(said.text, "ahead", "no vote opens or closes", "NTP")
    assert dao.results(number) == []
    dao.bot.machine.ahead = timedelta(0)
    record = await dao.closed(number)
    assert len(record["ballots"]) == 2
    assert len(dao.results(number)) == 1
    assert record["ended_at"] - record["opened_at"] == 3600
    said.delete()


async def test_a_machine_that_starts_with_a_wrong_clock_closes_nothing(dao: Job) -> None:
    number = await dao.opened("ada", "Wrong from the start")
    await dao.click("ada", number, "For")
    dao.bot.machine.ahead = 3 * HOUR
    await dao.bot.restart()
    await dao.click("ben", number, "For")
    assert_says(await doctor(dao), "seconds ahead of Discord's: nothing opens")
    assert dao.results(number) == []
    dao.bot.machine.ahead = timedelta(0)
    record = await dao.closed(number)
    assert len(record["ballots"]) == 2


@pytest.mark.parametrize("behind", [timedelta(minutes=30), 5 * HOUR], ids=str)
async def test_a_machine_whose_clock_is_behind_takes_no_ballot_of_after_the_end(
    dao: Job, behind: timedelta
) -> None:
    number = await dao.opened("ada", "Behind")
    await dao.click("ada", number, "For")
    dao.bot.machine.ahead = -behind
    await dao.bot.passes(minutes=61)
    await dao.card(number, "Voting is over")
    assert_says(await dao.command("ben", number, "Against"), "ended", "before you voted")
    assert dao.results(number) == []
    dao.bot.machine.ahead = timedelta(0)
    record = await dao.closed(number)
    assert len(record["ballots"]) == 1


async def test_the_doctor_says_that_the_clock_agrees(dao: Job) -> None:
    assert_says(await doctor(dao), "clock: it agrees with Discord's")


@pytest.mark.parametrize("ahead", [HOUR, -HOUR], ids=str)
async def test_a_discord_whose_date_is_wrong_stops_no_vote(dao: Job, ahead: timedelta) -> None:
    """Interactions that come confirm the machine's clock."""
    number = await dao.opened("ada", "Wrong date")
    dao.stage.discord.api.date_ahead = ahead
    answer = ""
    for _ in range(30):
        await dao.bot.passes(seconds=6)
        answer = await doctor(dao)
        if "others say that Discord's is wrong" in answer:
            break
    assert_says(answer, "others say that Discord's is wrong")
    await dao.click("ada", number, "For")
    record = await dao.closed(number)
    assert len(record["ballots"]) == 1
    dao.stage.discord.api.date_ahead = timedelta(0)
