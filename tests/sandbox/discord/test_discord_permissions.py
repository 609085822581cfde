"""Who may do what: computed as discord.py computes it, refused as Discord refuses it."""

import discord as discordpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.discord import CannotDo, Permission

P = Permission


@pytest.mark.parametrize(
    ("denied", "code"),
    [(P.VIEW_CHANNEL, 50001), (P.SEND_MESSAGES, 50013), (P.EMBED_LINKS, 50013), (P.ATTACH_FILES, 50013)],
)
async def test_a_denied_permission_is_refused(town, bot, denied, code):
    town.channel.overwrite(town.bot_member, deny=denied)

    with pytest.raises(discordpy.Forbidden) as refused:
        await bot.get_channel(town.channel.id).send(
            "x",
            embed=discordpy.Embed(title="x") if denied == P.EMBED_LINKS else None,
            file=discordpy.File(__file__) if denied == P.ATTACH_FILES else None,
        )

    assert refused.value.code == code
    assert town.channel.messages == []
    assert town.server.invalid_requests == 1


async def test_a_channel_that_it_can_not_see_sends_a_bot_no_messages(town, bot):
    secret = town.guild.create_text_channel("secret", overwrites={town.guild.everyone: (0, P.VIEW_CHANNEL)})
    await bot.until("guild_channel_create")
    await town.guild.owner.say(secret, f"psst {town.app.user.mention}")
    await town.ada.say(town.channel, f"hello {town.app.user.mention}")
    await bot.until("message")

    assert [message.channel.name for message in bot.cached_messages] == ["announcements"]
    with pytest.raises(CannotDo, match="does not see"):
        await town.ada.say(secret, "hello")


async def test_history_without_the_permission_is_empty(town, bot):
    await town.ada.say(town.channel, "x")
    town.channel.overwrite(town.bot_member, deny=P.READ_MESSAGE_HISTORY)

    assert [message async for message in bot.get_channel(town.channel.id).history()] == []


async def test_a_bot_of_another_guild_has_no_access(town, bot):
    other = town.server.create_guild("Elsewhere")
    channel = other.create_text_channel("hall")

    for attempt in (
        bot.http.get_guild(other.id),
        bot.http.get_member(other.id, other.owner.id),
        bot.http.get_channel(channel.id),
        bot.get_partial_messageable(channel.id).send("x"),
    ):
        with pytest.raises(discordpy.Forbidden) as refused:
            await attempt
        assert refused.value.code == 50001


async def test_roles_are_given_only_from_below(town, raw):
    high = town.guild.create_role("High")
    path = f"/guilds/{town.guild.id}/members/{town.ben.id}/roles"
    assert (await raw("PUT", f"{path}/{town.guardian.id}"))[1]["code"] == 50013
    town.bot_member.roles[0].allow(P.MANAGE_ROLES)

    assert (await raw("PUT", f"{path}/{town.guardian.id}"))[0] == 204
    assert (await raw("PUT", f"{path}/{high.id}"))[1]["code"] == 50013
    assert town.ben.roles == [town.guardian]
    assert (await raw("DELETE", f"{path}/{town.guardian.id}"))[0] == 204
    assert town.ben.roles == []


async def test_a_bot_makes_roles_only_from_what_it_has(town, raw):
    town.bot_member.roles[0].allow(P.MANAGE_ROLES | P.VIEW_CHANNEL)
    path = f"/guilds/{town.guild.id}/roles"

    assert (await raw("POST", path, {"name": "x", "permissions": str(int(P.BAN_MEMBERS))}))[1][
        "code"
    ] == 50013
    status, role = await raw("POST", path, {"name": "x", "permissions": str(int(P.VIEW_CHANNEL))})
    assert status == 200
    assert (await raw("PATCH", f"{path}/{role['id']}", {"name": "y", "color": 255}))[1]["color"] == 255
    assert (await raw("DELETE", f"{path}/{role['id']}"))[0] == 204


