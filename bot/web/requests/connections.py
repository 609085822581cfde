"""Connections that end: how many there are, and how long each may last.

aiohttp itself waits for as long as a client likes to send the head of a request. Interactions of Discord's that come as
they always do never reach it.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from typing import cast

from bot.web.requests.addresses import AnyNetwork, is_proxy
from bot.web.requests.limits import WebLimits
from bot.web.requests.whole_requests import (
    ACCEPTED,
    ACCEPTED_AS_WRITTEN,
    Answer,
    AnswersInteractions,
    WholeRequest,
    read_request,
)

_MOST_TOGETHER = 64
"""Interactions that are answered together: so many bodies are in memory unread."""


def _nothing() -> None:
    """What is called for a connection of which nobody wants to know."""


class Connections:
    """All that there are."""

    def __init__(
        self,
        limits: WebLimits,
        proxies: Sequence[AnyNetwork],
        host: str = "",
        interactions: AnswersInteractions | None = None,
    ) -> None:
        """`host` is what requests must name; `interactions` answers Discord's, where they come by HTTP."""
        self.host = host.lower().encode()
        self.takes_interactions = interactions is not None
        self._interactions = interactions
        self._arrived: list[tuple[_Connection, WholeRequest]] = []
        """Interactions that came in this turn of the event loop."""
        self._limits = limits
        self._proxies = proxies
        self._of_peers: Counter[str] = Counter()
        self._open: dict[asyncio.BaseTransport, _Connection] = {}

    def making(self, inner: Callable[[], asyncio.Protocol]) -> Callable[[], asyncio.Protocol]:
        """What makes the protocol of each connection, around one that this makes."""
        return lambda: _Connection(self, inner())

    def prolong(
        self,
        transport: asyncio.BaseTransport | None,
        seconds: float,
        lost: Callable[[], object] = _nothing,
    ) -> None:
        """Let a connection last so long from now on; `lost` is called when it ends. One that has ended already is
        lost."""
        connection = self._open.get(transport) if transport else None
        if connection is None:
            lost()
        else:
            connection.prolong(seconds, lost)

    def arrived(self, connection: "_Connection", request: WholeRequest) -> None:
        """Answer this interaction together with all others that can be read in this turn of the event loop."""
        self._arrived.append((connection, request))
        if len(self._arrived) == _MOST_TOGETHER:
            self.answer_all()
        elif len(self._arrived) == 1:
            asyncio.get_running_loop().call_soon(self.answer_all)

    def answer_all(self) -> None:
        """Answer what has arrived."""
        arrived, self._arrived = self._arrived, []
        if not arrived:
            return
        assert self._interactions is not None, "else nothing is read here"
        answers = self._interactions.answer_all([request for _, request in arrived])
        for (connection, _), answer in zip(arrived, answers, strict=True):
            connection.answered(answer)

    def opened(self, transport: asyncio.BaseTransport, connection: "_Connection") -> None:
        self._open[transport] = connection

    def closed(self, transport: asyncio.BaseTransport) -> None:
        self._open.pop(transport, None)

    def begin(self, peer: str) -> bool:
        """Count one more, if there may be."""
        full = self._of_peers.total() >= self._limits.connections or (
            self._of_peers[peer] >= self._limits.connections_of_address and not is_proxy(peer, self._proxies)
        )
        if not full:
            self._of_peers[peer] += 1
        return not full

    def end(self, peer: str) -> None:
        self._of_peers[peer] -= 1
        if not self._of_peers[peer]:
            del self._of_peers[peer]

    @property
    def seconds(self) -> float:
        return self._limits.connection_seconds

    @property
    def signed_seconds(self) -> float:
        return self._limits.signed_connection_seconds


class _Connection(asyncio.Protocol):
    """One connection, until its time is over: a whole interaction is answered here, and everything else goes to the
    protocol of aiohttp."""

    def __init__(self, connections: Connections, inner: asyncio.Protocol) -> None:
        self._connections = connections
        self._inner = inner
        self._peer: str | None = None
        self._loop = asyncio.get_running_loop()
        self._ends_at = 0.0
        """By the loop's clock."""
        self._end: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None
        self._lost: Callable[[], object] = _nothing
        self._idle = connections.takes_interactions
        """Whether all that came is answered, so that what comes next begins with the head of a request."""
        self._missing: int | None = None
        """Bytes of an interaction in aiohttp's hands that are still to come; None where nobody knows."""
        self._awaits = False
        """Whether an interaction of this connection is about to be answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = str((transport.get_extra_info("peername") or ("",))[0])
        # That of uvloop is one by what it does, not by its class.
        transport = cast("asyncio.Transport", transport)
        if not self._connections.begin(peer):
            transport.abort()
            return
        self._peer = peer
        self._transport = transport
        self._ends_at = self._loop.time() + self._connections.seconds
        self._end = self._loop.call_at(self._ends_at, self._over)
        self._connections.opened(transport, self)
        self._inner.connection_made(transport)

    def prolong(self, seconds: float, lost: Callable[[], object]) -> None:
        # The timer looks itself whether it is time: on a connection of Discord's this comes hundreds of times a second.
        self._ends_at = max(self._ends_at, self._loop.time() + seconds)
        self._lost = lost
        self._idle = self._missing == 0

    def _over(self) -> None:
        assert self._transport is not None
        if self._loop.time() < self._ends_at:
            self._end = self._loop.call_at(self._ends_at, self._over)
        else:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._peer is None:
            return
        if self._awaits:
            self._answer_first()
            if self._transport is None or self._transport.is_closing():
                return
        if self._idle:
            request = read_request(data, self._connections.host)
            if request is not None and request.missing == 0:
                self._awaits = True
                self._connections.arrived(self, request)
                return
            self._idle = False
            self._missing = None if request is None else request.missing
        elif self._missing is not None:
            self._missing -= len(data)
        self._inner.data_received(data)

    def _answer_first(self) -> None:
        """What came before whatever comes now is answered before it."""
        if self._awaits:
            self._connections.answer_all()

    def answered(self, answer: Answer) -> None:
        """Say this of the interaction that came last."""
        assert self._transport is not None
        self._awaits = False
        if self._transport.is_closing():
            return
        if answer is ACCEPTED:
            self._transport.write(ACCEPTED_AS_WRITTEN)
            self._ends_at = max(self._ends_at, self._loop.time() + self._connections.signed_seconds)
        else:
            self._transport.write(answer.written)
            self._transport.close()

    def eof_received(self) -> bool | None:
        self._answer_first()
        return self._inner.eof_received() if self._peer is not None else None

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, why: Exception | None) -> None:
        if self._peer is None:
            return
        assert self._end is not None
        assert self._transport is not None
        self._end.cancel()
        self._connections.end(self._peer)
        self._connections.closed(self._transport)
        self._inner.connection_lost(why)
        self._lost()
