"""Which URLs name a database, and what one is told whose doesn't."""

import pytest

from bot.storage.engine import open_database, passwords
from bot.storage.errors import UnsupportedDatabase
from tests.storage.refusals import line_of


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


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (
            "mysql://somewhere",
            "mysql is not supported: write sqlite+aiosqlite:///FILE or postgresql+asyncpg://",
        ),
        ("postgres://ada@host/x", "PostgreSQL is reached through asyncpg: write postgresql+asyncpg://"),
        ("postgresql://ada@host/x", "PostgreSQL is reached through asyncpg: write postgresql+asyncpg://"),
        ("postgresql+psycopg://ada@host/x", "PostgreSQL is reached through asyncpg"),
        ("postgresql+asyncpg://ada@host/x?sslmode=require", "asyncpg calls sslmode ssl: write ?ssl=require"),
        ("postgresql+asyncpg://ada@host/x?pool=3", "the URL can say host, port, ssl after its ?, each once"),
        ("postgresql+asyncpg://ada@/x?port=first", "the port must be a number"),
    ],
)
def test_a_url_of_another_kind_is_told_what_to_write(url: str, line: str) -> None:
    with pytest.raises(UnsupportedDatabase) as refusal:
        open_database(url)
    assert line_of(refusal.value).startswith(line)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://ada:hun@ter2@host/x",
        "postgresql+asyncpg://ada:hun/ter2@ter2@host/x",
        "postgresql+asyncpg://ada:hunter2@host:port/x",
        "postgres://ada:hunter2@host/x",
        "ada:hunter2@host",
        "postgresql+asyncpg://ada@host/x?password=hunter2",
    ],
)
def test_no_refusal_shows_a_password(url: str) -> None:
    with pytest.raises(UnsupportedDatabase) as refusal:
        open_database(url)
    assert "ter2" not in repr(refusal.value) + line_of(refusal.value)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_a_password_is_known_in_every_form_in_which_it_could_be_shown() -> None:
    assert passwords("postgresql+asyncpg://ada:a%40b%20c@host/x") == ["a%40b%20c", "a%40b+c", "a@b c"]
    assert passwords("sqlite+aiosqlite:///folkmoot.db") == []
    assert passwords("nonsense") == []
