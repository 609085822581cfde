"""A wallet of which nothing can ever be read counts for nobody, and holds up nobody."""

import json
from datetime import timedelta

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.errors import WalletsUnreadable, WrongState
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ProposalId
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import NotifyMember, NotifyUnreadable, PostEvent
from tests.harness import UNRESOLVED_AFTER, ServiceHarness
from tests.services.delegation.delegating import delegate_power, space

OWN_FAULT = [ReadFailure.REVERTED, ReadFailure.OUT_OF_GAS, ReadFailure.NO_NUMBER]
FOR_GOOD = [*OWN_FAULT, ReadFailure.PRUNED]


async def told(harness: ServiceHarness, name: str) -> list[NotifyUnreadable]:
    return [each for each in await harness.notified(NotifyUnreadable) if each.member == harness.member(name)]


async def linked_late(harness: ServiceHarness, failure: ReadFailure) -> ProposalId:
    """A vote under way, and mallory who links a wallet of which nothing can be read."""
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    harness.chain.failing_for_good[harness.wallet("mallory")] = failure
    await harness.pass_time(timedelta(minutes=1))
    await harness.link("mallory")
    return proposal


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_a_wallet_linked_later_whose_read_fails_for_good_holds_up_no_close(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    proposal = await linked_late(harness, failure)
    await harness.vote("ada", "For")
    await harness.services.voting.cast(harness.ballot("mallory", "Against"))
    assert (await harness.close(proposal)).scores == {"For": 10}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_its_member_is_told_as_soon_as_it_is_linked(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    proposal = await linked_late(harness, failure)
    await harness.sweep.run()
    (notification,) = await told(harness, "mallory")
    assert (notification.proposal, notification.wallets) == (proposal, (harness.wallet("mallory"),))
    assert notification.failure is failure
    await harness.try_again()
    assert len(await told(harness, "mallory")) == 1


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_who_votes_with_such_a_wallet_alone_is_refused_and_told_why(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    await linked_late(harness, failure)
    await harness.sweep.run()
    with pytest.raises(WalletsUnreadable) as refused:
        await harness.vote("mallory", "For")
    assert (refused.value.wallets, refused.value.failure) == ((harness.wallet("mallory"),), failure)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_the_receipt_names_the_wallet_that_does_not_count(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    harness.chain.failing_for_good[harness.wallet("ada/2")] = failure
    await harness.pass_time(timedelta(minutes=1))
    await harness.link("ada", "ada/2")
    receipt = await harness.vote("ada", "For")
    assert (receipt.power.total, dict(receipt.unreadable)) == (10, {harness.wallet("ada/2"): failure})
    assert await told(harness, "ada") == []
    assert (await harness.close(proposal)).scores == {"For": 10}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_who_reacts_with_such_a_wallet_is_told_in_private(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    proposal = await linked_late(harness, failure)
    await harness.post_card(proposal)
    await harness.react("mallory", "👍")
    assert [each.wallets for each in await told(harness, "mallory")] == [(harness.wallet("mallory"),)]
    await harness.react("mallory", "👎")
    refusals = await harness.notified(NotifyMember)
    assert [each.error for each in refusals] == ["WalletsUnreadable"]
    assert (await harness.close(proposal)).closing.result["cast_power"] == "0"


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", OWN_FAULT)
async def test_a_wallet_that_was_linked_at_the_opening_is_left_out_by_its_own_fault_alone(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    harness.chain.failing_for_good[harness.wallet("mallory")] = failure
    proposal = await harness.opened(powers={"ada": 10, "mallory": 5}, threshold="0")
    (notification,) = await told(harness, "mallory")
    assert notification.failure is failure
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 10}


@pytest.mark.attack("rpc")
async def test_a_state_that_was_lost_before_it_was_read_leaves_nobody_out_who_was_linked_in_time(
    harness: ServiceHarness,
) -> None:
    """It is the nodes' fault, and not that of those who would lose their vote by it."""
    harness.chain.failing_for_good[harness.wallet("ben")] = ReadFailure.PRUNED
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    assert not (await harness.vote("ben", "Against")).determined
    assert await harness.notified(NotifyUnreadable) == []
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    harness.chain.failing_for_good.clear()
    assert (await harness.close(proposal)).scores == {"Against": 5}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_a_source_that_answers_for_nobody_leaves_nobody_out(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    names = ("ada", "ben", "cleo")
    await harness.set_up()
    await harness.powers(dict.fromkeys(names, 10))
    proposal = await harness.submitted("ada")
    everyone = [*map(harness.wallet, names), Address("0x000000000000000000000000000000000000dEaD")]
    harness.chain.failing_for_good |= dict.fromkeys(everyone, failure)
    await harness.open(proposal)
    assert not (await harness.vote("ada", "For")).determined
    assert await harness.notified(NotifyUnreadable) == []
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    harness.chain.failing_for_good.clear()
    assert (await harness.close(proposal)).scores == {"For": 10}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("failure", OWN_FAULT)
async def test_a_delegator_with_such_a_wallet_does_not_hold_up_their_delegate(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    harness.chain.failing_for_good[harness.wallet("mallory")] = failure
    await harness.link("mallory")
    await delegate_power(harness, "mallory", "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    receipt = await harness.vote("ada", "For")
    assert receipt.weight == 10
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_wallet_that_counts_for_nobody_is_known_after_a_restart(harness: ServiceHarness) -> None:
    proposal = await linked_late(harness, ReadFailure.REVERTED)
    await harness.sweep.run()
    await harness.restart()
    harness.proposal = proposal
    with pytest.raises(WalletsUnreadable):
        await harness.vote("mallory", "For")


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_a_node_that_is_lost_for_a_moment_leaves_nobody_out(
    harness: ServiceHarness, failure: ReadFailure, times: int
) -> None:
    harness.hold("ada", 10)
    proposal = await harness.opened(powers={"ben": 5})
    harness.chain.failures_to_come[harness.wallet("ada")] = [failure] * times
    await harness.link("ada")
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert harness.chain.failures_to_come[harness.wallet("ada")] == []
    assert await told(harness, "ada") == []
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 5}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("failure", FOR_GOOD)
async def test_what_fails_for_good_and_then_for_now_is_tried_again(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    harness.hold("ada", 10)
    proposal = await harness.opened(powers={"ben": 5})
    harness.chain.failures_to_come[harness.wallet("ada")] = [failure, ReadFailure.NO_ANSWER]
    await harness.link("ada")
    await harness.vote("ada", "For")
    assert harness.chain.failures_to_come[harness.wallet("ada")] == []
    assert await told(harness, "ada") == []
    await harness.try_again()
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_wallet_that_fails_for_now_is_left_out_of_nothing(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    harness.chain.unreadable.add(harness.wallet("ben"))
    harness.hold("ben", 7)
    await harness.link("ben")
    await harness.sweep.run()
    assert not (await harness.vote("ben", "Against")).determined
    harness.chain.unreadable.clear()
    await harness.try_again()
    assert (await harness.close(proposal)).closing.result["voters"] == 1
    assert await harness.notified(NotifyUnreadable) == []


async def test_why_says_which_wallet_cannot_be_read(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    harness.chain.failing_for_good[harness.wallet("ada/2")] = ReadFailure.REVERTED
    await harness.link("ada", "ada/2")
    member = harness.member("ada")
    explained = await harness.services.voting.why(harness.actor("ada").guild, proposal, member)
    assert explained.power.total == 10
    assert dict(explained.unreadable) == {harness.wallet("ada/2"): ReadFailure.REVERTED}


async def test_no_wallet_is_read_again_that_can_never_be_read(harness: ServiceHarness) -> None:
    await linked_late(harness, ReadFailure.REVERTED)
    await harness.sweep.run()
    before = len(harness.chain.requests)
    await harness.pass_time(timedelta(hours=1))
    await harness.sweep.run()
    assert len(harness.chain.requests) == before


# -- what stays undetermined --------------------------------------------------------------------------------------


async def waiting(harness: ServiceHarness, choice: str, **powers: int) -> ProposalId:
    """A vote that has ended and waits, as long as the policy says, for what ada's ballot weighs; ben is for it, cleo
    against it."""
    held = {"ben": powers["ben"], "cleo": powers["cleo"]}
    proposal = await harness.opened(powers=held, supply=100)
    harness.hold("ada", 10)
    harness.chain.unreadable.add(harness.wallet("ada"))
    await harness.link("ada")
    await harness.vote("ben", "For")
    await harness.vote("cleo", "Against")
    await harness.vote("ada", choice)
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    await harness.pass_time(UNRESOLVED_AFTER)
    return proposal


async def events(harness: ServiceHarness, event: str) -> list[PostEvent]:
    return [each for each in await harness.notified(PostEvent) if each.event == event]


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    ("choice", "ben", "cleo", "passed"),
    [("For", 5, 3, True), ("Against", 3, 5, False), ("Abstain", 5, 3, True), ("Abstain", 3, 5, False)],
)
async def test_a_close_goes_on_without_ballots_that_can_not_change_the_outcome_and_names_them(
    harness: ServiceHarness, choice: str, ben: int, cleo: int, passed: bool
) -> None:
    proposal = await waiting(harness, choice, ben=ben, cleo=cleo)
    count = await harness.close(proposal)
    assert (count.passed, count.scores) == (passed, {"For": ben, "Against": cleo})
    (event,) = await events(harness, "left_out")
    assert list(event.data.values()) == [choice]
    assert event.announce
    assert await events(harness, "unresolved") == []


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(("choice", "ben", "cleo"), [("For", 3, 5), ("Against", 5, 3), ("For", 4, 4)])
async def test_a_close_waits_on_for_ballots_that_could_change_the_outcome(
    harness: ServiceHarness, choice: str, ben: int, cleo: int
) -> None:
    proposal = await waiting(harness, choice, ben=ben, cleo=cleo)
    for _ in range(3):
        assert await harness.services.closing.close(proposal) is None
    assert len(await events(harness, "unresolved")) == 1


async def test_moderators_may_cancel_a_vote_whose_result_waits_in_vain_and_no_other(
    harness: ServiceHarness,
) -> None:
    proposal = await waiting(harness, "Against", ben=5, cleo=3)
    with pytest.raises(WrongState):
        await harness.services.moderation.cancel(harness.moderator(), proposal, "we do not like it")
    assert await harness.services.closing.close(proposal) is None
    await harness.services.moderation.cancel(harness.moderator(), proposal, "its power can't be read")
    assert await harness.state(proposal) is State.CANCELLED
    assert [each.data["reason"] for each in await events(harness, "cancelled")] == ["its power can't be read"]
    await harness.sweep.run()
    assert (await harness.get(proposal)).closing is None


async def test_the_record_names_who_was_left_out_and_counts_without_them(harness: ServiceHarness) -> None:
    proposal = await waiting(harness, "For", ben=5, cleo=3)
    count = await harness.close(proposal)
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    (left_out,) = record["undetermined"]
    ada, ben, cleo = [await harness.in_record(name, proposal) for name in ("ada", "ben", "cleo")]
    assert (left_out["voter"], left_out["choice"], left_out["own"]) == (ada, 1, True)
    assert {each["voter"] for each in record["ballots"]} == {ben, cleo}
    recounted = encode_result(tally(decode(canonical_json(record["election"]))))
    assert recounted == canonical_json(count.closing.result)
