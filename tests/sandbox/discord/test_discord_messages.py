"""Messages, as a real discord.py sends, edits, finds and deletes them."""

import io

import discord as discordpy
import pytest

from sandbox.discord import CannotDo


class Card(discordpy.ui.LayoutView):
    def __init__(self, text="# Card", label="For"):
        super().__init__(timeout=None)
        row = discordpy.ui.ActionRow(discordpy.ui.Button(label=label, custom_id="vote:for"))
        self.add_item(
            discordpy.ui.Container(
                discordpy.ui.TextDisplay(text),
                discordpy.ui.Separator(),
                discordpy.ui.Section(
                    "Turnout 12 %", accessory=discordpy.ui.Button(label="Why?", custom_id="vote:why")
                ),
                row,
                accent_colour=0x336699,
            )
        )


async def test_a_card_arrives_as_it_was_built(town, bot):
    sent = await bot.get_channel(town.channel.id).send(view=Card())

    [card] = town.channel.messages
    assert card.text == "# Card\nTurnout 12 %"
    assert [(button.label, button.custom_id) for button in card.buttons] == [
        ("Why?", "vote:why"),
        ("For", "vote:for"),
    ]
    assert card.flags & 1 << 15
    assert sent.flags.components_v2
    assert sent.components[0].accent_colour.value == 0x336699


async def test_an_edit_replaces_the_card_and_is_told_to_everybody(town, bot):
    sent = await bot.get_channel(town.channel.id).send(view=Card())

    edited = await sent.edit(view=Card("# Closed", "Result"))

    await bot.until("raw_message_edit")
    assert town.channel.messages[0].text == "# Closed\nTurnout 12 %"
    assert edited.edited_at is not None
    assert town.channel.messages[0].id == sent.id


async def test_files_can_be_fetched_and_stand_in_the_card(town, bot):
    class Record(discordpy.ui.LayoutView):
        file = discordpy.ui.File("attachment://record.json")

    file = discordpy.File(io.BytesIO(b'{"for": 10}'), "record.json", description="the record")
    sent = await bot.get_channel(town.channel.id).send(view=Record(), file=file)

    assert await sent.attachments[0].read() == b'{"for": 10}'
    [attachment] = town.channel.messages[0].attachments
    assert (attachment.content, attachment.description) == (b'{"for": 10}', "the record")
    assert sent.components[0].media.url == sent.attachments[0].url


async def test_an_edit_keeps_the_files_that_it_names(town, bot):
    files = [discordpy.File(io.BytesIO(name.encode()), name) for name in ("a.txt", "b.txt")]
    sent = await bot.get_channel(town.channel.id).send("two", files=files)

    await sent.edit(attachments=[sent.attachments[1], discordpy.File(io.BytesIO(b"c"), "c.txt")])

    assert [file.filename for file in town.channel.messages[0].attachments] == ["b.txt", "c.txt"]
    assert await (await sent.fetch()).attachments[0].read() == b"b.txt"


async def test_the_same_nonce_posts_once(town, raw):
    first = await raw.send(town.channel, content="result", nonce="7:result", enforce_nonce=True)
    again = await raw.send(town.channel, content="result", nonce="7:result", enforce_nonce=True)
    other = await raw.send(town.channel, content="result", nonce="8:result", enforce_nonce=True)

    assert first[1]["id"] == again[1]["id"] != other[1]["id"]
    assert first[1]["nonce"] == "7:result"
    assert len(town.channel.messages) == 2


async def test_without_enforcement_a_nonce_is_only_echoed(town, raw):
    ids = {(await raw.send(town.channel, content="x", nonce="1"))[1]["id"] for _ in range(2)}

    assert len(ids) == 2


async def test_mentions_are_those_that_are_allowed(town, bot):
    text = f"{town.ada.mention} {town.ben.mention} {town.guardian.mention} @everyone"
    channel = bot.get_channel(town.channel.id)

    await channel.send(text, allowed_mentions=discordpy.AllowedMentions.none())
    only_ada = discordpy.AllowedMentions(everyone=True, users=[discordpy.Object(town.ada.id)], roles=False)
    await channel.send(text, allowed_mentions=only_ada)

    silent, loud = town.channel.messages
    assert (silent.mentions, silent.mention_roles, silent.mention_everyone) == ([], [], False)
    assert [user.name for user in loud.mentions] == ["ada"]
    assert not loud.mention_everyone  # the bot has no permission to


