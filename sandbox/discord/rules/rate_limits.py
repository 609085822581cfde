"""Rate limits: what the headers say, and, where they are enforced, when a request has to wait."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.discord.clock import Clock

GLOBAL_PER_SECOND = 50
INVALID_WINDOW = timedelta(minutes=10)
INVALID_ALLOWED = 10_000

_DEFAULT = (10, 10)
_RATES: dict[tuple[str, str], tuple[int, int]] = {
    ("POST", "/channels/{channel_id}/messages"): (5, 5),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): (5, 1),
    ("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"): (1, 1),
    ("POST", "/channels/{channel_id}/threads"): (50, 300),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"): (50, 300),
    ("PUT", "/applications/{application_id}/commands"): (2, 60),
    ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands"): (2, 60),
}
_EXEMPT = ("/interactions/", "/webhooks/")
RENAMES = (2, 600)


class Window:
    """Requests of the last seconds."""

    def __init__(self, allowed: int, seconds: int) -> None:
        self.allowed = allowed
        self.length = timedelta(seconds=seconds)
        self.times: deque[datetime] = deque()

    def take(self, now: datetime) -> float:
        """Count a request; returns the seconds to wait when it is one too many (it is then not counted)."""
        while self.times and self.times[0] <= now - self.length:
            self.times.popleft()
        if len(self.times) >= self.allowed:
            return (self.times[0] + self.length - now).total_seconds()
        self.times.append(now)
        return 0.0

    def reset_after(self, now: datetime) -> float:
        """Seconds until the oldest request is forgotten."""
        return (self.times[0] + self.length - now).total_seconds() if self.times else 0.0


class RateLimited(Exception):
    """One request too many."""

    def __init__(self, retry_after: float, scope: str, headers: dict[str, str]) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after
        self.scope = scope
        self.headers = headers


class RateLimits:
    """Buckets by token, route and channel or guild.

    Unless `strict`, nobody asks them: everything passes, and no header speaks of limits.
    """

    def __init__(self, clock: Clock, strict: bool) -> None:
        self._clock = clock
        self.strict = strict
        self._windows: dict[tuple[object, ...], Window] = {}
        self.invalid: deque[tuple[datetime, int]] = deque()

    def note_invalid(self, status: int) -> None:
        """Count an answer of 401, 403 or 429."""
        self.invalid.append((self._clock.now(), status))

    @property
    def invalid_in_window(self) -> int:
        """Invalid requests of the last ten minutes; Discord bans an address at 10,000."""
        since = self._clock.now() - INVALID_WINDOW
        while self.invalid and self.invalid[0][0] <= since:
            self.invalid.popleft()
        return len(self.invalid)

    def take(
        self, app_id: int, method: str, template: str, major: str, *, renaming: bool = False
    ) -> dict[str, str]:
        """Count a request. Returns the headers of its answer; raises `RateLimited`."""
        if template.startswith(_EXEMPT):
            return {}
        now = self._clock.now()
        wait = self._window((app_id, "global"), GLOBAL_PER_SECOND, 1).take(now)
        if wait:
            raise RateLimited(wait, "global", {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"})
        if renaming:
            wait = self._window((app_id, "rename", major), *RENAMES).take(now)
            if wait:
                raise RateLimited(wait, "shared", {"X-RateLimit-Scope": "shared"})
        allowed, seconds = _RATES.get((method, template), _DEFAULT)
        window = self._window((app_id, method, template, major), allowed, seconds)
        wait = window.take(now)
        reset_after = window.reset_after(now)
        headers = {
            "X-RateLimit-Limit": str(allowed),
            "X-RateLimit-Remaining": str(allowed - len(window.times)),
            "X-RateLimit-Reset": f"{(now + timedelta(seconds=reset_after)).timestamp():.3f}",
            "X-RateLimit-Reset-After": f"{reset_after:.3f}",
            "X-RateLimit-Bucket": f"{abs(hash((method, template))):032x}",
        }
        if wait:
            raise RateLimited(wait, "user", {**headers, "X-RateLimit-Scope": "user"})
        return headers

    def _window(self, key: tuple[object, ...], allowed: int, seconds: int) -> Window:
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = Window(allowed, seconds)
        return window
