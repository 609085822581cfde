"""Channels of the server that votes create, rename and archive: only in the categories that a policy names."""

import pytest
from msgspec.structs import replace

from bot.domain.errors import ActsRefused, BadAction
from bot.domain.ids import ChannelId
from bot.domain.server_acts.channels.channels import ChannelKind
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import VIEW_CHANNEL, Overwrite, Power
from bot.wording.governance.checks import check_line
from bot.wording.server_acts.listing import act_danger_lines, act_lines, owed_lines
from tests.harness import DISCUSSION, GUARDIANS, GUILD, MODERATORS, ServiceHarness
from tests.said import raises_saying
from tests.services.server_acts.changed_server import (
    SAY,
    change_policy,
    founded,
    outcomes,
    passed,
    tried_again,
)

PROJECTS, STAFF, GRANTS, RUMOURS, HOME = (ChannelId(number) for number in (701, 702, 711, 712, 713))
CHANNEL_ACTS = [ActKind.CREATE_CHANNEL, ActKind.RENAME_CHANNEL, ActKind.ARCHIVE_CHANNEL]
LINES = ('create channel "Field Work" in #Projects', 'rename #grants to "Old grants"', "archive #rumours")


async def projects(harness: ServiceHarness) -> None:
    """A server in which votes may change channels of one category, and of no other."""
    await founded(harness)
    server = harness.server
    server.open_room(PROJECTS, "Projects", ChannelKind.CATEGORY)
    server.open_room(STAFF, "Staff", ChannelKind.CATEGORY)
    server.open_room(GRANTS, "grants", category=PROJECTS)
    server.open_room(RUMOURS, "rumours", ChannelKind.FORUM, category=PROJECTS)
    server.open_room(HOME, "plans", category=STAFF)
    named = {"acts": [kind.value for kind in CHANNEL_ACTS], "categories": [str(PROJECTS)]}
    await change_policy(harness, server=named)


async def test_channels_are_created_renamed_and_archived_as_voted(harness: ServiceHarness) -> None:
    await projects(harness)
    proposal = await passed(harness, *LINES)
    assert act_lines(await harness.get(proposal), SAY)[1:] == [
        f"1. create the text channel **field-work** in <#{PROJECTS}>",
        f"2. rename <#{GRANTS}> (was grants when this was written) to **old-grants**",
        f"3. archive <#{RUMOURS}>: what was written stays, and nobody writes there any more",
    ]
    (danger,) = act_danger_lines(await harness.get(proposal), SAY)
    assert f"nobody can write in <#{RUMOURS}> any more" in danger
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["done"] * 3
    rooms = harness.server.rooms
    (made,) = harness.server.opened
    assert (rooms[made].name, rooms[made].category) == ("field-work", PROJECTS)
    assert rooms[GRANTS].name == "old-grants"
    assert harness.server.read_only == {RUMOURS}
    log = await harness.services.public_log.newest(GUILD, limit=10)
    assert {f"server {kind.value}" for kind in CHANNEL_ACTS} <= {entry.act for entry in log}


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('create channel "x" in #Staff', "in no category in which this track's votes"),
        (f'create channel "x" in <#{STAFF}>', "in no category in which"),
        (f'create channel "x" in <#{GRANTS}>', "in no category in which"),
        ("archive #plans", "in no category in which"),
        (f"archive <#{HOME}>", "in no category in which"),
        (f"archive <#{PROJECTS}>", "in no category in which"),
        ('rename #nothing to "x"', "in no category in which"),
        ('rename #grants to "rumours"', "has a channel called rumours already"),
        ('create channel "Grants" in "Projects"', "has a channel called grants already"),
        (f'create channel "{"x" * 101}" in #Projects', "1 to 100 characters"),
        ('create channel "   " in #Projects', "1 to 100 characters"),
        ("rename #grants", "it is written"),
        ("archive #", "it is written"),
        (f"archive <#{2**63}>", "it is written"),
    ],
)
async def test_what_stands_elsewhere_or_can_not_be_is_refused_in_the_draft(
    harness: ServiceHarness, line: str, why: str
) -> None:
    await projects(harness)
    with raises_saying(BadAction, why):
        await harness.drafted(actions=line)


async def test_two_lines_change_no_channel_twice(harness: ServiceHarness) -> None:
    await projects(harness)
    with raises_saying(BadAction, "line 1"):
        await harness.drafted(actions='archive #grants\nrename #grants to "x"')


@pytest.mark.attack("commands")
async def test_where_folkmoot_lives_nobody_archives(harness: ServiceHarness) -> None:
    await projects(harness)
    space, _ = await harness.services.space_setup.space(GUILD)
    harness.server.open_room(space.announcements, "moot", category=PROJECTS)
    with raises_saying(BadAction, "Folkmoot itself lives in moot"):
        await harness.drafted(actions="archive #moot")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("deleted", "gone: channel_gone"),
        ("moved", "refused: channel_moved"),
        ("used", "refused: channel_used"),
    ],
)
async def test_what_happened_to_the_channel_meanwhile_is_looked_at(
    harness: ServiceHarness, how: str, why: str
) -> None:
    await projects(harness)
    server = harness.server
    proposal = await passed(harness, f"archive <#{GRANTS}>")
    match how:
        case "deleted":
            del server.rooms[GRANTS]
        case "moved":
            server.open_room(GRANTS, "grants", category=STAFF)
        case "used":
            async with harness.services.uow.writing() as repositories:
                await repositories.spaces.create(
                    await repositories.spaces.of_guild(GUILD),
                    "Grants",
                    announcements=ChannelId(801),
                    discussion=GRANTS,
                    log=ChannelId(802),
                    moderators=MODERATORS,
                    guardians=GUARDIANS,
                    at=harness.clock.now(),
                )
    await harness.proceed()
    assert await outcomes(harness, proposal) == [why]
    assert server.read_only == set()
    assert any("channel" in each for each in owed_lines(await harness.get(proposal), SAY))
    if how == "moved":
        server.open_room(GRANTS, "grants", category=PROJECTS)
        await tried_again(harness)
        assert await outcomes(harness, proposal) == ["done"]


