"""The roles of a real server, as Discord lets the bot change them: by its permissions, and by who stands above whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.elections.ballot import snowflake_time
from bot.domain.errors import ChannelNotThere, MemberNotThere, RoleNotThere, ServerForbids, ServerUnheard
from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.server_acts.channels.channels import ChannelKind
from bot.domain.server_acts.roles.roles import Needed
from cogs.server.discord_server import DiscordServerByHttp
from sandbox.discord.world.guilds import Role
from sandbox.discord.world.permissions import P
from tests.cogs.conftest import BOT, Dao, World

REASON = "Folkmoot proposal 7, change 1, content ab"


class Served:
    """A server that lets the bot manage roles, and a role below the bot's own."""

    def __init__(self, dao: Dao, world: World) -> None:
        assert world.client is not None
        self.guild = dao.guild
        self.id = GuildId(dao.guild.id)
        self.app = world.app
        self.server = DiscordServerByHttp(world.client)
        (self.own,) = dao.guild.bot(world.app).roles
        self.own.allow(BOT | P.MANAGE_ROLES)
        self.council = dao.guild.create_role("Council")
        self.member = dao.guild.create_member("ben")
        self.below(self.council)

    def below(self, role: Role) -> None:
        """The bot's role is moved above this one."""
        self.own.position = max(each.position for each in self.guild.roles.values()) + 1
        self.guild.role_changed(self.own)
        assert role.position < self.own.position

    async def grant(self, role: Role | None = None, member: int | None = None) -> None:
        await self.server.grant_role(
            self.id, MemberId(member or self.member.id), RoleId((role or self.council).id), REASON
        )


@pytest.fixture
async def served(fresh: Dao, world: World) -> Served:
    return Served(fresh, world)


pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_roles_are_read_as_they_are_now(served: Served) -> None:
    found = await served.server.roles(served.id)
    assert found.everyone == served.id
    assert found.lacks([Needed.MANAGE_ROLES]) is None
    assert [role.id for role in found.named("council")] == [served.council.id]
    assert found.rank == served.own.position
    assert found.roles[RoleId(served.own.id)].managed
    served.council.allow(P.BAN_MEMBERS)
    again = await served.server.roles(served.id)
    assert again.roles[RoleId(served.council.id)].permissions == P.BAN_MEMBERS


async def test_a_role_is_given_and_taken_and_doing_it_again_changes_nothing(served: Served) -> None:
    await served.grant()
    await served.grant()
    assert served.member.roles == [served.council]
    for _ in range(2):
        await served.server.take_role(
            served.id, MemberId(served.member.id), RoleId(served.council.id), REASON
        )
    assert served.member.roles == []


async def test_a_created_role_permits_nothing_and_stands_below_the_bot(served: Served) -> None:
    made = await served.server.create_role(served.id, "Council 2026", REASON, tried_since=None)
    role = served.guild.roles[made]
    assert (role.name, role.permissions) == ("Council 2026", 0)
    await served.grant(role)
    assert served.member.roles == [role]


@pytest.mark.attack("order")
async def test_a_role_that_was_created_before_a_crash_is_found_and_not_created_again(served: Served) -> None:
    begun = datetime.now(UTC)
    first = await served.server.create_role(served.id, "Council 2026", REASON, tried_since=None)
    assert await served.server.create_role(served.id, "Council 2026", REASON, tried_since=begun) == first


@pytest.mark.attack("order")
@pytest.mark.parametrize("permissions", [P.BAN_MEMBERS, P.VIEW_CHANNEL])
async def test_a_role_of_somebody_else_is_not_taken_for_the_one_that_was_created(
    served: Served, permissions: int
) -> None:
    served.guild.create_role("Council 2026", permissions)
    begun = datetime.now(UTC)
    made = await served.server.create_role(served.id, "Council 2026", REASON, tried_since=begun)
    assert served.guild.roles[made].permissions == 0


@pytest.mark.attack("order")
async def test_a_role_that_is_older_than_the_attempt_is_not_the_one_that_it_created(served: Served) -> None:
    old = served.guild.create_role("Council 2026")
    later = snowflake_time(old.id) + timedelta(days=1)
    made = await served.server.create_role(served.id, "Council 2026", REASON, tried_since=later)
    assert made != old.id


@pytest.mark.attack("commands")
async def test_a_role_above_the_bots_own_is_not_given(served: Served) -> None:
    served.council.position = served.own.position + 1
    with pytest.raises(ServerForbids):
        await served.grant()
    assert served.member.roles == []


