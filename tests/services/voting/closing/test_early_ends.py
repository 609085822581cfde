"""A vote ends early when nothing can change its outcome any more."""

import pytest

from bot.domain.errors import VotingOver
from bot.domain.policy.model import PowerRule
from bot.domain.power import Allowlist, Listed
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostResult
from tests.harness import GRACE, TICK, TOKEN, ServiceHarness
from tests.services.voting.ending import COUNCIL, HOUR, opened

POWERS = {"ada": 1, "ben": 1, "cleo": 1}
FINAL_MAJORITY = {"majority": {"kind": "simple", "of": "total"}, "revote": False}


async def test_a_council_closes_as_soon_as_enough_are_for_it(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "For")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING
    await harness.vote("ben", "For")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.CLOSED
    await harness.pass_time(GRACE)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.TIMELOCK
    assert await harness.notified(PostResult)


async def test_a_council_closes_as_soon_as_too_few_can_be_for_it(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "Against")
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert not (await harness.close(proposal)).passed
    assert (await harness.get(proposal)).decided_at is not None


async def test_a_majority_of_all_power_is_decided_when_it_is_reached(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 40, "ben": 11, "cleo": 49}, rules=FINAL_MAJORITY, early_end=True)
    await harness.vote("ada", "For")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING
    await harness.vote("ben", "For")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.CLOSED


async def test_what_was_cast_before_the_decision_still_counts_and_what_comes_after_does_not(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.pass_time(GRACE)
    on_its_way = harness.clock.now() - TICK
    await harness.sweep.run()
    with pytest.raises(VotingOver):
        await harness.vote("cleo", "Against")
    await harness.vote("cleo", "Against", at=on_its_way)
    assert (await harness.close(proposal)).scores == {"For": 2, "Against": 1}


async def test_an_early_end_makes_no_ballot_on_its_way_a_late_one_that_must_object(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True, objection=HOUR)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.pass_time(GRACE)
    on_its_way = harness.clock.now() - TICK
    await harness.sweep.run()
    await harness.vote("cleo", "For", at=on_its_way)
    assert (await harness.close(proposal)).scores == {"For": 3}


async def test_a_decision_that_nobody_has_looked_at_is_found_after_a_restart(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.restart()
    await harness.sweep.run()
    assert (await harness.get(proposal)).decided_at == harness.clock.now()


async def test_a_vote_without_any_rule_does_not_end_before_anybody_has_voted(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules={"revote": False}, early_end=True)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.sweep.run()
    assert (await harness.close(proposal)).passed


async def test_power_that_is_not_known_yet_decides_nothing(harness: ServiceHarness) -> None:
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING
    harness.chain.unreadable.clear()
    await harness.try_again()
    assert await harness.state(proposal) is State.CLOSED


async def test_a_paused_vote_is_not_decided(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.services.moderation.pause(harness.moderator(), proposal, "The token was paused.")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.PAUSED
    assert (await harness.get(proposal)).decided_at is None


async def test_a_vote_goes_on_to_its_end_where_the_policy_does_not_say_so(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, rules=COUNCIL)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING


async def test_as_many_voters_may_come_as_their_least_power_has_room_for(harness: ServiceHarness) -> None:
    """A council of three, to each of whom the list gives one whole vote of 10^18 base units."""
    council = tuple(Listed(account=harness.wallet(name), amount=1) for name in POWERS)
    power = PowerRule(sources=(Allowlist(entries=council, weight=10**18),), decimals=18)
    proposal = await opened(harness, POWERS, rules=COUNCIL, early_end=True, power=power)
    await harness.vote("ada", "Against")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.CLOSED


async def test_a_token_whose_total_is_less_than_what_members_hold_decides_only_what_needs_no_total(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    harness.chain.supply(TOKEN, 2)
    proposal = await opened(harness, {"ada": 2, "ben": 1, "cleo": 3}, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "Against")
    await harness.vote("cleo", "Against")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.VOTING
