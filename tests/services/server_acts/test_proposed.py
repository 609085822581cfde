"""What may be proposed to change the server: what the track's policy names, and the bot can do."""

import pytest

from bot.domain.errors import ActsRefused, BadAction
from bot.domain.proposals.facts import Content
from bot.domain.proposals.obstacles import Cause
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.outcomes import ActStatus
from bot.services.proposals.drafting.content import action_lines
from bot.wording.proposals.cards.changes import changes_lines
from bot.wording.server_acts.listing import act_danger_lines
from tests.harness import DISCUSSION, MODERATORS, ServiceHarness
from tests.said import raises_saying
from tests.services.server_acts.changed_server import (
    COUNCIL,
    COUNCIL_TO_BEN,
    MODS,
    SAY,
    STEWARDS,
    change_policy,
    founded,
)

LINES = {
    ActKind.GRANT_ROLE: COUNCIL_TO_BEN,
    ActKind.GRANT_TO_WINNERS: "grant @Council to winners",
    ActKind.TAKE_ROLE: "take @Council from <@102>",
    ActKind.CREATE_ROLE: 'create role "New"',
    ActKind.CHANGE_RULES: "rules main: timelock 3d",
    ActKind.RETIRE_TRACK: "retire track main",
    ActKind.CHANGE_MODERATORS: "moderators @Stewards",
    ActKind.CHANGE_GUARDIANS: "guardians @Stewards",
    ActKind.CREATE_SPACE: "create space Grants from subdao moderators @Stewards announcements #a discussion #b log #c",
    ActKind.LIMIT_SPACE: "limit space Grants to 5 ETH per 30 days",
    ActKind.ARCHIVE_SPACE: "archive space Grants",
    ActKind.CREATE_CHANNEL: 'create channel "grants" in #Projects',
    ActKind.RENAME_CHANNEL: 'rename #grants to "old grants"',
    ActKind.ARCHIVE_CHANNEL: "archive #grants",
    ActKind.VETO: "veto #1",
}


@pytest.mark.attack("commands")
@pytest.mark.parametrize("kind", ActKind)
async def test_what_a_policy_does_not_name_can_not_be_proposed(
    harness: ServiceHarness, kind: ActKind
) -> None:
    await founded(harness, acts=tuple(set(ActKind) - {kind}))
    with raises_saying(BadAction, "Line 1 .* what is proposed on this track can't"):
        await harness.drafted(actions=LINES[kind])


@pytest.mark.attack("commands")
@pytest.mark.parametrize("kind", ActKind)
async def test_without_a_server_in_the_policy_nothing_of_it_can_be_changed(
    harness: ServiceHarness, kind: ActKind
) -> None:
    await harness.set_up()
    with raises_saying(BadAction, "can't"):
        await harness.drafted(actions=LINES[kind])


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("grant @Stewards to <@102>", "don't give or take the role Stewards"),
        (f"grant <@&{MODERATORS}> to <@102>", "don't give or take the role Moderators"),
        ("take <@&502> from <@102>", "don't give or take the role Stewards"),
        ("grant @Administrators to <@102>", "has Administrator"),
        ("grant @Bots to <@102>", "belongs to another bot"),
        ("grant @High to <@102>", "stands above the bot's own"),
        ("grant @Nobodys to <@102>", "has no role Nobodys"),
        ("grant <@&999> to <@102>", "has no role 999"),
        ("grant @Twin to <@102>", "several roles are called Twin"),
        ("grant <@&1000> to <@102>", "everybody in the server has that role"),
        ("moderators @everyone", "everybody in the server has that role"),
        ("guardians <@&1000>", "everybody in the server has that role"),
        ('create role "council"', "there is a role council already"),
        ("rules nowhere: quorum 20%", "no track nowhere takes proposals"),
        ("rules main: timelock 2d", "has these rules already"),
        ("retire track main", "can't be retired"),
        ("grant @Council", "it is written"),
        ("moderators Stewards", "it is written"),
        ("rules main: power 3", "it is written"),
        ("rules main: quorum 20%, quorum 1%", "it is written"),
        (f"{COUNCIL_TO_BEN}\n{COUNCIL_TO_BEN}", "line 1 changes the same"),
        (f"{COUNCIL_TO_BEN}\ntake @Council from <@102>", "line 1 changes the same"),
        ("moderators @Stewards\nmoderators @Council", "line 1 changes the same"),
    ],
)
async def test_an_act_that_can_not_be_done_is_refused_with_its_line(
    harness: ServiceHarness, line: str, why: str
) -> None:
    numbers = {"Administrators": 601, "Bots": 602, "High": 603, "Twin": 604}
    await founded(harness, roles=(COUNCIL, MODS, *(number for number in numbers.values())))
    server = harness.server
    server.add(601, "Administrators", permissions=1 << 3)
    server.add(602, "Bots", managed=True)
    server.add(603, "High", position=50)
    server.add(604, "Twin")
    server.add(605, "Twin")
    with raises_saying(BadAction, why):
        await harness.drafted(actions=line)