async def test_members_are_changed_and_removed_only_with_permission(town, raw):
    path = f"/guilds/{town.guild.id}/members/{town.ben.id}"
    assert (await raw("PATCH", path, {"nick": "B"}))[1]["code"] == 50013
    assert (await raw("DELETE", path))[1]["code"] == 50013
    town.bot_member.roles[0].allow(P.MANAGE_NICKNAMES | P.KICK_MEMBERS)

    assert (await raw("PATCH", path, {"nick": "B"}))[1]["nick"] == "B"
    assert (await raw("DELETE", path))[0] == 204
    assert (await raw("DELETE", f"/guilds/{town.guild.id}/members/{town.guild.owner.id}"))[1]["code"] == 50013
    assert town.ben.id not in town.guild.members


async def test_channels_are_made_changed_and_deleted_only_with_permission(town, raw):
    path = f"/guilds/{town.guild.id}/channels"
    assert (await raw("POST", path, {"name": "x"}))[1]["code"] == 50013
    town.bot_member.roles[0].allow(P.MANAGE_CHANNELS | P.MANAGE_ROLES | P.VIEW_CHANNEL)

    status, made = await raw("POST", path, {"name": "Gov Log", "type": 0, "topic": "log"})
    assert (status, made["name"], made["topic"]) == (201, "gov-log", "log")
    overwrites = f"/channels/{made['id']}/permissions/{town.guild.everyone.id}"
    assert (await raw("PUT", overwrites, {"type": 0, "deny": str(int(P.SEND_MESSAGES))}))[0] == 204
    channel = town.guild.channel_named("gov-log")
    assert not town.ben.permissions_in(channel) & P.SEND_MESSAGES
    assert (await raw("DELETE", overwrites))[0] == 204
    assert town.ben.permissions_in(channel) & P.SEND_MESSAGES
    assert (await raw("DELETE", f"/channels/{made['id']}"))[0] == 200
    assert "gov-log" not in [channel.name for channel in town.guild.channels.values()]


async def test_who_lists_members_needs_the_intent(town, raw):
    path = f"/guilds/{town.guild.id}/members?limit=2"
    assert (await raw("GET", path))[1]["code"] == 50001
    town.app.privileged_intents = 1 << 1

    first = (await raw("GET", path))[1]
    rest = (await raw("GET", f"{path}&after={first[-1]['user']['id']}"))[1]

    assert {member["user"]["username"] for member in first + rest} == {"owner", "Folkmoot", "ada", "ben"}
    found = (await raw("GET", f"/guilds/{town.guild.id}/members/search?query=ad"))[1]
    assert [member["user"]["username"] for member in found] == ["ada"]


BITS = st.integers(min_value=0, max_value=(1 << 53) - 1)
PAIR = st.tuples(BITS, BITS)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(roles=st.lists(BITS, max_size=3), everyone=BITS, overwrites=st.lists(PAIR, min_size=5, max_size=5))
async def test_permissions_add_up_as_discordpy_adds_them(town, roles, everyone, overwrites):
    guild = town.guild
    guild.everyone.permissions = everyone & ~P.ADMINISTRATOR
    made = [guild.create_role(f"r{number}", bits) for number, bits in enumerate(roles)]
    person = guild.create_member("cyd", roles=made)
    channel = guild.create_text_channel("c")
    targets = [guild.everyone, *made, person]
    for target, (allow, deny) in zip(targets, overwrites, strict=False):
        channel.overwrite(target, allow, deny & ~allow)

    state = discordpy.Client(intents=discordpy.Intents.none())._connection
    theirs = discordpy.Guild(data=guild.create_payload(town.app, 0), state=state)
    member = discordpy.Member(data=person.payload(), guild=theirs, state=state)
    expected = theirs.get_channel(channel.id).permissions_for(member)

    seen = discordpy.Permissions(person.permissions_in(channel))
    if expected.view_channel:
        known = discordpy.Permissions(sum(Permission) & ~(P.CONNECT | P.SPEAK))  # not of text channels
        assert seen & known == expected & known or not expected.send_messages
        assert seen.send_messages == expected.send_messages
    else:
        assert seen.value == 0
    guild.remove(person)
    channel.delete()
