"""When a service is asked about a request: often at first, then rarely, because free keys have few calls a month."""

from datetime import datetime, timedelta

from bot.domain.executors import ExecutionRequest
from bot.domain.ids import RequestId
from bot.services.remembered import Remembered

_OF_ITS_AGE = 10
LONGEST = timedelta(hours=2)
REMEMBERED = 10_000
"""Requests. One that is forgotten is asked about once more than it had to be."""


def pause(age: timedelta, shortest: timedelta) -> timedelta:
    """How long after a look at a request of this age the next one comes."""
    return max(shortest, min(LONGEST, age / _OF_ITS_AGE))


class PollingSchedule:
    """When the service was asked about each request last. It is kept in memory, of the requests that were asked about
    last: a start asks once more."""

    def __init__(self, shortest: timedelta) -> None:
        self._shortest = shortest
        self._last: Remembered[RequestId, datetime] = Remembered(REMEMBERED)

    def pause(self, request: ExecutionRequest, now: datetime) -> timedelta:
        """How long to wait before a service is asked for the same again."""
        return pause(now - request.prepared_at, self._shortest)

    def due(self, request: ExecutionRequest, now: datetime) -> bool:
        """Whether it is time to ask about the request; also where the clock was set back since."""
        last = self._last.get(request.id)
        return last is None or now < last or now >= last + pause(last - request.prepared_at, self._shortest)

    def polled(self, request: RequestId, now: datetime) -> None:
        """It was asked about."""
        self._last.remember(request, now)

    def forget(self, request: RequestId) -> None:
        """It came to an end, or its time did."""
        self._last.pop(request, None)