@pytest.mark.attack("commands")
async def test_without_manage_roles_the_bot_takes_no_act_that_needs_it(harness: ServiceHarness) -> None:
    await founded(harness)
    harness.server.permissions = 0
    with raises_saying(BadAction, "needs the permission Manage Roles"):
        await harness.drafted(actions=COUNCIL_TO_BEN)
    assert await harness.drafted(actions="moderators @Stewards")


@pytest.mark.attack("floods")
async def test_a_proposal_has_at_most_twenty_acts(harness: ServiceHarness) -> None:
    await founded(harness)
    lines = [f"grant @Council to <@{member}>" for member in range(1, 22)]
    with raises_saying(BadAction, "Line 21 .* 20 changes of the server are the most"):
        await harness.drafted(actions="\n".join(lines))
    assert await harness.drafted(actions="\n".join(lines[:20]))


@pytest.mark.attack("text")
async def test_who_makes_moderators_among_twenty_lines_is_seen_before_anything_else(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    harness.server.change(COUNCIL, permissions=0)
    lines = [f"grant @Council to <@{member}>" for member in range(1, 20)]
    lines.insert(11, "moderators @Stewards")
    proposal = await harness.get(await harness.drafted(actions="\n".join(lines)))
    first = act_danger_lines(proposal, SAY)
    assert [("change 12" in line, "becomes a moderator" in line) for line in first] == [(True, True)]


async def test_rights_that_a_role_gives_are_named_before_anything_else(harness: ServiceHarness) -> None:
    await founded(harness, roles=(COUNCIL, MODS, MODERATORS))
    proposal = await harness.get(
        await harness.drafted(
            actions=f"grant @Mods to <@102>\ngrant <@&{MODERATORS}> to <@103>\ngrant @Mods to <@104>"
        )
    )
    assert act_danger_lines(proposal, SAY) == [
        "⚠️ **Look twice** at change 1, 3 of the server: who gets <@&503> gets **rights over others**: Ban Members.",
        "⚠️ **Look twice** at change 2 of the server: who gets <@&11> gets **rights over others**: "
        "moderates Folkmoot here.",
    ]


async def test_a_change_of_rules_is_shown_as_what_becomes_different(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await harness.get(await harness.drafted(actions="rules main: quorum 20%"))
    assert changes_lines(proposal, SAY) == [
        "**If it passes, Folkmoot changes the server**",
        "1. change the rules of the track main",
        "   • **Quorum**: For and Abstain hold at least 4 % → 20 % of all power.",
    ]


async def test_what_was_written_can_be_edited_as_it_stands(harness: ServiceHarness) -> None:
    await founded(harness)
    lines = "\n".join(
        [
            "grant @Council to <@102>",
            'create role "Guests"',
            'grant "guests" to 103',
            "take <@&503> from <@102>",
            'rules "main": preset quadratic, quorum 15 voters',
            "moderators @stewards",
            "grant 5 reputation to <@102>",
        ]
    )
    written = (await harness.get(await harness.drafted(actions=lines))).content
    again = (await harness.get(await harness.drafted(actions=action_lines(written)))).content
    assert _told(again) == _told(written)
    assert [act.kind for act in written.acts] == [
        ActKind.GRANT_ROLE,
        ActKind.CREATE_ROLE,
        ActKind.GRANT_ROLE,
        ActKind.TAKE_ROLE,
        ActKind.CHANGE_RULES,
        ActKind.CHANGE_MODERATORS,
    ]


def _told(content: Content) -> tuple[object, ...]:
    return content.acts, content.grants, content.actions


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    "how", ["above", "deleted", "administrator", "not_allowed", "other_rules", "no_permission"]
)
async def test_a_vote_on_what_the_bot_can_not_do_any_more_does_not_open(
    harness: ServiceHarness, how: str
) -> None:
    await founded(harness)
    proposal = await harness.submitted(
        actions="rules main: timelock 3d" if how == "other_rules" else COUNCIL_TO_BEN
    )
    match how:
        case "above":
            harness.server.change(COUNCIL, position=50)
        case "deleted":
            harness.server.delete(COUNCIL)
        case "other_rules":
            await change_policy(harness, server={"acts": ["change_rules"], "roles": []})
        case "administrator":
            harness.server.change(COUNCIL, permissions=1 << 3)
        case "no_permission":
            harness.server.permissions = 0
        case _:
            await change_policy(harness, server={"acts": ["grant_role"], "roles": [str(STEWARDS)]})
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    with pytest.raises(ActsRefused):
        await harness.services.opening.open(proposal)
    await harness.proceed()
    async with harness.services.uow.reading() as repositories:
        obstacle = await repositories.obstacles.of(proposal)
    assert obstacle is not None
    assert obstacle.cause is Cause.ACT_REFUSED
    assert (await harness.get(proposal)).opening is None


def test_only_what_is_done_or_gone_is_over() -> None:
    assert [status for status in ActStatus if status.final] == [ActStatus.DONE, ActStatus.GONE]
