"""How votes stand, told to open pages as it changes: server-sent events.

Each event is all that a page shows of it, so that nothing is lost with one that is missed: a reader gets the newest and
no queue. What is told is made once for all who read the same vote in the same language, at most once a second.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from dataclasses import dataclass, field

import structlog

from bot.domain.errors import FolkmootError, TooManyStreams
from bot.domain.ids import MemberId, ProposalId
from bot.services.container import Services
from bot.services.proposals.cards import Card
from bot.web.requests.limits import WebLimits
from bot.wording.language import Language

Render = Callable[[Card, Language], bytes]
"""The event that tells how a vote stands."""

_log = structlog.get_logger(__name__)


@contextlib.contextmanager
def _logged() -> Iterator[None]:
    """What goes wrong within is logged, and what is open goes on."""
    try:
        yield
    except FolkmootError as error:
        _log.warning("events.untold", why=repr(error))
    except Exception:  # noqa: BLE001 - so that one that can't be told stops no other
        _log.exception("events.fault")


@dataclass(eq=False)
class Stream:
    """One open page."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    event: bytes = b""
    """The newest one."""
    over: bool = False

    def tell(self, event: bytes) -> None:
        self.event = event
        self.changed.set()

    def end(self) -> None:
        self.over = True
        self.changed.set()


@dataclass
class _Readers:
    """All who read one vote in one language."""

    say: Language
    streams: set[Stream] = field(default_factory=set)
    event: bytes = b""


class EventStreams:
    def __init__(self, services: Services, limits: WebLimits, render: Render) -> None:
        self._services = services
        self._limits = limits
        self._render = render
        self._open: dict[ProposalId, dict[str, _Readers]] = {}
        self._of_owners: Counter[Hashable] = Counter()
        self._touched: set[ProposalId] = set()
        self._stirred = asyncio.Event()
        self._versions: dict[ProposalId, int] = {}
        services.live_votes.on_touch(self._touch)

    @property
    def number(self) -> int:
        return self._of_owners["all"]

    @contextlib.contextmanager
    def _counted(self, address: str, member: MemberId | None) -> Iterator[None]:
        """Raises TooManyStreams."""
        limits = self._limits
        wanted: dict[Hashable, int] = {"all": limits.streams, address: limits.streams_of_address}
        if member is not None:
            wanted[member] = limits.streams_of_member
        if any(self._of_owners[owner] >= most for owner, most in wanted.items()):
            raise TooManyStreams
        self._of_owners.update(wanted.keys())
        try:
            yield
        finally:
            self._of_owners.subtract(wanted.keys())
            for owner in wanted:
                if not self._of_owners[owner]:
                    del self._of_owners[owner]

    @contextlib.asynccontextmanager
    async def opened(
        self, proposal: ProposalId, say: Language, *, address: str, member: MemberId | None
    ) -> AsyncIterator[Stream]:
        """A stream that begins with how the vote stands now. Raises TooManyStreams, ProposalUnknown."""
        with self._counted(address, member):
            stream, language = Stream(), str(say.locale)
            readers = self._open.setdefault(proposal, {}).setdefault(language, _Readers(say))
            readers.streams.add(stream)
            try:
                if not readers.event:
                    await self._tell(proposal)
                stream.tell(readers.event)
                yield stream
            finally:
                self._leave(proposal, language, stream)

    def _leave(self, proposal: ProposalId, language: str, stream: Stream) -> None:
        languages = self._open[proposal]
        languages[language].streams.discard(stream)
        if not languages[language].streams:
            del languages[language]
        if not languages:
            del self._open[proposal]
            self._versions.pop(proposal, None)

    def _touch(self, proposal: ProposalId) -> None:
        if proposal in self._open:
            self._touched.add(proposal)
            self._stirred.set()

    async def run(self) -> None:
        """Tell what changes, for ever. A vote that can't be told stops no other."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._limits.stream_look_seconds):
                    await self._stirred.wait()
            self._stirred.clear()
            touched, self._touched = self._touched, set()
            with _logged():
                touched |= await self._moved_on()
            for proposal in touched:
                with _logged():
                    await self._tell(proposal)
            await asyncio.sleep(self._limits.stream_pause_seconds)

    async def _moved_on(self) -> set[ProposalId]:
        """Those that are read and have another state than when they were looked at last, by a stored fact or by the
        time."""
        if not self._open:
            return set()
        async with self._services.uow.reading() as repositories:
            versions = await repositories.proposals.versions(self._open)
        moved = {each for each, version in versions.items() if self._versions.get(each) != version}
        self._versions.update(versions)
        return moved

    async def _tell(self, proposal: ProposalId) -> None:
        if proposal not in self._open:
            return
        card = await self._services.cards.card(proposal)
        for readers in list(self._open.get(proposal, {}).values()):
            event = self._render(card, readers.say)
            if event != readers.event:
                readers.event = event
                for stream in readers.streams:
                    stream.tell(event)

    def close(self) -> None:
        """End all of them: the program stops."""
        for languages in self._open.values():
            for readers in languages.values():
                for stream in readers.streams:
                    stream.end()
