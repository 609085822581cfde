"""How a role is written in a line."""

import re

from bot.domain.ids import RoleId
from bot.domain.server_acts.lines.written import WrittenRole

LARGEST_ID = 2**63 - 1
ROLE = r"""<@&(?P<id>[0-9]{1,19})>|@(?P<name>[^"<>\s][^"<>]*?)|"(?P<quoted>[^"]+)\""""


def role_in(match: re.Match[str]) -> WrittenRole | None:
    """The role that `ROLE` has matched; None for an id that no role has."""
    if match["id"] is None:
        return WrittenRole(None, " ".join((match["name"] or match["quoted"]).split()))
    number = int(match["id"])
    return None if number > LARGEST_ID else WrittenRole(RoleId(number), "")
