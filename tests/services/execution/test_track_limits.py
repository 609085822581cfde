"""A track moves no more in a period than its limits say: by whatever proposals, at whatever moment."""

import asyncio
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.domain.actions.limits import NotAllowed
from bot.domain.errors import BeyondLimits
from bot.domain.ids import ProposalId, TrackId
from bot.domain.policy.limits import Limits, Spending
from bot.domain.policy.model import Policy
from bot.domain.proposals.state import State
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from tests.fakes import account
from tests.harness import DISCUSSION, EXECUTION, GUILD, TIMELOCK, VOTING, ServiceHarness
from tests.said import raises_saying, said
from tests.services.execution.asking import SAY, WELL_BUILDER
from tests.services.execution.test_asked_again import executed_and_forgotten

PERIOD = timedelta(days=10)
DIGGER = account("digger")


def limits(per_period: int = 10, **fields: Any) -> Limits:
    """Of the coin, in wei."""
    return Limits(period=PERIOD, spending=(Spending(decimals=0, per_period=per_period, **fields),))


async def limited(harness: ServiceHarness, to: Limits | None) -> None:
    """From now on the space's track has these limits."""
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        policy = Policy.model_validate({**track.policy.model_dump(), "limits": to and to.model_dump()})
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())


async def founded(harness: ServiceHarness, to: Limits | None = None) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await limited(harness, to or limits())


def paying(amount: int, to: str = WELL_BUILDER) -> str:
    return f"transfer {amount} to {to}"


async def all_passed(harness: ServiceHarness, *actions: str) -> list[ProposalId]:
    """A proposal for each, written at the same time, and passed: all wait for their execution."""
    found = [await harness.submitted(actions=each) for each in actions]
    await harness.pass_time(DISCUSSION)
    for proposal in found:
        assert await harness.open_now(proposal)
        await harness.services.power_reads.everyone(proposal)
        harness.proposal = proposal
        await harness.vote("ada", "For")
    for proposal in found:
        await harness.close(proposal)
    await harness.pass_time(TIMELOCK)
    return found


async def asked(harness: ServiceHarness, proposal: ProposalId) -> bool:
    """Whether the Safe is asked for it now, by a chain whose blocks come as time passes."""
    harness.chain.advance()
    try:
        return bool(await harness.services.preparing.prepare(proposal))
    except BeyondLimits:
        return False


async def ends(harness: ServiceHarness, proposal: ProposalId, status: Any = "executed") -> None:
    request = (await harness.get(proposal)).standing[-1]
    harness.safes.end(harness.safe, request, status)
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(proposal)


async def left(harness: ServiceHarness) -> int:
    """What the track may spend now."""
    async with harness.services.uow.reading() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
    (budget,) = await harness.services.track_limits.budgets(track.id, track.policy)
    return budget.spending.per_period - budget.spent


# -- before the vote -----------------------------------------------------------------------------------------------


@pytest.mark.attack("actions")
async def test_what_is_more_than_the_track_may_move_is_refused_at_submission(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await harness.drafted(actions=paying(11))
    with raises_saying(BeyondLimits, "This moves 11 ETH. The track may move 10 in any 10 days"):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert await harness.state(proposal) is State.DRAFT


@pytest.mark.attack("actions")
async def test_what_is_split_over_the_actions_of_a_proposal_is_refused(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await harness.drafted(actions="\n".join([paying(4), paying(4, DIGGER), paying(3)]))
    with raises_saying(BeyondLimits, "This moves 11 ETH"):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)


@pytest.mark.attack("actions")
async def test_an_account_that_may_not_get_it_is_named(harness: ServiceHarness) -> None:
    await founded(harness, limits(recipients=(DIGGER,)))
    proposal = await harness.drafted(actions=paying(1))
    with raises_saying(BeyondLimits, WELL_BUILDER):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)


@pytest.mark.attack("actions")
async def test_nothing_may_be_moved_where_nothing_is_named(harness: ServiceHarness) -> None:
    await founded(harness, Limits(period=PERIOD))
    proposal = await harness.drafted(actions=paying(1))
    with raises_saying(BeyondLimits, "this track doesn't allow coins"):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)


async def test_a_draft_shows_what_its_track_would_refuse(harness: ServiceHarness) -> None:
    await founded(harness)
    preview = await harness.services.previews.show(
        harness.actor("ada"), await harness.drafted(actions=paying(11))
    )
    assert len(preview.breaches) == 1


