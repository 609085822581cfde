"""How votes end, and what stops them."""

from __future__ import annotations

import pytest

from tests.main_job.job import TOKEN, Job, assert_says

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_vote_below_the_quorum_is_defeated_and_says_so(moot: Job) -> None:
    number = await moot.opened("ada", "Hardly anybody cares", f"transfer 1 ETH to {moot.stage.safe.address}")
    await moot.click("dan", number, "For")
    record = await moot.closed(number)
    assert record["result"]["scores"] == [str(1_000 * TOKEN), "0", "0"]
    assert record["result"]["outcome"]["passed"] is False
    result = await moot.result(number)
    assert_says(
        result.text, "**Defeated**: the quorum is not reached", "**Quorum missed**", "Nothing is executed"
    )
    await moot.card(number, "**Defeated**")


async def test_a_tie_is_defeated_and_called_a_tie(moot: Job) -> None:
    number = await moot.opened("ada", "Heads or tails")
    await moot.click("ada", number, "For")
    await moot.command("ben", number, "Against")
    await moot.react("cleo", number, "🤷")
    await moot.card(number, "3 voted")
    record = await moot.closed(number)
    assert record["result"]["scores"] == [str(40_000 * TOKEN), str(40_000 * TOKEN), str(20_000 * TOKEN)]
    assert_says((await moot.result(number)).text, "**Defeated**: it is a tie between For and Against")


async def test_a_guardian_vetoes_within_the_timelock_and_nothing_is_executed(moot: Job) -> None:
    stage = moot.stage
    number = await moot.opened("ada", "Sell the treasury", f"transfer 90 ETH to {moot['ada'].wallet.address}")
    await moot.click("ada", number, "For")
    await moot.click("cleo", number, "For")
    assert (await moot.closed(number))["result"]["outcome"]["passed"] is True
    await moot.card(number, "guardians may veto until")
    held = len(moot.transactions())

    refused = await moot.ask(
        moot["ada"].person, "veto", proposal=str(number), reason="I have changed my mind."
    )
    assert "⚠️" in refused
    asked = await moot.asked(stage.guardian, "veto", proposal=str(number), reason="It is a theft.")
    await moot.card(number, "guardians may veto until")
    done = await stage.guardian.click(asked, label=f"Veto proposal {number}")
    assert f"Proposal {number} is vetoed" in (await done.settled()).text
    assert_says(
        (await moot.told(number, "vetoed the proposal")).text, "It is a theft.", str(stage.guardian.id)
    )
    await moot.in_thread(number, "vetoed the proposal")
    await moot.logged("veto", "It is a theft.")
    await moot.card(number, "**Vetoed**")

    moot.bot.passes(hours=2)
    await moot.opened("ada", "The next one")
    assert len(moot.transactions()) == held


async def test_a_veto_is_refused_after_the_timelock(moot: Job) -> None:
    number = await moot.opened("ada", "Too late to stop", f"transfer 1 ETH to {moot['ada'].wallet.address}")
    await moot.click("ada", number, "For")
    await moot.click("cleo", number, "For")
    await moot.closed(number)
    await moot.proposed(number)
    answer = await moot.ask(moot.stage.guardian, "veto", proposal=str(number), reason="It is a theft.")
    assert_says(answer, "⚠️", "a veto is possible only in the timelock")
    await moot.card(number, "the Safe's owners sign")


async def test_the_author_withdraws_a_proposal_and_it_never_comes_to_a_vote(moot: Job) -> None:
    number = await moot.submitted("ada", "On second thought")
    other = await moot.ask(moot["ben"].person, "proposal withdraw", proposal=str(number))
    assert "belongs to another member" in other
    asked = await moot["ada"].person.slash(
        moot.stage.announcements, "proposal withdraw", proposal=str(number)
    )
    done = await moot["ada"].person.click(await asked.settled(), label="Withdraw it")
    assert f"Proposal {number} is withdrawn" in (await done.settled()).text
    await moot.in_thread(number, "The author withdrew the proposal")
    later = await moot.opened("ada", "A better thought")
    assert later > number
    assert moot.cards(number) == []


