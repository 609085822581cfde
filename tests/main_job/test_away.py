"""What happens while the bot, the chain or Discord is away."""

from __future__ import annotations

import pytest

from sandbox.discord import Permission
from tests.main_job.job import TOKEN, Job, assert_says, receipt

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOR_EVER = 10**9


async def test_reactions_made_while_the_bot_is_away_count_when_it_is_back(moot: Job) -> None:
    number = await moot.opened("ada", "Knock, knock")
    card = await moot.card(number)
    await moot.react("ben", number, "👍")
    await moot.card(number, "1 voted")
    await moot.bot.break_off()
    await moot["ada"].person.react(card, "👍")
    await moot["cleo"].person.react(card, "👎")
    await moot["ben"].person.unreact(card, "👍")
    await moot.bot.start()
    await moot.card(number, "2 voted")
    record = await moot.closed(number)
    assert record["result"]["scores"] == [str(40_000 * TOKEN), str(20_000 * TOKEN), "0"]


async def test_a_vote_that_ended_while_the_bot_was_away_is_closed_on_its_return(moot: Job) -> None:
    number = await moot.opened("ada", "Sleeping in")
    await moot.click("ada", number, "For")
    await moot.click("cleo", number, "For")
    await moot.bot.break_off()
    moot.bot.passes(hours=72)
    await moot.bot.start()
    record = (await moot.closed(number))["result"]
    assert record["outcome"]["passed"] is True
    late = await moot.ask(moot["ben"].person, "vote cast", proposal=str(number), choice="Against")
    assert "⚠️" in late


async def test_a_vote_opens_late_and_whole_when_the_chain_was_unreachable(moot: Job) -> None:
    number = await moot.submitted("ada", "Nobody home")
    moot.stage.chain.faults.fail_next("*", kind="drop", times=FOR_EVER)
    moot.bot.passes(minutes=61)
    asked = moot.stage.chain.requests.total()
    await moot.until(lambda: moot.stage.chain.requests.total() > asked)
    assert "About to open" in await moot.ask(moot["ada"].person, "proposal view", proposal=str(number))
    early = await moot.ask(moot["ada"].person, "vote cast", proposal=str(number), choice="For")
    assert_says(early, "⚠️", "Its vote has not begun")

    moot.bot.passes(hours=5)
    assert moot.cards(number) == []
    moot.stage.chain.faults.clear()
    await moot.card(number, "Open for voting")
    moot.bot.passes(minutes=50)
    await moot.click("ada", number, "For")
    await moot.click("cleo", number, "For")
    record = await moot.closed(number)
    assert record["ended_at"] - record["opened_at"] in (3600, 3601)
    assert record["result"]["scores"][0] == str(60_000 * TOKEN)


async def test_power_that_cant_be_read_holds_the_result_up_and_is_never_zero(moot: Job) -> None:
    await moot.stage.add_voters({"late": 30_000 * TOKEN})
    number = await moot.opened("ada", "A node with amnesia")
    await moot.click("ada", number, "Against")
    late = moot["late"]
    await moot.stage.link(late)
    moot.stage.chain.faults.fail_next("eth_call", kind="500", times=FOR_EVER)
    moot.stage.chain.faults.fail_next("eth_getStorageAt", kind="500", times=FOR_EVER)
    reply = await late.person.click(await moot.card(number), label="For")
    await moot.until(lambda: "undetermined, never zero" in reply.text)
    code = receipt(reply.text)

    await moot.card(number, "1 more waits for power")
    moot.bot.passes(minutes=61)
    over = await moot.card(number, "**Voting is over**")
    assert not [button for button in over.buttons if button.label == "For"]
    moot.bot.passes(hours=7)
    told = await moot.told(number, "The vote is over, and its result waits")
    assert code in told.text
    await moot.card(number, "The result waits for power that can't be read")
    await moot.in_thread(number, "never taken for zero")
    assert moot.results(number) == []

    moot.stage.chain.faults.clear()
    record = await moot.closed(number)
    assert record["result"]["scores"] == [str(30_000 * TOKEN), str(40_000 * TOKEN), "0"]
    assert code in {ballot["receipt"] for ballot in record["ballots"]}


async def test_a_result_that_discord_does_not_take_is_posted_once_when_it_does(moot: Job) -> None:
    number = await moot.opened("ada", "A bad connection")
    await moot.click("ada", number, "For")
    await moot.click("cleo", number, "For")
    # Discord takes the first one, and the answer is lost; then it takes nothing for a while.
    moot.stage.discord.faults.fail_next("POST", "/messages$", after=True)
    moot.stage.discord.faults.fail_next("POST", "/messages$", status=503, times=20)
    moot.bot.passes(minutes=61)
    await moot.result(number)
    moot.stage.discord.faults.clear()
    moot.bot.passes(minutes=10)
    await moot.in_thread(number, "**Passed**")
    await moot.opened("ada", "A better connection")
    assert len(moot.results(number)) == 1
    thread = await moot.thread(number)
    assert len([message for message in thread.messages if "**Passed**" in message.text]) == 1


async def test_a_result_waits_for_the_permission_to_post_it(moot: Job) -> None:
    number = await moot.opened("ada", "Gagged")
    await moot.click("ada", number, "For")
    await moot.click("cleo", number, "For")
    bot = moot.stage.guild.bot(moot.stage.app)
    moot.stage.announcements.overwrite(bot, deny=Permission.SEND_MESSAGES)
    asked = len(moot.stage.discord.requests)
    moot.bot.passes(minutes=61)
    await moot.until(lambda: any(r.method == "POST" for r in moot.stage.discord.requests[asked:]))
    assert moot.results(number) == []
    checked = await moot.stage.moderator.slash(moot.stage.log, "gov doctor")
    assert "“Send Messages” is missing" in (await checked.settled()).text

    moot.stage.announcements.overwrite(bot)
    moot.bot.passes(minutes=10)
    await moot.result(number)
    await moot.in_thread(number, "**Passed**")


async def test_what_belongs_into_a_deleted_thread_is_said_in_the_announcements(moot: Job) -> None:
    number = await moot.opened("ada", "No place to talk", f"transfer 1 ETH to {moot['ada'].wallet.address}")
    await moot.click("ada", number, "For")
    await moot.click("cleo", number, "For")
    (await moot.thread(number)).delete()
    moot.bot.passes(minutes=61)
    await moot.result(number)
    moot.bot.passes(minutes=61)
    said = await moot.announced(lambda m: f"Safe transaction of proposal {number}" in m.text)
    assert_says(said.text, "safeTxHash", "The discussion thread is gone, so this is said here")