@pytest.mark.attack("commands")
async def test_without_the_permission_nothing_is_proposed_and_what_passed_waits(
    harness: ServiceHarness,
) -> None:
    await projects(harness)
    server = harness.server
    proposal = await passed(harness, *LINES)
    server.permissions = Power.MANAGE_ROLES
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: no_permission"] * 3
    for line in LINES:
        with raises_saying(BadAction, "Manage Channels"):
            await harness.drafted(actions=line)
    server.permissions = Power.MANAGE_CHANNELS
    with raises_saying(BadAction, "Manage Roles"):
        await harness.drafted(actions="archive #grants")
    await tried_again(harness)
    assert await outcomes(harness, proposal) == ["done", "done", "refused: no_permission"]


@pytest.mark.parametrize("line", LINES)
async def test_what_was_done_before_a_crash_is_not_done_twice(harness: ServiceHarness, line: str) -> None:
    await projects(harness)
    proposal = await passed(harness, line)
    harness.server.forgets_answers = True
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["begun"]
    rooms = dict(harness.server.rooms)
    harness.server.forgets_answers = False
    await harness.restart()
    await tried_again(harness)
    assert await outcomes(harness, proposal) == ["done"]
    assert harness.server.rooms == rooms


async def test_the_doctor_has_a_line_for_the_permissions_and_for_each_category(
    harness: ServiceHarness,
) -> None:
    await projects(harness)
    named = {"acts": [kind.value for kind in CHANNEL_ACTS], "categories": [str(PROJECTS), "799"]}
    await change_policy(harness, server=named)
    space, _ = await harness.services.space_setup.space(GUILD)
    tracks = await harness.services.tracks.all(GUILD)
    found = [check_line(each, SAY) for each in await harness.services.examined_server.check(space, tracks)]
    assert [line.startswith("✅") for line in found] == [True, True, True, False]
    assert "Manage Channels" in found[0]
    assert f"<#{PROJECTS}>: the bot sees it, and may do there" in found[2]
    assert "<#799>: **not right**, the bot sees no such category" in found[3]


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("deny", "lacked"),
    [
        (Power.MANAGE_CHANNELS, ["Manage Channels"]),
        (Power.MANAGE_ROLES, ["Manage Roles"]),
        # Who doesn't see a channel can do nothing in it.
        (VIEW_CHANNEL, ["Manage Channels", "Manage Roles"]),
    ],
)
async def test_what_a_category_denies_the_bot_is_said_by_the_doctor_and_refused_in_the_draft(
    harness: ServiceHarness, deny: int, lacked: list[str]
) -> None:
    await projects(harness)
    overwrites = (Overwrite(GUILD, 0, deny),)
    harness.server.rooms[PROJECTS] = replace(harness.server.rooms[PROJECTS], overwrites=overwrites)
    harness.server.rooms[GRANTS] = replace(harness.server.rooms[GRANTS], overwrites=overwrites)
    space, _ = await harness.services.space_setup.space(GUILD)
    tracks = await harness.services.tracks.all(GUILD)
    found = [check_line(each, SAY) for each in await harness.services.examined_server.check(space, tracks)]
    assert [line for line in found if not line.startswith("✅")] == [
        f"⚠️ category in which votes may change channels: <#{PROJECTS}>: **not right**, “{name}” is missing → "
        f"**Mend:** allow “{name}” and “View Channel” for the bot's role in the category's own permissions (Edit "
        "Category, Permissions)"
        for name in lacked
    ]
    with raises_saying(BadAction, f"the bot needs the permission {lacked[0]} in grants"):
        await harness.drafted(actions="archive #grants")


async def test_what_a_channel_denies_by_now_is_done_when_it_allows_it_again(harness: ServiceHarness) -> None:
    await projects(harness)
    proposal = await passed(harness, "archive #grants")
    open_to_it = harness.server.rooms[GRANTS]
    denied = (Overwrite(GUILD, 0, Power.MANAGE_ROLES),)
    harness.server.rooms[GRANTS] = replace(open_to_it, overwrites=denied)
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: no_permission"]
    harness.server.rooms[GRANTS] = open_to_it
    await tried_again(harness)
    assert await outcomes(harness, proposal) == ["done"]


async def test_on_what_can_not_be_done_any_more_no_vote_opens(harness: ServiceHarness) -> None:
    await projects(harness)
    proposal = await harness.submitted(actions="archive #grants")
    del harness.server.rooms[GRANTS]
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    with raises_saying(ActsRefused, "no channel grants"):
        await harness.services.opening.open(proposal)
