"""The card follows the count without an edit for each vote, and comes back when it was deleted."""

import asyncio

from sandbox.discord import Message
from sandbox.discord.api import Request
from tests.cogs.voting.discord_harness import CARD_SECONDS, DiscordHarness, is_card


def edits(dao: DiscordHarness) -> int:
    return sum(
        request.method == "PATCH" and request.path.endswith(f"/messages/{dao.card.id}")
        for request in dao.discord.requests
    )


async def shows(dao: DiscordHarness, words: str) -> Message:
    """The card as soon as these words stand on it."""
    return await dao.announcements.wait_for(lambda m: is_card(m) and words in m.text, timeout=30)


async def test_the_card_shows_a_vote_soon_after_it_was_cast(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70, "ben": 30})
    await dao.vote("ada", "For")
    card = await shows(dao, "**For** 100.0")
    assert "70 VOTE" in card.text
    await dao.vote("ben", "Against")
    await shows(dao, "**For** 70.0")


async def test_many_votes_one_after_the_other_are_few_edits(dao: DiscordHarness) -> None:
    voters = {f"voter{number}": 1 for number in range(60)}
    await dao.opened(voters)
    card = dao.card
    before = edits(dao)
    began = asyncio.get_running_loop().time()
    for name in voters:
        await dao[name].click(card, "For")
    await shows(dao, "60 VOTE")
    took = asyncio.get_running_loop().time() - began
    assert edits(dao) - before <= took / CARD_SECONDS + 2


async def test_power_that_is_read_later_reaches_the_card(dao: DiscordHarness) -> None:
    dao.harness.hold("cleo", 5)
    await dao.opened({"ada": 70})
    await dao.harness.link("cleo", guild=dao.guild_id)
    dao.harness.chain.gate = asyncio.Event()
    await dao["cleo"].click(dao.card, "For")
    await shows(dao, "1 more waits for power that could not be read yet")
    dao.harness.chain.gate.set()
    await shows(dao, "**For** 100.0")


async def test_a_deleted_card_is_posted_again_with_the_count_so_far(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    await dao.vote("ada", "For")
    await shows(dao, "70 VOTE")
    old = dao.card
    old.delete()
    await dao.until(lambda: any(is_card(m) for m in dao.announcements.messages))
    assert dao.card is not old
    assert "70 VOTE" in dao.card.text
    await dao.vote("ada", "Against")
    await shows(dao, "**Against** 100.0")


async def test_a_card_deleted_while_the_bot_was_away_is_posted_again(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    await dao.disconnect()
    dao.card.delete()
    await dao.harness.restart()
    await dao.connect()
    await dao.until(lambda: any(is_card(m) for m in dao.announcements.messages))


async def test_after_a_restart_the_card_shows_what_happened_meanwhile(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    await dao.disconnect()
    await dao.harness.vote("ada", "Against", guild=dao.guild_id)
    await dao.harness.restart()
    await dao.connect()
    await dao.until(lambda: "**Against** 100.0" in dao.card.text)


async def test_an_edit_that_fails_is_made_up_for(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    dao.discord.faults.fail_next("PATCH", f"/messages/{dao.card.id}", status=None)
    await dao.vote("ada", "For")
    await shows(dao, "**For** 100.0")


async def test_a_vote_during_an_edit_is_shown_by_the_next_one(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70, "ben": 30})
    dao.discord.faults.delay("PATCH", f"/messages/{dao.card.id}", 0.2)
    await dao.vote("ada", "For")
    await dao.vote("ben", "For")
    await shows(dao, "100 VOTE")


async def test_an_older_picture_never_overtakes_a_newer_one(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    first, go_on = asyncio.Event(), asyncio.Event()

    async def hold(request: Request) -> None:
        if request.method == "PATCH" and not first.is_set():
            first.set()
            await go_on.wait()

    dao.discord.on_request = hold
    await dao.vote("ada", "For")
    await asyncio.wait_for(first.wait(), 30)
    # The picture with one vote is on its way, and the vote is closed.
    await dao.harness.close(proposal)
    telling = asyncio.create_task(dao.deliver())
    # Whatever doesn't wait for the first edit has the time of a whole answer to overtake it.
    await dao["ben"].click(dao.card, "Details")
    go_on.set()
    await telling
    await dao.until(lambda: all(request.status for request in dao.discord.requests))
    assert "**Passed**" in dao.card.text
    assert "For" not in {button.label for button in dao.card.buttons}
