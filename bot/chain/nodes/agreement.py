"""Which answers of several endpoints are trusted: those that enough of them give alike."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import TypeVar

import aiohttp
import msgspec

from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.refusals import Meaning
from bot.chain.nodes.rpc import EndpointFailed, tracing
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import ChainId


class NoAnswer(msgspec.Struct, frozen=True):
    """Nothing that can be trusted. It counts for no side."""

    why: str
    meaning: Meaning = Meaning.OTHER
    """What the node's refusal means, if it was one."""
    contradicted: bool = False
    """Whether endpoints answered, and not alike."""

    @property
    def failure(self) -> ReadFailure:
        return ReadFailure.PRUNED if self.meaning is Meaning.PRUNED else ReadFailure.NO_ANSWER


_KEPT_OPEN = 60.0
"""Seconds that a connection waits for the next question: behind a new one everything has to be made sure of again."""

_NOTHING = NoAnswer("no endpoint was asked")

T = TypeVar("T", bound=Hashable)

Question = Callable[[Endpoint, Sequence[int]], Awaitable[Sequence[T]]]
"""Asks one endpoint for the items of these numbers, and gives what it said, in their order."""


def agreement_of(endpoints: int) -> int:
    """How many must say the same: 1 of 1, 2 of 2, 2 of 3, then the majority."""
    return endpoints // 2 + 1


class Endpoints:
    """All endpoints of a chain."""

    def __init__(
        self, chain: ChainId, urls: Sequence[str], limits: Limits, agreement: int | None = None
    ) -> None:
        """`agreement` is how many endpoints must say the same; without it, `agreement_of` all of them."""
        needed = agreement or agreement_of(len(urls))
        if not urls or not 1 <= needed <= len(urls):
            raise ValueError(f"{needed} of {len(urls)} endpoints can't agree")
        self.chain = chain
        self.needed = needed
        self.limits = limits
        self._session: aiohttp.ClientSession | None = None
        self._endpoints = [Endpoint(url, chain, limits, self._open_session) for url in urls]

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=32, keepalive_timeout=_KEPT_OPEN)
            self._session = aiohttp.ClientSession(connector=connector, trace_configs=[tracing()])
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def log_span(self) -> int:
        """Of how many blocks each of them gives events at once, as far as they have been asked."""
        return min(endpoint.logs for endpoint in self._endpoints)

    async def agree(
        self, items: int, question: Question[T], within: float | None = None
    ) -> list[T | NoAnswer]:
        """For each item what enough endpoints say alike, and NoAnswer where they don't.

        Only as many endpoints as must agree are asked; the others where that doesn't settle it. `within` so many
        seconds instead of the usual ones. Raises ChainUnavailable when no endpoint gave anything.
        """
        votes: list[Counter[T]] = [Counter() for _ in range(items)]
        said: dict[tuple[int, Endpoint], T] = {}
        settled: list[T | NoAnswer] = [_NOTHING] * items
        pruned = Counter[int]()
        failures: list[str] = []
        unsettled = list(range(items))
        waiting = sorted(self._endpoints, key=lambda endpoint: endpoint.resting)
        until = asyncio.get_running_loop().time() + (within or self.limits.total)
        wave = self.needed
        while unsettled and waiting:
            asked, waiting = waiting[:wave], waiting[wave:]
            given = await asyncio.gather(
                *(self._ask(endpoint, question, unsettled, until) for endpoint in asked)
            )
            for endpoint, answers in zip(asked, given, strict=True):
                if isinstance(answers, EndpointFailed):
                    failures.append(str(answers))
                    continue
                for item, answer in zip(unsettled, answers, strict=True):
                    if isinstance(answer, NoAnswer):
                        pruned[item] += answer.meaning is Meaning.PRUNED
                        # For good only where every endpoint says so: one alone takes nobody's power away.
                        for_good = pruned[item] == len(self._endpoints)
                        settled[item] = answer if for_good else NoAnswer(answer.why)
                    else:
                        votes[item][answer] += 1
                        said[item, endpoint] = answer
            unsettled = [item for item in unsettled if max(votes[item].values(), default=0) < self.needed]
            wave = max((self.needed - max(votes[item].values(), default=0) for item in unsettled), default=1)
        if failures:
            settled = [NoAnswer("; ".join(failures)) if each is _NOTHING else each for each in settled]
        self._settle(votes, settled)
        self._rest_the_outvoted(said, settled)
        if failures and items and not any(votes) and len(failures) == len(self._endpoints):
            raise ChainUnavailable(self.chain, "; ".join(failures))
        return settled

    async def each(self, question: Question[T | NoAnswer]) -> list[T]:
        """What the endpoints say to a question of one item, without those that say nothing.

        Those that failed a short while ago are left alone where there are enough others. Raises ChainUnavailable
        when fewer answer than must agree.
        """
        asked = [endpoint for endpoint in self._endpoints if not endpoint.resting]
        if len(asked) < self.needed:
            asked = self._endpoints
        until = asyncio.get_running_loop().time() + self.limits.total
        given = await asyncio.gather(*(self._ask(endpoint, question, [0], until) for endpoint in asked))
        answers: list[T] = []
        failures: list[str] = []
        for endpoint, answer in zip(asked, given, strict=True):
            if isinstance(answer, EndpointFailed):
                failures.append(str(answer))
            elif isinstance(answer[0], NoAnswer):
                failures.append(f"{endpoint.name}: {answer[0].why}")
            else:
                answers.append(answer[0])
        if len(answers) < self.needed:
            raise ChainUnavailable(self.chain, "; ".join(failures))
        return answers

    async def every(self, ask: Callable[[Endpoint], Awaitable[T]]) -> list[T]:
        """What each endpoint comes to, resting or not, all at the same time. `ask` raises nothing."""
        return list(await asyncio.gather(*(ask(endpoint) for endpoint in self._endpoints)))

    async def _ask(
        self, endpoint: Endpoint, question: Question[T], items: Sequence[int], until: float
    ) -> Sequence[T] | EndpointFailed:
        try:
            async with asyncio.timeout_at(until):
                return await question(endpoint, items)
        except EndpointFailed as failure:
            endpoint.rest()
            return failure
        except TimeoutError:
            endpoint.rest()
            return EndpointFailed(endpoint.name, f"no answer within {self.limits.total:g} s")

    def _settle(self, votes: Sequence[Counter[T]], settled: list[T | NoAnswer]) -> None:
        for item, counter in enumerate(votes):
            if not counter:
                continue
            (answer, most) = counter.most_common(1)[0]
            if most >= self.needed:
                settled[item] = answer
            elif len(counter) > 1:
                settled[item] = NoAnswer("the endpoints contradict each other", contradicted=True)
            else:
                settled[item] = NoAnswer(f"only {most} of {self.needed} endpoints answered")

    def _rest_the_outvoted(
        self, said: dict[tuple[int, Endpoint], T], settled: Sequence[T | NoAnswer]
    ) -> None:
        for (item, endpoint), answer in said.items():
            if not isinstance(settled[item], NoAnswer) and settled[item] != answer:
                endpoint.rest()
