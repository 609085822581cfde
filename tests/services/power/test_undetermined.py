"""Power that can't be read is never zero, and never guessed."""

import asyncio
from datetime import timedelta

from bot.domain.blocks import Undetermined
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent
from tests.harness import DISCUSSION, GUILD, NFT, TOKEN, UNRESOLVED_AFTER, ServiceHarness


async def opened_in_the_dark(harness: ServiceHarness, **powers: int) -> int:
    """A vote whose snapshot is known, but no power at it."""
    await harness.set_up()
    await harness.powers(powers)
    proposal = await harness.submitted(next(iter(powers)))
    await harness.pass_time(DISCUSSION)
    await harness.open_now(proposal)
    harness.proposal = proposal
    return proposal


async def reports(harness: ServiceHarness) -> list[PostEvent]:
    return [
        notification
        for notification in await harness.notified(PostEvent)
        if notification.event == "unresolved"
    ]


async def test_a_ballot_whose_power_cannot_be_read_is_kept_and_the_voter_is_told(
    harness: ServiceHarness,
) -> None:
    proposal = await opened_in_the_dark(harness, ada=10)
    harness.chain.silent = True
    receipt = await harness.vote("ada", "For")
    assert receipt.power.total is None
    assert isinstance(receipt.power.contributions[0].reading, Undetermined)
    assert await harness.stored(proposal) == {"ada": 1}


async def test_an_undetermined_ballot_is_in_no_score_and_counted_as_such(harness: ServiceHarness) -> None:
    proposal = await opened_in_the_dark(harness, ada=10, ben=5)
    harness.chain.unreadable.add(harness.wallet("ada"))
    await asyncio.gather(harness.vote("ada", "For"), harness.vote("ben", "Against"))
    running_tally = await harness.running_tally(proposal)
    assert (running_tally.scores, running_tally.voters, running_tally.undetermined) == ((0, 5, 0), 1, 1)


async def test_a_read_that_fails_spoils_no_other_read(harness: ServiceHarness) -> None:
    await opened_in_the_dark(harness, ada=10, ben=5)
    harness.chain.unreadable.add(harness.wallet("ada"))
    ada, ben = await asyncio.gather(harness.vote("ada", "For"), harness.vote("ben", "Against"))
    assert (ada.power.total, ben.power.total) == (None, 5)


async def test_one_unreadable_source_makes_the_whole_power_undetermined(harness: ServiceHarness) -> None:
    await harness.set_up(sources=f"erc20_votes {TOKEN.contract} + erc721 {NFT.contract} x 100")
    await harness.powers({"ada": 10})
    harness.hold("ada/2", 1, NFT)
    await harness.link("ada", "ada/2")
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    await harness.open_now(proposal)
    harness.chain.unreadable.add(harness.wallet("ada/2"))
    receipt = await harness.vote("ada", "For", proposal=proposal)
    assert receipt.power.total is None
    harness.chain.unreadable.clear()
    assert (await harness.services.voting.weigh(receipt)).power.total == 110


async def test_what_could_not_be_read_is_read_when_the_chain_is_back(harness: ServiceHarness) -> None:
    proposal = await opened_in_the_dark(harness, ada=10)
    harness.chain.silent = True
    await harness.vote("ada", "For")
    harness.chain.silent = False
    await harness.sweep.run()
    assert (await harness.running_tally(proposal)).scores == (10, 0, 0)
    mine = await harness.services.voting.mine(GUILD, proposal, harness.member("ada"))
    assert mine is not None
    assert mine.power.total == 10


async def test_a_wallet_unlinked_before_its_power_was_read_is_read_all_the_same(
    harness: ServiceHarness,
) -> None:
    proposal = await opened_in_the_dark(harness, ada=10)
    harness.chain.silent = True
    await harness.vote("ada", "For")
    await harness.unlink("ada")
    harness.chain.silent = False
    await harness.sweep.run()
    assert (await harness.running_tally(proposal)).scores == (10, 0, 0)


async def test_a_vote_does_not_close_while_a_counted_ballot_is_undetermined(harness: ServiceHarness) -> None:
    proposal = await opened_in_the_dark(harness, ada=10, ben=5)
    await harness.vote("ben", "Against")
    harness.chain.unreadable.add(harness.wallet("ada"))
    await harness.vote("ada", "For")
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    assert await harness.state(proposal) is State.CLOSED
    assert await reports(harness) == []
    harness.chain.unreadable.clear()
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_a_withdrawn_ballot_holds_up_no_close(harness: ServiceHarness) -> None:
    proposal = await opened_in_the_dark(harness, ada=10, ben=5)
    await harness.post_card(proposal)
    await harness.vote("ben", "For")
    harness.chain.unreadable.add(harness.wallet("ada"))
    await harness.react("ada", "👎")
    await harness.react("ada", "👎", added=False)
    assert (await harness.close(proposal)).scores == {"For": 5}


