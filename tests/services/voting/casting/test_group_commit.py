"""Group commit: what arrives together is stored together, and nobody is answered before the commit."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.domain.errors import NoWallet, Refused
from bot.services.voting.casting.group_commit import BATCH, GroupCommit
from tests.harness import ServiceHarness


class Ledger:
    """Stores numbers in batches; `gate` holds a commit up, `broken` breaks those that hold one of these numbers."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken: set[int] = set()

    async def store(self, items: Sequence[int]) -> list[int | Refused]:
        self.begun.set()
        await self.gate.wait()
        if self.broken & set(items):
            raise OSError("disk full")
        self.batches.append(list(items))
        return [NoWallet() if item < 0 else item * 10 for item in items]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def group(ledger: Ledger) -> GroupCommit[int, int]:
    return GroupCommit(ledger.store)


async def test_each_item_gets_its_own_answer(group: GroupCommit[int, int], ledger: Ledger) -> None:
    answers = await asyncio.gather(*(group.submit(n) for n in (1, -2, 3)), return_exceptions=True)
    assert (answers[0], type(answers[1]), answers[2]) == (10, NoWallet, 30)
    assert ledger.batches == [[1, -2, 3]]


async def test_what_comes_while_a_commit_is_under_way_shares_the_next_one(
    group: GroupCommit[int, int], ledger: Ledger
) -> None:
    ledger.gate.clear()
    first = asyncio.create_task(group.submit(1))
    await ledger.begun.wait()
    rest = [asyncio.create_task(group.submit(n)) for n in range(2, 12)]
    await asyncio.sleep(0)
    assert not first.done(), "answered before the commit"
    ledger.gate.set()
    assert await asyncio.gather(first, *rest) == [n * 10 for n in range(1, 12)]
    assert ledger.batches == [[1], list(range(2, 12))]


async def test_a_batch_that_breaks_fails_all_of_its_items_and_no_others(
    group: GroupCommit[int, int], ledger: Ledger
) -> None:
    ledger.gate.clear()
    ledger.broken = {3}
    first = asyncio.create_task(group.submit(1))
    await ledger.begun.wait()
    second = [asyncio.create_task(group.submit(n)) for n in (2, 3, 4)]
    await asyncio.sleep(0)
    ledger.gate.set()
    answers = await asyncio.gather(*second, return_exceptions=True)
    assert all(isinstance(answer, OSError) for answer in answers)
    assert await first == 10
    assert await group.submit(5) == 50
    assert ledger.batches == [[1], [5]]


async def test_no_batch_is_larger_than_its_limit(group: GroupCommit[int, int], ledger: Ledger) -> None:
    count = BATCH * 2 + 1
    assert await asyncio.gather(*(group.submit(n) for n in range(count))) == [n * 10 for n in range(count)]
    assert [len(batch) for batch in ledger.batches] == [BATCH, BATCH, 1]


async def test_who_goes_away_takes_nobody_along_and_their_item_is_stored(
    group: GroupCommit[int, int], ledger: Ledger
) -> None:
    ledger.gate.clear()
    leaver, stayer = asyncio.create_task(group.submit(1)), asyncio.create_task(group.submit(2))
    await ledger.begun.wait()
    leaver.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaver
    ledger.gate.set()
    assert await stayer == 20
    assert ledger.batches == [[1, 2]]


async def test_drained_returns_when_all_that_came_is_stored(
    group: GroupCommit[int, int], ledger: Ledger
) -> None:
    await group.drained()
    ledger.gate.clear()
    waiting = [asyncio.create_task(group.submit(n)) for n in range(3)]
    await ledger.begun.wait()
    draining = asyncio.create_task(group.drained())
    await asyncio.sleep(0)
    assert not draining.done()
    ledger.gate.set()
    await draining
    assert sum(map(len, ledger.batches)) == 3
    await asyncio.gather(*waiting)


@pytest.mark.parametrize(("voters", "transactions"), [(2, 1), (16, 1), (30, 2)])
async def test_simultaneous_votes_share_transactions(
    harness: ServiceHarness, voters: int, transactions: int
) -> None:
    names = [f"voter {number}" for number in range(voters)]
    proposal = await harness.opened(powers=dict.fromkeys(names, 1))
    ballots = [harness.ballot(name, "For") for name in names]
    await harness.running_tally(proposal)
    before = harness.transactions
    await asyncio.gather(*(harness.services.voting.cast(ballot) for ballot in ballots))
    assert harness.transactions - before == transactions
    assert len(await harness.stored(proposal)) == voters


async def test_a_transaction_that_fails_fails_all_its_voters_and_stores_none(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    ballots = [harness.ballot("ada", "For"), harness.ballot("ben", "Against")]
    harness.break_commits = True
    answers = await asyncio.gather(
        *(harness.services.voting.cast(ballot) for ballot in ballots), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [OSError, OSError]
    harness.break_commits = False
    assert await harness.stored(proposal) == {}
    assert (await harness.running_tally(proposal)).scores == (0, 0, 0)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 10}
