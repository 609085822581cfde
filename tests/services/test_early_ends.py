"""A vote ends early when nothing can change its outcome any more."""

import pytest

from bot.domain.errors import VotingOver
from bot.domain.policy import PowerRule
from bot.domain.power import Allowlist, Listed
from bot.domain.proposal import State
from bot.services.notices import PostResult
from tests.assembly import GRACE, TICK, TOKEN, Assembly
from tests.services.ending import COUNCIL, HOUR, opened

POWERS = {"ada": 1, "ben": 1, "cleo": 1}
FINAL_MAJORITY = {"majority": {"kind": "simple", "of": "total"}, "revote": False}


async def test_a_council_closes_as_soon_as_enough_are_for_it(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True)
    await assembly.vote("ada", "For")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING
    await assembly.vote("ben", "For")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.CLOSED
    await assembly.pass_time(GRACE)
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.TIMELOCK
    assert await assembly.told(PostResult)


async def test_a_council_closes_as_soon_as_too_few_can_be_for_it(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True)
    await assembly.vote("ada", "Against")
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    assert not (await assembly.close(proposal)).passed
    assert (await assembly.get(proposal)).decided_at is not None


async def test_a_majority_of_all_power_is_decided_when_it_is_reached(assembly: Assembly) -> None:
    proposal = await opened(
        assembly, {"ada": 40, "ben": 11, "cleo": 49}, rules=FINAL_MAJORITY, early_end=True
    )
    await assembly.vote("ada", "For")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING
    await assembly.vote("ben", "For")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.CLOSED


async def test_what_was_cast_before_the_decision_still_counts_and_what_comes_after_does_not(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "For")
    await assembly.pass_time(GRACE)
    on_its_way = assembly.clock.now() - TICK
    await assembly.folkmoot.sweep.run()
    with pytest.raises(VotingOver):
        await assembly.vote("cleo", "Against")
    await assembly.vote("cleo", "Against", at=on_its_way)
    assert (await assembly.close(proposal)).scores == {"For": 2, "Against": 1}


async def test_an_early_end_makes_no_ballot_on_its_way_a_late_one_that_must_object(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True, objection=HOUR)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "For")
    await assembly.pass_time(GRACE)
    on_its_way = assembly.clock.now() - TICK
    await assembly.folkmoot.sweep.run()
    await assembly.vote("cleo", "For", at=on_its_way)
    assert (await assembly.close(proposal)).scores == {"For": 3}


async def test_a_decision_that_nobody_has_looked_at_is_found_after_a_restart(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "For")
    await assembly.restart()
    await assembly.folkmoot.sweep.run()
    assert (await assembly.get(proposal)).decided_at == assembly.clock.now()


async def test_a_vote_without_any_rule_does_not_end_before_anybody_has_voted(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules={"revote": False}, early_end=True)
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "For")
    await assembly.folkmoot.sweep.run()
    assert (await assembly.close(proposal)).passed


async def test_power_that_is_not_known_yet_decides_nothing(assembly: Assembly) -> None:
    assembly.chain.unreadable.add(assembly.wallet("ben"))
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "For")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING
    assembly.chain.unreadable.clear()
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.CLOSED


async def test_a_paused_vote_is_not_decided(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "For")
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "The token was paused.")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.PAUSED
    assert (await assembly.get(proposal)).decided_at is None


async def test_a_vote_goes_on_to_its_end_where_the_policy_does_not_say_so(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, rules=COUNCIL)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "For")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING


async def test_as_many_voters_may_come_as_their_least_power_has_room_for(assembly: Assembly) -> None:
    """A council of three, to each of whom the list gives one whole vote of 10^18 base units."""
    council = tuple(Listed(account=assembly.wallet(name), amount=1) for name in POWERS)
    power = PowerRule(sources=(Allowlist(entries=council, weight=10**18),), decimals=18)
    proposal = await opened(assembly, POWERS, rules=COUNCIL, early_end=True, power=power)
    await assembly.vote("ada", "Against")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.CLOSED


async def test_a_token_whose_total_is_less_than_what_members_hold_decides_only_what_needs_no_total(
    assembly: Assembly,
) -> None:
    await assembly.set_up()
    assembly.chain.supply(TOKEN, 2)
    proposal = await opened(assembly, {"ada": 2, "ben": 1, "cleo": 3}, rules=COUNCIL, early_end=True)
    await assembly.vote("ada", "Against")
    await assembly.vote("cleo", "Against")
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.VOTING