async def test_nobody_edits_or_withdraws_a_proposal_whose_vote_is_open(moot: Job) -> None:
    number = await moot.opened("ada", "Set in stone", f"transfer 1 ETH to {moot['ada'].wallet.address}")
    ada = moot["ada"].person
    for command in ("proposal edit", "proposal withdraw"):
        assert "is in the state *open for voting*" in await moot.ask(ada, command, proposal=str(number))
    record = await moot.closed(number)
    assert [action["value"] for action in record["frozen"]["actions"]] == [str(TOKEN)]


async def test_a_pause_stops_the_votes_and_moves_the_end_by_as_much(moot: Job) -> None:
    moderator, ada = moot.stage.moderator, moot["ada"].person
    number = await moot.opened("ada", "Not so fast")
    moot.bot.passes(minutes=10)
    assert "paused" in await moot.ask(moderator, "gov pause", proposal=str(number), reason="The token moved.")
    await moot.card(number, "**Paused**")
    await moot.told(number, "The token moved.")
    await moot.logged("pause", "The token moved.")
    refused = await moot.ask(ada, "vote cast", proposal=str(number), choice="For")
    assert_says(refused, "is paused by a moderator", "The token moved.")

    moot.bot.passes(minutes=30)
    assert "goes on" in await moot.ask(moderator, "gov resume", proposal=str(number), reason="It is back.")
    await moot.card(number, "Open for voting")
    # 85 minutes after the opening, of which 30 don't count.
    moot.bot.passes(minutes=45)
    assert "✅" in await moot.click("ada", number, "For")
    assert "✅" in await moot.click("cleo", number, "For")
    assert moot.results(number) == []

    record = await moot.closed(number)
    assert [pause["reason"] for pause in record["suspensions"]] == ["The token moved."]
    paused = record["suspensions"][0]["resumed_at"] - record["suspensions"][0]["at"]
    assert 1800 <= paused < 1860
    assert abs(record["ended_at"] - record["opened_at"] - 3600 - paused) <= 1
    assert record["result"]["outcome"]["passed"] is True


async def test_a_cancelled_vote_has_no_result_and_takes_no_votes(moot: Job) -> None:
    number = await moot.opened("ada", "By mistake")
    await moot.click("ada", number, "For")
    card = await moot.card(number)
    refused = await moot.ask(moot.stage.moderator, "gov cancel", proposal=str(number), reason=" ")
    assert "⚠️" in refused
    moderator = moot.stage.moderator
    asked = await moot.asked(moderator, "gov cancel", proposal=str(number), reason="A wrong address.")
    done = await moderator.click(asked, label=f"Cancel proposal {number}")
    assert f"Proposal {number} is cancelled" in (await done.settled()).text
    assert "A wrong address." in (await moot.told(number, "cancelled the proposal")).text
    await moot.logged("cancel", "A wrong address.")
    shown = await moot.card(number, "**Cancelled**")
    assert not [button for button in shown.buttons if (button.custom_id or "").startswith("vote:")]
    assert shown is card
    late = await moot.ask(moot["ben"].person, "vote cast", proposal=str(number), choice="Against")
    assert_says(late, "⚠️", "cancelled")
    moot.bot.passes(hours=3)
    await moot.opened("ada", "By intention")
    assert moot.results(number) == []


async def test_a_card_that_somebody_deletes_comes_back_with_all_votes(moot: Job) -> None:
    number = await moot.opened("ada", "Now you see it")
    await moot.click("ada", number, "For")
    await moot.react("ben", number, "👎")
    first = await moot.card(number, "2 voted")
    first.delete()
    second = await moot.card(number, "2 voted")
    assert second.id != first.id
    await moot.click("ben", number, "For")
    await moot.card(number, "80\u2009000 FOLK")
    record = await moot.closed(number)
    assert record["result"]["scores"] == [str(80_000 * TOKEN), "0", "0"]
    assert moot.cards(number) == [second]
