"""Approval: a menu in which one chooses as many as one likes, or none."""

from datetime import timedelta

from tests.cogs.voting.mechanisms import (
    ballots,
    chosen,
    labels,
    options,
    pick,
    press,
    receipt_of,
    sent,
    vote_by,
)
from tests.cogs.voting.moot import Moot


async def test_the_card_has_a_menu_in_which_several_can_be_chosen(moot: Moot) -> None:
    proposal = await vote_by(moot, "approval", {"ada": 70, "ben": 30})
    assert options(moot.card) == ["Ada", "Ben", "Cleo", "Dan"]
    receipt = await pick(moot, "ada", moot.card, "Cleo", "Ada")
    assert "**Ada and Cleo**" in receipt.text
    assert "gets all of your power" in receipt.text
    assert "**70 VOTE**" in receipt.text
    assert await ballots(moot, proposal) == {"ada": [1, 3]}


async def test_the_receipt_shows_what_is_approved_now_and_is_changed_in_place(moot: Moot) -> None:
    proposal = await vote_by(moot, "approval", {"ada": 70})
    receipt = await pick(moot, "ada", moot.card, "Cleo", "Ada")
    assert chosen(receipt) == ["Ada", "Cleo"]
    moot.assembly.clock.advance(timedelta(seconds=1))
    await pick(moot, "ada", receipt, "Dan")
    assert "**Dan**, instead of Ada and Cleo." in receipt.text
    assert chosen(receipt) == ["Dan"]
    assert await ballots(moot, proposal) == {"ada": [4]}


async def test_one_can_approve_of_nobody(moot: Moot) -> None:
    proposal = await vote_by(moot, "approval", {"ada": 70})
    receipt = await press(moot, "ada", moot.card, "None of these")
    assert "**none of the choices**" in receipt.text
    assert await ballots(moot, proposal) == {"ada": []}
    moot.assembly.clock.advance(timedelta(seconds=1))
    await pick(moot, "ada", receipt, "Ben")
    moot.assembly.clock.advance(timedelta(seconds=1))
    await pick(moot, "ada", receipt)
    assert "**none of the choices**, instead of Ben." in receipt.text


async def test_a_receipt_works_after_a_restart(moot: Moot) -> None:
    proposal = await vote_by(moot, "approval", {"ada": 70})
    receipt = await pick(moot, "ada", moot.card, "Cleo")
    await moot.restart()
    moot.assembly.clock.advance(timedelta(seconds=1))
    await pick(moot, "ada", receipt, "Cleo", "Dan")
    assert await ballots(moot, proposal) == {"ada": [3, 4]}


async def test_a_reason_belongs_to_the_ballot_under_which_it_is_given(moot: Moot) -> None:
    proposal = await vote_by(moot, "approval", {"ada": 70})
    old = await pick(moot, "ada", moot.card, "Cleo", "Ada")
    form = (await moot["ada"].click(old, "Add a reason")).modal
    assert form is not None
    await sent(form, {"Your reason": "They dig well."})
    await moot.deliver()
    assert moot.said(moot.thread, "voted **Ada and Cleo**")
    moot.assembly.clock.advance(timedelta(seconds=1))
    await pick(moot, "ada", moot.card, "Ben")
    reply = await moot["ada"].click(old, "Add a reason")
    assert "has changed since: **Ben**" in reply.text
    assert await ballots(moot, proposal) == {"ada": [2]}


async def test_the_menu_of_a_card_shows_what_one_has_approved_so_far(moot: Moot) -> None:
    await vote_by(moot, "approval", {"ada": 70})
    await pick(moot, "ada", moot.card, "Cleo", "Ada")
    reply = await moot["ada"].context_menu(moot.card, "Vote on this")
    message = await receipt_of(reply)
    assert "Your vote now: **Ada and Cleo**" in message.text
    assert chosen(message) == ["Ada", "Cleo"]
    assert "None of these" in labels(message)
    again = await pick(moot, "ada", message, "Ben")
    assert "**Ben**" in again.text


async def test_shares_are_of_all_power_that_voted_and_a_tie_names_who_is_tied(moot: Moot) -> None:
    proposal = await vote_by(moot, "approval", {"ada": 60, "ben": 40})
    await pick(moot, "ada", moot.card, "Ada", "Ben")
    await pick(moot, "ben", moot.card, "Ada", "Ben", "Dan")
    text = (await card_text(moot, "2 voted")).replace("\u2009", " ")
    assert "Level now: **Ada and Ben**" in text
    assert "**Ada** 100.0 % · 100 VOTE" in text
    assert "**Dan** 40.0 % · 40 VOTE" in text
    moot.assembly.clock.advance(timedelta(seconds=1))
    await press(moot, "ben", moot.card, "None of these")
    moot.assembly.clock.advance(timedelta(days=5, seconds=3))
    closing = await moot.assembly.folkmoot.closing.close(proposal)
    assert closing is not None
    assert not closing.passed
    await moot.deliver()
    (result,) = moot.said(moot.announcements, "## Result")
    assert "**Tied: Ada and Ben**. A tie has no winner." in result.text


async def card_text(moot: Moot, words: str) -> str:
    await moot.until(lambda: words in moot.card.text)
    return moot.card.text


async def test_reactions_are_not_offered_where_they_cannot_say_a_ballot(moot: Moot) -> None:
    proposal = await vote_by(moot, "approval", {"ada": 70})
    assert "You may also react" not in moot.card.text
    await moot["ada"].react(moot.card, "1️⃣")
    await pick(moot, "ada", moot.card, "Ben")
    assert await ballots(moot, proposal) == {"ada": [2]}
