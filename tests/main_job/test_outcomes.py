"""How votes end, and what stops them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.domain.canonical import canonical_json
from tests import forked
from tests.domain.what_if.rewriting import rewritten
from tests.main_job.job import TOKEN, Job, assert_says

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_vote_below_the_quorum_is_defeated_and_says_so(dao: Job) -> None:
    number = await dao.opened("ada", "Hardly anybody cares", f"transfer 1 ETH to {dao.stage.safe.address}")
    await dao.click("dan", number, "For")
    record = await dao.closed(number)
    assert record["result"]["scores"] == [str(1_000 * TOKEN), "0", "0"]
    assert record["result"]["outcome"]["passed"] is False
    result = await dao.result(number)
    assert_says(
        result.text, "**Defeated**: the quorum is not reached", "**Quorum missed**", "Nothing is executed"
    )
    await dao.card(number, "**Defeated**")


async def test_a_tie_is_defeated_and_called_a_tie(dao: Job) -> None:
    number = await dao.opened("ada", "Heads or tails")
    await dao.click("ada", number, "For")
    await dao.command("ben", number, "Against")
    await dao.react("cleo", number, "🤷")
    await dao.card(number, "3 voted")
    record = await dao.closed(number)
    assert record["result"]["scores"] == [str(40_000 * TOKEN), str(40_000 * TOKEN), str(20_000 * TOKEN)]
    assert_says((await dao.result(number)).text, "**Defeated**: it is a tie between For and Against")


async def test_a_guardian_vetoes_within_the_timelock_and_nothing_is_executed(dao: Job) -> None:
    stage = dao.stage
    number = await dao.opened("ada", "Sell the treasury", f"transfer 90 ETH to {dao['ada'].wallet.address}")
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    assert (await dao.closed(number))["result"]["outcome"]["passed"] is True
    await dao.card(number, "guardians may veto until")
    held = len(dao.transactions())

    refused = await dao.ask(dao["ada"].person, "veto", proposal=str(number), reason="I have changed my mind.")
    assert "⚠️" in refused
    asked = await dao.asked(stage.guardian, "veto", proposal=str(number), reason="It is a theft.")
    await dao.card(number, "guardians may veto until")
    done = await stage.guardian.click(asked, label=f"Veto proposal {number}")
    assert f"Proposal {number} is vetoed" in (await done.settled()).text
    assert_says(
        (await dao.notified(number, "vetoed the proposal")).text, "It is a theft.", str(stage.guardian.id)
    )
    await dao.in_thread(number, "vetoed the proposal")
    await dao.logged("veto", "It is a theft.")
    await dao.card(number, "**Vetoed**")

    await dao.bot.passes(hours=2)
    await dao.opened("ada", "The next one")
    assert len(dao.transactions()) == held


async def test_a_veto_is_refused_after_the_timelock(dao: Job) -> None:
    number = await dao.opened("ada", "Too late to stop", f"transfer 1 ETH to {dao['ada'].wallet.address}")
    await dao.click("ada", number, "For")
    await dao.click("cleo", number, "For")
    await dao.closed(number)
    await dao.proposed(number)
    answer = await dao.ask(dao.stage.guardian, "veto", proposal=str(number), reason="It is a theft.")
    assert_says(answer, "⚠️", "a veto is possible only in the timelock")
    await dao.card(number, "the Safe's owners sign")


async def test_the_author_withdraws_a_proposal_and_it_never_comes_to_a_vote(dao: Job) -> None:
    number = await dao.submitted("ada", "On second thought")
    other = await dao.ask(dao["ben"].person, "proposal withdraw", proposal=str(number))
    assert "belongs to another member" in other
    asked = await dao["ada"].person.slash(dao.stage.announcements, "proposal withdraw", proposal=str(number))
    done = await dao["ada"].person.click(await asked.settled(), label="Withdraw it")
    assert f"Proposal {number} is withdrawn" in (await done.settled()).text
    await dao.in_thread(number, "The author withdrew the proposal")
    later = await dao.opened("ada", "A better thought")
    assert later > number
    assert dao.cards(number) == []


async def test_nobody_edits_or_withdraws_a_proposal_whose_vote_is_open(dao: Job) -> None:
    number = await dao.opened("ada", "Set in stone", f"transfer 1 ETH to {dao['ada'].wallet.address}")
    ada = dao["ada"].person
    for command in ("proposal edit", "proposal withdraw"):
        assert "is in the state *open for voting*" in await dao.ask(ada, command, proposal=str(number))
    record = await dao.closed(number)
    assert [action["value"] for action in record["frozen"]["actions"]] == [str(TOKEN)]


async def test_a_pause_stops_the_votes_and_moves_the_end_by_as_much(dao: Job) -> None:
    moderator, ada = dao.stage.moderator, dao["ada"].person
    number = await dao.opened("ada", "Not so fast")
    await dao.bot.passes(minutes=10)
    assert "paused" in await dao.ask(moderator, "gov pause", proposal=str(number), reason="The token moved.")
    await dao.card(number, "**Paused**")
    await dao.notified(number, "The token moved.")
    await dao.logged("pause", "The token moved.")
    refused = await dao.ask(ada, "vote cast", proposal=str(number), choice="For")
    assert_says(refused, "is paused by a moderator", "The token moved.")

    await dao.bot.passes(minutes=30)
    assert "goes on" in await dao.ask(moderator, "gov resume", proposal=str(number), reason="It is back.")
    await dao.card(number, "Open for voting")
    # 85 minutes after the opening, of which 30 don't count.
    await dao.bot.passes(minutes=45)
    assert "✅" in await dao.click("ada", number, "For")
    assert "✅" in await dao.click("cleo", number, "For")
    assert dao.results(number) == []

    record = await dao.closed(number)
    assert [pause["reason"] for pause in record["suspensions"]] == ["The token moved."]
    paused = record["suspensions"][0]["resumed_at"] - record["suspensions"][0]["at"]
    assert 1800 <= paused < 1860
    assert abs(record["ended_at"] - record["opened_at"] - 3600 - paused) <= 1
    assert record["result"]["outcome"]["passed"] is True


async def test_a_cancelled_vote_has_no_result_and_takes_no_votes(dao: Job) -> None:
    number = await dao.opened("ada", "By mistake")
    await dao.click("ada", number, "For")
    card = await dao.card(number)
    refused = await dao.ask(dao.stage.moderator, "gov cancel", proposal=str(number), reason=" ")
    assert "⚠️" in refused
    moderator = dao.stage.moderator
    asked = await dao.asked(moderator, "gov cancel", proposal=str(number), reason="A wrong address.")
    done = await moderator.click(asked, label=f"Cancel proposal {number}")
    assert f"Proposal {number} is cancelled" in (await done.settled()).text
    assert "A wrong address." in (await dao.notified(number, "cancelled the proposal")).text
    await dao.logged("cancel", "A wrong address.")
    shown = await dao.card(number, "**Cancelled**")
    assert not [button for button in shown.buttons if (button.custom_id or "").startswith("vote:")]
    assert shown is card
    late = await dao.ask(dao["ben"].person, "vote cast", proposal=str(number), choice="Against")
    assert_says(late, "⚠️", "cancelled")
    await dao.bot.passes(hours=3)
    await dao.opened("ada", "By intention")
    assert dao.results(number) == []


async def test_a_card_that_somebody_deletes_comes_back_with_all_votes(dao: Job) -> None:
    number = await dao.opened("ada", "Now you see it")
    await dao.click("ada", number, "For")
    await dao.react("ben", number, "👎")
    first = await dao.card(number, "2 voted")
    first.delete()
    second = await dao.card(number, "2 voted")
    assert second.id != first.id
    await dao.click("ben", number, "For")
    await dao.card(number, "80\u202f000 FOLK")
    record = await dao.closed(number)
    assert record["result"]["scores"] == [str(80_000 * TOKEN), "0", "0"]
    assert dao.cards(number) == [second]


@pytest.mark.attack("text")
async def test_an_edit_of_nothing_but_spaces_is_told_and_holds_nothing_up(dao: Job) -> None:
    number = await dao.submitted("ada", "A well of ours", text="Dig it. Line it.")
    await dao.thread(number)
    for text in ("Dig it.\nLine it.", "Dig it. Cover it."):
        form = await dao["ada"].person.slash(dao.stage.announcements, "proposal edit", proposal=str(number))
        assert form.modal is not None, form
        await (await form.modal.submit({"Text": text})).settled()
    assert "+Cover it." in (await dao.in_thread(number, "(version 3)")).text
    assert "```" not in (await dao.in_thread(number, "(version 2)")).text


async def test_what_if_says_of_the_published_record_what_tally_says_of_the_rewritten_file(
    dao: Job, tmp_path: Path
) -> None:
    """By each mechanism that its ballots allow."""
    number = await dao.opened("ada", "By other rules")
    await dao.click("ada", number, "For")
    await dao.command("ben", number, "Against")
    await dao.click("cleo", number, "For")
    record = await dao.closed(number)
    environment = {"PATH": os.environ["PATH"]}
    (tmp_path / "record.json").write_bytes(canonical_json(record))
    status, out, err = await forked.command(
        tmp_path, "whatif", "record.json", "--json", environment=environment
    )
    assert (status, err) == (0, "")
    own, *others = json.loads(out)["rules"]
    assert own["result"] == record["result"]
    assert {each["mechanism"] for each in others} == {"headcount", "quadratic"}
    for each in others:
        by_hand = rewritten(record["election"], each["mechanism"], each["options"])
        status, counted, _ = await forked.command(
            tmp_path, "tally", "-", environment=environment, given=json.dumps(by_hand)
        )
        assert (status, json.loads(counted)) == (0, each["result"])
