"""Reactions on the card are ballots, whatever the bot heard of them."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import ProposalId
from sandbox.discord import Message
from sandbox.discord.people.reacting import clear
from sandbox.discord.people.refusals import Closed
from tests.cogs.voting.discord_harness import DiscordHarness, is_card
from tests.harness import CHOICES


async def seeded(dao: DiscordHarness) -> Message:
    """The card with one reaction of the bot's own for each choice."""
    return await dao.announcements.wait_for(lambda m: is_card(m) and len(m.reactions) == 3, timeout=30)


async def told(dao: DiscordHarness, name: str, words: str) -> Message:
    """The direct message with these words, as soon as it is there."""
    channel = dao.discord.world.direct_channel(dao.app, dao[name].user)
    await dao.until(lambda: any(words in message.text for message in channel.messages))
    return next(message for message in channel.messages if words in message.text)


async def voted(dao: DiscordHarness, name: str, choice: str) -> None:
    """Until the member's vote is stored."""

    async def stored() -> bool:
        votes = await dao.stored(ProposalId(1))
        return votes.get(name) == CHOICES.index(choice) + 1

    await dao.until(stored)


async def withdrawn(dao: DiscordHarness, proposal: ProposalId, name: str) -> None:
    """Until the member's vote is taken back."""

    async def gone() -> bool:
        return (await dao.stored(proposal)).get(name, 0) is None

    await dao.until(gone)


