"""The gateway: who may connect, what is told, and what is told again."""

import asyncio
import json
import zlib

import aiohttp
import discord as discordpy
import pytest

from sandbox.discord import Intent


class Socket:
    """A gateway client that shows each frame."""

    def __init__(self, socket):
        self.socket = socket

    async def get(self):
        async with asyncio.timeout(30):
            frame = await self.socket.receive()
        return frame.extra if frame.type is aiohttp.WSMsgType.CLOSE else json.loads(frame.data)

    async def closed(self):
        async with asyncio.timeout(30):
            while not self.socket.closed:
                await self.socket.receive()
        return self.socket.close_code

    async def send(self, op, data):
        await self.socket.send_json({"op": op, "d": data})

    async def until(self, event):
        while (frame := await self.get())["t"] != event:
            pass
        return frame


@pytest.fixture
async def connect(server):
    async with aiohttp.ClientSession() as session:

        async def open_socket(query=""):
            socket = await session.ws_connect(server.gateway_url + query)
            return Socket(socket)

        yield open_socket


@pytest.fixture
async def identified(connect, town):
    socket = await connect()
    assert (await socket.get())["op"] == 10
    await socket.send(2, {"token": town.app.token, "intents": int(Intent.GUILDS | Intent.GUILD_MESSAGES)})
    return socket, (await socket.until("READY"))["d"]


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 1}, 4004),
        (2, {"intents": 1}, 4004),
        (2, {"token": "{token}", "intents": 1 << 15}, 4014),
        (2, {"token": "{token}", "intents": 1 << 40}, 4013),
        (2, {"token": "{token}"}, 4013),
        (2, {"token": "{token}", "intents": 1, "shard": [2, 2]}, 4010),
        (8, {"guild_id": "1"}, 4003),
    ],
)
async def test_who_does_not_identify_properly_is_cut_off(town, connect, op, data, code):
    socket = await connect()
    token = {"token": data["token"].format(token=town.app.token)} if "token" in data else {}

    await socket.send(op, {**data, **token})

    assert await socket.closed() == code


async def test_an_unknown_operation_or_a_second_identify_ends_the_connection(town, connect):
    for op, code in ((99, 4001), (2, 4005)):
        socket = await connect()
        await socket.send(2, {"token": town.app.token, "intents": 1})
        await socket.until("READY")
        await socket.send(op, {"token": town.app.token, "intents": 1})
        assert await socket.closed() == code


async def test_what_is_no_json_ends_the_connection(connect):
    socket = await connect()
    await socket.socket.send_str("{")
    assert await socket.closed() == 4002


async def test_a_heartbeat_is_acknowledged(identified):
    socket, _ = identified
    await socket.until("GUILD_CREATE")

    await socket.send(1, 2)

    assert (await socket.get())["op"] == 11


async def test_events_come_only_for_the_intents(town, identified):
    socket, ready = identified
    assert ready["guilds"] == [{"id": str(town.guild.id), "unavailable": True}]
    await socket.until("GUILD_CREATE")

    said = await town.ada.say(town.channel, "hello")
    await town.ada.react(said, "👍")
    town.guild.create_member("cyd")
    await town.ada.say(town.channel, "again")

    first, second = await socket.get(), await socket.get()
    assert [first["t"], second["t"]] == ["MESSAGE_CREATE", "MESSAGE_CREATE"]
    assert (first["s"] + 1, first["d"]["content"]) == (second["s"], "")


async def test_a_resumed_session_gets_what_it_missed_in_order(town, server, identified, connect):
    socket, ready = identified
    seen = (await socket.until("GUILD_CREATE"))["s"]
    server.disconnect_gateways(resumable=True)
    assert await socket.closed() == 4000
    for text in ("one", "two"):
        await town.ada.say(town.channel, f"{town.app.user.mention} {text}")

    again = await connect()
    await again.send(6, {"token": town.app.token, "session_id": ready["session_id"], "seq": seen})

    assert (await again.get())["op"] == 10
    frames = [await again.get() for _ in range(3)]
    assert [(frame["t"], frame["s"] - seen) for frame in frames] == [
        ("MESSAGE_CREATE", 1),
        ("MESSAGE_CREATE", 2),
        ("RESUMED", 3),
    ]
    assert frames[1]["d"]["content"].endswith("two")


async def test_a_resume_of_what_is_forgotten_is_refused(town, server, identified, connect):
    _, ready = identified
    server.disconnect_gateways(resumable=False)

    again = await connect()
    await again.send(6, {"token": town.app.token, "session_id": ready["session_id"], "seq": 1})

    await again.get()
    assert await again.get() == {"op": 9, "d": False, "s": None, "t": None}


async def test_a_resume_from_before_what_was_acknowledged_is_refused(town, identified, connect):
    socket, ready = identified
    seen = (await socket.until("GUILD_CREATE"))["s"]
    await socket.send(1, seen)
    await socket.get()

    again = await connect()
    await again.send(6, {"token": town.app.token, "session_id": ready["session_id"], "seq": 0})

    await again.get()
    assert (await again.get())["op"] == 9


async def test_the_stream_can_be_compressed(town, connect):
    socket = await connect("?compress=zlib-stream")
    inflate = zlib.decompressobj()

    async def get():
        return json.loads(inflate.decompress((await socket.socket.receive()).data))

    assert (await get())["op"] == 10
    await socket.send(2, {"token": town.app.token, "intents": 1})
    assert (await get())["t"] == "READY"
    assert (await get())["d"]["name"] == "Folkmoot DAO"


