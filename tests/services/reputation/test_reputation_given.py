"""Grants and slashes: voted on, frozen, and done once when the proposal is executed. By nothing else."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import BadAction, NoExecutor, NotInTimelock
from bot.domain.policy.model import preset
from bot.domain.proposals.facts import Grant
from bot.domain.proposals.state import State
from bot.domain.reputation.ledger import Why
from bot.services.delivery.notifications import PostDiff, PostEvent
from tests.fakes import account
from tests.harness import EXECUTION, GUILD, OTHER_GUILD, TIMELOCK, ServiceHarness
from tests.services.reputation.merit import DAY, POINT, change_policy, founded, give, held, next_vote, passed

ROOT = Path(__file__).parents[3]
ACTION = f"transfer 5 to {account('well builder')}"


@pytest.fixture
async def space(harness: ServiceHarness) -> ServiceHarness:
    await founded(harness, {"ada": 10, "ben": 5})
    return harness


async def test_lines_of_reputation_are_content_and_need_no_executor(space: ServiceHarness) -> None:
    await change_policy(space, executor=None)
    ben, cleo = space.member("ben"), space.member("cleo")
    proposal = await space.drafted(
        actions=f"grant 50 reputation to <@{ben}>\nslash 0.5 reputation from {cleo}"
    )
    content = (await space.get(proposal)).content
    assert content.grants == (Grant(ben, 50 * POINT), Grant(cleo, -POINT // 2))
    assert content.actions == ()
    with pytest.raises(NoExecutor):
        await space.drafted(actions=f"grant 50 reputation to <@{ben}>\n{ACTION}")


async def test_a_line_that_is_wrong_is_named_by_its_number(space: ServiceHarness) -> None:
    with pytest.raises(BadAction) as refused:
        await space.drafted(actions=f"{ACTION}\ngrant much reputation to <@102>")
    assert refused.value.line_number == 2
    with pytest.raises(BadAction) as refused:
        await space.drafted(actions="grant 1 reputation to <@102>\ndance")
    assert refused.value.line_number == 2


async def test_grants_are_part_of_what_is_hashed_and_of_every_edit(space: ServiceHarness) -> None:
    ada = space.actor("ada")
    one = await space.submitted(actions="grant 50 reputation to 102")
    await space.services.proposing.edit(ada, one, "A new well", "We need water.", "grant 5 reputation to 102")
    assert len(await space.notified(PostDiff)) == 1
    await space.services.proposing.edit(ada, one, "A new well", "We need water.", "grant 5 reputation to 102")
    assert len(await space.notified(PostDiff)) == 1
    revisions = await space.services.proposal_reading.revisions(GUILD, one)
    assert [revision.content.grants[0].amount for revision in revisions] == [50 * POINT, 5 * POINT]
    await space.open(one)
    async with space.services.uow.reading() as repositories:
        frozen = await repositories.proposals.frozen(one)
    ben = await space.in_record("ben", one)
    assert b'"grants":[{"amount":"5000000000000000000","member":"%s"}]' % ben.encode() in frozen


async def test_what_is_granted_counts_when_the_timelock_is_over_and_not_before(space: ServiceHarness) -> None:
    proposal = await passed(space, "grant 50 reputation to 102")
    await space.pass_time(TIMELOCK - DAY)
    await space.sweep.run()
    assert await held(space, "ben") == [0]
    await space.pass_time(DAY)
    await space.sweep.run()
    assert await held(space, "ben") == [50 * POINT]
    assert await space.state(proposal) is State.PASSED


async def test_it_takes_effect_once_whatever_runs_twice(space: ServiceHarness) -> None:
    proposal = await passed(space, "grant 50 reputation to 102\nslash 3 reputation from 101")
    await space.pass_time(TIMELOCK)
    await asyncio.gather(*(space.services.following.end(proposal) for _ in range(3)))
    await space.restart()
    await space.services.following.end(proposal)
    await space.sweep.run()
    events = await space.services.reputation.decided_by(proposal)
    assert [(event.member, event.amount, event.why) for event in events] == [
        (space.member("ben"), 50 * POINT, Why.GRANT),
        (space.member("ada"), -3 * POINT, Why.SLASH),
    ]
    said = [
        notification for notification in await space.notified(PostEvent) if notification.event == "reputation"
    ]
    assert [(notification.data, notification.announce) for notification in said] == [
        ({"102": str(50 * POINT), "101": str(-3 * POINT)}, True)
    ]


async def test_what_is_granted_survives_a_long_absence(space: ServiceHarness) -> None:
    await passed(space, "grant 50 reputation to 102")
    await space.stop()
    await space.pass_time(TIMELOCK + EXECUTION + 3 * DAY)
    space.start()
    await space.sweep.run()
    assert await held(space, "ben") == [50 * POINT]


async def test_a_slash_takes_no_more_than_there_is(space: ServiceHarness) -> None:
    await give(space, {"ben": 30})
    await give(space, {"ben": -50})
    assert await held(space, "ben") == [0]
    await give(space, {"ben": 20})
    assert await held(space, "ben") == [20 * POINT]


async def test_a_veto_keeps_it_from_taking_effect(space: ServiceHarness) -> None:
    proposal = await passed(space, "grant 50 reputation to 102")
    await space.services.moderation.veto(space.guardian(), proposal, "Ben is a bot")
    await space.pass_time(TIMELOCK)
    await space.services.following.end(proposal)
    await space.sweep.run()
    assert await held(space, "ben") == [0]


async def test_what_has_taken_effect_can_not_be_vetoed_any_more(space: ServiceHarness) -> None:
    proposal = await give(space, {"ben": 50})
    with pytest.raises(NotInTimelock):
        await space.services.moderation.veto(space.guardian(), proposal, "too late")
    assert await held(space, "ben") == [50 * POINT]


async def test_a_cancelled_and_a_defeated_proposal_give_nothing(space: ServiceHarness) -> None:
    cancelled, _ = await next_vote(space, actions="grant 50 reputation to 102")
    await space.services.moderation.cancel(space.moderator(), cancelled, "a mistake")
    defeated, _ = await next_vote(space, actions="grant 50 reputation to 102")
    await space.vote("ada", "Against")
    await space.close(defeated)
    await space.pass_time(TIMELOCK)
    await space.sweep.run()
    for proposal in (cancelled, defeated):
        await space.services.following.end(proposal)
    assert await held(space, "ben") == [0]


async def test_with_a_transaction_it_waits_for_its_execution(space: ServiceHarness) -> None:
    proposal = await passed(space, f"{ACTION}\ngrant 50 reputation to 102")
    request = await space.prepared(proposal)
    await space.services.following.follow(proposal)
    assert await held(space, "ben") == [0]
    space.safes.end(space.safe, request, "executed")
    await space.pass_time(DAY)
    await space.services.following.follow(proposal)
    await space.services.following.follow(proposal)
    assert await held(space, "ben") == [50 * POINT]
    said = [notification.event for notification in await space.notified(PostEvent)]
    assert said.count("reputation") == 1
    assert said.index("executed") < said.index("reputation")


@pytest.mark.parametrize("kind", ["failed", "replaced"])
async def test_a_transaction_that_was_not_executed_takes_the_grants_with_it(
    space: ServiceHarness, kind: str
) -> None:
    proposal = await passed(space, f"{ACTION}\ngrant 50 reputation to 102")
    space.safes.end(space.safe, await space.prepared(proposal), kind)
    await space.pass_time(DAY)
    await space.services.following.follow(proposal)
    await space.services.following.end(proposal)
    assert await held(space, "ben") == [0]


async def test_what_expires_gives_nothing(space: ServiceHarness) -> None:
    proposal = await passed(space, f"{ACTION}\ngrant 50 reputation to 102")
    await space.prepared(proposal)
    await space.pass_time(EXECUTION)
    await space.sweep.run()
    assert await space.state(proposal) is State.EXPIRED
    assert await held(space, "ben") == [0]


async def test_a_temperature_check_gives_nothing_itself(space: ServiceHarness) -> None:
    at_once = preset("token").periods.model_copy(update={"timelock": timedelta(0)})
    await change_policy(space, next_track="binding", executor=None, periods=at_once)
    proposal = await passed(space, "grant 50 reputation to 102")
    assert await space.state(proposal) is State.PASSED
    await space.services.following.end(proposal)
    assert await held(space, "ben") == [0]


async def test_each_server_has_its_own_reputation(space: ServiceHarness) -> None:
    await give(space, {"ben": 50})
    await space.set_up(guild=OTHER_GUILD)
    held_reputation = await space.services.reputation.of_member(OTHER_GUILD, space.member("ben"))
    assert (held_reputation.balance, held_reputation.events) == (0, 0)


def test_nothing_but_a_close_and_an_execution_writes_the_ledger() -> None:
    written, called = set(), set()
    for path in sorted((ROOT / "bot").rglob("*.py")) + sorted((ROOT / "cogs").rglob("*.py")):
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        if "reputation.add(" in text or "StoredLedger(" in text:
            written.add(name)
        if re.search(r"from bot\.services\.reputation\.reputation import .*\b(reward|give)\b", text):
            called.add(name)
    assert written == {"bot/services/reputation/reputation.py", "bot/storage/repositories/repositories.py"}
    assert called == {
        "bot/services/voting/closing/finalize.py",
        "bot/services/execution/following.py",
        "bot/services/server_acts/carrying_out.py",
    }
