"""Reputation in a vote: frozen at the opening, counted, and found again from the record."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.blocks import BlockRef
from bot.domain.ids import MemberId, ProposalId
from bot.domain.policy.model import DelegationRule, RewardRule
from bot.domain.power import Reputation
from bot.domain.reputation.ledger import ReputationEvent, Why, balance
from bot.services.reputation.reputation import freeze_reputation, see_ledger
from tests.fakes import FakeChain
from tests.harness import GUILD, TOKEN, VOTING, ServiceHarness
from tests.services.reputation.merit import (
    DAY,
    POINT,
    REPUTATION,
    REWARDS,
    change_policy,
    close_quietly,
    founded,
    give,
    held,
    meritocracy,
    next_vote,
    passed,
)


async def test_who_has_reputation_votes_with_it_and_needs_no_wallet(harness: ServiceHarness) -> None:
    await meritocracy(harness, {"ada": 30, "ben": 50, "cleo": 20})
    proposal, opening = await next_vote(harness)
    receipt = await harness.vote("ben", "Against")
    assert receipt.power.total == 50 * POINT
    await harness.vote("ada", "For")
    await harness.vote("cleo", "For")
    assert (await harness.services.live_votes.running_tally(proposal, opening)).result.voters == 3
    await harness.restart()
    count = await harness.close(proposal)
    assert count.scores == {"For": 50 * POINT, "Against": 50 * POINT}


async def test_what_counts_is_the_balance_at_the_opening(harness: ServiceHarness) -> None:
    await meritocracy(harness, {"ada": 30, "ben": 50}, rewards=RewardRule(ballot=7 * POINT))
    first = await harness.submitted("ada")
    await harness.pass_time(DAY)
    second = await harness.submitted("ada")
    await harness.pass_time(DAY)
    await harness.proceed()
    harness.proposal = first
    await harness.vote("ben", "For")
    await harness.pass_time(DAY)
    await harness.proceed()
    harness.proposal = second
    await close_quietly(harness, first)
    assert await held(harness, "ben") == [57 * POINT]
    assert (await harness.vote("ben", "For")).power.total == 50 * POINT
    assert (await harness.close(second)).scores == {"For": 50 * POINT}


async def test_each_source_decays_by_its_own_half_life_and_weighs_its_own(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10})
    grant = await give(harness, {"ben": 64})
    quick, slow = Reputation(half_life=2 * DAY), Reputation(weight=3)
    await change_policy(harness, sources=(quick, slow), decimals=18, proposal_threshold=0)
    _, opening = await next_vote(harness)
    (event,) = await harness.services.reputation.decided_by(grant)
    decayed = balance([event], opening.at, quick.half_life)
    assert 0 < decayed < 64 * POINT
    assert (await harness.vote("ben", "For")).power.total == decayed + 3 * 64 * POINT


async def test_a_share_of_all_power_counts_everybodys_frozen_reputation(harness: ServiceHarness) -> None:
    rules = {"quorum": {"kind": "share", "value": "1/2"}, "majority": {"kind": "simple"}}
    await meritocracy(harness, {"ada": 30, "ben": 50, "cleo": 20}, rules=rules)
    proposal, opening = await next_vote(harness)
    assert opening.total_power == 100 * POINT
    await harness.vote("ben", "For")
    assert (await harness.close(proposal)).passed
    await change_policy(harness, sources=(TOKEN, Reputation(weight=2)))
    _, opening = await next_vote(harness)
    assert opening.total_power == 200 * POINT + 10


async def test_a_ballot_without_reputation_and_wallet_is_refused_or_weighs_nothing(
    harness: ServiceHarness,
) -> None:
    await meritocracy(harness, {"ben": 50})
    proposal, _ = await next_vote(harness)
    explained = await harness.services.voting.why(GUILD, proposal, harness.member("dan"))
    power, opening = explained.power, explained.opening
    assert (power.total, opening.snapshot) == (0, ())
    assert (await harness.vote("ada", "For")).power.total == 0


async def test_reputation_meets_the_proposal_threshold(harness: ServiceHarness) -> None:
    await meritocracy(harness, {"ben": 50}, proposal_threshold=50 * POINT)
    proposal = await harness.submitted("ben")
    submission = (await harness.get(proposal)).submission
    assert submission is not None
    assert submission.power == 50 * POINT


async def test_delegated_reputation_counts_with_the_delegate(harness: ServiceHarness) -> None:
    await meritocracy(harness, {"ada": 30, "ben": 50}, delegation=DelegationRule(), rewards=REWARDS)
    await harness.services.delegating.delegate(harness.actor("ben"), harness.member("ada"))
    proposal, _ = await next_vote(harness)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 80 * POINT}
    # Who cast the ballot and whose proposal it was earns; who delegated doesn't.
    assert await held(harness, "ada", "ben") == [42 * POINT, 50 * POINT]


async def test_what_is_earned_while_a_vote_is_about_to_open_counts_in_it(harness: ServiceHarness) -> None:
    await meritocracy(harness, {"ada": 30, "ben": 50}, rewards=REWARDS, sources=(REPUTATION, TOKEN))
    first, _ = await next_vote(harness)
    second = await harness.submitted("ada")
    await harness.vote("ada", "For", proposal=first)
    await harness.pass_time(VOTING + timedelta(seconds=3))
    async with harness.services.uow.reading() as repositories:
        proposal = await repositories.proposals.get(second)
        seen = await see_ledger(repositories, proposal, proposal.rules)
    await harness.services.closing.close(first)
    async with harness.services.uow.writing() as repositories:
        frozen = await freeze_reputation(repositories, proposal, proposal.rules, harness.clock.now(), seen)
    assert frozen is not None
    assert frozen.balances[REPUTATION.key] == {
        harness.member("ada"): 42 * POINT,
        harness.member("ben"): 50 * POINT,
    }


class Interrupted:
    """A chain during whose first answer something else happens."""

    def __init__(self, chain: FakeChain, act: Callable[[], Awaitable[None]]) -> None:
        self._chain = chain
        self._act: Callable[[], Awaitable[None]] | None = act

    async def finalized(self, not_after: datetime | None = None) -> BlockRef:
        act, self._act = self._act, None
        if act:
            await act()
        return await self._chain.finalized(not_after)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chain, name)


async def test_a_vote_is_never_opened_by_rules_that_changed_meanwhile(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.pass_time(2 * DAY)
    chain = Interrupted(harness.chain, lambda: change_policy(harness, reactions=False))
    opening = replace(harness.services.opening, chains={harness.chain.id: chain})
    await harness.show_card(proposal)
    assert await opening.open(proposal) is None
    assert await opening.open(proposal) is None
    await harness.show_card(proposal)
    opened = await opening.open(proposal)
    assert opened is not None
    assert not opened.policy.reactions
    async with harness.services.uow.reading() as repositories:
        frozen = json.loads(await repositories.proposals.frozen(proposal))
    assert frozen["policy"] == opened.policy.document()


async def test_sources_that_change_while_a_vote_opens_are_none_of_its_own(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10})
    proposal = await harness.submitted("ada")
    sources = (await harness.get(proposal)).rules.power.sources
    await harness.pass_time(2 * DAY)
    chain = Interrupted(harness.chain, lambda: change_policy(harness, sources=(REPUTATION,)))
    opening = replace(harness.services.opening, chains={harness.chain.id: chain})
    await harness.show_card(proposal)
    while (opened := await opening.open(proposal)) is None:
        await harness.show_card(proposal)
    assert opened.policy.power.sources == sources != (REPUTATION,)
    async with harness.services.uow.reading() as repositories:
        frozen = json.loads(await repositories.proposals.frozen(proposal))
    assert frozen["policy"] == opened.policy.document()
    assert ("reputation" in frozen) == (REPUTATION in sources)


def recounted(record: dict[str, object], half_life: timedelta | None) -> dict[str, str]:
    """The balances at the opening of those whose power counted, from the events in the record alone."""
    frozen = record["frozen"]["reputation"]  # type: ignore[index]
    at = moment(frozen["at_us"])
    found = {}
    for member, events in record["ledger"].items():  # type: ignore[attr-defined]
        ledger = [
            ReputationEvent(
                MemberId(int(member)), int(amount), Why(why), ProposalId(int(proposal)), moment(event_at)
            )
            for amount, why, proposal, event_at in events
        ]
        found[member] = str(balance(ledger, at, half_life))
    return found


def moment(microseconds: str) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(microseconds))


@pytest.mark.parametrize("half_life", [None, 3 * DAY])
async def test_the_record_has_what_it_takes_to_count_reputation_again(
    harness: ServiceHarness, half_life: timedelta | None
) -> None:
    source = Reputation(half_life=half_life)
    await meritocracy(harness, {"ada": 30, "ben": 50, "cleo": 9}, rewards=REWARDS, sources=(source,))
    await give(harness, {"ben": -2, "ada": 5})
    proposal, opening = await next_vote(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    # What is earned or given meanwhile is no evidence.
    await harness.close(proposal)
    bytes_ = await harness.services.cards.record(proposal)
    assert bytes_ is not None
    record = json.loads(bytes_)
    ada, ben, cleo = [await harness.in_record(name, proposal) for name in ("ada", "ben", "cleo")]
    (held_then,) = record["frozen"]["reputation"]["balances"]
    frozen = held_then["members"]
    assert held_then["places"] == [1]
    assert frozen.keys() == {ada, ben, cleo}
    assert recounted(record, half_life) == {ada: frozen[ada], ben: frozen[ben]}
    assert {ballot["voter"]: ballot["power"] for ballot in record["ballots"]} == {
        ada: frozen[ada],
        ben: frozen[ben],
    }
    assert moment(record["frozen"]["reputation"]["at_us"]) == opening.at


async def test_what_is_stored_in_the_moment_of_the_opening_but_after_it_is_no_evidence(
    harness: ServiceHarness,
) -> None:
    await meritocracy(harness, {"ada": 30, "ben": 50}, rewards=REWARDS)
    first, _ = await next_vote(harness)
    second = await harness.submitted("ada")
    await harness.vote("ada", "For", proposal=first)
    await harness.pass_time(VOTING + timedelta(seconds=3))
    # Both at one moment of the clock: the second opens, then the first closes and brings something.
    await harness.open_now(second)
    await harness.services.closing.close(first)
    await harness.vote("ada", "For", proposal=second)
    await harness.close(second)
    bytes_ = await harness.services.cards.record(second)
    assert bytes_ is not None
    record = json.loads(bytes_)
    ada = await harness.in_record("ada", second)
    (frozen,) = record["frozen"]["reputation"]["balances"]
    assert recounted(record, None) == {ada: frozen["members"][ada]}
    assert await held(harness, "ada") == [54 * POINT]


async def test_a_vote_that_asks_for_no_reputation_freezes_none(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10}, REWARDS)
    await give(harness, {"ben": 5})
    proposal = await passed(harness, "")
    bytes_ = await harness.services.cards.record(proposal)
    assert bytes_ is not None
    assert "reputation" not in json.loads(bytes_)["frozen"]
    async with harness.services.uow.reading() as repositories:
        assert await repositories.reputation.frozen(proposal) == {}
