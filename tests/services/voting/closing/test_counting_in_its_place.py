"""An election is counted in no transaction and not by the event loop; what comes meanwhile is counted or refused."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.errors import VotingOver
from bot.domain.ids import ProposalId
from tests.harness import ServiceHarness
from tests.services.delegation.delegating import rule
from tests.services.voting.casting.slow_work import SlowWork

CHOICES = tuple(f"Plan {number}" for number in range(1, 12))


class HeldThreads(ThreadPoolExecutor):
    """Threads that begin nothing until they are released."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.released = asyncio.Event(), threading.Event()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        def held() -> Any:
            self.released.wait(60)
            return work(*args, **kwargs)

        self.asked.set()
        return super().submit(held)


async def tied_again_and_again(harness: ServiceHarness) -> ProposalId:
    """A run-off that takes as long as one may: all of eleven choices are level, whoever goes out."""
    await harness.set_up()
    await rule(harness, mechanism="ranked_choice", choices=CHOICES, rules={}, reactions=False)
    voters = {f"voter {place}": 1 for place in range(110)}
    await harness.powers(voters)
    proposal = await harness.submitted("voter 0")
    await harness.open(proposal)
    rankings = permutations(range(1, len(CHOICES) + 1), 2)
    ballots = [harness.ballot(name, None, proposal=proposal) for name in voters]
    await asyncio.gather(
        *(
            harness.services.voting.cast(replace(ballot, choice=list(ranking)))
            for ballot, ranking in zip(ballots, rankings, strict=True)
        )
    )
    return proposal


@pytest.mark.attack("files")
async def test_the_costliest_tie_holds_up_nobody_elses_ballot(harness: ServiceHarness) -> None:
    proposal = await tied_again_and_again(harness)
    other = await harness.submitted("voter 0", title="Another one")
    await harness.end(proposal)
    await harness.open_now(other)
    threads = HeldThreads()
    asyncio.get_running_loop().set_default_executor(threads)
    closing = asyncio.create_task(harness.services.closing.close(proposal))
    await asyncio.wait_for(threads.asked.wait(), 30)
    ballot = replace(harness.ballot("voter 1", None, proposal=other), choice=[1])
    await asyncio.wait_for(harness.services.voting.cast(ballot), 30)
    assert not closing.done()
    threads.released.set()
    closed = await closing
    assert closed is not None
    assert closed.result["tied"] == list(range(1, len(CHOICES) + 1))


async def test_a_ballot_that_is_stored_while_a_vote_is_counted_is_in_the_count(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 20})
    await harness.vote("ada", "For")
    in_time = harness.clock.now() + timedelta(hours=1)
    await harness.end(proposal)
    services = harness.services
    work = SlowWork(services.uow)
    closing = asyncio.create_task(replace(services.closing, uow=work).close(proposal))
    await asyncio.wait_for(work.read.wait(), 30)
    late = await harness.vote("ben", "Against", at=in_time)
    work.gate.set()
    closed = await closing
    assert closed is not None
    assert closed.result["scores"] == ["10", "20", "0"]
    record = await services.cards.record(proposal)
    assert late.code.encode() in (record or b"")


@pytest.mark.attack("order")
async def test_ballots_that_never_cease_to_come_do_not_keep_a_vote_open(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10, "ben": 5})
    in_time = harness.clock.now() + timedelta(hours=1)
    await harness.end(proposal)
    closing = asyncio.create_task(harness.services.closing.close(proposal))
    flood: list[asyncio.Task[object]] = []
    waiting: set[asyncio.Task[object]] = set()
    while not closing.done():
        if len(waiting) < 100:
            flood.append(asyncio.create_task(harness.vote("ben", "Against", at=in_time)))
            waiting.add(flood[-1])
            flood[-1].add_done_callback(waiting.discard)
        await asyncio.sleep(0)
    closed = await closing
    assert closed is not None
    answers = await asyncio.gather(*flood, return_exceptions=True)
    stored = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert all(isinstance(answer, VotingOver) for answer in answers if isinstance(answer, BaseException))
    assert closed.result["scores"][1] == ("5" if stored else "0")
