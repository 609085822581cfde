"""One of a member's wallets says something else than the others: one ballot, whose parts are exact."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.elections.ballot import SaidApart
from bot.domain.errors import (
    NothingToBeApartFrom,
    NotOnBallot,
    OnlyObjections,
    TooManyApart,
    VotedAlready,
    WalletNotCounting,
    WalletsTogether,
)
from bot.domain.ids import ProposalId
from bot.domain.policy.model import DelegationRule
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import PowerRule
from bot.domain.proposals.apart import MOST_APART, WhyTogether
from bot.services.delivery.notifications import PostReason
from tests.harness import DISCUSSION, TICK, TOKEN, UNRESOLVED_AFTER, ServiceHarness
from tests.services.delegation.delegating import delegate_power, rule
from tests.services.voting.ending import MAJORITY, before_end
from tests.verification.checking import refusal


async def company(
    harness: ServiceHarness, powers: dict[str, int] | None = None, wallets: int = 2, **changes: Any
) -> ProposalId:
    """Ada has 10 in a wallet of her own and 40 in each of the others; the vote is open."""
    await harness.set_up()
    if changes:
        await rule(harness, **{"rules": MAJORITY, **changes})
    await harness.link("ada")
    for number in range(2, wallets + 1):
        await harness.link("ada", f"ada/{number}")
        harness.hold(f"ada/{number}", 40)
    await harness.powers({"ada": 10, **(powers or {})})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    return proposal


async def test_a_wallet_that_says_something_apart_counts_with_what_it_has_alone(
    harness: ServiceHarness,
) -> None:
    proposal = await company(harness, {"ben": 5})
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.pass_time(TICK)
    receipt = await harness.vote_apart("ada", "ada/2", "Against")
    assert receipt.ballot.apart == (SaidApart(harness.wallet("ada/2"), 2),)
    assert receipt.weight == 50
    running = await harness.running_tally(proposal)
    assert (running.scores, running.voters) == ((10, 45, 0), 2)
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 45}
    closing = (await harness.get(proposal)).closing
    assert closing is not None
    assert closing.result["voters"] == 2


async def test_first_votes_with_a_wallet_apart_say_what_the_others_say(harness: ServiceHarness) -> None:
    proposal = await company(harness)
    with pytest.raises(NothingToBeApartFrom):
        await harness.vote_apart("ada", "ada/2", "Against")
    assert await harness.stored(proposal) == {}
    await harness.vote_apart("ada", "ada/2", "Against", "Abstain")
    assert (await harness.close(proposal)).scores == {"Against": 40, "Abstain": 10}


async def test_who_votes_again_votes_with_the_others_and_a_restart_forgets_no_part(
    harness: ServiceHarness,
) -> None:
    proposal = await company(harness)
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    await harness.pass_time(TICK)
    await harness.vote("ada", "Abstain")
    await harness.restart()
    assert (await harness.running_tally(proposal)).scores == (0, 40, 10)
    await harness.pass_time(TICK)
    receipt = await harness.vote_apart("ada", "ada/2", None)
    assert receipt.ballot.apart == ()
    assert (await harness.close(proposal)).scores == {"Abstain": 50}


async def test_of_a_click_and_a_wallet_apart_at_once_neither_is_lost(harness: ServiceHarness) -> None:
    proposal = await company(harness, wallets=3)
    await harness.vote("ada", "For")
    await harness.pass_time(TICK)
    await asyncio.gather(
        harness.vote_apart("ada", "ada/2", "Against"),
        harness.vote("ada", "Abstain"),
        harness.vote_apart("ada", "ada/3", "For"),
    )
    assert (await harness.close(proposal)).scores == {"For": 40, "Against": 40, "Abstain": 10}


async def test_the_reason_of_the_ballot_stays_and_is_said_once(harness: ServiceHarness) -> None:
    await company(harness)
    await harness.vote("ada", "For", reason="It is due.")
    await harness.pass_time(TICK)
    receipt = await harness.vote_apart("ada", "ada/2", "Against")
    assert receipt.ballot.reason == "It is due."
    assert [each.reason for each in await harness.notified(PostReason)] == ["It is due."]


async def test_what_comes_late_changes_no_part(harness: ServiceHarness) -> None:
    proposal = await company(harness)
    early = harness.clock.now() + TICK
    await harness.pass_time(2 * TICK)
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    late = await harness.vote_apart("ada", "ada/2", None, "Abstain", at=early)
    assert late.newer is not None
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 40}


async def test_delegated_power_goes_with_what_all_others_say(harness: ServiceHarness) -> None:
    await harness.set_up()
    await rule(harness, rules=MAJORITY, delegation=DelegationRule())
    await harness.link("ada", "ada/2")
    harness.hold("ada/2", 40)
    await harness.powers({"ada": 10, "ben": 7})
    await delegate_power(harness, "ben", "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    assert (await harness.running_tally(proposal)).scores == (17, 40, 0)
    assert (await harness.close(proposal)).scores == {"For": 17, "Against": 40}


async def test_a_member_is_one_head_with_what_all_others_say(harness: ServiceHarness) -> None:
    heads = {"quorum": {"kind": "headcount", "value": 2, "counts": ["Against"]}}
    proposal = await company(harness, {"ben": 1}, rules=heads, reactions=True)
    await harness.vote("ben", "Against")
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    await harness.vote_apart("ada", "ada", "Against")
    assert (await harness.close(proposal)).scores == {"Against": 51}
    closing = (await harness.get(proposal)).closing
    assert closing is not None
    assert closing.result["outcome"]["quorum_power"] == "1"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"mechanism": "headcount"}, WhyTogether.HEADS),
        ({"mechanism": "quadratic", "options": {"unit": "1"}, "reactions": False}, WhyTogether.COUNT),
        ({"mechanism": "ranked_choice", "reactions": False, "rules": {}}, WhyTogether.COUNT),
        ({"power": PowerRule(sources=(TOKEN,), cap=45)}, WhyTogether.POWER),
        ({"power": PowerRule(sources=(TOKEN,), minimum=20)}, WhyTogether.POWER),
        ({"power": PowerRule(sources=(TOKEN,), curve="root")}, WhyTogether.POWER),
        ({"trust": TrustLevel.COUNTERSIGNED, "reactions": False}, WhyTogether.SIGNED),
    ],
)
async def test_where_parts_would_not_add_up_all_wallets_say_the_same(
    harness: ServiceHarness, changes: dict[str, Any], why: WhyTogether
) -> None:
    proposal = await company(harness, **changes)
    with pytest.raises(WalletsTogether) as refused:
        await harness.vote_apart("ada", "ada/2", 2, 1)
    assert refused.value.together is why
    assert await harness.stored(proposal) == {}


async def test_only_wallets_that_count_for_the_member_say_something(harness: ServiceHarness) -> None:
    await company(harness, {"ben": 5})
    await harness.vote("ada", "For")
    await harness.pass_time(TICK)
    with pytest.raises(WalletNotCounting):
        await harness.vote_apart("ada", "ben", "Against")
    with pytest.raises(NotOnBallot):
        await harness.vote_apart("ada", "ada/2", 9)


async def test_no_more_wallets_than_a_few_say_something_apart(harness: ServiceHarness) -> None:
    await company(harness, wallets=MOST_APART + 1)
    await harness.vote("ada", "For")
    for number in range(2, MOST_APART + 2):
        await harness.pass_time(TICK)
        await harness.vote_apart("ada", f"ada/{number}", "Against")
    await harness.pass_time(TICK)
    with pytest.raises(TooManyApart):
        await harness.vote_apart("ada", "ada", "Against")


async def test_a_final_ballot_takes_no_parts_later(harness: ServiceHarness) -> None:
    await company(harness, rules={**MAJORITY, "revote": False})
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    await harness.pass_time(TICK)
    with pytest.raises(VotedAlready):
        await harness.vote_apart("ada", "ada/2", None)


async def test_in_the_last_part_of_a_vote_a_wallet_may_only_object(harness: ServiceHarness) -> None:
    proposal = await company(harness, objection=timedelta(hours=2))
    await harness.vote("ada", "For")
    await before_end(harness, proposal, timedelta(hours=1))
    with pytest.raises(OnlyObjections):
        await harness.vote_apart("ada", "ada/2", "Abstain")
    await harness.vote_apart("ada", "ada/2", "Against")
    await harness.pass_time(TICK)
    with pytest.raises(OnlyObjections):
        await harness.vote_apart("ada", "ada/2", None)
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 40}


@pytest.mark.parametrize(("others", "closes"), [(100, True), (45, False)])
async def test_parts_that_cant_be_read_hold_up_a_vote_only_where_they_could_turn_it(
    harness: ServiceHarness, others: int, closes: bool
) -> None:
    await harness.set_up()
    await rule(harness, rules={**MAJORITY, "quorum": {"kind": "share", "value": "1/100"}})
    await harness.link("ada", "ada/2")
    harness.hold("ada/2", 40)
    await harness.powers({"ada": 10, "ben": others})
    proposal = await harness.submitted("ben")
    await harness.pass_time(DISCUSSION)
    await harness.open_now(proposal)
    harness.proposal = proposal
    await harness.vote("ben", "For")
    harness.chain.silent = True
    receipt = await harness.vote_apart("ada", "ada/2", "Against", "For")
    assert receipt.weight is None
    await harness.end(proposal)
    await harness.pass_time(UNRESOLVED_AFTER)
    closing = await harness.services.closing.close(proposal)
    assert (closing is not None) == closes
    if closing is not None:
        record = await harness.services.cards.record(proposal)
        assert record is not None
        assert refusal(record) is None
        assert closing.result["scores"] == [str(others), "0", "0"]
    else:
        harness.chain.silent = False
        assert (await harness.close(proposal)).scores == {"For": others + 10, "Against": 40}
