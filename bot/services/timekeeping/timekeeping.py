"""Holds the machine's clock against what Discord and the chains say of the time."""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec
import structlog
from msgspec.structs import replace

from bot.domain.errors import Unavailable
from bot.domain.ids import ChainId
from bot.domain.timekeeping import TOLERATED, Bounds, Trust, Verdict, Witness, judge, most_agreed
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Chain, Clock

_log = structlog.get_logger(__name__)

INTERACTIONS = "Discord interactions"
"""The witness that the times are which interactions bear."""
_KEPT = 8
"""Answers of Discord. A clock of theirs that was set is believed when it is in most of them."""
_SPACED = timedelta(seconds=1)
"""Answers that come faster say nothing new."""
_DRIFT = 10_000
"""Clocks that nobody sets drift by at most one part in so many."""
_OFTENER = 6
_ASKED_AGAIN = timedelta(seconds=5)
"""So soon after they were asked Discord and the chains are not asked again."""
PATIENCE = timedelta(minutes=1)
"""So long after a start Discord's time is awaited: a machine may boot with any time at all."""
_WINDOW = timedelta(hours=6)
"""So long the freshest time that a witness bore is remembered."""
_LOOKED_AT = timedelta(minutes=10)
"""So often chains are looked at although nothing is in doubt."""
_LIVELY = timedelta(minutes=5)
"""Two heads of a chain that are further apart than this say whether it makes blocks as time goes on."""
_SECOND = timedelta(seconds=1)
_DATE = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT")
_FIRST_YEAR, _LAST_YEAR = 2015, 9000
_PLAIN = {INTERACTIONS: (timedelta(seconds=1), timedelta(seconds=3))}
_OF_CHAINS = timedelta(seconds=15), timedelta(minutes=2)
"""How far ahead of the time a chain lets a block be, and how old its newest block may be while all is well."""


class _Stamp(msgspec.Struct, frozen=True):
    """The times that a witness bore."""

    zero: datetime
    """By the freshest of them, what the time was when the steady clock began to count."""
    at: timedelta
    """When that came, by the steady clock."""
    paced: tuple[datetime, timedelta]
    """The one against which the next is held: whether time goes on by them."""
    lively: bool = False


