"""Reactions on the card are ballots, whatever the bot heard of them."""

import asyncio
from datetime import timedelta

from bot.domain.ids import ProposalId
from sandbox.discord import Message
from sandbox.discord.reacting import clear
from tests.assembly import CHOICES
from tests.cogs.voting.moot import Moot, is_card


async def seeded(moot: Moot) -> Message:
    """The card with one reaction of the bot's own for each choice."""
    return await moot.announcements.wait_for(lambda m: is_card(m) and len(m.reactions) == 3, timeout=10)


async def told(moot: Moot, name: str, words: str) -> Message:
    """The direct message with these words, as soon as it is there."""
    channel = moot.discord.world.direct_channel(moot.app, moot[name].user)
    await moot.until(lambda: any(words in message.text for message in channel.messages))
    return next(message for message in channel.messages if words in message.text)


async def voted(moot: Moot, name: str, choice: str) -> None:
    """Until the member's vote is stored."""

    async def stored() -> bool:
        votes = await moot.stored(ProposalId(1))
        return votes.get(name) == CHOICES.index(choice) + 1

    await moot.until(stored)


async def withdrawn(moot: Moot, proposal: ProposalId, name: str) -> None:
    """Until the member's vote is taken back."""

    async def gone() -> bool:
        return (await moot.stored(proposal)).get(name, 0) is None

    await moot.until(gone)


async def test_a_card_carries_a_reaction_of_the_bots_own_for_each_choice(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    card = await seeded(moot)
    assert [reaction.emoji["name"] for reaction in card.reactions.values()] == ["👍", "👎", "🤷"]
    assert await moot.stored(ProposalId(1)) == {}, "its own reactions are no votes"


async def test_a_reaction_is_a_vote_with_a_receipt_in_vote_mine(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    await moot["ada"].react(await seeded(moot), "👎")
    await voted(moot, "ada", "Against")
    message = await (await moot["ada"].slash(moot.announcements, "vote mine")).settled()
    assert "**Against**" in message.text
    assert "70 VOTE" in message.text
    assert "Receipt `" in message.text


async def test_a_removed_reaction_withdraws_the_vote_that_it_cast(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    card = await seeded(moot)
    await moot["ada"].react(card, "👍")
    await voted(moot, "ada", "For")
    await moot["ada"].unreact(card, "👍")
    await withdrawn(moot, proposal, "ada")


async def test_a_removed_reaction_leaves_a_later_vote_by_button_alone(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70, "ben": 1})
    card = await seeded(moot)
    await moot["ada"].react(card, "👍")
    await voted(moot, "ada", "For")
    await moot.vote("ada", "For")
    await moot["ada"].unreact(card, "👍")
    await moot["ben"].react(card, "👍")
    await voted(moot, "ben", "For")
    assert await moot.stored(proposal) == {"ada": 1, "ben": 1}


async def test_a_skin_tone_makes_no_difference(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot["ada"].react(await seeded(moot), "👍🏽")
    await voted(moot, "ada", "For")
    assert await moot.stored(proposal) == {"ada": 1}


async def test_a_super_reaction_is_a_vote_too(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot["ada"].react(await seeded(moot), "👍", burst=True)
    await voted(moot, "ada", "For")
    assert await moot.stored(proposal) == {"ada": 1}


async def test_another_emoji_or_another_message_is_no_vote(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70, "ben": 1})
    card = await seeded(moot)
    chatter = await moot["ben"].say(moot.announcements, "Who is for it?")
    await moot["ada"].react(card, "🎉")
    await moot["ada"].react(chatter, "👍")
    await moot["ben"].react(card, "👍")
    await voted(moot, "ben", "For")
    assert await moot.stored(proposal) == {"ben": 1}


async def test_who_may_not_vote_is_told_why_in_private(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot["dan"].react(await seeded(moot), "👍")
    assert "/wallet link" in (await told(moot, "dan", "wallet")).text
    assert await moot.stored(proposal) == {}


async def test_reactions_while_the_bot_was_away_count_after_its_return(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70, "ben": 20, "cleo": 10})
    card = await seeded(moot)
    await moot["ben"].react(card, "👍")
    await voted(moot, "ben", "For")
    await moot.disconnect()
    await moot["ada"].react(card, "👎")
    await moot["ben"].unreact(card, "👍")
    await moot["cleo"].react(card, "🤷", burst=True)
    await moot.assembly.restart()
    await moot.connect()
    await voted(moot, "ada", "Against")
    await voted(moot, "cleo", "Abstain")
    await withdrawn(moot, proposal, "ben")
    assert await moot.stored(proposal) == {"ada": 2, "ben": None, "cleo": 3}


async def test_more_reactions_than_one_page_are_all_read(moot: Moot) -> None:
    voters = {f"voter{number}": 1 for number in range(130)}
    proposal = await moot.opened(voters)
    card = await seeded(moot)
    await moot.disconnect()
    for name in voters:
        await moot[name].react(card, "👍")
    await moot.assembly.restart()
    await moot.connect()
    await voted(moot, "voter129", "For")
    assert len(await moot.stored(proposal)) == 130


async def test_a_reaction_before_the_cards_place_was_stored_counts(moot: Moot) -> None:
    proposal = await moot.submitted({"ada": 70})
    await moot.assembly.open(proposal)

    async def eager() -> None:
        card = await moot.announcements.wait_for(is_card)
        await moot["ada"].react(card, "👍")

    waiting = asyncio.create_task(eager())
    await moot.deliver()
    await waiting
    await voted(moot, "ada", "For")
    assert await moot.stored(proposal) == {"ada": 1}


async def test_reactions_are_read_again_until_discord_answers(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    card = await seeded(moot)
    await moot.disconnect()
    await moot["ada"].react(card, "👍")
    moot.discord.faults.fail_next(
        "GET", f"/channels/{moot.announcements.id}/messages/{card.id}$", status=None
    )
    await moot.assembly.restart()
    await moot.connect()
    await voted(moot, "ada", "For")
    assert await moot.stored(proposal) == {"ada": 1}


async def test_what_happens_during_the_reading_of_the_list_comes_after_it(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70, "ben": 1})
    card = await seeded(moot)
    await moot.disconnect()
    await moot["ada"].react(card, "👍")
    read, go_on = asyncio.Event(), asyncio.Event()

    async def hold(request: object) -> None:
        if "/reactions/%F0%9F%A4%B7" in str(request):
            read.set()
            await go_on.wait()

    # An old card is looked at by nobody else but the new session.
    moot.assembly.clock.advance(timedelta(hours=1))
    moot.discord.on_request = hold
    await moot.assembly.restart()
    await moot.connect()
    await asyncio.wait_for(read.wait(), 10)
    # The list with ada's reaction in it has been read, and is not stored yet.
    await moot["ada"].unreact(card, "👍")
    # Events come in order: with the answer to ben, the bot has heard of ada too.
    await moot.vote("ben", "For")
    go_on.set()

    async def all_of_it() -> bool:
        async with moot.assembly.folkmoot.uow.reading() as facts:
            ballots = await facts.ballots.of_member(proposal, moot.member("ada"))
        return [ballot.choice for ballot in ballots] == [1, None]

    await moot.until(all_of_it)


async def test_cleared_reactions_withdraw_the_votes_that_they_cast(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    card = await seeded(moot)
    await moot["ada"].react(card, "👍")
    await voted(moot, "ada", "For")
    clear(card)
    await withdrawn(moot, proposal, "ada")
    await seeded(moot)
