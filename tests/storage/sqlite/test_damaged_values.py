"""SQLite keeps any value in any column: also what isn't of the column's type stops the votes of no other server."""

from collections.abc import Sequence

import pytest
from sqlalchemy import literal_column

from tests.storage.test_damaged_rows import DOCUMENTS, Damage, Servers, at_once, held, servers

__all__ = ["servers"]

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

NUMBERS = (
    "proposals.author",
    "proposals.settled",
    "proposals.version",
    "revisions.by",
    "openings.ends_at",
    "closings.passed",
    "ballots.cast_at",
    "execution_requests.nonce",
    "messages.channel",
    "outbox.attempts",
    "jobs.due_at",
    "jobs.attempts",
    "spaces.log",
)


BYTES, NO_UTF_8 = b"\x00\xff\xfe", literal_column("CAST(x'41ff42' AS TEXT)")
DAMAGES: tuple[Damage, ...] = (
    *((each, BYTES) for each in (*DOCUMENTS, "revisions.title", "spaces.name")),
    *((each, "dice") for each in NUMBERS),
    *((each, NO_UTF_8) for each in ("revisions.title", "ballots.reason", "track_policies.policy")),
)
"""Bytes where a text was, texts where a number was, and texts that are no UTF-8."""


@pytest.mark.attack("database")
@pytest.mark.parametrize("damages", at_once(DAMAGES))
async def test_what_is_not_of_its_columns_type_stops_no_other_server(
    servers: Servers, damages: Sequence[Damage]
) -> None:
    await held(servers, damages)
