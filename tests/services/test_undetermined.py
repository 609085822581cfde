"""Power that can't be read is never zero, and never guessed."""

import asyncio
from datetime import timedelta

from bot.domain.blocks import Undetermined
from bot.domain.proposal import State
from bot.services.notices import PostEvent
from tests.assembly import DISCUSSION, GUILD, NFT, TOKEN, UNRESOLVED_AFTER, Assembly


async def opened_in_the_dark(assembly: Assembly, **powers: int) -> int:
    """A vote whose snapshot is known, but no power at it."""
    await assembly.set_up()
    await assembly.powers(powers)
    proposal = await assembly.submitted(next(iter(powers)))
    await assembly.pass_time(DISCUSSION)
    await assembly.folkmoot.opening.open(proposal)
    assembly.proposal = proposal
    return proposal


async def reports(assembly: Assembly) -> list[PostEvent]:
    return [notice for notice in await assembly.told(PostEvent) if notice.event == "unresolved"]


async def test_a_ballot_whose_power_cannot_be_read_is_kept_and_the_voter_is_told(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10)
    assembly.chain.silent = True
    receipt = await assembly.vote("ada", "For")
    assert receipt.power.total is None
    assert isinstance(receipt.power.contributions[0].reading, Undetermined)
    assert await assembly.stored(proposal) == {"ada": 1}


async def test_an_undetermined_ballot_is_in_no_score_and_counted_as_such(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10, ben=5)
    assembly.chain.unreadable.add(assembly.wallet("ada"))
    await asyncio.gather(assembly.vote("ada", "For"), assembly.vote("ben", "Against"))
    standing = await assembly.standing(proposal)
    assert (standing.scores, standing.voters, standing.undetermined) == ((0, 5, 0), 1, 1)


async def test_a_read_that_fails_spoils_no_other_read(assembly: Assembly) -> None:
    await opened_in_the_dark(assembly, ada=10, ben=5)
    assembly.chain.unreadable.add(assembly.wallet("ada"))
    ada, ben = await asyncio.gather(assembly.vote("ada", "For"), assembly.vote("ben", "Against"))
    assert (ada.power.total, ben.power.total) == (None, 5)


async def test_one_unreadable_source_makes_the_whole_power_undetermined(assembly: Assembly) -> None:
    await assembly.set_up(sources=f"erc20_votes {TOKEN.contract} + erc721 {NFT.contract} x 100")
    await assembly.powers({"ada": 10})
    assembly.hold("ada/2", 1, NFT)
    await assembly.link("ada", "ada/2")
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION)
    await assembly.folkmoot.opening.open(proposal)
    assembly.chain.unreadable.add(assembly.wallet("ada/2"))
    receipt = await assembly.vote("ada", "For", proposal=proposal)
    assert receipt.power.total is None
    assembly.chain.unreadable.clear()
    assert (await assembly.folkmoot.voting.weigh(receipt)).power.total == 110


async def test_what_could_not_be_read_is_read_when_the_chain_is_back(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10)
    assembly.chain.silent = True
    await assembly.vote("ada", "For")
    assembly.chain.silent = False
    await assembly.folkmoot.sweep.run()
    assert (await assembly.standing(proposal)).scores == (10, 0, 0)
    mine = await assembly.folkmoot.voting.mine(GUILD, proposal, assembly.member("ada"))
    assert mine is not None
    assert mine.power.total == 10


async def test_a_wallet_unlinked_before_its_power_was_read_is_read_all_the_same(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10)
    assembly.chain.silent = True
    await assembly.vote("ada", "For")
    await assembly.unlink("ada")
    assembly.chain.silent = False
    await assembly.folkmoot.sweep.run()
    assert (await assembly.standing(proposal)).scores == (10, 0, 0)


async def test_a_vote_does_not_close_while_a_counted_ballot_is_undetermined(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10, ben=5)
    await assembly.vote("ben", "Against")
    assembly.chain.unreadable.add(assembly.wallet("ada"))
    await assembly.vote("ada", "For")
    await assembly.end(proposal)
    assert await assembly.folkmoot.closing.close(proposal) is None
    assert await assembly.state(proposal) is State.CLOSED
    assert await reports(assembly) == []
    assembly.chain.unreadable.clear()
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 5}


async def test_a_withdrawn_ballot_holds_up_no_close(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10, ben=5)
    await assembly.post_card(proposal)
    await assembly.vote("ben", "For")
    assembly.chain.unreadable.add(assembly.wallet("ada"))
    await assembly.react("ada", "👎")
    await assembly.react("ada", "👎", added=False)
    assert (await assembly.close(proposal)).scores == {"For": 5}