@pytest.mark.attack("commands")
async def test_without_manage_roles_nothing_is_changed(served: Served) -> None:
    served.own.allow(BOT)
    assert (await served.server.roles(served.id)).lacks([Needed.MANAGE_ROLES]) is Needed.MANAGE_ROLES
    with pytest.raises(ServerForbids):
        await served.grant()
    with pytest.raises(ServerForbids):
        await served.server.create_role(served.id, "Council 2026", REASON, tried_since=None)


async def test_who_left_and_what_was_deleted_are_told_apart(served: Served) -> None:
    with pytest.raises(MemberNotThere):
        await served.grant(member=served.council.id)
    gone = served.guild.create_role("Gone")
    served.below(gone)
    served.guild.delete_role(gone)
    with pytest.raises(RoleNotThere):
        await served.grant(gone)


@pytest.mark.attack("visibility")
async def test_where_discord_fails_it_is_tried_again_later(served: Served, world: World) -> None:
    served.guild.remove(served.guild.bot(served.app))
    with pytest.raises((ServerUnheard, ServerForbids)):
        await served.server.roles(served.id)


async def test_a_channel_is_created_in_its_category_once_and_renamed(served: Served) -> None:
    served.own.allow(BOT | P.MANAGE_CHANNELS)
    projects = served.guild.create_category("Projects")
    category, begun = ChannelId(projects.id), datetime.now(UTC)
    made = await served.server.create_channel(served.id, "grants", category, REASON, tried_since=None)
    assert (
        await served.server.create_channel(served.id, "grants", category, REASON, tried_since=begun) == made
    )
    channel = served.guild.channels[made]
    assert (channel.name, channel.parent) == ("grants", projects)
    found = {each.id: each for each in await served.server.channels(served.id)}
    assert found[made].category == category
    assert found[category].kind is ChannelKind.CATEGORY
    await served.server.rename_channel(made, "old-grants", REASON)
    assert channel.name == "old-grants"
    with pytest.raises(ChannelNotThere):
        await served.server.rename_channel(ChannelId(served.id), "x", REASON)


async def test_in_an_archived_channel_nobody_writes_and_nobody_else_reads(served: Served) -> None:
    served.own.allow(BOT | P.MANAGE_CHANNELS | P.MANAGE_ROLES)
    council, member = served.council, served.member
    allowed = {
        served.guild.everyone: (0, P.VIEW_CHANNEL),
        council: (P.VIEW_CHANNEL | P.SEND_MESSAGES, 0),
        served.own: (P.VIEW_CHANNEL, 0),
    }
    channel = served.guild.create_text_channel("grants", overwrites=allowed)
    member.give(council)
    stranger = served.guild.create_member("cleo")
    for _ in range(2):
        await served.server.archive_channel(served.id, ChannelId(channel.id), REASON)
    may = member.permissions_in(channel)
    assert may & P.VIEW_CHANNEL
    assert not may & (
        P.SEND_MESSAGES | P.SEND_MESSAGES_IN_THREADS | P.CREATE_PUBLIC_THREADS | P.ADD_REACTIONS
    )
    assert not stranger.permissions_in(channel) & P.VIEW_CHANNEL


@pytest.mark.attack("commands")
async def test_without_manage_channels_no_channel_is_changed(served: Served) -> None:
    channel = served.guild.create_text_channel("grants")
    number = ChannelId(channel.id)
    with pytest.raises(ServerForbids):
        await served.server.create_channel(served.id, "x", number, REASON, tried_since=None)
    with pytest.raises(ServerForbids):
        await served.server.rename_channel(number, "x", REASON)
    with pytest.raises(ServerForbids):
        await served.server.archive_channel(served.id, number, REASON)
    assert (channel.name, channel.overwrites) == ("grants", {})


@pytest.mark.attack("commands")
async def test_what_the_bot_may_do_in_a_category_is_what_discord_lets_it(served: Served) -> None:
    """@everyone is denied, one of the bot's roles is allowed, and the bot itself is denied again."""
    served.own.allow(BOT | P.MANAGE_CHANNELS)
    bot, everyone = served.guild.bot(served.app), served.guild.everyone
    overwrites = {everyone: (0, P.MANAGE_CHANNELS | P.VIEW_CHANNEL)}
    for more in ({}, {served.own: (P.MANAGE_CHANNELS | P.VIEW_CHANNEL, 0)}, {bot: (0, P.MANAGE_CHANNELS)}):
        overwrites |= more
        category = served.guild.create_category(f"{len(overwrites)}", overwrites=overwrites)
        roles = await served.server.roles(served.id)
        (found,) = [each for each in await served.server.channels(served.id) if each.id == category.id]
        may = roles.lacks([Needed.MANAGE_CHANNELS], found.overwrites) is None
        assert may == bool(bot.permissions_in(category) & P.MANAGE_CHANNELS)
        assert may == (served.own in more)
