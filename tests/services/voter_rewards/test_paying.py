"""A vote pays those who took part in it, as its frozen rule has it: once, by the Safe, and guardians may stop it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import ChainUnavailable, ContentAltered, StoredDataInvalid
from bot.domain.proposals.state import State
from bot.domain.voter_rewards.rewards import NoReward
from bot.domain.voter_rewards.tree import PaymentTree
from bot.services.delivery.notifications import PostRequest
from bot.storage.tables import closings
from tests.harness import EXECUTION, TIMELOCK, TOKEN, ServiceHarness
from tests.services.voter_rewards.rewarding import (
    DISTRIBUTOR,
    RIVER,
    amounts,
    change,
    listed,
    opened,
    paid,
    recorded,
    rewarding,
    rewards,
    told,
    transfers,
    voted,
)
from tests.services.voting.ending import before_end


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({}, {"ada": 34, "ben": 33, "cleo": 33}),
        ({"shared": "power"}, {"ada": 7, "ben": 29, "cleo": 64}),
        ({"shared": "root"}, {"ada": 17, "ben": 33, "cleo": 50}),
        ({"shared": "power", "cap": 40}, {"ada": 20, "ben": 40, "cleo": 40}),
        ({"shared": "power", "cap": 30}, {"ada": 30, "ben": 30, "cleo": 30}),
    ],
)
async def test_the_pool_is_shared_as_the_rule_says_whatever_the_outcome(
    harness: ServiceHarness, rule: dict[str, Any], found: dict[str, int]
) -> None:
    await rewarding(harness, {"ada": 1, "ben": 4, "cleo": 9}, **rule)
    vote = await voted(harness, {"ada": "For", "ben": "Against", "cleo": "Against"})
    assert await harness.state(vote) is State.DEFEATED
    payout = await paid(harness, vote)
    shared = await amounts(harness, payout)
    if len({*found.values()} - {33, 34}) > 0:
        assert shared == found
    assert sorted(shared.values()) == sorted(found.values())
    assert (await recorded(harness, vote)).total == sum(found.values())


async def test_a_defeated_vote_pays_by_itself_and_its_safe_carries_that_out(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 4})
    vote = await voted(harness, {"ada": "For", "ben": "Against"})
    await harness.proceed()
    (payout,) = [each for each in await harness.live() if each != vote]
    assert await harness.state(payout) is State.TIMELOCK
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    request = await harness.requested(payout)
    assert [each.request for each in await harness.notified(PostRequest)] == [request.id]
    harness.safes.end(harness.safe, request, "executed")
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(payout)
    assert await harness.state(payout) is State.EXECUTED
    assert await harness.state(vote) is State.DEFEATED


async def test_what_passed_is_carried_out_beside_its_rewards(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    vote = await voted(harness, {"ada": "For"}, actions=f"transfer 5 to {RIVER}")
    await harness.proceed()
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    (payout,) = [each for each in await harness.live() if each != vote]
    own, other = await harness.requested(vote), await harness.requested(payout)
    assert {own.payload.nonce, other.payload.nonce} == {0, 1}


async def test_rewards_are_asked_for_once_however_often_that_is_tried(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    vote = await voted(harness, {"ada": "For"})
    first = await paid(harness, vote)
    assert await harness.services.paying_voters.pay(vote) is None
    await harness.restart()
    await harness.proceed()
    assert [each for each in await harness.live() if each != vote] == [first.id]


async def test_a_crash_before_they_are_stored_pays_them_at_the_next_attempt(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    vote = await voted(harness, {"ada": "For"})
    harness.break_commits = True
    with pytest.raises(OSError, match="full"):
        await harness.services.paying_voters.pay(vote)
    harness.break_commits = False
    assert (await harness.get(vote)).rewards_due
    assert transfers(await paid(harness, vote))


@pytest.mark.attack("rpc")
async def test_a_silent_chain_holds_up_rewards_and_no_result(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await harness.close(vote)
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await harness.services.paying_voters.pay(vote)
    harness.chain.silent = False
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 100}


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET actions = replace(actions, '0x', '0X') WHERE proposal = {payout}",
        "UPDATE openings SET content_hash = '" + "00" * 32 + "' WHERE proposal = {payout}",
        "UPDATE closings SET record_hash = '" + "00" * 32 + "' WHERE proposal = {payout}",
        "UPDATE closings SET record = (SELECT frozen FROM openings WHERE proposal = {payout}), record_hash = "
        "(SELECT content_hash FROM openings WHERE proposal = {payout}) WHERE proposal = {payout}",
    ],
    ids=["payments", "frozen document", "record", "another record with its hash"],
)
async def test_rewards_edited_before_they_are_paid_are_asked_of_nobody(
    harness: ServiceHarness, statement: str
) -> None:
    await rewarding(harness, {"ada": 1})
    payout = await paid(harness, await voted(harness, {"ada": "For"}))
    async with harness.database.write_transaction() as connection:
        edited = await connection.exec_driver_sql(statement.format(payout=payout.id))
        assert edited.rowcount == 1
    await harness.restart()
    await harness.pass_time(TIMELOCK)
    with pytest.raises(ContentAltered):
        await harness.services.preparing.prepare(payout.id)
    assert (await harness.get(payout.id)).requests == ()


async def test_a_guardian_may_veto_the_rewards_and_not_the_vote_by_that(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    vote = await voted(harness, {"ada": "For"})
    payout = await paid(harness, vote)
    await harness.services.moderation.veto(harness.guardian(), payout.id, "Sybils")
    assert await harness.state(payout.id) is State.VETOED
    await harness.pass_time(TIMELOCK)
    assert await harness.services.preparing.prepare(payout.id) == ()
    assert await harness.state(vote) is not State.VETOED


async def test_rewards_that_nobody_signs_expire(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    payout = await paid(harness, await voted(harness, {"ada": "For"}))
    await harness.pass_time(TIMELOCK)
    await harness.services.preparing.prepare(payout.id)
    await harness.pass_time(EXECUTION)
    await harness.services.following.end(payout.id)
    assert await harness.state(payout.id) is State.EXPIRED


async def test_a_cancelled_vote_pays_nothing(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await harness.services.moderation.cancel(harness.moderator(), vote, "Spam")
    await harness.proceed()
    assert await harness.services.paying_voters.pay(vote) is None
    assert await harness.live() == []


async def test_the_rule_of_the_opening_decides_whatever_the_track_says_later(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1})
    vote = await opened(harness)
    await change(harness, voter_rewards=rewards(pool=9_999))
    await harness.vote("ada", "For")
    await harness.close(vote)
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 100}


# -- who gets nothing ----------------------------------------------------------------------------------------------


@pytest.mark.attack("time")
async def test_who_first_votes_in_the_last_minutes_gets_nothing(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 1}, late="PT10M")
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await before_end(harness, vote, timedelta(minutes=10))
    await harness.vote("ben", "For")
    await harness.close(vote)
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 100}
    assert "1 voted too late for a reward." in await told(harness)


@pytest.mark.attack("time")
async def test_who_changes_a_ballot_in_the_last_minute_keeps_the_reward(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 1}, late="PT10M")
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await before_end(harness, vote, timedelta(minutes=1))
    await harness.vote("ben", "Against")
    await harness.close(vote)
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 50, "ben": 50}


async def test_a_millisecond_before_the_last_minutes_is_in_time(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1}, late="PT10M")
    vote = await opened(harness)
    await before_end(harness, vote, timedelta(minutes=10, milliseconds=1))
    await harness.vote("ada", "For")
    await harness.close(vote)
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 100}


async def test_a_vote_that_is_decided_early_makes_nobody_late(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="5 votes")
    harness.chain.supply(TOKEN, 10)
    await harness.powers({"ada": 1, "ben": 9})
    rules = {"quorum": {"kind": "absolute", "value": "5"}, "majority": {"kind": "simple"}, "revote": False}
    await change(harness, voter_rewards=rewards(late="PT10M"), early_end=True, rules=rules)
    vote = await opened(harness)
    await harness.vote("ben", "For")
    await harness.services.deadlines.review(vote)
    assert (await harness.get(vote)).decided_at is not None
    await harness.close(vote)
    assert await amounts(harness, await paid(harness, vote)) == {"ben": 100}


@pytest.mark.attack("linking")
async def test_who_unlinks_after_voting_is_not_paid_and_is_said(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 1})
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.unlink("ben")
    await harness.close(vote)
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 100}
    without = f"Without a linked wallet at the end there is no reward: <@{harness.member('ben')}>."
    assert without in await told(harness)


@pytest.mark.attack("linking")
async def test_who_takes_over_a_wallet_after_its_vote_is_not_paid_for_that(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 1})
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await harness.unlink("ada")
    await harness.link("finn", "ada")
    await harness.vote("ben", "For")
    await harness.close(vote)
    assert await amounts(harness, await paid(harness, vote)) == {"ben": 100}


async def test_the_primary_wallet_of_the_close_is_paid_and_none_that_comes_later(
    harness: ServiceHarness,
) -> None:
    await rewarding(harness, {"ada": 1})
    await harness.link("ada", "ada/2")
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await harness.services.wallets.make_primary(harness.actor("ada"), harness.wallet("ada/2"))
    await harness.close(vote)
    await harness.services.wallets.make_primary(harness.actor("ada"), harness.wallet("ada"))
    await harness.unlink("ada", "ada/2")
    (wallet,) = transfers(await paid(harness, vote))
    assert wallet.lower() == harness.wallet("ada/2").lower()


@pytest.mark.attack("linking")
@pytest.mark.parametrize("shared", ["equal", "power", "root"])
async def test_a_voter_with_many_wallets_gets_what_one_with_all_in_one_gets(
    harness: ServiceHarness, shared: str
) -> None:
    await rewarding(harness, {"ada": 10, "ben": 1}, shared=shared)
    for number in range(2, 11):
        harness.hold(f"ben/{number}", 1)
        await harness.link("ben", f"ben/{number}")
    harness.chain.advance(harness.chain.finality + 1)
    vote = await voted(harness, {"ada": "For", "ben": "For"})
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 50, "ben": 50}


async def test_who_has_no_power_gets_nothing(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 0})
    vote = await voted(harness, {"ada": "For", "ben": "For"})
    assert await amounts(harness, await paid(harness, vote)) == {"ada": 100}


@pytest.mark.parametrize(("needs_quorum", "paying"), [(True, False), (False, True)])
async def test_a_vote_that_misses_its_quorum_pays_only_where_the_rule_says_so(
    harness: ServiceHarness, needs_quorum: bool, paying: bool
) -> None:
    await harness.set_up(quorum="5 votes")
    await harness.powers({"ada": 1})
    await change(harness, voter_rewards=rewards(needs_quorum=needs_quorum))
    vote = await voted(harness, {"ada": "For"})
    assert (await harness.services.paying_voters.pay(vote) is not None) is paying
    said = "**No rewards**: the vote missed its quorum" in await told(harness)
    assert said is not paying


@pytest.mark.parametrize("votes", [{}, {"ben": "For"}])
async def test_where_nobody_can_be_paid_that_is_said_once(
    harness: ServiceHarness, votes: dict[str, str | int]
) -> None:
    await rewarding(harness, {"ada": 1, "ben": 0})
    vote = await voted(harness, votes)
    await harness.proceed()
    assert (await harness.get(vote)).rewards_settled_at is not None
    await harness.proceed()
    assert await told(harness) == "💰 **No rewards**: nobody who voted can get any."
    assert await harness.live() == []


@pytest.mark.attack("floods")
async def test_more_voters_than_one_transaction_pays_are_said(harness: ServiceHarness) -> None:
    names = [f"voter {number}" for number in range(21)]
    await rewarding(harness, dict.fromkeys(names, 1))
    vote = await voted(harness, dict.fromkeys(names, "For"), author=names[0])
    assert await harness.services.paying_voters.pay(vote) is None
    assert "more than 20 voters" in await told(harness)


@pytest.mark.attack("floods")
async def test_any_number_of_voters_is_paid_by_a_list(harness: ServiceHarness) -> None:
    names = [f"voter {number}" for number in range(21)]
    await rewarding(harness, dict.fromkeys(names, 1), pool=2_100, distributor=DISTRIBUTOR)
    vote = await voted(harness, dict.fromkeys(names, "For"), author=names[0])
    payout = await paid(harness, vote)
    tree = PaymentTree.of([(harness.wallet(name), 100) for name in names])
    closing = (await harness.get(vote)).closing
    assert closing is not None
    assert listed(payout) == (2_100, tree.root, closing.record_hash)
    assert "They claim it" in await told(harness)


async def test_few_are_paid_by_a_list_too_where_the_rule_names_a_distributor(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 3}, shared="power", distributor=DISTRIBUTOR)
    vote = await voted(harness, {"ada": "For", "ben": "Against"})
    tree = PaymentTree.of([(harness.wallet("ada"), 25), (harness.wallet("ben"), 75)])
    assert listed(await paid(harness, vote))[:2] == (100, tree.root)
    assert (await harness.services.claiming_rewards.tree(vote)).root == tree.root


# -- what is recorded ----------------------------------------------------------------------------------------------


@pytest.mark.attack("database")
async def test_rewards_of_another_record_than_was_published_are_not_paid(harness: ServiceHarness) -> None:
    """Somebody changed the list in the database, after its hash was posted."""
    await rewarding(harness, {"ada": 1})
    vote = await voted(harness, {"ada": "For"})
    record = await harness.services.cards.record(vote)
    assert record is not None
    more = record.replace(b'"amount":"100"', b'"amount":"900"')
    assert more != record
    async with harness.database.write_transaction() as connection:
        await connection.execute(closings.update().values(record=more))
    with pytest.raises(StoredDataInvalid):
        await harness.services.paying_voters.pay(vote)


async def test_the_record_says_who_gets_what_and_why_others_get_nothing(harness: ServiceHarness) -> None:
    await rewarding(harness, {"ada": 1, "ben": 3}, shared="power")
    vote = await opened(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.unlink("ben")
    await harness.close(vote)
    found = (await recorded(harness, vote)).each
    assert sorted((each.voter.power, each.amount, each.why_not) for each in found) == [
        (1, 100, None),
        (3, 0, NoReward.NO_WALLET),
    ]
