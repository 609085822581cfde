"""What Discord's answers say of the time: each has a Date."""

import aiohttp
import discord
from aiohttp import hdrs

from bot.services.timekeeping.timekeeping import Timekeeping


def time_trace(timekeeping: Timekeeping) -> aiohttp.TraceConfig:
    """Looks at all answers of Discord's API that a session gets, also at refusals."""
    trace = aiohttp.TraceConfig()

    async def begins(_: object, context: object, __: object) -> None:
        context.began = timekeeping.steady()  # type: ignore[attr-defined]

    async def ends(_: object, context: object, answered: aiohttp.TraceRequestEndParams) -> None:
        headers = answered.response.headers
        # What a cache answers is as old as its Age says.
        if hdrs.AGE not in headers and str(answered.url).startswith(discord.http.Route.BASE):
            timekeeping.heard(headers.get(hdrs.DATE), context.began)  # type: ignore[attr-defined]

    trace.on_request_start.append(begins)
    trace.on_request_end.append(ends)
    return trace
