"""What passed changes the server: once, exactly as voted, and whatever it can't do is said and tried again."""

import asyncio
import json

import pytest

from bot.domain.executors import DelayedCall, InDelay, SafeStage
from bot.domain.ids import MemberId, TransactionHash
from bot.domain.proposals.state import State
from bot.domain.spaces.space import Track
from bot.services.delivery.notifications import PostEvent
from bot.wording.delivery.events import event_text
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.server_acts.listing import act_event
from tests.harness import EXECUTION, GUILD, SAFE, ServiceHarness
from tests.services.governance.test_unreadable_rows import damage
from tests.services.server_acts.changed_server import (
    BEN,
    COUNCIL,
    COUNCIL_TO_BEN,
    MODS,
    SAY,
    STEWARDS,
    carried_out,
    change_policy,
    founded,
    outcomes,
    passed,
    tried_again,
)


async def told(harness: ServiceHarness) -> str:
    """What was said in the thread and the channel of acts."""
    proposal = await harness.get(harness.proposal)
    lines = []
    for each in harness.handler.delivered:
        if isinstance(each, PostEvent) and each.event == "act":
            lines.append(act_event(proposal, each.data, SAY))
        elif isinstance(each, PostEvent) and each.event == "acts_ended":
            lines.append(event_text(each.event, each.data, SAY))
    return "\n".join(lines)