@pytest.mark.attack("actions")
async def test_what_waits_for_its_execution_leaves_less_for_the_next(harness: ServiceHarness) -> None:
    await founded(harness)
    (first,) = await all_passed(harness, paying(6))
    assert await asked(harness, first)
    assert await left(harness) == 4
    second = await harness.drafted(actions=paying(5))
    with raises_saying(BeyondLimits, "6 are spent or asked for"):
        await harness.services.proposing.submit(harness.actor("ada"), second)
    assert await harness.submitted(actions=paying(4))


async def test_what_is_a_period_old_when_it_would_be_carried_out_stops_no_submission(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    (first,) = await all_passed(harness, paying(6))
    await asked(harness, first)
    await ends(harness, first)
    await harness.pass_time(PERIOD - DISCUSSION - VOTING - TIMELOCK)
    assert await harness.submitted(actions=paying(10))


@pytest.mark.attack("actions")
async def test_an_edit_in_discussion_is_held_against_the_limits_too(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await harness.submitted(actions=paying(1))
    with raises_saying(BeyondLimits, "This moves 11 ETH"):
        await harness.services.proposing.edit(
            harness.actor("ada"), proposal, "A new well", "We need water.", paying(11)
        )
    assert (await harness.get(proposal)).content.actions[0].value == 1


@pytest.mark.attack("actions")
async def test_a_vote_does_not_open_on_what_its_track_does_not_allow_any_more(
    harness: ServiceHarness,
) -> None:
    await founded(harness, limits(20))
    proposal = await harness.submitted(actions=paying(11))
    await limited(harness, limits())
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    await harness.try_again()
    assert await harness.state(proposal) is State.PENDING
    card = "\n".join(state_lines(await harness.services.cards.card(proposal), SAY))
    assert "It moves 11 ETH" in card
    assert "more than the 10 ETH of a period" in card


async def test_a_vote_that_is_open_keeps_the_limits_with_which_it_opened(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await harness.submitted(actions=paying(10))
    await harness.open(proposal)
    await limited(harness, limits(1))
    await harness.passed(proposal)
    assert await harness.prepared(proposal)


# -- when it is asked for ------------------------------------------------------------------------------------------


@pytest.mark.attack("actions")
async def test_two_proposals_that_fit_one_by_one_are_not_both_asked_for(harness: ServiceHarness) -> None:
    await founded(harness)
    first, second = await all_passed(harness, paying(6), paying(5))
    await harness.sweep.run()
    requests = [(await harness.get(each)).requests for each in (first, second)]
    assert sorted(map(len, requests)) == [0, 1]
    assert await left(harness) in (4, 5)


@pytest.mark.attack("order")
async def test_two_that_are_asked_for_at_the_same_moment_see_each_other(harness: ServiceHarness) -> None:
    await founded(harness)
    proposals = await all_passed(harness, paying(6), paying(6), paying(6))
    made = await asyncio.gather(*(asked(harness, each) for each in proposals))
    assert sum(made) == 1
    assert await left(harness) == 4


async def test_people_are_told_why_it_waits_and_it_goes_on_by_itself(harness: ServiceHarness) -> None:
    await founded(harness)
    first, second = await all_passed(harness, paying(6), paying(5))
    assert await asked(harness, first)
    await harness.try_again()
    card = "\n".join(state_lines(await harness.services.cards.card(second), SAY))
    assert "What passed can't be handed over yet" in card
    assert "It moves 5 ETH, and with what its track has spent" in card
    await ends(harness, first)
    await harness.pass_time(PERIOD)
    await harness.try_again()
    assert len((await harness.get(second)).requests) == 1


@pytest.mark.attack("time")
@pytest.mark.parametrize(("short", "goes"), [(timedelta(microseconds=1), False), (timedelta(0), True)])
async def test_what_was_spent_counts_for_a_whole_period_and_no_moment_longer(
    harness: ServiceHarness, short: timedelta, goes: bool
) -> None:
    await founded(harness)
    first, second = await all_passed(harness, paying(10), paying(10))
    await asked(harness, first)
    await ends(harness, first)
    execution = (await harness.get(first)).requests[0].execution
    assert execution is not None
    harness.clock.advance(execution.at + PERIOD - short - harness.clock.now())
    assert await asked(harness, second) is goes


@pytest.mark.attack("time")
@pytest.mark.parametrize("behind", [timedelta(seconds=1), timedelta(seconds=9), timedelta(minutes=5)])
async def test_a_chain_that_is_behind_has_no_two_executed_within_a_period(
    harness: ServiceHarness, behind: timedelta
) -> None:
    """By our own clock the period is over when the second is asked for; by the blocks of the chain it isn't."""
    await founded(harness)
    first, second = await all_passed(harness, paying(10), paying(10))
    await asked(harness, first)
    await ends(harness, first)
    execution = (await harness.get(first)).requests[0].execution
    assert execution is not None
    harness.chain.ahead = -behind
    harness.clock.advance(execution.at + PERIOD - harness.clock.now())
    assert not await asked(harness, second)
    harness.clock.advance(behind)
    assert await asked(harness, second)


@pytest.mark.attack("time")
async def test_what_waits_counts_however_long_it_waits(harness: ServiceHarness) -> None:
    await founded(harness)
    first, second = await all_passed(harness, paying(10), paying(1))
    await asked(harness, first)
    await harness.pass_time(PERIOD + timedelta(days=1))
    assert not await asked(harness, second)


@pytest.mark.parametrize("status", ["failed", "replaced"])
async def test_what_moved_nothing_counts_no_more(harness: ServiceHarness, status: str) -> None:
    await founded(harness)
    first, second = await all_passed(harness, paying(10), paying(10))
    await asked(harness, first)
    assert not await asked(harness, second)
    await ends(harness, first, status)
    assert await asked(harness, second)


@pytest.mark.attack("time")
async def test_what_expired_counts_for_a_period_more_since_its_owners_have_signed(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    (first,) = await all_passed(harness, paying(10))
    await asked(harness, first)
    await harness.pass_time(EXECUTION)
    await harness.try_again()
    assert await harness.state(first) is State.EXPIRED
    assert await left(harness) == 0
    await harness.pass_time(PERIOD)
    assert await left(harness) == 10


async def test_what_was_asked_for_before_there_were_limits_counts(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    (first,) = await all_passed(harness, paying(7))
    assert await asked(harness, first)
    await limited(harness, limits())
    assert await left(harness) == 3


@pytest.mark.attack("database")
async def test_what_was_executed_before_the_database_was_put_back_counts(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await executed_and_forgotten(harness)
    await harness.services.preparing.prepare(proposal)
    assert await harness.state(proposal) is State.EXECUTED
    assert await left(harness) == 5


async def test_what_another_track_spends_does_not_count(harness: ServiceHarness) -> None:
    await founded(harness)
    (first,) = await all_passed(harness, paying(7))
    await asked(harness, first)
    policy = (await harness.get(first)).rules
    (budget,) = await harness.services.track_limits.budgets(TrackId(999), policy)
    assert budget.spent == 0


@pytest.mark.attack("time")
@pytest.mark.parametrize("seed", range(6))
async def test_in_any_order_of_things_no_period_holds_more_than_the_limit(
    harness: ServiceHarness, seed: int
) -> None:
    """Asked for by one or by all at once, executed, failed and replaced as chance has it, at any moment and at the very
    edge of a period, by a chain that is sometimes behind our clock."""
    random = Random(seed)
    await founded(harness)
    amounts = [random.randint(1, 7) for _ in range(8)]
    proposals = await all_passed(harness, *map(paying, amounts))
    for _ in range(24):
        await time_passes(harness, random, proposals)
        if random.random() < 0.3:
            await asyncio.gather(*(asked(harness, each) for each in proposals))
        else:
            await asked(harness, random.choice(proposals))
        pending = [each.id for each in await harness.get_all(proposals) if each.pending]
        if pending and random.random() < 0.7:
            await ends(harness, random.choice(pending), random.choice(["executed", "executed", "failed"]))
    done = await executed(harness, dict(zip(proposals, amounts, strict=True)))
    assert done
    for start, _ in done:
        assert sum(amount for at, amount in done if start <= at < start + PERIOD) <= 10


async def time_passes(harness: ServiceHarness, random: Random, proposals: list[ProposalId]) -> None:
    """Some hours, or until a period after something was executed is over by our clock."""
    harness.chain.ahead = -timedelta(seconds=random.choice([0, 0, 5]))
    done = await executed(harness, dict.fromkeys(proposals, 0))
    edges = [at + PERIOD for at, _ in done if at + PERIOD > harness.clock.now()]
    if edges and random.random() < 0.4:
        harness.clock.advance(min(edges) - harness.clock.now())
    else:
        await harness.pass_time(timedelta(hours=random.randint(0, 30)))


async def executed(harness: ServiceHarness, amounts: dict[ProposalId, int]) -> list[tuple[datetime, int]]:
    """When each of these was executed, and what it moved."""
    return [
        (request.execution.at, amounts[proposal.id])
        for proposal in await harness.get_all(amounts)
        for request in proposal.requests
        if request.execution is not None and request.execution.status == "executed"
    ]


def test_the_words_of_a_refusal_are_cut_where_there_are_many() -> None:
    many = tuple(NotAllowed(str(number), WELL_BUILDER, "0x12345678", False) for number in range(1, 9))
    assert "3 more" in said(BeyondLimits(many))
