"""When a service is asked about a request: often at first, then rarely, because free keys have few calls a month."""

from datetime import datetime, timedelta

from bot.domain.executors import ExecutionRequest
from bot.domain.ids import RequestId

_OF_ITS_AGE = 10
LONGEST = timedelta(hours=2)


def pause(age: timedelta, shortest: timedelta) -> timedelta:
    """How long after a look at a request of this age the next one comes."""
    return max(shortest, min(LONGEST, age / _OF_ITS_AGE))


class PollingSchedule:
    """When the service was asked about each request last. It is kept in memory: a start asks once more."""

    def __init__(self, shortest: timedelta) -> None:
        self._shortest = shortest
        self._last: dict[RequestId, datetime] = {}

    def due(self, request: ExecutionRequest, now: datetime) -> bool:
        """Whether it is time to ask about the request."""
        last = self._last.get(request.id)
        return last is None or now >= last + pause(last - request.prepared_at, self._shortest)

    def polled(self, request: RequestId, now: datetime) -> None:
        """It was asked about."""
        self._last[request] = now

    def forget(self, request: RequestId) -> None:
        """It came to an end."""
        self._last.pop(request, None)