async def test_a_role_is_given_when_the_timelock_is_over(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await harness.submitted(actions=COUNCIL_TO_BEN)
    await harness.open(proposal)
    await harness.passed(proposal)
    await harness.proceed()
    assert harness.server.holders == set()
    assert "then Folkmoot changes the server" in (await card_text(harness))
    await harness.pass_time(EXECUTION / 2)
    await harness.proceed()
    assert harness.server.holders == {(COUNCIL, MemberId(BEN))}
    assert await harness.state(proposal) is State.EXECUTED
    assert harness.server.reasons == [
        f"Folkmoot proposal 1, change 1, content {(await harness.get(proposal)).opening.content_hash}"
    ]
    assert "As voted, the server is changed:\n1. give <@&501> to <@102>" in await told(harness)
    assert "all that it brings is done" in await told(harness)


async def card_text(harness: ServiceHarness) -> str:
    card = await harness.services.cards.card(harness.proposal)
    return "\n".join(state_lines(card, SAY))


async def test_each_act_is_in_the_public_log_by_the_program_itself(harness: ServiceHarness) -> None:
    await founded(harness)
    await carried_out(harness, COUNCIL_TO_BEN, "moderators @Stewards", "rules main: timelock 3d")
    log = await harness.services.public_log.newest(GUILD, limit=10)
    acts = [(entry.act, entry.actor) for entry in reversed(log)]
    assert acts[-3:] == [
        ("server grant_role", 0),
        ("server change_moderators", 0),
        ("server change_rules", 0),
    ]


async def test_a_role_that_a_proposal_creates_can_be_given_by_it(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await carried_out(harness, 'create role "Council 2026"', 'grant "Council 2026" to <@102>')
    ((role, member),) = harness.server.holders
    assert (harness.server.listed[role].name, harness.server.listed[role].permissions) == ("Council 2026", 0)
    assert member == BEN
    assert await harness.state(proposal) is State.EXECUTED


async def test_offices_and_rules_change_as_voted(harness: ServiceHarness) -> None:
    await founded(harness)
    await carried_out(
        harness, "moderators @Stewards", "guardians @Council", "rules main: timelock 3d, quorum 20%"
    )
    space, track = await harness.services.space_setup.space(GUILD)
    assert (space.moderators, space.guardians) == (STEWARDS, COUNCIL)
    assert (track.policy.periods.timelock.days, track.policy.rules["quorum"]["value"]) == (3, "1/5")
    assert track.policy.executor is not None


async def test_what_was_vetoed_changes_nothing(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await harness.submitted(actions=COUNCIL_TO_BEN)
    await harness.open(proposal)
    await harness.passed(proposal)
    await harness.services.moderation.veto(harness.guardian(), proposal, "No.")
    await harness.pass_time(EXECUTION / 2)
    await harness.proceed()
    assert harness.server.holders == set()
    assert await harness.state(proposal) is State.VETOED


async def test_acts_and_actions_are_followed_each_on_their_own(harness: ServiceHarness) -> None:
    await founded(harness)
    payment = f"transfer 5 to {harness.wallet('ben')}"
    proposal = await carried_out(harness, payment, COUNCIL_TO_BEN)
    assert await outcomes(harness, proposal) == ["done"]
    assert await harness.state(proposal) is State.EXECUTION
    assert "1 of 1 change is made" in await card_text(harness)
    harness.safes.end(harness.safe, await harness.requested(proposal), "executed")
    await harness.pass_time(EXECUTION / 4)
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("broken", "mended", "why", "mend"),
    [
        ({"rank": 0}, {"rank": 50}, "above_bot", "moves the bot's role up"),
        ({"permissions": 0}, {"permissions": 1 << 28}, "no_permission", "gives its role the permission"),
    ],
)
async def test_what_discord_does_not_let_the_bot_do_is_said_once_and_done_when_it_does(
    harness: ServiceHarness,
    broken: dict[str, int],
    mended: dict[str, int],
    why: str,
    mend: str,
) -> None:
    await founded(harness)
    proposal = await passed(harness, COUNCIL_TO_BEN)
    vars(harness.server).update(broken)
    await harness.proceed()
    await tried_again(harness)
    assert await outcomes(harness, proposal) == [f"refused: {why}"]
    assert (await told(harness)).count(mend) == 1
    assert mend in await card_text(harness)
    vars(harness.server).update(mended)
    await tried_again(harness)
    assert harness.server.holders == {(COUNCIL, MemberId(BEN))}
    assert await harness.state(proposal) is State.EXECUTED


@pytest.mark.attack("order")
async def test_a_role_raised_above_the_bot_after_the_vote_is_not_given(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await passed(harness, COUNCIL_TO_BEN)
    harness.server.change(COUNCIL, position=99)
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: above_bot"]
    assert harness.server.holders == set()


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    "permission", [1 << 3, 1 << 5, 1 << 28, 1 << 1, 1 << 2, 1 << 4, 1 << 13, 1 << 24, 1 << 29, 1 << 40]
)
async def test_a_role_that_gets_more_rights_after_the_vote_is_not_given(
    harness: ServiceHarness, permission: int
) -> None:
    await founded(harness)
    proposal = await passed(harness, COUNCIL_TO_BEN)
    harness.server.change(COUNCIL, permissions=permission)
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: more_rights"]
    assert harness.server.holders == set()


@pytest.mark.attack("order")
async def test_a_role_that_became_that_of_moderators_after_the_vote_is_not_given(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    proposal = await passed(harness, COUNCIL_TO_BEN)
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        await repositories.spaces.name_moderators(space.id, COUNCIL)
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: more_rights"]


@pytest.mark.attack("order")
@pytest.mark.parametrize("line", [COUNCIL_TO_BEN, "take <@&501> from <@102>", "moderators <@&501>"])
async def test_another_role_of_the_same_name_is_not_the_one_that_was_voted_on(
    harness: ServiceHarness, line: str
) -> None:
    await founded(harness)
    proposal = await passed(harness, line)
    harness.server.delete(COUNCIL)
    other = harness.server.add(777, "Council")
    harness.server.holders.add((other, MemberId(BEN)))
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["gone: role_gone"]
    assert harness.server.holders == {(other, MemberId(BEN))}
    assert await harness.state(proposal) is State.FAILED
    assert "can never be made" in await told(harness)


@pytest.mark.attack("order")
async def test_rules_that_changed_since_members_saw_them_are_not_replaced_unseen(
    harness: ServiceHarness,
) -> None:
    """Who proposed a longer timelock would else take back, unseen, the quorum that others voted for meanwhile."""
    await founded(harness)
    proposal = await passed(harness, "rules main: timelock 3d")
    (before,) = await tracks(harness)
    await change_policy(harness, rules={**before.policy.rules, "quorum": {"kind": "share", "value": "1/2"}})
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["refused: other_rules"]
    (kept,) = await tracks(harness)
    assert kept.policy.rules["quorum"]["value"] == "1/2"
    assert "needs a vote of its own" in await told(harness)
    await change_policy(harness, rules=before.policy.rules)
    await tried_again(harness)
    assert await outcomes(harness, proposal) == ["done"]


async def tracks(harness: ServiceHarness) -> list[Track]:
    async with harness.services.uow.reading() as repositories:
        return await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id)


@pytest.mark.attack("commands")
async def test_a_change_that_discord_refuses_each_time_holds_up_no_other(harness: ServiceHarness) -> None:
    await founded(harness)
    harness.server.full = True
    proposal = await carried_out(harness, 'create role "Council 2026"', COUNCIL_TO_BEN)
    assert await outcomes(harness, proposal) == ["refused: not_taken", "done"]
    assert harness.server.holders == {(COUNCIL, MemberId(BEN))}
    harness.server.full = False
    await tried_again(harness)
    assert await harness.state(proposal) is State.EXECUTED


async def test_who_left_gets_the_role_when_they_come_back_in_time(harness: ServiceHarness) -> None:
    await founded(harness)
    harness.server.left.add(MemberId(BEN))
    proposal = await carried_out(harness, COUNCIL_TO_BEN)
    assert await outcomes(harness, proposal) == ["refused: member_left"]
    harness.server.left.clear()
    await tried_again(harness)
    assert harness.server.holders == {(COUNCIL, MemberId(BEN))}


async def test_what_is_owed_when_the_time_is_over_stays_undone(harness: ServiceHarness) -> None:
    await founded(harness)
    harness.server.left.add(MemberId(BEN))
    proposal = await carried_out(harness, COUNCIL_TO_BEN)
    await harness.pass_time(EXECUTION)
    await harness.proceed()
    assert await harness.state(proposal) is State.EXPIRED
    harness.server.left.clear()
    await tried_again(harness)
    assert harness.server.holders == set()
    assert "0 of 1 change is made" in await card_text(harness)


@pytest.mark.attack("time")
async def test_what_waits_in_a_delay_for_months_gives_the_servers_changes_no_more_time(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    harness.server.left.add(MemberId(BEN))
    payment = f"transfer 5 to {harness.wallet('ben')}"
    proposal = await carried_out(harness, payment, COUNCIL_TO_BEN)
    request = await harness.requested(proposal)
    at = harness.chain.newest_final()
    waits = DelayedCall(SAFE, 1, 0, made_from=at.time + EXECUTION * 5)
    async with harness.services.uow.writing() as repositories:
        delay = InDelay(TransactionHash("0x" + "ab" * 32), at, (waits,), others=False)
        await repositories.execution_requests.reach(request.id, SafeStage("delayed", 1, delay=delay))
    await harness.pass_time(EXECUTION)
    assert await harness.state(proposal) is State.EXECUTION
    harness.server.left.clear()
    await harness.services.carrying_out.carry_out(proposal)
    assert harness.server.holders == set()


async def test_from_who_left_there_is_nothing_to_take(harness: ServiceHarness) -> None:
    await founded(harness)
    harness.server.left.add(MemberId(BEN))
    proposal = await carried_out(harness, "take @Council from <@102>")
    assert await outcomes(harness, proposal) == ["done"]


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    "lines", [(COUNCIL_TO_BEN,), ('create role "Council 2026"',), ("take <@&501> from <@102>",)]
)
async def test_what_was_done_before_a_crash_is_not_done_twice(
    harness: ServiceHarness, lines: tuple[str, ...]
) -> None:
    await founded(harness)
    proposal = await passed(harness, *lines)
    harness.server.forgets_answers = True
    await harness.proceed()
    roles = len(harness.server.listed)
    assert await outcomes(harness, proposal) == ["begun"]
    harness.server.forgets_answers = False
    await harness.restart()
    await tried_again(harness)
    assert await outcomes(harness, proposal) == ["done"]
    assert len(harness.server.listed) == roles
    assert len(harness.server.holders) == (1 if lines == (COUNCIL_TO_BEN,) else 0)


@pytest.mark.attack("order")
async def test_two_runs_at_once_do_each_act_once(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await passed(harness, 'create role "Council 2026"', COUNCIL_TO_BEN, "moderators @Stewards")
    carrying_out = harness.services.carrying_out.carry_out
    await asyncio.gather(*(carrying_out(proposal) for _ in range(4)))
    assert await outcomes(harness, proposal) == ["done", "done", "done"]
    assert [role.name for role in harness.server.listed.values()].count("Council 2026") == 1
    log = await harness.services.public_log.newest(GUILD, limit=20)
    assert sum(entry.act.startswith("server ") for entry in log) == 3


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"member":"102"', '"member":"666"'),
        ('"id":"501"', '"id":"503"'),
        ('"kind":"grant_role"', '"kind":"take_role"'),
        ('"rights":[]', '"rights":["administrator"]'),
    ],
)
async def test_an_act_that_was_changed_in_the_database_after_the_vote_is_never_done(
    harness: ServiceHarness, was: str, now: str
) -> None:
    await founded(harness)
    proposal = await passed(harness, COUNCIL_TO_BEN)
    await damage(harness, f"UPDATE revisions SET acts = replace(acts, '{was}', '{now}')")
    (act,) = (await harness.get(proposal)).content.acts
    assert now.strip('"') in json.dumps(act.document(), separators=(",", ":"))
    await harness.restart()
    await harness.proceed()
    await tried_again(harness)
    assert harness.server.holders == set()
    assert await outcomes(harness, proposal) == []
    assert await harness.state(proposal) is State.EXECUTION


async def test_while_discord_is_silent_nothing_is_begun_and_people_are_told(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await passed(harness, COUNCIL_TO_BEN, "moderators @Stewards")
    harness.server.silent = True
    await harness.proceed()
    for _ in range(20):
        await harness.try_again()
    assert await outcomes(harness, proposal) == []
    assert "What passed can't change the server yet" in await card_text(harness)
    harness.server.silent = False
    await tried_again(harness)
    assert await outcomes(harness, proposal) == ["done", "done"]
    assert MODS not in {role for role, _ in harness.server.holders}