async def test_a_close_that_waits_too_long_is_reported_once_with_every_affected_ballot(
    harness: ServiceHarness,
) -> None:
    proposal = await opened_in_the_dark(harness, ada=10, ben=5, cleo=3)
    await harness.vote("cleo", "For")
    harness.chain.silent = True
    receipts = [await harness.vote("ada", "For"), await harness.vote("ben", "Against")]
    await harness.end(proposal)
    await harness.pass_time(UNRESOLVED_AFTER - timedelta(seconds=4))
    assert await harness.services.closing.close(proposal) is None
    assert await reports(harness) == []
    await harness.pass_time(timedelta(seconds=1))
    for _ in range(3):
        assert await harness.services.closing.close(proposal) is None
    (report,) = await reports(harness)
    assert report.announce
    assert report.data == {receipt.code: receipt.choice for receipt in receipts}
    harness.chain.silent = False
    assert (await harness.close(proposal)).scores == {"For": 13, "Against": 5}


async def test_a_close_that_waits_rings_no_bell(harness: ServiceHarness) -> None:
    proposal = await opened_in_the_dark(harness, ada=10)
    harness.chain.silent = True
    await harness.vote("ada", "For")
    await harness.end(proposal)
    listener = harness.services.wake_signal.listener()
    assert await harness.services.closing.close(proposal) is None
    assert not listener.event.is_set(), "the sweep would run again at once, and again"


async def test_a_number_is_read_once_and_outlives_restart_and_chain(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    asked = len(harness.chain.requests)
    await harness.restart()
    harness.chain.silent = True
    assert (await harness.vote("ada", "For", proposal=proposal)).power.total == 10
    assert (await harness.close(proposal)).scores == {"For": 10}
    assert len(harness.chain.requests) == asked


async def test_many_voters_cost_few_requests(harness: ServiceHarness) -> None:
    names = [f"voter {number}" for number in range(60)]
    await opened_in_the_dark(harness, **dict.fromkeys(names, 5))
    before = len(harness.chain.requests)
    receipts = await asyncio.gather(*(harness.vote(name, "For") for name in names))
    assert [receipt.power.total for receipt in receipts] == [5] * 60
    assert len(harness.chain.requests) - before <= 3


async def test_what_is_asked_while_a_read_is_under_way_goes_into_the_next_one(
    harness: ServiceHarness,
) -> None:
    await opened_in_the_dark(harness, ada=10, ben=5, cleo=3)
    before = len(harness.chain.requests)
    harness.chain.gate, harness.chain.waiting = asyncio.Event(), asyncio.Event()
    receipts = [await harness.services.voting.cast(harness.ballot(n, "For")) for n in ("ada", "ben", "cleo")]
    first = asyncio.create_task(harness.services.voting.weigh(receipts[0]))
    async with asyncio.timeout(30):
        await harness.chain.waiting.wait()
    rest = asyncio.gather(*map(harness.services.voting.weigh, receipts[1:]))
    await asyncio.sleep(0)
    harness.chain.gate.set()
    weighed = [await first, *await rest]
    assert [receipt.power.total for receipt in weighed] == [10, 5, 3]
    assert len(harness.chain.requests) - before == 2


async def test_a_snapshot_block_that_the_chain_lost_gives_no_power_at_all(harness: ServiceHarness) -> None:
    proposal = await opened_in_the_dark(harness, ada=10)
    harness.chain.reorg(depth=4)
    assert (await harness.vote("ada", "For")).power.total is None
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None


async def test_many_votes_at_once_lose_no_power_from_sight(harness: ServiceHarness) -> None:
    """More snapshots than are kept in memory: what is not in memory is in the database."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    harness.snapshots_in_memory = 3
    await harness.restart()
    proposals = []
    for _ in range(5):
        proposals.append(await harness.submitted("ada"))
        await harness.pass_time(timedelta(seconds=1))
    await harness.pass_time(DISCUSSION)
    for proposal in proposals:
        await harness.pass_time(timedelta(seconds=1))
        await harness.open_now(proposal)
        await harness.vote("ada", "For", proposal=proposal)
    harness.chain.silent = True
    for proposal in proposals:
        mine = await harness.services.voting.mine(GUILD, proposal, harness.member("ada"))
        assert mine is not None
        assert mine.power.total == 10
        running_tally = await harness.running_tally(proposal)
        assert (running_tally.scores, running_tally.undetermined) == ((10, 0, 0), 0)
    harness.chain.silent = False
    await harness.end(proposals[-1])
    await harness.sweep.run()
    for proposal in proposals:
        assert (await harness.get(proposal)).closing is not None
