"""A proposal promises payments; each is paid once, after a report and a decision of its own."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import (
    BadAction,
    BadSetting,
    BeyondLimits,
    ContentAltered,
    MilestoneNotAwaited,
    NoMilestone,
    NoMilestonesHere,
    NotRecipient,
    PaymentAgreed,
)
from bot.domain.milestones.milestone import MOST_REPORTS
from bot.domain.milestones.standing import MilestoneState
from bot.domain.policy.milestones import MilestoneRule
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent
from tests.harness import EXECUTION, GUILD, TIMELOCK, ServiceHarness
from tests.said import raises_saying
from tests.services.milestones.promising import (
    PARTS,
    change,
    decided,
    executed,
    lines,
    promised,
    promising,
    reported,
    standing,
)

AWAITED, REPORTED, REFUSED = MilestoneState.AWAITED, MilestoneState.REPORTED, MilestoneState.REFUSED
RELEASED, PAID, LAPSED = MilestoneState.RELEASED, MilestoneState.PAID, MilestoneState.LAPSED


async def test_each_part_is_paid_once_after_its_own_report_and_vote(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    assert await harness.state(promise) is State.PASSED
    assert (await harness.get(promise)).requests == ()
    paid = []
    for place in (1, 2):
        release = await reported(harness, promise, place)
        assert (await standing(harness, promise))[place - 1] is REPORTED
        assert await decided(harness, release, {"ada": "For"})
        assert (await standing(harness, promise))[place - 1] is RELEASED
        paid.append(await executed(harness, release))
        with pytest.raises(MilestoneNotAwaited):
            await reported(harness, promise, place)
    assert paid == list(PARTS.values())
    assert await standing(harness, promise) == [PAID, PAID]
    told = [each for each in await harness.notified(PostEvent) if each.event == "reported"]
    assert [(each.proposal, each.data["place"]) for each in told] == [(promise, "1"), (promise, "2")]


async def test_a_release_has_no_discussion_and_the_vote_that_the_rule_says(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    release = await reported(harness, promise)
    rules = (await harness.get(release)).rules
    promised_rules = (await harness.get(promise)).rules
    assert await harness.state(release) is State.PENDING
    assert rules.periods.voting == timedelta(days=3)
    assert (rules.power, rules.rules, rules.executor) == (
        promised_rules.power,
        promised_rules.rules,
        promised_rules.executor,
    )
    assert rules.periods.timelock == TIMELOCK


async def test_by_silence_a_part_is_paid_unless_enough_object(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10, "ben": 1, "cleo": 30})
    await change(harness, milestones={"by": "silence", "objection": "1/4", "voting": "P3D"})
    promise = await promised(harness, author="ada")
    assert await decided(harness, await reported(harness, promise, 1), {})
    refused = await reported(harness, promise, 2)
    assert not await decided(harness, refused, {"cleo": "Against"})
    assert await standing(harness, promise) == [RELEASED, AWAITED]


async def test_what_is_refused_may_be_reported_again_and_not_for_ever(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    for _ in range(MOST_REPORTS):
        assert not await decided(harness, await reported(harness, promise), {"ada": "Against"})
    assert (await standing(harness, promise))[0] is REFUSED
    with pytest.raises(MilestoneNotAwaited):
        await reported(harness, promise)


async def test_only_the_author_and_who_is_paid_report(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1, "cleo": 1})
    promise = await promised(harness)
    with pytest.raises(NotRecipient):
        await reported(harness, promise, by="cleo")
    release = await reported(harness, promise, by="ada")
    assert (await harness.get(release)).author == harness.member("ada")


async def test_nothing_is_reported_before_the_timelock_is_over_nor_of_what_was_vetoed(
    harness: ServiceHarness,
) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await harness.submitted("ada", actions=lines(harness))
    with pytest.raises(MilestoneNotAwaited) as early:
        await reported(harness, promise)
    assert early.value.state == MilestoneState.PROMISED
    await harness.open(promise)
    await harness.passed(promise)
    with pytest.raises(MilestoneNotAwaited) as waiting:
        await reported(harness, promise)
    assert waiting.value.state == MilestoneState.PROMISED
    await harness.services.moderation.veto(harness.guardian(), promise, "No")
    await harness.pass_time(TIMELOCK)
    with pytest.raises(MilestoneNotAwaited) as vetoed:
        await reported(harness, promise)
    assert vetoed.value.state == MilestoneState.VOID


async def test_what_it_pays_at_once_comes_first(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness, actions=f"transfer 5 to {harness.wallet('ben')}")
    with pytest.raises(MilestoneNotAwaited):
        await reported(harness, promise)
    (request,) = await harness.services.preparing.prepare(promise)
    assert request.payload.value == 5
    harness.safes.end(harness.safe, request, "executed")
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(promise)
    await reported(harness, promise)


async def test_after_its_last_day_a_part_is_never_paid(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness, days=30)
    ends = (await harness.get(promise)).content.milestones[0].ends_at
    await harness.pass_time(ends - harness.clock.now() - timedelta(milliseconds=1))
    assert await standing(harness, promise) == [AWAITED, AWAITED]
    await reported(harness, promise, 1)
    await harness.pass_time(timedelta(milliseconds=1))
    assert await standing(harness, promise) == [REPORTED, LAPSED]
    with pytest.raises(MilestoneNotAwaited):
        await reported(harness, promise, 2)


async def test_a_part_that_its_guardians_vetoed_is_reported_again_and_paid_once(
    harness: ServiceHarness,
) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    first = await reported(harness, promise)
    assert await decided(harness, first, {"ada": "For"})
    await harness.services.moderation.veto(harness.guardian(), first, "Not yet")
    assert await standing(harness, promise) == [AWAITED, AWAITED]
    second = await reported(harness, promise)
    assert await decided(harness, second, {"ada": "For"})
    assert await executed(harness, second) == 10
    assert (await harness.get(first)).requests == ()


@pytest.mark.attack("double payment")
async def test_a_part_whose_owners_let_it_expire_is_asked_for_by_no_other_report(
    harness: ServiceHarness,
) -> None:
    """They have signed it, and may execute it whenever they like."""
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness, days=200)
    release = await reported(harness, promise)
    assert await decided(harness, release, {"ada": "For"})
    await harness.prepared(release)
    await harness.pass_time(EXECUTION)
    await harness.services.following.end(release)
    assert await harness.state(release) is State.EXPIRED
    assert await standing(harness, promise) == [RELEASED, AWAITED]
    with pytest.raises(MilestoneNotAwaited):
        await reported(harness, promise)


@pytest.mark.attack("double payment")
async def test_two_reports_at_the_same_moment_make_one_release(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    at_once = [
        harness.services.reporting_milestones.report(harness.actor(name), promise, 1, "Done")
        for name in ("ada", "ben")
    ]
    found = await asyncio.gather(*at_once, return_exceptions=True)
    assert sorted(type(each).__name__ for each in found) == ["MilestoneNotAwaited", "Proposal"]


async def test_a_crash_in_a_report_leaves_nothing_and_it_is_given_again(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    harness.break_commits = True
    with pytest.raises(OSError, match="full"):
        await reported(harness, promise)
    harness.break_commits = False
    await harness.restart()
    assert await standing(harness, promise) == [AWAITED, AWAITED]
    assert await decided(harness, await reported(harness, promise), {"ada": "For"})


@pytest.mark.attack("rules")
async def test_the_rules_of_the_promise_decide_and_the_limits_of_now(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    await change(
        harness,
        milestones=None,
        rules={"quorum": {"kind": "absolute", "value": "999"}, "majority": {"kind": "simple"}},
    )
    assert await decided(harness, await reported(harness, promise, 1), {"ada": "For"})
    limits = {"period": "P30D", "spending": [{"per_period": 29}]}
    await change(harness, limits=limits)
    with pytest.raises(BeyondLimits):
        await reported(harness, promise, 2)


@pytest.mark.attack("rules")
async def test_silence_releases_nothing_where_nobody_could_object(harness: ServiceHarness) -> None:
    """With roots nobody knows all power: the sum of what the sources tell is far more than all could object with."""
    await harness.set_up(quorum="2 votes")
    await harness.compose(curve="root", decimals=18)
    (track,) = await harness.services.tracks.all(GUILD)
    silent = track.policy.model_copy(update={"milestones": MilestoneRule(by="silence")})
    with raises_saying(BadSetting, "nobody could object"):
        await harness.services.tracks.upload(harness.moderator(), track.name, policy_toml(silent).encode())


@pytest.mark.attack("limits")
async def test_a_part_that_its_track_could_never_pay_is_not_promised(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    await change(harness, limits={"period": "P30D", "spending": [{"per_period": 29}]})
    with pytest.raises(BeyondLimits):
        await harness.submitted("ada", actions=lines(harness))


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET milestones = replace(milestones, '\"10\"', '\"11\"') WHERE proposal = {promise}",
        "UPDATE openings SET content_hash = '" + "00" * 32 + "' WHERE proposal = {promise}",
    ],
    ids=["payment", "frozen document"],
)
async def test_a_promise_that_was_edited_in_the_database_is_reported_by_nobody(
    harness: ServiceHarness, statement: str
) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    async with harness.database.write_transaction() as connection:
        edited = await connection.exec_driver_sql(statement.format(promise=promise))
        assert edited.rowcount
    await harness.restart()
    with pytest.raises(ContentAltered):
        await reported(harness, promise)


@pytest.mark.attack("database")
async def test_a_release_that_was_put_to_another_part_is_paid_by_nobody(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    release = await reported(harness, promise)
    assert await decided(harness, release, {"ada": "For"})
    async with harness.database.write_transaction() as connection:
        await connection.exec_driver_sql(f"UPDATE releases SET place = 2 WHERE proposal = {release}")
    await harness.restart()
    await harness.pass_time(TIMELOCK)
    with pytest.raises(ContentAltered):
        await harness.services.preparing.prepare(release)


async def test_what_a_release_pays_can_not_be_edited_and_its_report_can_be_taken_back(
    harness: ServiceHarness,
) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    release = await reported(harness, promise)
    with pytest.raises(PaymentAgreed):
        await harness.services.proposing.edit(
            harness.actor("ben"), release, "More", "Much more", f"transfer 5 to {harness.wallet('ben')}"
        )


async def test_a_track_without_the_rule_takes_no_milestones(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    with pytest.raises(NoMilestonesHere):
        await harness.drafted("ada", actions=lines(harness))


async def test_a_proposal_without_milestones_has_none_to_report(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    promise = await promised(harness)
    for place in (0, 3):
        with pytest.raises(NoMilestone):
            await reported(harness, promise, place)


@pytest.mark.parametrize(
    "line",
    [
        "milestone First by 2999-01-01: transfer 1 to {ben}",
        'milestone "First" by tomorrow: transfer 1 to {ben}',
        'milestone "First" by 2027-02-30: transfer 1 to {ben}',
        'milestone "First" by 2020-01-01: transfer 1 to {ben}',
        'milestone "First" by 2999-01-01: transfer 1 to {ben}',
        'milestone "" by {due}: transfer 1 to {ben}',
        'milestone "' + "x" * 61 + '" by {due}: transfer 1 to {ben}',
        'milestone "First" by {due}: call {ben} "function f()"',
        'milestone "First" by {due}: raw {ben} 0x',
        'milestone "First" by {due}:',
    ],
)
async def test_a_line_that_is_no_milestone_is_refused_with_its_number(
    harness: ServiceHarness, line: str
) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    due = (harness.clock.now() + timedelta(days=60)).date()
    with pytest.raises(BadAction) as refused:
        await harness.drafted("ada", actions="\n" + line.format(ben=harness.wallet("ben"), due=due))
    assert refused.value.line_number == 2
