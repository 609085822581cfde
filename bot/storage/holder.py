"""Who a process is, for whoever finds a database taken by it."""

import os
import socket

from bot.storage.errors import TakenDatabase

_HOST_LIMIT = 30
"""With the rest it has to fit into the 63 bytes of PostgreSQL's application_name."""


def this_process() -> str:
    """Its id and its machine."""
    return f"process {os.getpid()} on {socket.gethostname()[:_HOST_LIMIT]}"


def taken(place: str, holder: str) -> TakenDatabase:
    """That another bot has it. `holder`: what that one said of itself, empty where it isn't known."""
    return TakenDatabase(
        f"{place} is used by another Folkmoot, {holder or 'another process'}: two would count and post everything "
        "twice. Stop that one first, or name another database"
    )
