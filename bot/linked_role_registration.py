"""What Discord knows of the application's linked roles: their fields, and where members come for one."""

from collections.abc import Sequence
from typing import Any

import discord
from discord.http import Route

from bot.services.governance import findings
from bot.services.governance.doctor import Check

_SAID = 300
"""Characters of a refusal that are repeated."""


async def check_linked_roles(
    client: discord.Client, wanted: str | None, fields: Sequence[dict[str, Any]]
) -> list[Check]:
    """Tell Discord the fields, and the page that is `wanted`, and say what became of it; None: there are no linked
    roles, and nothing is told."""
    if wanted is None:
        return []
    application = client.application_id
    path = f"/applications/{application}/role-connections/metadata"
    changed: Any = {"role_connections_verification_url": wanted}
    subject = findings.OfLinkedRoles()
    try:
        await client.http.request(Route("PUT", path), json=list(fields))
        await client.http.request(Route("PATCH", "/applications/@me"), json=changed)
    except discord.HTTPException as why:
        refused = findings.LinkedRolesRefused(why.text[:_SAID])
        return [Check(subject, False, refused, findings.SetLinkedRoles(wanted))]
    return [Check(subject, True, findings.LinkedRolesRegistered(wanted))]
