"""Where Discord sends the application's interactions: to an endpoint, or over the gateway."""

from typing import Any

import discord
from discord.http import Route

from bot.services.governance import findings
from bot.services.governance.doctor import Check

_SAID = 300
"""Characters of a refusal that are repeated."""


def compare_endpoint(found: str | None, wanted: str | None) -> Check:
    """Whether Discord sends interactions to the endpoint at which they are awaited; None: over the gateway."""
    subject = findings.OfInteractions()
    if wanted == found:
        good = findings.ByGateway() if wanted is None else findings.EndpointRegistered(wanted)
        return Check(subject, True, good)
    if wanted is None:
        assert found is not None, "they differ"
        return Check(subject, False, findings.SentElsewhere(found), findings.RemoveEndpoint())
    missing = findings.EndpointNotRegistered(wanted, found)
    return Check(subject, False, missing, findings.RegisterEndpoint())


async def look_at_endpoint(client: discord.Client, wanted: str | None) -> Check:
    """The same of what Discord has now; changes nothing. Raises discord.DiscordException."""
    return compare_endpoint((await client.application_info()).interactions_endpoint_url, wanted)


async def check_endpoint(client: discord.Client, wanted: str | None) -> Check:
    """Have interactions sent to the endpoint that is `wanted`, and say what became of it; None: they have to come over
    the gateway.

    Discord looks at an endpoint whenever it is named: whether it answers a PING, and refuses a wrong signature.
    """
    if wanted is None:
        return compare_endpoint(
            client.application.interactions_endpoint_url if client.application else None, None
        )
    changed: Any = {"interactions_endpoint_url": wanted}
    try:
        # discord.py's own way leaves the field out.
        await client.http.request(Route("PATCH", "/applications/@me"), json=changed)
    except discord.HTTPException as why:
        refused = findings.EndpointRefused(wanted, why.text[:_SAID])
        return Check(findings.OfInteractions(), False, refused, findings.ServeEndpoint())
    return compare_endpoint(wanted, wanted)