async def test_a_card_carries_a_reaction_of_the_bots_own_for_each_choice(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    card = await seeded(dao)
    assert [reaction.emoji["name"] for reaction in card.reactions.values()] == ["👍", "👎", "🤷"]
    assert await dao.stored(ProposalId(1)) == {}, "its own reactions are no votes"


async def test_a_reaction_is_a_vote_with_a_receipt_in_vote_mine(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    await dao["ada"].react(await seeded(dao), "👎")
    await voted(dao, "ada", "Against")
    message = await (await dao["ada"].slash(dao.announcements, "vote mine")).settled()
    assert "**Against**" in message.text
    assert "70 VOTE" in message.text
    assert "Receipt `" in message.text


async def test_a_removed_reaction_withdraws_the_vote_that_it_cast(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    card = await seeded(dao)
    await dao["ada"].react(card, "👍")
    await voted(dao, "ada", "For")
    await dao["ada"].unreact(card, "👍")
    await withdrawn(dao, proposal, "ada")


async def test_a_removed_reaction_leaves_a_later_vote_by_button_alone(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 1})
    card = await seeded(dao)
    await dao["ada"].react(card, "👍")
    await voted(dao, "ada", "For")
    await dao.vote("ada", "For")
    await dao["ada"].unreact(card, "👍")
    await dao["ben"].react(card, "👍")
    await voted(dao, "ben", "For")
    assert await dao.stored(proposal) == {"ada": 1, "ben": 1}


async def test_a_skin_tone_makes_no_difference(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao["ada"].react(await seeded(dao), "👍🏽")
    await voted(dao, "ada", "For")
    assert await dao.stored(proposal) == {"ada": 1}


async def test_a_super_reaction_is_a_vote_too(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao["ada"].react(await seeded(dao), "👍", burst=True)
    await voted(dao, "ada", "For")
    assert await dao.stored(proposal) == {"ada": 1}


async def test_another_emoji_or_another_message_is_no_vote(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 1})
    card = await seeded(dao)
    chatter = await dao["ben"].say(dao.announcements, "Who is for it?")
    await dao["ada"].react(card, "🎉")
    await dao["ada"].react(chatter, "👍")
    await dao["ben"].react(card, "👍")
    await voted(dao, "ben", "For")
    assert await dao.stored(proposal) == {"ben": 1}


async def test_who_may_not_vote_is_told_why_in_private(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao["dan"].react(await seeded(dao), "👍")
    assert "/wallet link" in (await told(dao, "dan", "wallet")).text
    assert await dao.stored(proposal) == {}


def direct_messages(dao: DiscordHarness, name: str) -> list[Message]:
    """What the bot has told a member in private, but for the wallets that they have linked."""
    told = dao.discord.world.direct_channel(dao.app, dao[name].user).messages
    return [each for each in told if "is linked to your Discord account now" not in each.text]


async def paused_reaction(dao: DiscordHarness) -> ProposalId:
    """Dan has a wallet, and reacts while a moderator has paused the vote."""
    proposal = await dao.opened({"ada": 70, "dan": 10})
    card = await seeded(dao)
    services = dao.harness.services
    await services.moderation.pause(dao.harness.moderator(), proposal, "a moment")
    await dao["dan"].react(card, "👍")
    return proposal


@pytest.mark.attack("order")
async def test_a_reaction_in_a_pause_is_told_once_and_counts_when_it_is_made_again(
    dao: DiscordHarness,
) -> None:
    proposal = await paused_reaction(dao)
    words = "doesn't count then, either: take it back and react again"
    assert words in (await told(dao, "dan", "is paused")).text
    await dao.harness.services.moderation.resume(dao.harness.moderator(), proposal, "it goes on")
    card = await seeded(dao)
    await dao.restart()
    assert await dao.stored(proposal) == {}
    await dao["dan"].unreact(card, "👍")
    await dao["dan"].react(card, "👍")
    await voted(dao, "dan", "For")
    assert len(direct_messages(dao, "dan")) == 1


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    ("status", "code", "at_opening"),
    [
        (403, 50007, False),
        (403, 50007, True),
        (400, 50007, False),
        (403, 50001, False),
        (403, 50013, True),
        (400, 50035, True),
    ],
)
async def test_who_can_t_be_told_in_private_that_a_reaction_doesn_t_count_is_told_in_the_thread(
    dao: DiscordHarness, status: int, code: int, at_opening: bool
) -> None:
    dao["dan"].user.closed = Closed(status, code, at_opening)
    await paused_reaction(dao)
    notes = lambda: [m for m in dao.thread.messages if dao["dan"].mention in m.text]  # noqa: E731
    await dao.until(lambda: bool(notes()))
    (note,) = notes()
    assert "is paused" in note.text
    assert "react again" in note.text


async def test_a_refused_reaction_counts_where_the_one_above_it_is_taken_back(dao: DiscordHarness) -> None:
    proposal = await paused_reaction(dao)
    card = await seeded(dao)
    await dao.harness.services.moderation.resume(dao.harness.moderator(), proposal, "it goes on")
    await dao["dan"].react(card, "👎")
    await voted(dao, "dan", "Against")
    await dao["dan"].unreact(card, "👎")
    await voted(dao, "dan", "For")


async def test_reactions_while_the_bot_was_away_count_after_its_return(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 20, "cleo": 10})
    card = await seeded(dao)
    await dao["ben"].react(card, "👍")
    await voted(dao, "ben", "For")
    await dao.disconnect()
    await dao["ada"].react(card, "👎")
    await dao["ben"].unreact(card, "👍")
    await dao["cleo"].react(card, "🤷", burst=True)
    await dao.harness.restart()
    await dao.connect()
    await voted(dao, "ada", "Against")
    await voted(dao, "cleo", "Abstain")
    await withdrawn(dao, proposal, "ben")
    assert await dao.stored(proposal) == {"ada": 2, "ben": None, "cleo": 3}


async def test_more_reactions_than_one_page_are_all_read(dao: DiscordHarness) -> None:
    voters = {f"voter{number}": 1 for number in range(130)}
    proposal = await dao.opened(voters)
    card = await seeded(dao)
    await dao.disconnect()
    for name in voters:
        await dao[name].react(card, "👍")
    await dao.harness.restart()
    await dao.connect()
    await voted(dao, "voter129", "For")
    assert len(await dao.stored(proposal)) == 130


async def test_a_reaction_before_the_cards_place_was_stored_counts(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70})
    await dao.harness.open(proposal)

    async def eager() -> None:
        card = await dao.announcements.wait_for(is_card)
        await dao["ada"].react(card, "👍")

    waiting = asyncio.create_task(eager())
    await dao.deliver()
    await waiting
    await voted(dao, "ada", "For")
    assert await dao.stored(proposal) == {"ada": 1}


async def test_reactions_are_read_again_until_discord_answers(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    card = await seeded(dao)
    await dao.disconnect()
    await dao["ada"].react(card, "👍")
    dao.discord.faults.fail_next("GET", f"/channels/{dao.announcements.id}/messages/{card.id}$", status=None)
    await dao.harness.restart()
    await dao.connect()
    await voted(dao, "ada", "For")
    assert await dao.stored(proposal) == {"ada": 1}


async def test_what_happens_during_the_reading_of_the_list_comes_after_it(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 1})
    card = await seeded(dao)
    await dao.disconnect()
    await dao["ada"].react(card, "👍")
    read, go_on = asyncio.Event(), asyncio.Event()

    async def hold(request: object) -> None:
        if "/reactions/%F0%9F%A4%B7" in str(request):
            read.set()
            await go_on.wait()

    # An old card is looked at by nobody else but the new session.
    dao.harness.clock.advance(timedelta(hours=1))
    dao.discord.on_request = hold
    await dao.harness.restart()
    await dao.connect()
    await asyncio.wait_for(read.wait(), 30)
    # The list with ada's reaction in it has been read, and is not stored yet.
    await dao["ada"].unreact(card, "👍")
    # Events come in order: with the answer to ben, the bot has heard of ada too.
    await dao.vote("ben", "For")
    go_on.set()

    async def all_of_it() -> bool:
        async with dao.harness.services.uow.reading() as repositories:
            ballots = await repositories.ballots.of_member(proposal, dao.member("ada"))
        return [ballot.choice for ballot in ballots] == [1, None]

    await dao.until(all_of_it)


async def test_cleared_reactions_withdraw_the_votes_that_they_cast(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    card = await seeded(dao)
    await dao["ada"].react(card, "👍")
    await voted(dao, "ada", "For")
    clear(card)
    await withdrawn(dao, proposal, "ada")
    await seeded(dao)
