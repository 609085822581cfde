"""What happens while the bot, the chain or Discord is away."""

from __future__ import annotations

import pytest

from sandbox.discord import Permission
from tests.captured_logs import captured_logs
from tests.main_job.job import TOKEN, Job, assert_says, receipt

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOR_EVER = 10**9


async def test_reactions_made_while_the_bot_is_away_count_when_it_is_back(dao: Job) -> None:
    number = await dao.opened("ada", "Knock, knock")
    card = await dao.card(number)
    await dao.react("ben", number, "👍")
    await dao.card(number, "1 voted")
    await dao.bot.break_off()
    await dao["ada"].person.react(card, "👍")
    await dao["cleo"].person.react(card, "👎")
    await dao["ben"].person.unreact(card, "👍")
    await dao.bot.start()
    # Taken up one after the other: ada and ben are two for a moment, too.
    await dao.card(number, "**Against** 33.3")
    await dao.card(number, "2 voted")
    record = await dao.closed(number)
    assert record["result"]["scores"] == [str(40_000 * TOKEN), str(20_000 * TOKEN), "0"]


async def test_what_was_being_said_when_the_bot_stopped_is_no_fault_and_is_said_once(dao: Job) -> None:
    place = dao.stage.announcements
    faults = dao.stage.discord.faults
    slow = faults.delay("POST", f"/channels/{place.id}/messages$", 0.5)
    with captured_logs() as logged:
        await dao.submitted("ada", "Stopped in the middle")
        await dao.until(lambda: slow not in faults.waiting)
        await dao.bot.stop()
    assert [each for each in logged if each["log_level"] in ("error", "critical")] == []
    await dao.bot.start()
    await dao.until(lambda: any("Stopped in the middle" in each.text for each in place.messages))
    await dao.submitted("ada", "Behind it")
    await dao.until(lambda: any("Behind it" in each.text for each in place.messages))
    assert sum("Stopped in the middle" in each.text for each in place.messages) == 1


async def test_a_vote_that_ended_while_the_bot_was_away_is_closed_on_its_return(dao: Job) -> None:
    number = await dao.opened("ada", "Sleeping in")
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    await dao.bot.break_off()
    await dao.bot.passes(hours=72)
    await dao.bot.start()
    record = (await dao.closed(number))["result"]
    assert record["outcome"]["passed"] is True
    late = await dao.ask(dao["ben"].person, "vote cast", proposal=str(number), choice="Against")
    assert "⚠️" in late


async def test_a_vote_opens_late_and_whole_when_the_chain_was_unreachable(dao: Job) -> None:
    number = await dao.submitted("ada", "Nobody home")
    dao.stage.chain.faults.fail_next("*", kind="drop", times=FOR_EVER)
    await dao.bot.passes(minutes=61)
    asked = dao.stage.chain.requests.total()
    await dao.until(lambda: dao.stage.chain.requests.total() > asked)
    assert "About to open" in await dao.ask(dao["ada"].person, "proposal view", proposal=str(number))
    early = await dao.ask(dao["ada"].person, "vote cast", proposal=str(number), choice="For")
    assert_says(early, "⚠️", "Its vote has not begun")

    card = await dao.card(number, "About to open")
    await dao.bot.passes(hours=5)
    assert "About to open" in card.text
    dao.stage.chain.faults.clear()
    await dao.card(number, "Open for voting")
    await dao.bot.passes(minutes=50)
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    record = await dao.closed(number)
    assert record["ended_at"] - record["opened_at"] in (3600, 3601)
    assert record["result"]["scores"][0] == str(60_000 * TOKEN)


async def test_power_that_cant_be_read_holds_the_result_up_and_is_never_zero(dao: Job) -> None:
    await dao.stage.add_voters({"late": 30_000 * TOKEN})
    number = await dao.opened("ada", "A node with amnesia")
    await dao.click("ada", number, "Against")
    late = dao["late"]
    await dao.stage.link(late)
    dao.stage.chain.faults.fail_next("eth_call", kind="500", times=FOR_EVER)
    dao.stage.chain.faults.fail_next("eth_getStorageAt", kind="500", times=FOR_EVER)
    reply = await late.person.click(await dao.card(number), label="For")
    await dao.until(lambda: "undetermined, never zero" in reply.text)
    code = receipt(reply.text)

    await dao.card(number, "1 more waits for power")
    await dao.bot.passes(minutes=61)
    over = await dao.card(number, "**Voting is over**")
    assert not [button for button in over.buttons if button.label == "For"]
    await dao.bot.passes(hours=7)
    told = await dao.notified(number, "The vote is over, and its result waits")
    assert code in told.text
    await dao.card(number, "The result waits for power that can't be read")
    await dao.in_thread(number, "never taken for zero")
    assert dao.results(number) == []

    dao.stage.chain.faults.clear()
    record = await dao.closed(number)
    assert record["result"]["scores"] == [str(30_000 * TOKEN), str(40_000 * TOKEN), "0"]
    assert code in {ballot["receipt"] for ballot in record["ballots"]}


async def test_a_result_that_discord_does_not_take_is_posted_once_when_it_does(dao: Job) -> None:
    number = await dao.opened("ada", "A bad connection")
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    # Discord takes the first one, and the answer is lost; then it takes nothing for a while.
    dao.stage.discord.faults.fail_next("POST", "/messages$", after=True)
    dao.stage.discord.faults.fail_next("POST", "/messages$", status=503, times=20)
    await dao.bot.passes(minutes=61)
    await dao.result(number)
    dao.stage.discord.faults.clear()
    await dao.bot.passes(minutes=10)
    await dao.settled()
    assert len(dao.results(number)) == 1
    thread = await dao.thread(number)
    assert len([message for message in thread.messages if "## Result" in message.text]) == 1


async def test_a_result_waits_for_the_permission_to_post_it(dao: Job) -> None:
    number = await dao.opened("ada", "Gagged")
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    bot = dao.stage.guild.bot(dao.stage.app)
    dao.stage.announcements.overwrite(bot, deny=Permission.SEND_MESSAGES)
    asked = len(dao.stage.discord.requests)
    await dao.bot.passes(minutes=61)
    await dao.until(lambda: any(r.method == "POST" for r in dao.stage.discord.requests[asked:]))
    assert dao.results(number) == []
    checked = await dao.stage.moderator.slash(dao.stage.log, "gov doctor")
    assert "“Send Messages” is missing" in (await checked.settled()).text

    dao.stage.announcements.overwrite(bot)
    await dao.bot.passes(minutes=10)
    await dao.result(number)
    await dao.in_thread(number, "## Result")


async def test_what_belongs_into_a_deleted_thread_is_said_in_the_announcements(dao: Job) -> None:
    number = await dao.opened("ada", "No place to talk", f"transfer 1 ETH to {dao['ada'].wallet.address}")
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    (await dao.thread(number)).delete()
    await dao.bot.passes(minutes=61)
    await dao.result(number)
    await dao.bot.passes(minutes=61)
    said = await dao.announced(lambda m: f"Safe transaction of proposal {number}" in m.text)
    assert_says(said.text, "safeTxHash", "The discussion thread is gone, so this is said here")
