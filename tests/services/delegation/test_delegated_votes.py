"""Votes with delegated power: with whose ballot it counts, what is frozen, what the record says."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.delegation.delegation import FrozenDelegation
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.errors import BadAmount, DelegateRefuses, NoWallet, WalletsClaimed
from bot.domain.ids import ProposalId
from bot.domain.policy.model import DelegationRule
from bot.services.delivery.notifications import TellDelegators, TellMember
from bot.services.voting.live.live_vote import DelegatedPower
from tests.harness import TICK, TOKEN, UNRESOLVED_AFTER, ServiceHarness
from tests.services.delegation.delegating import delegate_power, opened, rule, space


async def record_of(harness: ServiceHarness, proposal: ProposalId) -> dict:
    record = await harness.services.cards.record(proposal)
    assert record is not None
    found: dict = json.loads(record)
    return found


# -- with whose ballot it counts -----------------------------------------------------------------------------


async def test_a_delegate_votes_with_what_was_delegated_to_them(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5, "cleo": 3}, {"ben": "ada", "cleo": "ada"})
    receipt = await harness.vote("ada", "For")
    assert receipt.power.total == 10
    assert receipt.delegated_power == DelegatedPower(delegators=2, power=8)
    assert (await harness.running_tally(proposal)).scores == (18, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 18}


async def test_a_delegators_own_ballot_overrides_the_delegate(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await harness.vote("ada", "For")
    receipt = await harness.vote("ben", "Against")
    assert receipt.delegates == (harness.member("ada"),)
    assert (await harness.running_tally(proposal)).scores == (10, 5, 0)
    mine = await harness.services.voting.mine(harness.actor("ada").guild, proposal, harness.member("ada"))
    assert mine is not None
    assert mine.delegated_power == DelegatedPower(delegators=0, power=0)
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_an_own_ballot_in_the_last_moment_overrides_too(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 11}, {"ben": "ada"})
    await harness.vote("ada", "For")
    ends_at = (await harness.get(proposal)).ends_at(harness.clock.now())
    assert ends_at is not None
    await harness.pass_time(ends_at - TICK - harness.clock.now())
    await harness.vote("ben", "Against")
    assert not (await harness.close(proposal)).passed


async def test_withdrawing_ones_own_ballot_delegates_the_power_again(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await harness.post_card(proposal)
    await harness.vote("ada", "For")
    await harness.react("ben", "👎")
    assert (await harness.running_tally(proposal)).scores == (10, 5, 0)
    await harness.pass_time(TICK)
    await harness.react("ben", "👎", added=False)
    assert (await harness.running_tally(proposal)).scores == (15, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 15}


async def test_what_a_delegate_who_does_not_vote_was_delegated_counts_for_nobody(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5, "cleo": 3}, {"ben": "ada"})
    await harness.vote("cleo", "For")
    count = await harness.close(proposal)
    assert count.scores == {"For": 3}
    assert count.closing.result["cast_power"] == "3"


async def test_with_one_hop_nothing_is_passed_on(harness: ServiceHarness) -> None:
    proposal = await opened(
        harness, {"ada": 10, "ben": 5, "cleo": 3}, {"cleo": "ben", "ben": "ada"}, "one_hop"
    )
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 15}


async def test_power_is_passed_on_until_somebody_on_the_way_votes(harness: ServiceHarness) -> None:
    proposal = await opened(
        harness, {"ada": 10, "ben": 5, "cleo": 3}, {"cleo": "ben", "ben": "ada"}, "transitive"
    )
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores == (18, 0, 0)
    await harness.vote("ben", "Against")
    assert (await harness.running_tally(proposal)).scores == (10, 8, 0)
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 8}


async def test_a_delegate_without_a_wallet_votes_with_what_was_delegated(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "dan"})
    with pytest.raises(NoWallet):
        await harness.vote("cleo", "For")
    receipt = await harness.vote("dan", "For")
    assert (receipt.power.total, receipt.delegated_power) == (0, DelegatedPower(delegators=1, power=5))
    assert (await harness.close(proposal)).scores == {"For": 5}


async def test_ballots_of_one_batch_know_of_each_other(harness: ServiceHarness) -> None:
    """The receipts of votes that are stored together say what is delegated after them."""
    proposal = await opened(harness, {"ada": 10, "ben": 5, "cleo": 1}, {"ben": "ada", "cleo": "ada"})
    await harness.services.live_votes.get(proposal)
    before = harness.transactions
    cast = harness.services.voting.cast
    ballots = [harness.ballot("ben", "Against"), harness.ballot("ada", "For")]
    _, of_ada = await asyncio.gather(*map(cast, ballots))
    assert harness.transactions - before == 1
    assert of_ada.delegated_power == DelegatedPower(delegators=1, power=1)
    assert (await harness.close(proposal)).scores == {"For": 11, "Against": 5}


# -- what is frozen ------------------------------------------------------------------------------------------


async def test_delegations_made_after_the_opening_act_on_later_votes(harness: ServiceHarness) -> None:
    first = await opened(harness, {"ada": 10, "ben": 5}, {})
    await delegate_power(harness, "ben", "ada")
    await harness.vote("ada", "For")
    assert (await harness.close(first)).scores == {"For": 10}
    second = await harness.submitted("ada", title="Another well")
    await harness.open(second)
    await harness.vote("ada", "For")
    assert (await harness.close(second)).scores == {"For": 15}


async def test_revoking_after_the_opening_leaves_the_vote_as_it_was_frozen(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5, "cleo": 1}, {"ben": "ada"})
    await harness.services.delegating.revoke(harness.actor("ben"))
    await delegate_power(harness, "ben", "cleo")
    await harness.vote("ada", "For")
    await harness.vote("cleo", "Against")
    assert (await harness.close(proposal)).scores == {"For": 15, "Against": 1}


async def test_a_delegation_that_ends_before_the_opening_does_not_count(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 3})
    await delegate_power(harness, "ben", "ada", until="1d")
    await delegate_power(harness, "cleo", "ada", until="3d")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 13}


async def test_a_delegation_for_the_track_goes_before_the_one_for_all(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 3})
    await delegate_power(harness, "ben", "ada")
    await delegate_power(harness, "ben", "cleo", track="Main")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    await harness.vote("cleo", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 8}


async def test_where_the_policy_has_no_delegation_nothing_is_delegated(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    await delegate_power(harness, "ben", "ada")
    await rule(harness, delegation=None)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    receipt = await harness.vote("ada", "For")
    assert receipt.delegated_power is None
    assert (await harness.close(proposal)).scores == {"For": 10}
    assert "delegations" not in (await record_of(harness, proposal))["frozen"]


async def test_a_delegators_wallets_can_not_become_another_members_during_the_vote(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await harness.unlink("ben")
    await harness.link("dan", "ben")
    with pytest.raises(WalletsClaimed):
        await harness.vote("dan", "Against")
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 15}


async def test_a_delegators_power_is_that_at_the_snapshot(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    harness.hold("ben", 500)
    await harness.pass_time(timedelta(hours=1))
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 15}


async def test_a_board_that_was_asked_for_before_the_opening_knows_what_was_frozen(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    await delegate_power(harness, "ben", "ada")
    proposal = await harness.submitted("ada")
    await harness.services.live_votes.get(proposal)
    await harness.open(proposal)
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(delegators=1, power=5)


async def test_after_a_restart_all_is_delegated_as_before(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await harness.vote("ada", "For")
    await harness.restart()
    assert (await harness.running_tally(proposal)).scores == (15, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 15}


# -- undetermined is never zero ------------------------------------------------------------------------------


async def test_the_close_waits_for_the_power_of_delegators(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 12})
    await delegate_power(harness, "ben", "ada")
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("cleo", "Against")
    receipt = await harness.vote("ada", "For")
    assert receipt.delegated_power == DelegatedPower(delegators=1, power=None)
    assert not receipt.determined
    running_tally = await harness.running_tally(proposal)
    assert (running_tally.scores, running_tally.undetermined) == ((10, 12, 0), 1)
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    await harness.pass_time(UNRESOLVED_AFTER)
    assert await harness.services.closing.close(proposal) is None
    reported = [n for n in await harness.notifications() if getattr(n, "event", None) == "unresolved"]
    assert [set(notification.data) for notification in reported] == [{receipt.code}]
    harness.chain.unreadable.clear()
    assert (await harness.close(proposal)).scores == {"For": 15, "Against": 12}


async def test_the_close_does_not_wait_for_power_that_counts_for_nobody(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 1})
    await delegate_power(harness, "ben", "cleo")
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 10}


# -- split among several, and capped -------------------------------------------------------------------------


async def split_by_ben(harness: ServiceHarness, **how: Any) -> ProposalId:
    """Ben, who holds 11, gives Ada 60 parts and Cleo 40."""
    await space(harness, {"ada": 10, "ben": 11, "cleo": 3, "dan": 6}, **how)
    shares = [(harness.member("ada"), 60), (harness.member("cleo"), 40)]
    await harness.services.delegating.split(harness.actor("ben"), shares)
    await delegate_power(harness, "dan", "cleo")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    return proposal


async def test_each_delegate_votes_with_the_part_that_they_were_given(harness: ServiceHarness) -> None:
    proposal = await split_by_ben(harness)
    # 6 3/5 and 4 2/5: the base unit that is left over goes to the larger remainder.
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(1, 7)
    assert (await harness.vote("cleo", "Against")).delegated_power == DelegatedPower(2, 4 + 6)
    assert (await harness.running_tally(proposal)).scores == (17, 13, 0)
    await harness.pass_time(TICK)
    assert (await harness.vote("ben", "Abstain")).delegates == (harness.member("ada"), harness.member("cleo"))
    count = await harness.close(proposal)
    assert count.scores == {"For": 10, "Against": 9, "Abstain": 11}


async def test_a_part_whose_delegate_does_not_vote_counts_for_nobody(harness: ServiceHarness) -> None:
    proposal = await split_by_ben(harness)
    await harness.vote("ada", "For")
    count = await harness.close(proposal)
    assert count.scores == {"For": 17}
    (shared,) = (await record_of(harness, proposal))["delegated_power"]
    assert (shared["power"], shared["whole"]) == ("7", "11")


async def test_what_is_over_the_cap_counts_for_nobody_until_its_owner_votes(harness: ServiceHarness) -> None:
    proposal = await split_by_ben(harness, cap=7)
    assert (await harness.vote("cleo", "Against")).delegated_power == DelegatedPower(2, 7, over=3)
    assert (await harness.running_tally(proposal)).scores == (0, 10, 0)
    told = await harness.services.delegated_powers.explained(
        harness.actor("cleo").guild, proposal, harness.member("cleo")
    )
    assert (told.cap, told.delegators) == (7, ((harness.member("dan"), 6), (harness.member("ben"), 4)))
    await harness.pass_time(TICK)
    await harness.vote("dan", "For")
    count = await harness.close(proposal)
    assert count.scores == {"For": 6, "Against": 3 + 4}


async def accepts(harness: ServiceHarness, name: str, most: str) -> None:
    await harness.services.delegating.describe(harness.actor(name), "", "", "", most)


async def test_a_delegate_gets_no_more_than_they_accepted_when_the_vote_opened(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 11, "cleo": 3, "dan": 6}, cap=20)
    await accepts(harness, "ada", "8.9")
    for delegator in ("ben", "dan"):
        await delegate_power(harness, delegator, "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await accepts(harness, "ada", "")
    # 8 of 17, cut from both in proportion: 5 3/17 and 2 14/17.
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(2, 8, over=9)
    assert (await harness.running_tally(proposal)).scores == (18, 0, 0)
    count = await harness.close(proposal)
    assert count.scores == {"For": 18}
    record = await record_of(harness, proposal)
    assert [each["power"] for each in record["delegated_power"]] == ["5", "3"]
    assert record["delegate_caps"] == [{"member": await harness.in_record("ada", proposal), "cap": "8"}]
    later = await harness.submitted("ada")
    await harness.open(later)
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(2, 17)
    await harness.close(later)
    assert "delegate_caps" not in await record_of(harness, later)


async def test_who_accepts_nothing_is_no_delegate_and_was_one_in_vain(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 11})
    await delegate_power(harness, "ben", "ada")
    await accepts(harness, "ada", "0")
    with pytest.raises(DelegateRefuses):
        await delegate_power(harness, "cleo", "ada")
    with pytest.raises(BadAmount):
        await accepts(harness, "ada", "-1")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(1, 0, over=11)
    await harness.pass_time(TICK)
    await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 11}


async def test_a_cap_may_be_a_share_of_all_power(harness: ServiceHarness) -> None:
    await harness.set_up()
    await rule(harness, delegation=DelegationRule(cap_share="1/4", cap=100))
    await harness.powers({"ada": 10, "ben": 30})
    await delegate_power(harness, "ben", "ada")
    harness.chain.supply(TOKEN, 40)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(1, 10, over=20)
    assert (await harness.close(proposal)).scores == {"For": 20}


async def test_while_a_delegators_power_is_unknown_none_of_the_shares_is_taken_for_zero(
    harness: ServiceHarness,
) -> None:
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await split_by_ben(harness, cap=9)
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(1, None)
    assert (await harness.vote("cleo", "Against")).delegated_power == DelegatedPower(2, None)
    assert (await harness.running_tally(proposal)).undetermined == 2
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    harness.chain.unreadable.clear()
    assert (await harness.close(proposal)).scores == {"For": 10 + 7, "Against": 3 + 9}


# -- the record ----------------------------------------------------------------------------------------------


async def test_the_record_counts_again_to_the_same_result(harness: ServiceHarness) -> None:
    proposal = await opened(
        harness, {"ada": 10, "ben": 5, "cleo": 3, "dan": 2}, {"cleo": "ben", "ben": "ada", "dan": "ben"}
    )
    await harness.vote("ada", "For")
    await harness.vote("dan", "Against")
    count = await harness.close(proposal)
    record = await record_of(harness, proposal)
    again = json.loads(encode_result(tally(decode(canonical_json(record["election"])))))
    assert again == record["result"] == count.closing.result
    name = {member: await harness.in_record(member, proposal) for member in ("ada", "ben", "cleo", "dan")}
    assert record["election"]["delegations"] == [{"from": name["ben"], "to": name["ada"], "power": "5"}]
    assert record["delegations"] == [
        {"from": name["ben"], "to": name["ada"]},
        {"from": name["cleo"], "to": name["ben"]},
        {"from": name["dan"], "to": name["ben"]},
    ]
    (delegated_power,) = record["delegated_power"]
    assert (delegated_power["from"], delegated_power["to"], delegated_power["power"]) == (
        name["ben"],
        name["ada"],
        "5",
    )
    assert delegated_power["evidence"][0]["wallet"] == harness.wallet("ben")


async def test_what_was_frozen_vouches_for_the_delegations_of_the_record(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await harness.vote("ada", "For")
    await harness.close(proposal)
    record = await record_of(harness, proposal)
    assert record["frozen"]["delegations"] == content_hash(canonical_json(record["delegations"]))
    assert record["content_hash"] == content_hash(canonical_json(record["frozen"]))


async def test_who_delegates_to_whom_is_stored_with_the_opening_and_not_without_it(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    await delegate_power(harness, "ben", "ada", notify=True)
    proposal = await harness.submitted("ada")
    await harness.pass_time(timedelta(days=2))
    harness.break_commits = True
    with pytest.raises(OSError, match="full"):
        await harness.open_now(proposal)
    harness.break_commits = False
    async with harness.services.uow.reading() as repositories:
        assert await repositories.delegations.frozen(proposal) == []
        assert await repositories.claims.of(proposal) == []
    await harness.open_now(proposal)
    async with harness.services.uow.reading() as repositories:
        frozen = await repositories.delegations.frozen(proposal)
    assert frozen == [FrozenDelegation(harness.member("ben"), harness.member("ada"))]


# -- telling -------------------------------------------------------------------------------------------------


async def told(harness: ServiceHarness) -> list[tuple[int, int | None]]:
    """Who was to be told of whose vote."""
    return [(n.member, each.who) for n in await harness.notified(TellMember) for each in n.about]


async def test_delegators_who_asked_are_told_of_each_change_of_choice(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 3})
    await delegate_power(harness, "ben", "ada", notify=True)
    await delegate_power(harness, "cleo", "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    ada, ben = harness.member("ada"), harness.member("ben")
    for choice, times in (("For", 1), ("For", 1), ("Against", 2)):
        await harness.vote("ada", choice)
        await harness.pass_time(TellDelegators.cooldown)
        assert await told(harness) == [(ben, ada)] * times


@pytest.mark.attack("floods")
async def test_of_choices_in_quick_succession_delegators_are_told_the_newest(harness: ServiceHarness) -> None:
    await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"}, notify=True)
    ada, ben = harness.member("ada"), harness.member("ben")
    for choice in ("For", "Abstain", "Against") * 7:
        await harness.vote("ada", choice)
        assert await told(harness) == [(ben, ada)]
    await harness.pass_time(TellDelegators.cooldown)
    assert await told(harness) == [(ben, ada)] * 2


async def test_a_delegator_who_voted_themself_is_not_told(harness: ServiceHarness) -> None:
    await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"}, notify=True)
    await harness.vote("ben", "Against")
    await harness.vote("ada", "For")
    assert await told(harness) == []


async def test_delegators_are_told_by_whoever_votes_with_their_power(harness: ServiceHarness) -> None:
    await opened(
        harness, {"ada": 10, "ben": 5, "cleo": 3}, {"cleo": "ben", "ben": "ada"}, "transitive", notify=True
    )
    ada, ben, cleo = (harness.member(name) for name in ("ada", "ben", "cleo"))
    await harness.vote("ada", "For")
    assert await told(harness) == [(ben, ada), (cleo, ada)]
    await harness.vote("ben", "Against")
    await harness.pass_time(TellDelegators.cooldown)
    assert await told(harness) == [(ben, ada), (cleo, ada), (cleo, ben)]


async def test_while_choices_are_hidden_delegators_are_told_by_the_close(harness: ServiceHarness) -> None:
    proposal = await opened(
        harness, {"ada": 10, "ben": 5}, {"ben": "ada"}, notify=True, privacy="after_close", reactions=False
    )
    await harness.vote("ada", "Against")
    await harness.pass_time(TICK)
    await harness.vote("ada", "For")
    assert await told(harness) == []
    await harness.close(proposal)
    assert await told(harness) == [(harness.member("ben"), harness.member("ada"))]


async def test_a_ballot_that_is_not_stored_tells_nobody(harness: ServiceHarness) -> None:
    await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"}, notify=True)
    harness.break_commits = True
    with pytest.raises(OSError, match="full"):
        await harness.vote("ada", "For")
    harness.break_commits = False
    assert await told(harness) == []


# -- why -----------------------------------------------------------------------------------------------------


async def test_a_delegate_without_a_wallet_may_ask_why(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "dan"})
    guild = harness.actor("dan").guild
    power = (await harness.services.voting.why(guild, proposal, harness.member("dan"))).power
    assert power.total == 0
    with pytest.raises(NoWallet):
        await harness.services.voting.why(guild, proposal, harness.member("cleo"))
