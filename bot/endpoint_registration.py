"""Where Discord sends the application's interactions: to an endpoint, or over the gateway."""

from typing import Any

import discord
from discord.http import Route

from bot.services.governance import findings
from bot.services.governance.doctor import Check

_SAID = 300
"""Characters of a refusal that are repeated."""


async def check_endpoint(client: discord.Client, wanted: str | None) -> Check:
    """Have interactions sent to the endpoint that is `wanted`, and say what became of it; None: they have to come over
    the gateway.

    Discord looks at an endpoint whenever it is named: whether it answers a PING, and refuses a wrong signature.
    """
    subject = findings.OfInteractions()
    found = client.application.interactions_endpoint_url if client.application else None
    if wanted is None:
        if found is None:
            return Check(subject, True, findings.ByGateway())
        return Check(subject, False, findings.SentElsewhere(found), findings.RemoveEndpoint())
    changed: Any = {"interactions_endpoint_url": wanted}
    try:
        # discord.py's own way leaves the field out.
        await client.http.request(Route("PATCH", "/applications/@me"), json=changed)
    except discord.HTTPException as why:
        refused = findings.EndpointRefused(wanted, why.text[:_SAID])
        return Check(subject, False, refused, findings.ServeEndpoint())
    return Check(subject, True, findings.EndpointRegistered(wanted))