async def test_a_close_that_waits_too_long_is_reported_once_with_every_affected_ballot(
    assembly: Assembly,
) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10, ben=5, cleo=3)
    await assembly.vote("cleo", "For")
    assembly.chain.silent = True
    receipts = [await assembly.vote("ada", "For"), await assembly.vote("ben", "Against")]
    await assembly.end(proposal)
    await assembly.pass_time(UNRESOLVED_AFTER - timedelta(seconds=4))
    assert await assembly.folkmoot.closing.close(proposal) is None
    assert await reports(assembly) == []
    await assembly.pass_time(timedelta(seconds=1))
    for _ in range(3):
        assert await assembly.folkmoot.closing.close(proposal) is None
    (report,) = await reports(assembly)
    assert report.announce
    assert report.data == {receipt.code: receipt.choice for receipt in receipts}
    assembly.chain.silent = False
    assert (await assembly.close(proposal)).scores == {"For": 13, "Against": 5}


async def test_a_close_that_waits_rings_no_bell(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10)
    assembly.chain.silent = True
    await assembly.vote("ada", "For")
    await assembly.end(proposal)
    ear = assembly.folkmoot.bell.ear()
    assert await assembly.folkmoot.closing.close(proposal) is None
    assert not ear.event.is_set(), "the sweep would run again at once, and again"


async def test_a_number_is_read_once_and_outlives_restart_and_chain(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    asked = len(assembly.chain.requests)
    await assembly.restart()
    assembly.chain.silent = True
    assert (await assembly.vote("ada", "For", proposal=proposal)).power.total == 10
    assert (await assembly.close(proposal)).scores == {"For": 10}
    assert len(assembly.chain.requests) == asked


async def test_many_voters_cost_few_requests(assembly: Assembly) -> None:
    names = [f"voter {number}" for number in range(60)]
    await opened_in_the_dark(assembly, **dict.fromkeys(names, 5))
    before = len(assembly.chain.requests)
    receipts = await asyncio.gather(*(assembly.vote(name, "For") for name in names))
    assert [receipt.power.total for receipt in receipts] == [5] * 60
    assert len(assembly.chain.requests) - before <= 3


async def test_what_is_asked_while_a_read_is_under_way_goes_into_the_next_one(assembly: Assembly) -> None:
    await opened_in_the_dark(assembly, ada=10, ben=5, cleo=3)
    before = len(assembly.chain.requests)
    assembly.chain.gate, assembly.chain.waiting = asyncio.Event(), asyncio.Event()
    receipts = [
        await assembly.folkmoot.voting.cast(assembly.ballot(n, "For")) for n in ("ada", "ben", "cleo")
    ]
    first = asyncio.create_task(assembly.folkmoot.voting.weigh(receipts[0]))
    async with asyncio.timeout(5):
        await assembly.chain.waiting.wait()
    rest = asyncio.gather(*map(assembly.folkmoot.voting.weigh, receipts[1:]))
    await asyncio.sleep(0)
    assembly.chain.gate.set()
    weighed = [await first, *await rest]
    assert [receipt.power.total for receipt in weighed] == [10, 5, 3]
    assert len(assembly.chain.requests) - before == 2


async def test_a_snapshot_block_that_the_chain_lost_gives_no_power_at_all(assembly: Assembly) -> None:
    proposal = await opened_in_the_dark(assembly, ada=10)
    assembly.chain.reorg(depth=4)
    assert (await assembly.vote("ada", "For")).power.total is None
    await assembly.end(proposal)
    assert await assembly.folkmoot.closing.close(proposal) is None


async def test_many_votes_at_once_lose_no_power_from_sight(assembly: Assembly) -> None:
    """More snapshots than are kept in memory: what is not in memory is in the database."""
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposals = []
    for _ in range(70):
        proposals.append(await assembly.submitted("ada"))
        await assembly.pass_time(timedelta(seconds=1))
    await assembly.pass_time(DISCUSSION)
    for proposal in proposals:
        await assembly.pass_time(timedelta(seconds=1))
        await assembly.folkmoot.sweep.opening.open(proposal)
        await assembly.vote("ada", "For", proposal=proposal)
    for proposal in proposals:
        standing = await assembly.standing(proposal)
        assert (standing.scores, standing.undetermined) == ((10, 0, 0), 0)
    await assembly.end(proposals[-1])
    await assembly.folkmoot.sweep.run()
    for proposal in proposals:
        assert (await assembly.get(proposal)).closing is not None
