"""Reputation in a vote: frozen at the opening, counted, and found again from the record."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.blocks import BlockRef
from bot.domain.ids import MemberId, ProposalId
from bot.domain.policy import DelegationRule, Earning
from bot.domain.power import Reputation
from bot.domain.reputation import ReputationEvent, Why, balance
from bot.services.reputation import freeze_reputation, see_ledger
from tests.assembly import GUILD, TOKEN, VOTING, Assembly
from tests.fakes import FakeChain
from tests.services.merit import (
    DAY,
    EARNS,
    POINT,
    REPUTATION,
    change_policy,
    close_quietly,
    founded,
    give,
    held,
    meritocracy,
    next_vote,
    passed,
)


async def test_who_has_reputation_votes_with_it_and_needs_no_wallet(assembly: Assembly) -> None:
    await meritocracy(assembly, {"ada": 30, "ben": 50, "cleo": 20})
    proposal, opening = await next_vote(assembly)
    receipt = await assembly.vote("ben", "Against")
    assert receipt.power.total == 50 * POINT
    await assembly.vote("ada", "For")
    await assembly.vote("cleo", "For")
    assert (await assembly.folkmoot.boards.standing(proposal, opening)).result.voters == 3
    await assembly.restart()
    count = await assembly.close(proposal)
    assert count.scores == {"For": 50 * POINT, "Against": 50 * POINT}


async def test_what_counts_is_the_balance_at_the_opening(assembly: Assembly) -> None:
    await meritocracy(assembly, {"ada": 30, "ben": 50}, earns=Earning(ballot=7 * POINT))
    first = await assembly.submitted("ada")
    await assembly.pass_time(DAY)
    second = await assembly.submitted("ada")
    await assembly.pass_time(DAY)
    await assembly.folkmoot.sweep.run()
    assembly.proposal = first
    await assembly.vote("ben", "For")
    await assembly.pass_time(DAY)
    await assembly.folkmoot.sweep.run()
    assembly.proposal = second
    await close_quietly(assembly, first)
    assert await held(assembly, "ben") == [57 * POINT]
    assert (await assembly.vote("ben", "For")).power.total == 50 * POINT
    assert (await assembly.close(second)).scores == {"For": 50 * POINT}


async def test_each_source_decays_by_its_own_half_life_and_weighs_its_own(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10})
    grant = await give(assembly, {"ben": 64})
    quick, slow = Reputation(half_life=2 * DAY), Reputation(weight=3)
    await change_policy(assembly, sources=(quick, slow), decimals=18, proposal_threshold=0)
    _, opening = await next_vote(assembly)
    (event,) = await assembly.folkmoot.reputation.decided_by(grant)
    decayed = balance([event], opening.at, quick.half_life)
    assert 0 < decayed < 64 * POINT
    assert (await assembly.vote("ben", "For")).power.total == decayed + 3 * 64 * POINT


async def test_a_share_of_all_power_counts_everybodys_frozen_reputation(assembly: Assembly) -> None:
    rules = {"quorum": {"kind": "share", "value": "1/2"}, "majority": {"kind": "simple"}}
    await meritocracy(assembly, {"ada": 30, "ben": 50, "cleo": 20}, rules=rules)
    proposal, opening = await next_vote(assembly)
    assert opening.total_power == 100 * POINT
    await assembly.vote("ben", "For")
    assert (await assembly.close(proposal)).passed
    await change_policy(assembly, sources=(TOKEN, Reputation(weight=2)))
    _, opening = await next_vote(assembly)
    assert opening.total_power == 200 * POINT + 10


async def test_a_ballot_without_reputation_and_wallet_is_refused_or_weighs_nothing(
    assembly: Assembly,
) -> None:
    await meritocracy(assembly, {"ben": 50})
    proposal, _ = await next_vote(assembly)
    power, opening, _ = await assembly.folkmoot.voting.why(GUILD, proposal, assembly.member("dan"))
    assert (power.total, opening.snapshot) == (0, ())
    assert (await assembly.vote("ada", "For")).power.total == 0


async def test_reputation_meets_the_proposal_threshold(assembly: Assembly) -> None:
    await meritocracy(assembly, {"ben": 50}, proposal_threshold=50 * POINT)
    proposal = await assembly.submitted("ben")
    submission = (await assembly.get(proposal)).submission
    assert submission is not None
    assert submission.power == 50 * POINT


async def test_lent_reputation_counts_with_the_delegate(assembly: Assembly) -> None:
    await meritocracy(assembly, {"ada": 30, "ben": 50}, delegation=DelegationRule(), earns=EARNS)
    await assembly.folkmoot.delegating.delegate(assembly.actor("ben"), assembly.member("ada"))
    proposal, _ = await next_vote(assembly)
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 80 * POINT}
    # Who cast the ballot and whose proposal it was earns; who lent doesn't.
    assert await held(assembly, "ada", "ben") == [42 * POINT, 50 * POINT]


async def test_what_is_earned_while_a_vote_is_about_to_open_counts_in_it(assembly: Assembly) -> None:
    await meritocracy(assembly, {"ada": 30, "ben": 50}, earns=EARNS, sources=(REPUTATION, TOKEN))
    first, _ = await next_vote(assembly)
    second = await assembly.submitted("ada")
    await assembly.vote("ada", "For", proposal=first)
    await assembly.pass_time(VOTING + timedelta(seconds=3))
    async with assembly.folkmoot.uow.reading() as facts:
        proposal = await facts.proposals.get(second)
        seen = await see_ledger(facts, proposal, proposal.rules)
    await assembly.folkmoot.closing.close(first)
    async with assembly.folkmoot.uow.writing() as facts:
        frozen = await freeze_reputation(facts, proposal, proposal.rules, assembly.clock.now(), seen)
    assert frozen is not None
    assert frozen.balances[REPUTATION.key] == {
        assembly.member("ada"): 42 * POINT,
        assembly.member("ben"): 50 * POINT,
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


async def test_a_vote_is_never_opened_by_rules_that_changed_meanwhile(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(2 * DAY)
    chain = Interrupted(assembly.chain, lambda: change_policy(assembly, sources=(REPUTATION,)))
    opening = replace(assembly.folkmoot.opening, chains={assembly.chain.id: chain})
    assert await opening.open(proposal) is None
    opened = await opening.open(proposal)
    assert opened is not None
    assert opened.policy.power.sources == (REPUTATION,)
    async with assembly.folkmoot.uow.reading() as facts:
        frozen = json.loads(await facts.proposals.frozen(proposal))
    assert frozen["policy"] == opened.policy.document()
    assert "reputation" in frozen


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
    assembly: Assembly, half_life: timedelta | None
) -> None:
    source = Reputation(half_life=half_life)
    await meritocracy(assembly, {"ada": 30, "ben": 50, "cleo": 9}, earns=EARNS, sources=(source,))
    await give(assembly, {"ben": -2, "ada": 5})
    proposal, opening = await next_vote(assembly)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "Against")
    # What is earned or given meanwhile is no evidence.
    await assembly.close(proposal)
    bytes_ = await assembly.folkmoot.showing.record(proposal)
    assert bytes_ is not None
    record = json.loads(bytes_)
    ada, ben, cleo = (str(assembly.member(name)) for name in ("ada", "ben", "cleo"))
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
    assembly: Assembly,
) -> None:
    await meritocracy(assembly, {"ada": 30, "ben": 50}, earns=EARNS)
    first, _ = await next_vote(assembly)
    second = await assembly.submitted("ada")
    await assembly.vote("ada", "For", proposal=first)
    await assembly.pass_time(VOTING + timedelta(seconds=3))
    # Both at one moment of the clock: the second opens, then the first closes and brings something.
    await assembly.folkmoot.opening.open(second)
    await assembly.folkmoot.closing.close(first)
    await assembly.vote("ada", "For", proposal=second)
    await assembly.close(second)
    bytes_ = await assembly.folkmoot.showing.record(second)
    assert bytes_ is not None
    record = json.loads(bytes_)
    ada = str(assembly.member("ada"))
    (frozen,) = record["frozen"]["reputation"]["balances"]
    assert recounted(record, None) == {ada: frozen["members"][ada]}
    assert await held(assembly, "ada") == [54 * POINT]


async def test_a_vote_that_asks_for_no_reputation_freezes_none(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10}, EARNS)
    await give(assembly, {"ben": 5})
    proposal = await passed(assembly, "")
    bytes_ = await assembly.folkmoot.showing.record(proposal)
    assert bytes_ is not None
    assert "reputation" not in json.loads(bytes_)["frozen"]
    async with assembly.folkmoot.uow.reading() as facts:
        assert await facts.reputation.frozen(proposal) == {}
