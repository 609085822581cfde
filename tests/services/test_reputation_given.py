"""Grants and slashes: voted on, frozen, and done once when the proposal is executed. By nothing else."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import BadAction, NoExecutor, NotInTimelock
from bot.domain.policy import preset
from bot.domain.proposal import Grant, State
from bot.domain.reputation import Why
from bot.services.notices import PostDiff, PostEvent
from tests.assembly import EXECUTION, GUILD, OTHER_GUILD, TIMELOCK, Assembly
from tests.fakes import account
from tests.services.merit import DAY, POINT, change_policy, founded, give, held, next_vote, passed

ROOT = Path(__file__).parents[2]
ACTION = f"transfer 5 to {account('well builder')}"


@pytest.fixture
async def space(assembly: Assembly) -> Assembly:
    await founded(assembly, {"ada": 10, "ben": 5})
    return assembly


async def test_lines_of_reputation_are_content_and_need_no_executor(space: Assembly) -> None:
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


async def test_a_line_that_is_wrong_is_named_by_its_number(space: Assembly) -> None:
    with pytest.raises(BadAction) as refused:
        await space.drafted(actions=f"{ACTION}\ngrant much reputation to <@102>")
    assert refused.value.line_number == 2
    with pytest.raises(BadAction) as refused:
        await space.drafted(actions="grant 1 reputation to <@102>\ndance")
    assert refused.value.line_number == 2


async def test_grants_are_part_of_what_is_hashed_and_of_every_edit(space: Assembly) -> None:
    ada = space.actor("ada")
    one = await space.submitted(actions="grant 50 reputation to 102")
    await space.folkmoot.proposing.edit(ada, one, "A new well", "We need water.", "grant 5 reputation to 102")
    assert len(await space.told(PostDiff)) == 1
    await space.folkmoot.proposing.edit(ada, one, "A new well", "We need water.", "grant 5 reputation to 102")
    assert len(await space.told(PostDiff)) == 1
    revisions = await space.folkmoot.proposing.revisions(GUILD, one)
    assert [revision.content.grants[0].amount for revision in revisions] == [50 * POINT, 5 * POINT]
    await space.open(one)
    async with space.folkmoot.uow.reading() as facts:
        frozen = await facts.proposals.frozen(one)
    assert b'"grants":[{"amount":"5000000000000000000","member":"102"}]' in frozen


async def test_what_is_granted_counts_when_the_timelock_is_over_and_not_before(space: Assembly) -> None:
    proposal = await passed(space, "grant 50 reputation to 102")
    await space.pass_time(TIMELOCK - DAY)
    await space.folkmoot.sweep.run()
    assert await held(space, "ben") == [0]
    await space.pass_time(DAY)
    await space.folkmoot.sweep.run()
    assert await held(space, "ben") == [50 * POINT]
    assert await space.state(proposal) is State.PASSED


async def test_it_takes_effect_once_whatever_runs_twice(space: Assembly) -> None:
    proposal = await passed(space, "grant 50 reputation to 102\nslash 3 reputation from 101")
    await space.pass_time(TIMELOCK)
    await asyncio.gather(*(space.folkmoot.executing.end(proposal) for _ in range(3)))
    await space.restart()
    await space.folkmoot.executing.end(proposal)
    await space.folkmoot.sweep.run()
    events = await space.folkmoot.reputation.decided_by(proposal)
    assert [(event.member, event.amount, event.why) for event in events] == [
        (space.member("ben"), 50 * POINT, Why.GRANT),
        (space.member("ada"), -3 * POINT, Why.SLASH),
    ]
    said = [notice for notice in await space.told(PostEvent) if notice.event == "reputation"]
    assert [(notice.data, notice.announce) for notice in said] == [
        ({"102": str(50 * POINT), "101": str(-3 * POINT)}, True)
    ]


async def test_what_is_granted_survives_a_long_absence(space: Assembly) -> None:
    await passed(space, "grant 50 reputation to 102")
    await space.stop()
    await space.pass_time(TIMELOCK + EXECUTION + 3 * DAY)
    space.start()
    await space.folkmoot.sweep.run()
    assert await held(space, "ben") == [50 * POINT]


async def test_a_slash_takes_no_more_than_there_is(space: Assembly) -> None:
    await give(space, {"ben": 30})
    await give(space, {"ben": -50})
    assert await held(space, "ben") == [0]
    await give(space, {"ben": 20})
    assert await held(space, "ben") == [20 * POINT]


async def test_a_veto_keeps_it_from_taking_effect(space: Assembly) -> None:
    proposal = await passed(space, "grant 50 reputation to 102")
    await space.folkmoot.moderation.veto(space.guardian(), proposal, "Ben is a bot")
    await space.pass_time(TIMELOCK)
    await space.folkmoot.executing.end(proposal)
    await space.folkmoot.sweep.run()
    assert await held(space, "ben") == [0]


async def test_what_has_taken_effect_can_not_be_vetoed_any_more(space: Assembly) -> None:
    proposal = await give(space, {"ben": 50})
    with pytest.raises(NotInTimelock):
        await space.folkmoot.moderation.veto(space.guardian(), proposal, "too late")
    assert await held(space, "ben") == [50 * POINT]


async def test_a_cancelled_and_a_defeated_proposal_give_nothing(space: Assembly) -> None:
    cancelled, _ = await next_vote(space, actions="grant 50 reputation to 102")
    await space.folkmoot.moderation.cancel(space.moderator(), cancelled, "a mistake")
    defeated, _ = await next_vote(space, actions="grant 50 reputation to 102")
    await space.vote("ada", "Against")
    await space.close(defeated)
    await space.pass_time(TIMELOCK)
    await space.folkmoot.sweep.run()
    for proposal in (cancelled, defeated):
        await space.folkmoot.executing.end(proposal)
    assert await held(space, "ben") == [0]


async def test_with_a_transaction_it_waits_for_its_execution(space: Assembly) -> None:
    proposal = await passed(space, f"{ACTION}\ngrant 50 reputation to 102")
    transaction = await space.prepared(proposal)
    await space.folkmoot.executing.follow(proposal)
    assert await held(space, "ben") == [0]
    space.safes.end(space.safe, transaction, "executed")
    await space.pass_time(DAY)
    await space.folkmoot.executing.follow(proposal)
    await space.folkmoot.executing.follow(proposal)
    assert await held(space, "ben") == [50 * POINT]
    said = [notice.event for notice in await space.told(PostEvent)]
    assert said.count("reputation") == 1
    assert said.index("executed") < said.index("reputation")


@pytest.mark.parametrize("kind", ["failed", "replaced"])
async def test_a_transaction_that_was_not_executed_takes_the_grants_with_it(
    space: Assembly, kind: str
) -> None:
    proposal = await passed(space, f"{ACTION}\ngrant 50 reputation to 102")
    space.safes.end(space.safe, await space.prepared(proposal), kind)
    await space.pass_time(DAY)
    await space.folkmoot.executing.follow(proposal)
    await space.folkmoot.executing.end(proposal)
    assert await held(space, "ben") == [0]


async def test_what_expires_gives_nothing(space: Assembly) -> None:
    proposal = await passed(space, f"{ACTION}\ngrant 50 reputation to 102")
    await space.prepared(proposal)
    await space.pass_time(EXECUTION)
    await space.folkmoot.sweep.run()
    assert await space.state(proposal) is State.EXPIRED
    assert await held(space, "ben") == [0]


async def test_a_temperature_check_gives_nothing_itself(space: Assembly) -> None:
    at_once = preset("token").periods.model_copy(update={"timelock": timedelta(0)})
    await change_policy(space, next_track="binding", executor=None, periods=at_once)
    proposal = await passed(space, "grant 50 reputation to 102")
    assert await space.state(proposal) is State.PASSED
    await space.folkmoot.executing.end(proposal)
    assert await held(space, "ben") == [0]


async def test_each_server_has_its_own_reputation(space: Assembly) -> None:
    await give(space, {"ben": 50})
    await space.set_up(guild=OTHER_GUILD)
    standing = await space.folkmoot.reputation.standing_of(OTHER_GUILD, space.member("ben"))
    assert (standing.balance, standing.events) == (0, 0)


def test_nothing_but_a_close_and_an_execution_writes_the_ledger() -> None:
    written, called = set(), set()
    for path in sorted((ROOT / "bot").rglob("*.py")) + sorted((ROOT / "cogs").rglob("*.py")):
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        if "reputation.add(" in text or "StoredLedger(" in text:
            written.add(name)
        if re.search(r"from bot\.services\.reputation import .*\b(earn|give)\b", text):
            called.add(name)
    assert written == {"bot/services/reputation.py", "bot/storage/facts.py"}
    assert called == {"bot/services/closing.py", "bot/services/execution.py", "bot/services/stake_looks.py"}