async def test_history_pages_before_after_and_around(town, bot):
    channel = bot.get_channel(town.channel.id)
    for number in range(9):
        await town.ada.say(town.channel, str(number))
    ids = [message.id for message in town.channel.messages]

    async def found(**query):
        return [ids.index(message.id) for message in [one async for one in channel.history(**query)]]

    assert await found(limit=3) == [8, 7, 6]
    assert await found(limit=3, before=discordpy.Object(ids[4])) == [3, 2, 1]
    assert await found(limit=3, after=discordpy.Object(ids[4])) == [5, 6, 7]
    assert await found(limit=3, around=discordpy.Object(ids[4])) == [5, 4, 3]
    assert len(await found(limit=None)) == 9


async def test_pins_are_listed_last_pinned_first(town, bot):
    channel = bot.get_channel(town.channel.id)
    town.bot_member.roles[0].allow(town.bot_member.permissions | 1 << 51)
    one, two = [await channel.send(text) for text in ("one", "two")]

    await two.pin()
    await one.pin()
    assert [message.content async for message in channel.pins()] == ["one", "two"]
    await two.unpin()

    assert [message.content async for message in channel.pins()] == ["one"]
    assert [message.kind for message in town.channel.messages] == [0, 0, 6, 6]


async def test_pinning_has_its_own_permission(town, bot):
    sent = await bot.get_channel(town.channel.id).send("one")

    with pytest.raises(discordpy.Forbidden) as refused:
        await sent.pin()

    assert refused.value.code == 50013


async def test_a_deleted_message_is_gone_for_all(town, bot):
    sent = await bot.get_channel(town.channel.id).send("one")
    card = town.channel.messages[0]
    with pytest.raises(CannotDo, match="may not delete"):
        card.delete_by(town.ben)

    card.delete_by(town.guild.owner)

    await bot.until("raw_message_delete")
    assert town.channel.messages == []
    with pytest.raises(discordpy.NotFound) as gone:
        await sent.edit(content="two")
    assert gone.value.code == 10008


async def test_others_messages_can_not_be_edited(town, bot):
    said = await town.ada.say(town.channel, "mine")

    with pytest.raises(discordpy.Forbidden) as refused:
        await bot.get_channel(town.channel.id).get_partial_message(said.id).edit(content="yours")

    assert refused.value.code == 50005


async def test_without_the_intent_a_bot_reads_only_what_mentions_it(town, bot):
    await town.ada.say(town.channel, "secret")
    await town.ada.say(town.channel, f"hello {town.app.user.mention}")
    await bot.until("message", times=2)

    secret, hello = [
        await bot.get_channel(town.channel.id).fetch_message(m.id) for m in town.channel.messages
    ]
    assert secret.content == ""
    assert hello.content.startswith("hello")
    assert sorted(message.content for message in bot.cached_messages)[0] == ""


async def test_a_reply_names_what_it_answers(town, bot):
    said = await town.ada.say(town.channel, "question")
    channel = bot.get_channel(town.channel.id)

    answer = await channel.send("answer", reference=await channel.fetch_message(said.id))

    assert answer.reference.message_id == said.id
    assert town.channel.messages[1].reference is said
    assert town.channel.messages[1].mentions == [town.ada.user]


async def test_direct_messages_reach_only_their_reader(town, bot):
    user = await bot.fetch_user(town.ada.id)

    await user.send("your link was removed")
    await town.ada.write_to(town.app, "thanks")

    await bot.until("message", times=2)
    assert [message.text for message in town.ada.inbox(town.app)] == ["your link was removed", "thanks"]
    assert town.ben.inbox(town.app) == []


async def test_waiting_for_a_message_sees_old_new_and_edited_ones(town, bot):
    channel = bot.get_channel(town.channel.id)
    sent = await channel.send("open")
    assert (await town.channel.wait_for(lambda m: m.text == "open")).id == sent.id
    with pytest.raises(TimeoutError):
        await town.channel.wait_for(lambda m: m.text == "closed", timeout=0.01)

    await sent.edit(content="closed")

    assert (await town.channel.wait_for(lambda m: m.text == "closed")).id == sent.id


async def test_many_messages_are_deleted_at_once(town, raw):
    sent = [(await raw.send(town.channel, content=str(number)))[1]["id"] for number in range(3)]
    path = f"/channels/{town.channel.id}/messages/bulk-delete"

    assert (await raw("POST", path, {"messages": sent[:2]}))[0] == 403
    town.bot_member.roles[0].allow(town.bot_member.permissions | 1 << 13)
    assert (await raw("POST", path, {"messages": sent[:1]}))[0] == 400
    assert (await raw("POST", path, {"messages": sent[:2]}))[0] == 204

    assert [message.text for message in town.channel.messages] == ["2"]


async def test_an_announcement_is_published_once(town, raw):
    news = town.guild.create_announcement_channel("news")
    message_id = (await raw.send(news, content="result"))[1]["id"]
    path = f"/channels/{news.id}/messages/{message_id}/crosspost"

    assert (await raw("POST", path))[0] == 200
    assert (await raw("POST", path))[1]["code"] == 40033
