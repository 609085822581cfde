"""How Discord's client says that something can't be done."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.browser.panels import refused
from sandbox.discord import ApiError, CannotDo, SandboxError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_WORDS = {
    200000: "Your message could not be delivered: it contains content blocked by this server.",
    200001: "The title contains content blocked by this server.",
    240000: "Your message contains a link that is blocked.",
    50006: "Cannot send an empty message",
    50083: "This thread is archived.",
}


def words(refusal: SandboxError | ApiError) -> str:
    """A sentence: Discord's own where Discord refused, else what the member's client says."""
    if isinstance(refusal, CannotDo) and refusal.says:
        return refusal.says
    api = refusal if isinstance(refusal, ApiError) else refusal.__cause__
    if not isinstance(api, ApiError):
        return str(refusal)
    if api.code in _WORDS:
        return _WORDS[api.code]
    details = list(_details(api.errors or {}))
    return f"{api.message}: {' '.join(details)}" if details else api.message


def _details(errors: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for key, value in errors.items():
        if key == "_errors":
            found += [str(each["message"]) for each in value]
        elif isinstance(value, dict):
            found += _details(value)
    return found


def worded(handler: Handler) -> Handler:
    """A route whose refusals are told as sentences."""

    @functools.wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except (SandboxError, ApiError) as refusal:
            return refused(words(refusal))

    return answer
