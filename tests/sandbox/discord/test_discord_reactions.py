"""Reactions, with their pages and events."""

import discord as discordpy
import pytest

from sandbox.discord import CannotDo


@pytest.fixture
async def card(town, bot):
    await bot.get_channel(town.channel.id).send("card")
    return town.channel.messages[0]


def seen(bot, card):
    return bot.get_channel(card.channel.id).get_partial_message(card.id)


async def test_reactions_are_told_and_listed_in_pages_by_id(town, bot, card):
    voters = [town.guild.create_member(f"voter{number}") for number in range(130)]
    for voter in reversed(voters):
        await voter.react(card, "👍")
    await bot.until("raw_reaction_add", times=130)

    message = await seen(bot, card).fetch()
    users = {user.id async for user in message.reactions[0].users()}

    assert users == {voter.id for voter in voters}
    pages = [entry for entry in town.server.requests if "/reactions/" in entry.path]
    assert len(pages) == 2


async def test_a_super_reaction_is_listed_apart(town, bot, card):
    await town.ada.react(card, "👍")
    await town.ben.react(card, "👍", burst=True)

    reaction = (await seen(bot, card).fetch()).reactions[0]

    assert (reaction.normal_count, reaction.burst_count) == (1, 1)
    kinds = {
        kind: [user.id async for user in reaction.users(type=kind)]
        for kind in (discordpy.ReactionType.normal, discordpy.ReactionType.burst)
    }
    assert list(kinds.values()) == [[town.ada.id], [town.ben.id]]


async def test_the_bots_own_reaction_is_marked(town, bot, card):
    await seen(bot, card).add_reaction("👍")
    await town.ada.react(card, "👎")

    up, down = (await seen(bot, card).fetch()).reactions

    assert (up.me, down.me) == (True, False)


async def test_a_removed_reaction_is_told(town, bot, card):
    await town.ada.react(card, "👍")
    await town.ada.unreact(card, "👍")

    await bot.until("raw_reaction_remove")
    assert card.reactions == {}
    with pytest.raises(CannotDo):
        await town.ada.unreact(card, "👍")


async def test_somebody_elses_reaction_needs_a_permission_to_remove(town, bot, card):
    await town.ada.react(card, "👍")
    with pytest.raises(discordpy.Forbidden):
        await seen(bot, card).remove_reaction("👍", discordpy.Object(town.ada.id))
    town.bot_member.roles[0].allow(town.bot_member.permissions | 1 << 13)

    await seen(bot, card).remove_reaction("👍", discordpy.Object(town.ada.id))
    await town.ada.react(card, "👎")
    await seen(bot, card).clear_reaction("👎")
    await town.ada.react(card, "🎉")
    await seen(bot, card).clear_reactions()

    await bot.until("raw_reaction_clear")
    await bot.until("raw_reaction_clear_emoji")
    assert card.reactions == {}


@pytest.mark.parametrize(
    ("emoji", "accepted"), [("👍", True), ("✅", True), ("1️⃣", True), ("yes", False), ("7", False)]
)
async def test_only_an_emoji_is_a_reaction(town, bot, card, emoji, accepted):
    if accepted:
        await seen(bot, card).add_reaction(emoji)
    else:
        with pytest.raises(discordpy.HTTPException) as refused:
            await seen(bot, card).add_reaction(emoji)
        assert refused.value.code == 10014


async def test_a_twenty_first_kind_of_reaction_is_refused(town, bot, card):
    for number in range(20):
        await town.ada.react(card, chr(0x1F600 + number))

    with pytest.raises(CannotDo, match="Maximum number of reactions"):
        await town.ada.react(card, "👍")


async def test_a_first_reaction_needs_the_permission_and_joining_one_does_not(town, bot, card):
    town.channel.overwrite(town.guild.everyone, deny=1 << 6)
    with pytest.raises(CannotDo):
        await town.ben.react(card, "👍")

    await town.guild.owner.react(card, "👍")
    await town.ben.react(card, "👍")

    assert len(next(iter(card.reactions.values())).normal) == 2


async def test_nobody_reacts_in_an_archived_thread(town, bot, card):
    thread = await town.ada.open_thread(town.channel, "talk")
    said = await town.ada.say(thread, "hello")
    thread.archive()

    with pytest.raises(CannotDo, match="archived"):
        await town.ben.react(said, "👍")
    with pytest.raises(discordpy.HTTPException) as refused:
        await bot.get_partial_messageable(thread.id).get_partial_message(said.id).add_reaction("👍")
    assert refused.value.code == 50083


async def test_a_page_of_reactions_goes_on_after_an_id(town, raw, card):
    people = [town.guild.create_member(f"voter{number}") for number in range(5)]
    for person in reversed(people):
        await person.react(card, "👍")
    path = (
        f"/channels/{town.channel.id}/messages/{card.id}/reactions/%F0%9F%91%8D?limit=2&after={people[1].id}"
    )

    assert [user["id"] for user in (await raw("GET", path))[1]] == [str(person.id) for person in people[2:4]]