async def test_a_shard_minds_its_own_guilds(town, connect):
    mine = (town.guild.id >> 22) % 2
    told = {}
    for shard in (0, 1):
        socket = await connect()
        await socket.send(2, {"token": town.app.token, "intents": 1, "shard": [shard, 2]})
        told[shard] = (await socket.until("READY"))["d"]["guilds"]

    assert told[mine] == [{"id": str(town.guild.id), "unavailable": True}]
    assert told[1 - mine] == []


async def test_members_come_in_chunks_to_who_may_ask(town, connect):
    town.app.privileged_intents = int(Intent.GUILD_MEMBERS)
    socket = await connect()
    await socket.send(2, {"token": town.app.token, "intents": 3})
    await socket.until("GUILD_CREATE")

    await socket.send(8, {"guild_id": str(town.guild.id), "query": "", "limit": 0, "nonce": "n"})

    chunk = (await socket.until("GUILD_MEMBERS_CHUNK"))["d"]
    assert (len(chunk["members"]), chunk["chunk_count"], chunk["nonce"]) == (4, 1, "n")


async def test_discordpy_resumes_and_misses_nothing(town, server, bot):
    channel = bot.get_channel(town.channel.id)
    await channel.send("card")
    card = town.channel.messages[0]
    identifies = server.gateway.identifies

    server.disconnect_gateways(resumable=True)
    for emoji in ("👍", "👎"):
        await town.ada.react(card, emoji)

    await bot.until("raw_reaction_add", times=2)
    await bot.until("resumed")
    assert server.gateway.identifies == identifies


async def test_discordpy_starts_anew_when_its_session_is_gone(town, server, bot):
    server.disconnect_gateways(resumable=False)

    await bot.until("ready", times=2)

    assert server.gateway.identifies == 2


async def test_discordpy_hears_of_roles_members_channels_and_the_guild(town, server, new_bot, start):
    town.app.privileged_intents = int(Intent.GUILD_MEMBERS)
    intents = discordpy.Intents.default()
    intents.members = True
    bot = new_bot(intents)
    await start(bot)
    guild = bot.get_guild(town.guild.id)
    assert len(guild.members) == 4

    role = town.guild.create_role("Judge")
    cyd = town.guild.create_member("cyd")
    cyd.give(role)
    town.guild.create_text_channel("log")
    await bot.until("member_update")
    await bot.until("guild_channel_create")
    assert [one.name for one in guild.get_member(cyd.id).roles] == ["@everyone", "Judge"]
    assert discordpy.utils.get(guild.text_channels, name="log")

    town.guild.delete_role(role)
    town.guild.remove(cyd)
    town.guild.channel_named("log").delete()
    await bot.until("guild_role_delete")
    await bot.until("raw_member_remove")
    await bot.until("guild_channel_delete")
    assert guild.get_member(cyd.id) is None

    town.guild.remove(town.bot_member)
    await bot.until("guild_remove")
    assert list(bot.guilds) == []


async def test_a_bot_that_joins_later_is_told_of_the_guild(server, town, bot):
    other = server.create_guild("Second")
    other.create_text_channel("hall")

    other.invite(town.app)

    await bot.until("guild_join")
    assert [channel.name for channel in bot.get_guild(other.id).text_channels] == ["hall"]


async def test_the_gateways_address_comes_with_the_sessions_left(town, raw, bot):
    answer = (await raw("GET", "/gateway/bot"))[1]

    assert answer["url"] == town.server.gateway_url
    assert answer["session_start_limit"]["remaining"] == 999
    assert (await raw("GET", "/gateway", token=False))[1] == {"url": town.server.gateway_url}


# -- faults on the way ------------------------------------------------------------------------------------------


async def contents(socket, number):
    return [(await socket.until("MESSAGE_CREATE"))["d"]["content"] for _ in range(number)]


async def said(town, *texts):
    for text in texts:
        await town.ada.say(town.channel, f"{town.app.user.mention} {text}")


def ends(found):
    return [text.rsplit(" ", 1)[1] for text in found]


async def test_a_lost_event_is_told_to_nobody_and_leaves_no_gap(town, server, identified):
    socket, _ = identified
    seen = (await socket.until("GUILD_CREATE"))["s"]
    server.gateway.faults.lose_next("MESSAGE_CREATE", times=2)

    await said(town, "one", "two", "three")

    frame = await socket.get()
    assert (frame["s"], ends([frame["d"]["content"]])) == (seen + 1, ["three"])


async def test_an_event_may_be_told_twice(town, server, identified):
    socket, _ = identified
    server.gateway.faults.repeat_next("MESSAGE_CREATE")

    await said(town, "one", "two")

    assert ends(await contents(socket, 3)) == ["one", "one", "two"]


async def test_held_events_are_told_in_any_order(town, server, identified):
    socket, _ = identified
    held = server.gateway.faults.hold("MESSAGE_CREATE")
    await said(town, "one", "two", "three")
    assert len(held) == 3

    held.release([2, 0])
    assert ends(await contents(socket, 2)) == ["three", "one"]
    server.gateway.faults.resume()

    assert ends(await contents(socket, 1)) == ["two"]
    await said(town, "four")
    assert ends(await contents(socket, 1)) == ["four"]


async def test_what_was_held_can_be_lost(town, server, identified):
    socket, _ = identified
    held = server.gateway.faults.hold()
    await said(town, "one")
    held.lose()
    server.gateway.faults.resume()

    await said(town, "two")

    assert ends(await contents(socket, 1)) == ["two"]


async def test_a_lagging_gateway_tells_everything_in_its_order(town, server, identified):
    socket, _ = identified
    server.gateway.faults.lag = 0.05
    await said(town, "one", "two")
    server.gateway.faults.lag = 0.0
    await said(town, "three")

    assert ends(await contents(socket, 3)) == ["one", "two", "three"]
