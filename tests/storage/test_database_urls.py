"""Which URLs name a database, and what one is told whose doesn't."""

import pytest

from bot.storage.engine import open_database
from bot.storage.errors import UnsupportedDatabase


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///file:x?mode=memory&uri=true",
        "folkmoot.db",
        "",
    ],
)
def test_a_url_that_names_no_database_is_refused(url: str) -> None:
    with pytest.raises(UnsupportedDatabase):
        open_database(url)
