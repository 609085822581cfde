"""What a server, a member or Discord itself does not let pass: names, links, direct messages, old edits, pages."""

from datetime import timedelta

import aiohttp
import pytest

from sandbox.discord import Discord, ManualClock, Permission
from sandbox.discord.errors import ApiError
from sandbox.discord.people.refusals import Closed
from sandbox.discord.rules.rate_limits import Window
from tests.sandbox.discord.test_discord_limits import Desk


@pytest.fixture
async def desk():
    async with Discord.serve(clock=ManualClock()) as server, aiohttp.ClientSession() as session:
        yield Desk(server, session)
        assert server.violations == []


async def post(desk, **body):
    return await desk("POST", f"/channels/{desk.channel.id}/messages", body)


async def conversation(desk, user=None):
    return await desk("POST", "/users/@me/channels", {"recipient_id": str((user or desk.ada).id)})


@pytest.mark.parametrize("name", ["Pay 1488 tokens", "#1488 A well", "PROPOSAL 1488"])
async def test_a_blocked_word_in_the_name_of_a_thread_is_refused(desk, name):
    desk.guild.filters.names = {"1488"}
    forum = desk.guild.create_forum_channel("discussion")
    message = (await post(desk, content="x"))[1]["id"]
    bodies = [
        (f"/channels/{forum.id}/threads", {"name": name, "message": {"content": "x"}}),
        (f"/channels/{desk.channel.id}/threads", {"name": name, "type": 11}),
        (f"/channels/{desk.channel.id}/messages/{message}/threads", {"name": name}),
    ]
    for path, body in bodies:
        status, answer = await desk("POST", path, body)
        assert (status, answer["code"]) == (400, 50035)
        (error,) = answer["errors"]["name"]["_errors"]
        assert error["code"] == "INVALID_COMMUNITY_PROPERTY_NAME"
        assert (await desk("POST", path, {**body, "name": "Proposal"}))[0] == 201
    assert len(desk.guild.threads) == 3
    rename = await desk("PATCH", f"/channels/{desk.guild.threads[0].id}", {"name": name})
    assert rename[1]["code"] == 50035


@pytest.mark.parametrize(
    "url", ["https://bad.example", "http://BAD.example/x?y", "see (https://bad.example)"]
)
async def test_a_message_with_a_filtered_link_is_refused(desk, url):
    desk.guild.filters.links = {"bad.example"}
    assert (await post(desk, content=url))[1]["code"] == 240000
    text = {"type": 10, "content": url}
    assert (await post(desk, flags=1 << 15, components=[{"type": 17, "components": [text]}]))[1][
        "code"
    ] == 240000
    assert (await post(desk, content=url.replace("://", "[:]//")))[0] == 200
    assert (await post(desk, content="https://good.example"))[0] == 200


@pytest.mark.parametrize("status", [400, 403])
@pytest.mark.parametrize("code", [50007, 50278])
@pytest.mark.parametrize("at_opening", [False, True])
async def test_direct_messages_that_are_closed_are_refused(desk, status, code, at_opening):
    desk.ada.user.closed = Closed(status, code, at_opening)
    refused = await conversation(desk)
    if not at_opening:
        assert refused[0] == 200
        refused = await desk("POST", f"/channels/{refused[1]['id']}/messages", {"content": "x"})
    assert (refused[0], refused[1]["code"]) == (status, code)
    assert desk.ada.inbox(desk.app) == []


async def test_conversations_can_be_opened_only_so_fast(desk):
    desk.server.world.conversations = Window(3, 60)
    people = [desk.guild.create_member(f"m{number}") for number in range(4)]
    for person in people[:3]:
        assert (await conversation(desk, person))[0] == 200
    status, answer = await conversation(desk, people[3])
    assert (status, answer["code"]) == (403, 40003)
    assert (await conversation(desk, people[0]))[0] == 200, "one that is open already is no new one"
    desk.clock.advance(60)
    assert (await conversation(desk, people[3]))[0] == 200


async def test_an_old_message_can_be_edited_only_so_often_an_hour(desk):
    desk.server.world.old_edits.allowed = 2
    one, other = [(await post(desk, content="x"))[1]["id"] for _ in range(2)]

    async def edit(message):
        status, answer = await desk(
            "PATCH", f"/channels/{desk.channel.id}/messages/{message}", {"content": "y"}
        )
        return status, answer.get("code")

    assert [await edit(one) for _ in range(5)] == [(200, None)] * 5
    desk.clock.advance(timedelta(hours=1, seconds=1))
    assert [await edit(one) for _ in range(3)] == [(200, None), (200, None), (429, 30046)]
    assert await edit(other) == (200, None)
    desk.clock.advance(timedelta(hours=1))
    assert await edit(one) == (200, None)


@pytest.mark.parametrize(("limit", "code"), [(100, None), (101, 50035), (1000, 50035), (0, 50035), (1, None)])
async def test_a_page_beyond_what_discord_gives_is_refused(desk, limit, code):
    message = (await post(desk, content="x"))[1]["id"]
    place = f"/channels/{desk.channel.id}/messages"
    for path in (place, f"{place}/{message}/reactions/%F0%9F%91%8D"):
        status, answer = await desk("GET", f"{path}?limit={limit}")
        assert (status, answer["code"] if isinstance(answer, dict) else None) == (400 if code else 200, code)


async def test_an_unknown_emoji_is_a_bad_request(desk):
    message = (await post(desk, content="x"))[1]["id"]
    path = f"/channels/{desk.channel.id}/messages/{message}/reactions/nothing/@me"
    status, answer = await desk("PUT", path)
    assert (status, answer["code"]) == (400, 10014)


POLL = {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a"}}], "duration": 24}


async def test_polls_are_refused_as_discord_would(desk):
    message = (await post(desk, content="x"))[1]["id"]
    assert (await post(desk, poll=POLL))[1]["code"] == 50013
    desk.guild.everyone.allow(desk.guild.everyone.permissions | Permission.SEND_POLLS)
    assert (await post(desk, poll=POLL))[1]["code"] == 520002
    path = f"/channels/{desk.channel.id}/polls/{message}"
    assert (await desk("POST", f"{path}/expire"))[1]["code"] == 520006
    assert (await desk("GET", f"{path}/answers/1"))[1]["code"] == 10008


async def test_webhooks_are_refused_as_discord_would(desk):
    path = f"/channels/{desk.channel.id}/webhooks"
    assert (await desk("POST", path, {"name": "hook"}))[1]["code"] == 50013
    assert (await desk("GET", path))[1]["code"] == 50013
    desk.guild.everyone.allow(desk.guild.everyone.permissions | Permission.MANAGE_WEBHOOKS)
    assert (await desk("GET", path)) == (200, [])
    assert (await desk("GET", f"/guilds/{desk.guild.id}/webhooks")) == (200, [])
    assert (await desk("POST", path, {"name": "hook"}))[1]["code"] == 30007
    assert (await desk("GET", "/webhooks/1"))[1]["code"] == 10015


async def test_people_are_refused_like_bots(desk):
    desk.guild.filters.names = {"1488"}
    with pytest.raises(ApiError):
        await desk.ada.open_thread(desk.channel, "1488")
