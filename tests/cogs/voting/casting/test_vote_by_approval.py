"""Approval: a menu in which one chooses as many as one likes, or none."""

from datetime import timedelta

from tests.cogs.voting.discord_harness import DiscordHarness
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


async def test_the_card_has_a_menu_in_which_several_can_be_chosen(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "approval", {"ada": 70, "ben": 30})
    assert options(dao.card) == ["Ada", "Ben", "Cleo", "Dan"]
    receipt = await pick(dao, "ada", dao.card, "Cleo", "Ada")
    assert "**Ada, Cleo**" in receipt.text
    assert "gets all of your power" in receipt.text
    assert "**70 VOTE**" in receipt.text
    assert await ballots(dao, proposal) == {"ada": [1, 3]}


async def test_the_receipt_shows_what_is_approved_now_and_is_changed_in_place(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "approval", {"ada": 70})
    receipt = await pick(dao, "ada", dao.card, "Cleo", "Ada")
    assert chosen(receipt) == ["Ada", "Cleo"]
    dao.harness.clock.advance(timedelta(seconds=1))
    await pick(dao, "ada", receipt, "Dan")
    assert "**Dan**, instead of Ada, Cleo." in receipt.text
    assert chosen(receipt) == ["Dan"]
    assert await ballots(dao, proposal) == {"ada": [4]}


async def test_one_can_approve_of_nobody(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "approval", {"ada": 70})
    receipt = await press(dao, "ada", dao.card, "None of these")
    assert "**none of the choices**" in receipt.text
    assert await ballots(dao, proposal) == {"ada": []}
    dao.harness.clock.advance(timedelta(seconds=1))
    await pick(dao, "ada", receipt, "Ben")
    dao.harness.clock.advance(timedelta(seconds=1))
    await pick(dao, "ada", receipt)
    assert "**none of the choices**, instead of Ben." in receipt.text


async def test_a_receipt_works_after_a_restart(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "approval", {"ada": 70})
    receipt = await pick(dao, "ada", dao.card, "Cleo")
    await dao.restart()
    dao.harness.clock.advance(timedelta(seconds=1))
    await pick(dao, "ada", receipt, "Cleo", "Dan")
    assert await ballots(dao, proposal) == {"ada": [3, 4]}


async def test_a_reason_belongs_to_the_ballot_under_which_it_is_given(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "approval", {"ada": 70})
    old = await pick(dao, "ada", dao.card, "Cleo", "Ada")
    form = (await dao["ada"].click(old, "Add a reason")).modal
    assert form is not None
    await sent(form, {"Your reason": "They dig well."})
    await dao.deliver()
    assert dao.said(dao.thread, "voted **Ada, Cleo**")
    dao.harness.clock.advance(timedelta(seconds=1))
    await pick(dao, "ada", dao.card, "Ben")
    reply = await dao["ada"].click(old, "Add a reason")
    assert "has changed since: **Ben**" in reply.text
    assert await ballots(dao, proposal) == {"ada": [2]}


async def test_the_menu_of_a_card_shows_what_one_has_approved_so_far(dao: DiscordHarness) -> None:
    await vote_by(dao, "approval", {"ada": 70})
    await pick(dao, "ada", dao.card, "Cleo", "Ada")
    reply = await dao["ada"].context_menu(dao.card, "Vote on this")
    message = await receipt_of(reply)
    assert "Your vote now: **Ada, Cleo**" in message.text
    assert chosen(message) == ["Ada", "Cleo"]
    assert "None of these" in labels(message)
    again = await pick(dao, "ada", message, "Ben")
    assert "**Ben**" in again.text


async def test_shares_are_of_all_power_that_voted_and_a_tie_names_who_is_tied(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "approval", {"ada": 60, "ben": 40})
    await pick(dao, "ada", dao.card, "Ada", "Ben")
    await pick(dao, "ben", dao.card, "Ada", "Ben", "Dan")
    text = (await card_text(dao, "2 voted")).replace("\u202f", " ")
    assert "Level now: **Ada and Ben**" in text
    assert "**Ada** 100.0 % · 100 VOTE" in text
    assert "**Dan** 40.0 % · 40 VOTE" in text
    dao.harness.clock.advance(timedelta(seconds=1))
    await press(dao, "ben", dao.card, "None of these")
    dao.harness.clock.advance(timedelta(days=5, seconds=3))
    closing = await dao.harness.services.closing.close(proposal)
    assert closing is not None
    assert not closing.passed
    await dao.deliver()
    (result,) = dao.said(dao.announcements, "## Result")
    assert "**Tied: Ada and Ben**. A tie has no winner." in result.text


async def card_text(dao: DiscordHarness, words: str) -> str:
    await dao.until(lambda: words in dao.card.text)
    return dao.card.text


async def test_reactions_are_not_offered_where_they_cannot_say_a_ballot(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "approval", {"ada": 70})
    assert "You may also react" not in dao.card.text
    await dao["ada"].react(dao.card, "1️⃣")
    await pick(dao, "ada", dao.card, "Ben")
    assert await ballots(dao, proposal) == {"ada": [2]}
