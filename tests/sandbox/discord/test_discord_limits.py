"""Deadlines, rate limits and faults."""

import asyncio
from datetime import timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord as discordpy
import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_addresses import point_at
from sandbox.discord import Clock, Discord, Interaction, ManualClock, NoAnswer, ShiftedClock
from sandbox.discord.world.snowflake import Snowflakes, time_of


class Desk:
    """A raw client of a server whose clock stands still."""

    def __init__(self, server, session):
        self.server = server
        self.clock = server.clock
        self.session = session
        self.app = server.create_application("Folkmoot")
        self.guild = server.create_guild("Folkmoot DAO")
        self.channel = self.guild.create_text_channel("announcements")
        self.guild.invite(self.app)
        self.ada = self.guild.create_member("ada")

    async def __call__(self, method, path, body=None):
        headers = {"Authorization": f"Bot {self.app.token}"}
        async with self.session.request(
            method, self.server.api_url + path, json=body, headers=headers
        ) as answer:
            self.headers = answer.headers
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def slash(self):
        """ada's command that waits for its acknowledgement."""
        interaction = Interaction(self.app, self.ada, self.channel, 2, {"id": "1", "name": "act", "type": 1})
        interaction.send()
        return asyncio.create_task(interaction.answered()), interaction

    async def acknowledge(self, interaction, kind=5):
        return await self(
            "POST", f"/interactions/{interaction.id}/{interaction.token}/callback", {"type": kind}
        )


@pytest.fixture(params=[False])
async def desk(request):
    async with (
        Discord.serve(clock=ManualClock(), strict_limits=request.param) as server,
        aiohttp.ClientSession() as session,
    ):
        yield Desk(server, session)
        assert server.violations == []


strict = pytest.mark.parametrize("desk", [True], indirect=True)


async def test_an_acknowledgement_after_three_seconds_is_too_late(desk):
    waiting, interaction = await desk.slash()
    desk.clock.advance(3.001)

    with pytest.raises(NoAnswer):
        await waiting
    assert (await desk.acknowledge(interaction))[1]["code"] == 10062


async def test_an_acknowledgement_at_three_seconds_is_in_time(desk):
    waiting, interaction = await desk.slash()
    desk.clock.advance(2.999)

    assert (await desk.acknowledge(interaction))[0] == 204
    assert (await waiting).kind == "deferred"


async def test_the_token_works_for_fifteen_minutes(desk):
    waiting, interaction = await desk.slash()
    await desk.acknowledge(interaction)
    await waiting
    path = f"/webhooks/{desk.app.id}/{interaction.token}"

    desk.clock.advance(15 * 60)
    assert (await desk("PATCH", f"{path}/messages/@original", {"content": "in time"}))[0] == 200
    desk.clock.advance(1)

    assert (await desk("POST", path, {"content": "late"}))[1]["code"] == 50027
    assert (await desk("DELETE", f"{path}/messages/@original"))[1]["code"] == 50027
    assert (await waiting).text == "in time"


async def test_a_token_works_only_after_the_acknowledgement(desk):
    waiting, interaction = await desk.slash()

    assert (await desk("POST", f"/webhooks/{desk.app.id}/{interaction.token}", {"content": "x"}))[1][
        "code"
    ] == 10015
    waiting.cancel()


async def test_a_nonce_is_forgotten_after_a_few_minutes(desk):
    path, body = (
        f"/channels/{desk.channel.id}/messages",
        {"content": "x", "nonce": "1", "enforce_nonce": True},
    )
    first = (await desk("POST", path, body))[1]["id"]
    desk.clock.advance(60)
    assert (await desk("POST", path, body))[1]["id"] == first
    desk.clock.advance(60 * 10)

    assert (await desk("POST", path, body))[1]["id"] != first


@strict
async def test_a_sixth_edit_within_five_seconds_has_to_wait(desk):
    path = f"/channels/{desk.channel.id}/messages"
    message = (await desk("POST", path, {"content": "x"}))[1]["id"]
    for left in (4, 3, 2, 1, 0):
        desk.clock.advance(0.5)
        assert (await desk("PATCH", f"{path}/{message}", {"content": str(left)}))[0] == 200
        assert desk.headers["X-RateLimit-Remaining"] == str(left)

    status, answer = await desk("PATCH", f"{path}/{message}", {"content": "too many"})

    assert (status, answer["global"], answer["retry_after"]) == (429, False, 3.0)
    assert desk.headers["Via"]
    assert desk.headers["X-RateLimit-Reset-After"] == "3.000"
    assert desk.server.invalid_requests == 1
    desk.clock.advance(3)
    assert (await desk("PATCH", f"{path}/{message}", {"content": "now"}))[0] == 200


