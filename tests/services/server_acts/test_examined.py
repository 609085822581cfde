"""The doctor says what the bot couldn't do of what the policies let votes change in the server."""

import pytest

from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.roles import Power
from bot.wording.governance.checks import check_line
from tests.harness import GUILD, ServiceHarness
from tests.services.server_acts.changed_server import COUNCIL, SAY, change_policy, founded


async def examined(harness: ServiceHarness) -> list[str]:
    space, _ = await harness.services.space_setup.space(GUILD)
    tracks = await harness.services.tracks.all(GUILD)
    return [check_line(each, SAY) for each in await harness.services.examined_server.check(space, tracks)]


async def test_each_needed_permission_and_each_role_has_a_line(harness: ServiceHarness) -> None:
    await founded(harness, roles=(COUNCIL,))
    assert await examined(harness) == [
        "✅ “Manage Channels”, for what votes may change in the server (archive channels, create channels and rename "
        "channels): the bot has it",
        "✅ “Manage Roles”, for what votes may change in the server (archive channels, create roles, give roles, give "
        "roles to those who are elected and take roles): the bot has it",
        "✅ role that votes may give: <@&501>: it stands below the bot's own role",
    ]


async def test_nothing_is_asked_for_where_votes_change_nothing_in_discord(harness: ServiceHarness) -> None:
    await founded(harness, acts=(ActKind.CHANGE_RULES,), roles=())
    assert await examined(harness) == []
    await change_policy(harness, server=None)
    assert await examined(harness) == []


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("permission", "allow “Manage Roles” in Server Settings"),
        ("above", "move the bot's role above it"),
        ("deleted", "it was deleted in Discord"),
        ("administrator", "it has Administrator, and is given by no vote"),
        ("silent", "Discord"),
    ],
)
async def test_what_the_bot_could_not_do_is_said_with_what_mends_it(
    harness: ServiceHarness, how: str, said: str
) -> None:
    await founded(harness, roles=(COUNCIL,))
    server = harness.server
    match how:
        case "permission":
            server.permissions = Power.MANAGE_CHANNELS
        case "above":
            server.change(COUNCIL, position=50)
        case "deleted":
            server.delete(COUNCIL)
        case "administrator":
            server.change(COUNCIL, permissions=1 << 3)
        case _:
            server.silent = True
    wrong = [line for line in await examined(harness) if line.startswith("⚠️")]
    assert len(wrong) == 1
    assert said in wrong[0]
