"""Votes with lent power: with whose ballot it counts, what is frozen, what the record says."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.delegation import FrozenDelegation
from bot.domain.election import decode
from bot.domain.errors import NoWallet, WalletsClaimed
from bot.domain.ids import ProposalId
from bot.domain.tally import encode_result, tally
from bot.services.boards import Lent
from bot.services.notices import TellDelegator
from tests.assembly import TICK, UNRESOLVED_AFTER, Assembly
from tests.services.delegating import lend, opened, rule, space


async def record_of(assembly: Assembly, proposal: ProposalId) -> dict:
    record = await assembly.folkmoot.showing.record(proposal)
    assert record is not None
    found: dict = json.loads(record)
    return found


# -- with whose ballot it counts -----------------------------------------------------------------------------


async def test_a_delegate_votes_with_what_was_lent_to_them(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5, "cleo": 3}, {"ben": "ada", "cleo": "ada"})
    receipt = await assembly.vote("ada", "For")
    assert receipt.power.total == 10
    assert receipt.lent == Lent(delegators=2, power=8)
    assert (await assembly.standing(proposal)).scores == (18, 0, 0)
    assert (await assembly.close(proposal)).scores == {"For": 18}


async def test_a_delegators_own_ballot_overrides_the_delegate(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await assembly.vote("ada", "For")
    receipt = await assembly.vote("ben", "Against")
    assert receipt.delegate == assembly.member("ada")
    assert (await assembly.standing(proposal)).scores == (10, 5, 0)
    mine = await assembly.folkmoot.voting.mine(assembly.actor("ada").guild, proposal, assembly.member("ada"))
    assert mine is not None
    assert mine.lent == Lent(delegators=0, power=0)
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_an_own_ballot_in_the_last_moment_overrides_too(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 11}, {"ben": "ada"})
    await assembly.vote("ada", "For")
    ends_at = (await assembly.get(proposal)).ends_at(assembly.clock.now())
    assert ends_at is not None
    await assembly.pass_time(ends_at - TICK - assembly.clock.now())
    await assembly.vote("ben", "Against")
    assert not (await assembly.close(proposal)).passed


async def test_withdrawing_ones_own_ballot_lends_the_power_again(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await assembly.post_card(proposal)
    await assembly.vote("ada", "For")
    await assembly.react("ben", "👎")
    assert (await assembly.standing(proposal)).scores == (10, 5, 0)
    await assembly.pass_time(TICK)
    await assembly.react("ben", "👎", added=False)
    assert (await assembly.standing(proposal)).scores == (15, 0, 0)
    assert (await assembly.close(proposal)).scores == {"For": 15}


async def test_what_a_delegate_who_does_not_vote_was_lent_counts_for_nobody(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5, "cleo": 3}, {"ben": "ada"})
    await assembly.vote("cleo", "For")
    count = await assembly.close(proposal)
    assert count.scores == {"For": 3}
    assert count.closing.result["cast_power"] == "3"


async def test_with_one_hop_nothing_is_passed_on(assembly: Assembly) -> None:
    proposal = await opened(
        assembly, {"ada": 10, "ben": 5, "cleo": 3}, {"cleo": "ben", "ben": "ada"}, "one_hop"
    )
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 15}


async def test_power_is_passed_on_until_somebody_on_the_way_votes(assembly: Assembly) -> None:
    proposal = await opened(
        assembly, {"ada": 10, "ben": 5, "cleo": 3}, {"cleo": "ben", "ben": "ada"}, "transitive"
    )
    await assembly.vote("ada", "For")
    assert (await assembly.standing(proposal)).scores == (18, 0, 0)
    await assembly.vote("ben", "Against")
    assert (await assembly.standing(proposal)).scores == (10, 8, 0)
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 8}


async def test_a_delegate_without_a_wallet_votes_with_what_was_lent(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "dan"})
    with pytest.raises(NoWallet):
        await assembly.vote("cleo", "For")
    receipt = await assembly.vote("dan", "For")
    assert (receipt.power.total, receipt.lent) == (0, Lent(delegators=1, power=5))
    assert (await assembly.close(proposal)).scores == {"For": 5}


async def test_ballots_of_one_batch_know_of_each_other(assembly: Assembly) -> None:
    """The receipts of votes that are stored together say what is lent after them."""
    proposal = await opened(assembly, {"ada": 10, "ben": 5, "cleo": 1}, {"ben": "ada", "cleo": "ada"})
    await assembly.folkmoot.boards.get(proposal)
    before = assembly.transactions
    cast = assembly.folkmoot.voting.cast
    ballots = [assembly.ballot("ben", "Against"), assembly.ballot("ada", "For")]
    _, of_ada = await asyncio.gather(*map(cast, ballots))
    assert assembly.transactions - before == 1
    assert of_ada.lent == Lent(delegators=1, power=1)
    assert (await assembly.close(proposal)).scores == {"For": 11, "Against": 5}


# -- what is frozen ------------------------------------------------------------------------------------------


async def test_delegations_made_after_the_opening_act_on_later_votes(assembly: Assembly) -> None:
    first = await opened(assembly, {"ada": 10, "ben": 5}, {})
    await lend(assembly, "ben", "ada")
    await assembly.vote("ada", "For")
    assert (await assembly.close(first)).scores == {"For": 10}
    second = await assembly.submitted("ada", title="Another well")
    await assembly.open(second)
    await assembly.vote("ada", "For")
    assert (await assembly.close(second)).scores == {"For": 15}


async def test_revoking_after_the_opening_leaves_the_vote_as_it_was_frozen(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5, "cleo": 1}, {"ben": "ada"})
    await assembly.folkmoot.delegating.revoke(assembly.actor("ben"))
    await lend(assembly, "ben", "cleo")
    await assembly.vote("ada", "For")
    await assembly.vote("cleo", "Against")
    assert (await assembly.close(proposal)).scores == {"For": 15, "Against": 1}


async def test_a_delegation_that_ends_before_the_opening_does_not_count(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5, "cleo": 3})
    await lend(assembly, "ben", "ada", until="1d")
    await lend(assembly, "cleo", "ada", until="3d")
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 13}


async def test_a_delegation_for_the_track_goes_before_the_one_for_all(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5, "cleo": 3})
    await lend(assembly, "ben", "ada")
    await lend(assembly, "ben", "cleo", track="Main")
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    await assembly.vote("ada", "For")
    await assembly.vote("cleo", "Against")
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 8}


async def test_where_the_policy_has_no_delegation_nothing_is_lent(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5})
    await lend(assembly, "ben", "ada")
    await rule(assembly, delegation=None)
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    receipt = await assembly.vote("ada", "For")
    assert receipt.lent is None
    assert (await assembly.close(proposal)).scores == {"For": 10}
    assert "delegations" not in (await record_of(assembly, proposal))["frozen"]


async def test_a_delegators_wallets_can_not_become_another_members_during_the_vote(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await assembly.unlink("ben")
    await assembly.link("dan", "ben")
    with pytest.raises(WalletsClaimed):
        await assembly.vote("dan", "Against")
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 15}


async def test_a_delegators_power_is_that_at_the_snapshot(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"})
    assembly.hold("ben", 500)
    await assembly.pass_time(timedelta(hours=1))
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 15}


async def test_a_board_that_was_asked_for_before_the_opening_knows_what_was_frozen(
    assembly: Assembly,
) -> None:
    await space(assembly, {"ada": 10, "ben": 5})
    await lend(assembly, "ben", "ada")
    proposal = await assembly.submitted("ada")
    await assembly.folkmoot.boards.get(proposal)
    await assembly.open(proposal)
    assert (await assembly.vote("ada", "For")).lent == Lent(delegators=1, power=5)


async def test_after_a_restart_all_is_lent_as_before(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await assembly.vote("ada", "For")
    await assembly.restart()
    assert (await assembly.standing(proposal)).scores == (15, 0, 0)
    assert (await assembly.close(proposal)).scores == {"For": 15}


# -- undetermined is never zero ------------------------------------------------------------------------------


async def test_the_close_waits_for_the_power_of_delegators(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5})
    await lend(assembly, "ben", "ada")
    assembly.chain.unreadable.add(assembly.wallet("ben"))
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    receipt = await assembly.vote("ada", "For")
    assert receipt.lent == Lent(delegators=1, power=None)
    assert not receipt.determined
    standing = await assembly.standing(proposal)
    assert (standing.scores, standing.undetermined) == ((10, 0, 0), 1)
    await assembly.end(proposal)
    assert await assembly.folkmoot.closing.close(proposal) is None
    await assembly.pass_time(UNRESOLVED_AFTER)
    assert await assembly.folkmoot.closing.close(proposal) is None
    reported = [n for n in await assembly.notices() if getattr(n, "event", None) == "unresolved"]
    assert [set(notice.data) for notice in reported] == [{receipt.code}]
    assembly.chain.unreadable.clear()
    assert (await assembly.close(proposal)).scores == {"For": 15}


async def test_the_close_does_not_wait_for_power_that_counts_for_nobody(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5, "cleo": 1})
    await lend(assembly, "ben", "cleo")
    assembly.chain.unreadable.add(assembly.wallet("ben"))
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 10}


# -- the record ----------------------------------------------------------------------------------------------


async def test_the_record_counts_again_to_the_same_result(assembly: Assembly) -> None:
    proposal = await opened(
        assembly, {"ada": 10, "ben": 5, "cleo": 3, "dan": 2}, {"cleo": "ben", "ben": "ada", "dan": "ben"}
    )
    await assembly.vote("ada", "For")
    await assembly.vote("dan", "Against")
    count = await assembly.close(proposal)
    record = await record_of(assembly, proposal)
    again = json.loads(encode_result(tally(decode(canonical_json(record["election"])))))
    assert again == record["result"] == count.closing.result
    name = {member: str(assembly.member(member)) for member in ("ada", "ben", "cleo", "dan")}
    assert record["election"]["delegations"] == [{"from": name["ben"], "to": name["ada"], "power": "5"}]
    assert record["delegations"] == [
        {"from": name["ben"], "to": name["ada"]},
        {"from": name["cleo"], "to": name["ben"]},
        {"from": name["dan"], "to": name["ben"]},
    ]
    (lent,) = record["lent"]
    assert (lent["from"], lent["to"], lent["power"]) == (name["ben"], name["ada"], "5")
    assert lent["evidence"][0]["wallet"] == assembly.wallet("ben")


async def test_what_was_frozen_vouches_for_the_delegations_of_the_record(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await assembly.vote("ada", "For")
    await assembly.close(proposal)
    record = await record_of(assembly, proposal)
    assert record["frozen"]["delegations"] == content_hash(canonical_json(record["delegations"]))
    assert record["content_hash"] == content_hash(canonical_json(record["frozen"]))


async def test_who_lends_to_whom_is_stored_with_the_opening_and_not_without_it(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5})
    await lend(assembly, "ben", "ada", told=True)
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(timedelta(days=2))
    assembly.break_commits = True
    with pytest.raises(OSError, match="full"):
        await assembly.folkmoot.opening.open(proposal)
    assembly.break_commits = False
    async with assembly.folkmoot.uow.reading() as facts:
        assert await facts.delegations.frozen(proposal) == []
        assert await facts.claims.of(proposal) == {}
    await assembly.folkmoot.opening.open(proposal)
    async with assembly.folkmoot.uow.reading() as facts:
        frozen = await facts.delegations.frozen(proposal)
    assert frozen == [FrozenDelegation(assembly.member("ben"), assembly.member("ada"), told=True)]


# -- telling -------------------------------------------------------------------------------------------------


async def told(assembly: Assembly) -> list[tuple[int, int, str]]:
    return [(n.member, n.delegate, n.choice) for n in await assembly.told(TellDelegator)]


async def test_delegators_who_asked_are_told_of_each_change_of_choice(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5, "cleo": 3})
    await lend(assembly, "ben", "ada", told=True)
    await lend(assembly, "cleo", "ada")
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    for choice in ("For", "For", "Against"):
        await assembly.vote("ada", choice)
        await assembly.pass_time(TICK)
    ada, ben = assembly.member("ada"), assembly.member("ben")
    assert await told(assembly) == [(ben, ada, "For"), (ben, ada, "Against")]


async def test_a_delegator_who_voted_themself_is_not_told(assembly: Assembly) -> None:
    await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"}, told=True)
    await assembly.vote("ben", "Against")
    await assembly.vote("ada", "For")
    assert await told(assembly) == []


async def test_delegators_are_told_by_whoever_votes_with_their_power(assembly: Assembly) -> None:
    await opened(
        assembly, {"ada": 10, "ben": 5, "cleo": 3}, {"cleo": "ben", "ben": "ada"}, "transitive", told=True
    )
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "Against")
    ada, ben, cleo = (assembly.member(name) for name in ("ada", "ben", "cleo"))
    assert await told(assembly) == [(ben, ada, "For"), (cleo, ada, "For"), (cleo, ben, "Against")]


async def test_while_choices_are_hidden_delegators_are_told_by_the_close(assembly: Assembly) -> None:
    proposal = await opened(
        assembly, {"ada": 10, "ben": 5}, {"ben": "ada"}, told=True, privacy="after_close", reactions=False
    )
    await assembly.vote("ada", "Against")
    await assembly.pass_time(TICK)
    await assembly.vote("ada", "For")
    assert await told(assembly) == []
    await assembly.close(proposal)
    assert await told(assembly) == [(assembly.member("ben"), assembly.member("ada"), "For")]


async def test_a_ballot_that_is_not_stored_tells_nobody(assembly: Assembly) -> None:
    await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"}, told=True)
    assembly.break_commits = True
    with pytest.raises(OSError, match="full"):
        await assembly.vote("ada", "For")
    assembly.break_commits = False
    assert await told(assembly) == []


# -- why -----------------------------------------------------------------------------------------------------


async def test_a_delegate_without_a_wallet_may_ask_why(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "dan"})
    guild = assembly.actor("dan").guild
    power, _, _ = await assembly.folkmoot.voting.why(guild, proposal, assembly.member("dan"))
    assert power.total == 0
    with pytest.raises(NoWallet):
        await assembly.folkmoot.voting.why(guild, proposal, assembly.member("cleo"))