@strict
async def test_fifty_requests_per_second_are_the_limit_of_a_bot(desk):
    channels = [desk.guild.create_text_channel(f"c{number}") for number in range(50)]
    desk.clock.advance(1)
    for channel in channels:
        assert (await desk("GET", f"/channels/{channel.id}"))[0] == 200

    status, answer = await desk("GET", f"/channels/{desk.channel.id}")

    assert (status, answer["global"]) == (429, True)
    assert desk.headers["X-RateLimit-Scope"] == "global"


@strict
async def test_a_thread_is_renamed_twice_in_ten_minutes(desk):
    thread = desk.guild.create_text_channel("x")
    desk.guild.bot(desk.app).roles[0].allow(8)
    for name in ("one", "two"):
        assert (await desk("PATCH", f"/channels/{thread.id}", {"name": name}))[0] == 200

    assert (await desk("PATCH", f"/channels/{thread.id}", {"name": "three"}))[1]["retry_after"] == 600
    assert (await desk("PATCH", f"/channels/{thread.id}", {"topic": "three"}))[0] == 200


@strict
async def test_ten_thousand_invalid_requests_ban_the_address(desk):
    for _ in range(10_000):
        desk.server.limits.note_invalid(403)
    assert (await desk("GET", "/users/@me"))[0] == 403

    desk.clock.advance(601)

    assert desk.server.invalid_requests == 0
    assert (await desk("GET", "/users/@me"))[0] == 200


async def test_limits_are_not_enforced_unless_asked_for(desk):
    for _ in range(60):
        assert (await desk("GET", f"/channels/{desk.channel.id}"))[0] == 200
    assert "X-RateLimit-Remaining" not in desk.headers


async def test_discordpy_waits_out_a_429(town, bot, server):
    server.faults.fail_next(
        "POST",
        r"/channels/\d+/messages$",
        status=429,
        body={"message": "wait", "retry_after": 0.01, "global": False},
    )

    await bot.get_channel(town.channel.id).send("through")

    statuses = [entry.status for entry in server.requests if entry.path.endswith("/messages")]
    assert statuses == [429, 200]


async def test_a_request_fails_before_it_is_done(town, raw, server):
    server.faults.fail_next("POST", r"/channels/\d+/messages$", status=503, times=2)

    assert [(await raw.send(town.channel, content=text))[0] for text in "abc"] == [503, 503, 200]
    assert [message.text for message in town.channel.messages] == ["c"]


async def test_an_answer_is_lost_after_it_was_done(town, raw, server):
    server.faults.fail_next("POST", "/messages$", after=True)
    body = {"content": "x", "nonce": "1", "enforce_nonce": True}

    with pytest.raises(aiohttp.ClientError):
        await raw.send(town.channel, **body)

    assert (await raw.send(town.channel, **body))[0] == 200
    assert [message.text for message in town.channel.messages] == ["x"]


async def test_a_connection_is_cut_without_anything_done(town, raw, server):
    server.faults.fail_next("*", "/messages$", status=None)

    with pytest.raises(aiohttp.ClientError):
        await raw.send(town.channel, content="x")

    assert town.channel.messages == []


async def test_a_delayed_request_waits_while_others_pass(town, raw, server):
    arrived = asyncio.Event()

    async def hook(entry):
        arrived.set()

    server.on_request = hook
    server.faults.delay("POST", "/messages$", 0.05)

    delayed = asyncio.create_task(raw.send(town.channel, content="x"))
    await arrived.wait()
    assert (await raw("GET", "/users/@me"))[0] == 200

    assert [entry.status for entry in server.requests] == [None, 200]
    assert (await delayed)[0] == 200


async def test_a_hook_sees_each_request_before_it_is_done(town, raw, server):
    seen = []

    async def hook(entry):
        seen.append((entry.method, entry.body, len(town.channel.messages)))

    server.on_request = hook

    await raw.send(town.channel, content="x")

    assert seen == [("POST", {"content": "x"}, 0)]
    [entry] = server.requests
    assert (entry.status, entry.path) == (200, f"/channels/{town.channel.id}/messages")