class Timekeeping:
    """The clock that everything goes by (`ports.Clock`)."""

    def __init__(self, clock: Clock, chains: Mapping[ChainId, Chain], wake_signal: WakeSignal) -> None:
        self._clock = clock
        self._chains = chains
        self._wake_signal = wake_signal
        self._began = self._heard_at = timedelta(0)
        self._answers: deque[Bounds] = deque(maxlen=_KEPT)
        self._agreed: Bounds | None = None
        self._settled = True
        """Whether Discord's newest answer fits to most of them."""
        self._stamps: dict[str, _Stamp] = {}
        self._ask_discord: Callable[[], Awaitable[None]] | None = None
        self._asked_at: timedelta | None = None
        self._doubt = asyncio.Event()
        """Set when something waits for an answer that ends a doubt."""
        self._said: tuple[Trust, tuple[str, ...]] = (Trust.UNKNOWN, ())

    def ask_by(self, ask: Callable[[], Awaitable[None]]) -> None:
        """How Discord is asked for an answer of any kind: its time is `heard` with it. It raises nothing."""
        self._ask_discord = ask
        self._began = self._clock.steady()

    # -- what is said of the time ---------------------------------------------------------------------------

    def heard(self, date: str | None, began: timedelta) -> None:
        """An answer of Discord has just come, to a request that began at this steady time: `date` is its header.

        It was made between the two, so that the time on the way is not taken for a difference. What is no time says
        nothing of it.
        """
        ended = self._clock.steady()
        if self._answers and self._settled and ended - self._heard_at < _SPACED:
            return
        time = _time_of(date)
        if time is None:
            return
        # A header names whole seconds, and cuts the rest off.
        answer = Bounds(time - ended, time + _SECOND - began)
        self._answers.append(answer)
        self._heard_at, self._agreed = ended, most_agreed(self._answers)
        self._settled = answer.overlaps(self._agreed)
        self._review()

    def bore(self, time: datetime, witness: str = INTERACTIONS) -> None:
        """Something that has just come bears this time, such as an interaction its own or a chain's head that of its
        block. The freshest counts: what is on its way for long says nothing."""
        now = self._clock.steady()
        known = self._stamps.get(witness)
        if known is None:
            stamp = _Stamp(time - now, now, (time, now))
        else:
            stamp = known
            if time - now > known.zero or now - known.at >= _WINDOW:
                stamp = replace(stamp, zero=time - now, at=now)
            before, since = known.paced
            if (passed := now - since) >= _LIVELY:
                lively = passed / 2 <= time - before <= passed * 2
                stamp = replace(stamp, paced=(time, now), lively=lively)
            if stamp == known:
                return
        self._stamps[witness] = stamp
        self._review()

    # -- what is made of it ---------------------------------------------------------------------------------

    def verdict(self) -> Verdict:
        """What the machine's clock is worth now."""
        steady = self._clock.steady()
        witnesses = {
            name: Witness(Bounds(stamp.zero - early, stamp.zero + late), stamp.lively)
            for name, stamp in self._stamps.items()
            if steady - stamp.at < _WINDOW
            for early, late in [_PLAIN.get(name, _OF_CHAINS)]
        }
        return judge(self._clock.now() - steady, self._discord(steady), witnesses)

    def until(self) -> datetime | None:
        """The time up to which what happens by the clock may happen; None: nothing may.

        Where the clock may be a little ahead, it is earlier than the clock says: nothing comes before its time.
        """
        self._review()
        verdict = self.verdict()
        if verdict.halts or self._awaits_discord(verdict):
            self._doubt.set()
            return None
        now, steady = self._clock.now(), self._clock.steady()
        discord = self._discord(steady)
        if discord is None or verdict.trust is Trust.CONFIRMED or verdict.ahead <= timedelta(0):
            return now
        return min(now, discord.earliest + steady)

    def now(self) -> datetime:
        """The time by which everything is done and shown: the machine's, or Discord's where that is wrong by it.
        Ballots bear Discord's time, so that a card is open as long as they are taken."""
        now, steady = self._clock.now(), self._clock.steady()
        discord = self._discord(steady)
        if discord is None or abs(discord.ahead(now - steady)) <= TOLERATED or not self.verdict().halts:
            return now
        return discord.earliest + (discord.latest - discord.earliest) / 2 + steady

    def steady(self) -> timedelta:
        """How long the machine has counted."""
        return self._clock.steady()

    async def ask(self) -> None:
        """Ask Discord and the chains for the time, unless that was done a moment ago. Nothing is raised."""
        now = self._clock.steady()
        if self._asked_at is not None and now - self._asked_at < _ASKED_AGAIN and self._settled:
            return
        self._asked_at = now
        looks = [self._look_at(chain) for chain in self._chains.values()]
        await asyncio.gather(*looks, *([self._ask_discord()] if self._ask_discord else []))

    async def watch(self, every: float) -> None:
        """Ask every so many seconds, and more often while something is in doubt. Discord is heard without asking
        whenever it answers anything: it is asked only where it wasn't."""
        while True:
            try:
                async with asyncio.timeout(every / _OFTENER if self.doubtful else every):
                    await self._doubt.wait()
            except TimeoutError:
                if not (self.doubtful or self._overdue(timedelta(seconds=every))):
                    continue
            self._doubt.clear()
            await self.ask()

    def _overdue(self, every: timedelta) -> bool:
        now = self._clock.steady()
        looked_at = self._asked_at is not None and now - self._asked_at < _LOOKED_AT
        return now - self._heard_at >= every or not looked_at

    @property
    def doubtful(self) -> bool:
        """Whether there is a reason to ask soon."""
        return self.verdict().trust not in (Trust.AGREES, Trust.OFF) or not self._settled

    async def _look_at(self, chain: Chain) -> None:
        try:
            self.bore(await chain.head_time(), chain.name)
        except Unavailable as why:
            _log.warning("clock.unseen", chain=chain.name, why=str(why))

    def _discord(self, steady: timedelta) -> Bounds | None:
        """Discord's time; the longer it was not heard, the less exactly."""
        if self._agreed is None:
            return None
        return self._agreed.widened((steady - self._heard_at) / _DRIFT)

    def _awaits_discord(self, verdict: Verdict) -> bool:
        if self._ask_discord is None or verdict.trust is not Trust.UNKNOWN:
            return False
        return self._clock.steady() - self._began < PATIENCE

    def _review(self) -> None:
        """Log what has changed, once, and have looked at what waited."""
        verdict = self.verdict()
        said = (verdict.trust, verdict.off)
        if said == self._said:
            return
        self._said = said
        told = {"ahead": verdict.ahead.total_seconds(), "others": list(verdict.off)}
        match verdict.trust:
            case Trust.WRONG:
                _log.error("clock.wrong", **told, mend="nothing opens or closes: start NTP on this machine")
            case Trust.OFF | Trust.CONFIRMED:
                _log.warning(f"clock.{verdict.trust}", **told)
            case _:
                (_log.warning if verdict.off else _log.info)(f"clock.{verdict.trust}", **told)
        self._wake_signal.send()


def _time_of(date: str | None) -> datetime | None:
    """The time that a Date header names (RFC 9110); None where it is none."""
    if date is None or not _DATE.fullmatch(date):
        return None
    try:
        time = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
        return None
    return time.replace(tzinfo=UTC)
