"""Who a process is, for whoever finds a database taken by it: its id and its machine, as `12@machine`."""

import os
import re
import socket

from bot.domain.errors.operators.database import TakenBy

_HOST_LIMIT = 30
"""With the rest it has to fit into the 63 bytes of PostgreSQL's application_name."""
_HOLDER = re.compile(r"(?P<process>[0-9]{1,10})@(?P<machine>[^@]{1,30})")


def this_process() -> str:
    """What this process says of itself where it takes a database."""
    return f"{os.getpid()}@{socket.gethostname()[:_HOST_LIMIT]}"


def holder(said: str) -> TakenBy | None:
    """Who said this of itself; None for what no bot has written."""
    found = _HOLDER.fullmatch(said)
    return None if found is None else TakenBy(int(found["process"]), found["machine"])