async def test_what_discord_knows_and_the_sandbox_does_not_is_noted(town, raw, server):
    assert (await raw("GET", f"/guilds/{town.guild.id}/audit-logs"))[0] == 404

    assert server.violations == [
        f"GET /guilds/{town.guild.id}/audit-logs: Discord knows this, the sandbox does not"
    ]
    server.violations.clear()


async def test_a_wrong_answer_is_noted(town, raw, server):
    town.channel.name = 7

    await raw("GET", f"/channels/{town.channel.id}")

    assert "GET /channels/{channel_id} 200" in server.violations[0]
    server.violations.clear()


async def test_a_borrowed_clock_decides_when_it_is_too_late(new_bot):
    class Sundial:
        def __init__(self):
            self.hand = Clock().now()

        def now(self):
            return self.hand

    sundial = Sundial()
    async with Discord.serve(clock=sundial) as server:
        desk = Desk(server, None)
        waiting, interaction = await desk.slash()
        sundial.hand = time_of(interaction.id + (4000 << 22))
        with pytest.raises(NoAnswer):
            await waiting


async def test_every_answer_has_the_date_of_this_discords_own_clock(desk):
    desk.clock.advance(-desk.clock.now().microsecond / 1_000_000)
    for _ in range(2):
        for path in (f"/channels/{desk.channel.id}", "/channels/1"):
            await desk("GET", path)
            assert parsedate_to_datetime(desk.headers["Date"]) == desk.clock.now()
        desk.clock.advance(90)


@pytest.mark.parametrize("ahead", [timedelta(seconds=12), timedelta(seconds=-12), timedelta(days=3)])
async def test_discords_clock_may_be_another_than_the_machines(ahead):
    bots = ManualClock()
    clock = ShiftedClock(bots, ahead)
    async with (
        Discord.serve(clock=clock) as server,
        aiohttp.ClientSession() as session,
    ):
        desk = Desk(server, session)
        waiting, interaction = await desk.slash()
        assert timedelta(0) <= time_of(interaction.id) - (bots.now() + ahead) < timedelta(milliseconds=100)
        bots.advance(2.9)
        assert (await desk.acknowledge(interaction))[0] == 204
        assert (await waiting).kind == "deferred"
        clock.ahead = timedelta(0)
        await desk("GET", f"/channels/{desk.channel.id}")
        assert parsedate_to_datetime(desk.headers["Date"]) == bots.now().replace(microsecond=0)


@given(st.lists(st.integers(min_value=-5000, max_value=5000), max_size=30))
def test_ids_only_grow_and_tell_their_time(steps):
    clock = ManualClock()
    snowflakes = Snowflakes(clock)
    made = []
    for step in steps:
        clock.advance(step / 1000)
        made += [snowflakes.next(), snowflakes.next()]
        assert time_of(made[-1]) >= clock.now().replace(microsecond=clock.now().microsecond // 1000 * 1000)

    assert made == sorted(set(made))


async def test_discordpy_reads_the_time_of_an_id(town, bot):
    sent = await bot.get_channel(town.channel.id).send("x")

    assert sent.created_at == time_of(sent.id) == town.channel.messages[0].created_at


async def test_discordpy_is_told_that_its_answer_came_too_late():
    clock = ManualClock()
    async with Discord.serve(clock=clock) as server:
        point_at(server.api_url, server.gateway_url)
        app = server.create_application("Slow")
        guild = server.create_guild("G")
        channel = guild.create_text_channel("c")
        guild.invite(app)
        ada = guild.create_member("ada")
        refused = asyncio.get_running_loop().create_future()
        client = discordpy.Client(intents=discordpy.Intents.default(), guild_ready_timeout=0.01)
        tree = app_commands.CommandTree(client)

        @tree.command(name="act", description="Act")
        async def act(interaction: discordpy.Interaction):
            clock.advance(4)
            try:
                await interaction.response.send_message("late")
            except discordpy.NotFound as error:
                refused.set_result(error.code)

        running = asyncio.create_task(client.start(app.token))
        await server.connected(app)
        await client.wait_until_ready()
        await tree.sync()

        with pytest.raises(NoAnswer):
            await ada.slash(channel, "act")

        assert await asyncio.wait_for(refused, 30) == 10062
        await client.close()
        await running
