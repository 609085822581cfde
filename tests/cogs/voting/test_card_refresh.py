"""The card follows the count without an edit for each vote, and comes back when it was deleted."""

import asyncio

from sandbox.discord import Message
from sandbox.discord.api import Request
from tests.cogs.voting.moot import CARD_SECONDS, Moot, is_card


def edits(moot: Moot) -> int:
    return sum(
        request.method == "PATCH" and request.path.endswith(f"/messages/{moot.card.id}")
        for request in moot.discord.requests
    )


async def shows(moot: Moot, words: str) -> Message:
    """The card as soon as these words stand on it."""
    return await moot.announcements.wait_for(lambda m: is_card(m) and words in m.text, timeout=10)


async def test_the_card_shows_a_vote_soon_after_it_was_cast(moot: Moot) -> None:
    await moot.opened({"ada": 70, "ben": 30})
    await moot.vote("ada", "For")
    card = await shows(moot, "**For** 100.0")
    assert "70 VOTE" in card.text
    await moot.vote("ben", "Against")
    await shows(moot, "**For** 70.0")


async def test_many_votes_one_after_the_other_are_few_edits(moot: Moot) -> None:
    voters = {f"voter{number}": 1 for number in range(60)}
    await moot.opened(voters)
    card = moot.card
    before = edits(moot)
    began = asyncio.get_running_loop().time()
    for name in voters:
        await moot[name].click(card, "For")
    await shows(moot, "60 VOTE")
    took = asyncio.get_running_loop().time() - began
    assert edits(moot) - before <= took / CARD_SECONDS + 2


async def test_power_that_is_read_later_reaches_the_card(moot: Moot) -> None:
    moot.assembly.hold("cleo", 5)
    await moot.opened({"ada": 70})
    await moot.assembly.link("cleo", guild=moot.guild_id)
    moot.assembly.chain.gate = asyncio.Event()
    await moot["cleo"].click(moot.card, "For")
    await shows(moot, "1 more waits for power that could not be read yet")
    moot.assembly.chain.gate.set()
    await shows(moot, "**For** 100.0")


async def test_a_deleted_card_is_posted_again_with_the_count_so_far(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    await moot.vote("ada", "For")
    await shows(moot, "70 VOTE")
    old = moot.card
    old.delete()
    await moot.until(lambda: any(is_card(m) for m in moot.announcements.messages))
    assert moot.card is not old
    assert "70 VOTE" in moot.card.text
    await moot.vote("ada", "Against")
    await shows(moot, "**Against** 100.0")


async def test_a_card_deleted_while_the_bot_was_away_is_posted_again(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    await moot.disconnect()
    moot.card.delete()
    await moot.assembly.restart()
    await moot.connect()
    await moot.until(lambda: any(is_card(m) for m in moot.announcements.messages))


async def test_after_a_restart_the_card_shows_what_happened_meanwhile(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    await moot.disconnect()
    await moot.assembly.vote("ada", "Against", guild=moot.guild_id)
    await moot.assembly.restart()
    await moot.connect()
    await moot.until(lambda: "**Against** 100.0" in moot.card.text)


async def test_an_edit_that_fails_is_made_up_for(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    moot.discord.faults.fail_next("PATCH", f"/messages/{moot.card.id}", status=None)
    await moot.vote("ada", "For")
    await shows(moot, "**For** 100.0")


async def test_a_vote_during_an_edit_is_shown_by_the_next_one(moot: Moot) -> None:
    await moot.opened({"ada": 70, "ben": 30})
    moot.discord.faults.delay("PATCH", f"/messages/{moot.card.id}", 0.2)
    await moot.vote("ada", "For")
    await moot.vote("ben", "For")
    await shows(moot, "100 VOTE")


async def test_an_older_picture_never_overtakes_a_newer_one(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70, "ben": 30})
    first, go_on = asyncio.Event(), asyncio.Event()

    async def hold(request: Request) -> None:
        if request.method == "PATCH" and not first.is_set():
            first.set()
            await go_on.wait()

    moot.discord.on_request = hold
    await moot.vote("ada", "For")
    await asyncio.wait_for(first.wait(), 10)
    # The picture with one vote is on its way, and the vote is closed.
    await moot.assembly.close(proposal)
    telling = asyncio.create_task(moot.deliver())
    # Whatever doesn't wait for the first edit has the time of a whole answer to overtake it.
    await moot["ben"].click(moot.card, "Details")
    go_on.set()
    await telling
    await moot.until(lambda: all(request.status for request in moot.discord.requests))
    assert "**Passed**" in moot.card.text
    assert "For" not in {button.label for button in moot.card.buttons}
