"""A member who stands in every column of every table that can name one is erased from each."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, LargeBinary, String, Table, TypeDecorator, insert

from bot.domain.ids import FIRST_STAND_IN, MemberId
from bot.storage.columns import Amount, Moment, Span
from bot.storage.database import Database
from bot.storage.repositories.privacy.personal_data import StoredPersonalData
from bot.storage.repositories.privacy.registry import NAMED, Named, columns
from bot.storage.tables import metadata
from tests.services.privacy.erased import everything, where

DORA, STAND_IN = MemberId(187_654_321_098_765_432), MemberId(FIRST_STAND_IN + 7)
WALLET = "0x" + "a1B2" * 10
OTHER = 1_199_999_999_999_999_999


def _usual(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, Moment):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(kind, Span):
        return timedelta(1)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, LargeBinary):
        return b""
    text = isinstance(kind, String) or (isinstance(kind, TypeDecorator) and not isinstance(kind, Amount))
    return "{}" if text else 7


def _row(table: Table, named: Named) -> dict[str, Any]:
    """One in which the member stands wherever they can."""
    row = {column.name: _usual(column) for column in table.columns}
    row |= dict.fromkeys(columns(named.members), DORA)
    row |= dict.fromkeys(columns(named.wallets), WALLET)
    text = f'{{"member":{DORA},"as":"{DORA}","in":"<@{DORA}>","longer":"1{DORA}","other":"{OTHER}"}}'
    row |= dict.fromkeys(columns(named.texts), text)
    if table.name == "wallets":
        row["address"] = WALLET
    if table.name == "log_entries":
        row["details"] = f'{{"wallet":"{WALLET}","before":"{DORA}"}}'
    if table.name == "openings":
        row["secret"] = "ab" * 32
    if table.name == "submissions":
        row["sponsors"] = f'[["{DORA}","1"],["{OTHER}","1"]]'
    return row


async def test_a_member_who_stands_everywhere_stands_nowhere_afterwards(database: Database) -> None:
    async with database.write_transaction() as connection:
        for table in metadata.sorted_tables:
            await connection.execute(insert(table).values(**_row(table, NAMED.get(table.name, NOBODYS))))
    naming = {name for name, named in NAMED.items() if named.members or named.wallets or named.texts}
    before = await where(database, str(DORA), WALLET)
    assert {column.split(".")[0] for found in before.values() for column in found} == naming
    async with database.write_transaction() as connection:
        stored = StoredPersonalData(connection, set(), set())
        theirs = {name for name in naming if NAMED[name].members or NAMED[name].wallets}
        assert sum((await stored.counts(DORA)).values()) == len(theirs)
        await stored.erase(DORA, STAND_IN)
        assert await stored.counts(DORA) == {}
        assert await stored.rows(DORA, 1) == []
    after = await where(database, f'"{DORA}"', f"@{DORA}", f":{DORA}", f"\n{DORA}", WALLET, str(STAND_IN))
    assert not any(found for word, found in after.items() if word != str(STAND_IN))
    kept = {name for name, named in NAMED.items() if name in naming and not named.goes}
    assert {column.split(".")[0] for column in after[str(STAND_IN)]} == kept
    # What a record calls the others can be told still.
    assert f'"{OTHER}"' in (await everything(database))["openings.salts"]
    # Longer numbers in which the digits stand, and other members, are left alone.
    left = await where(database, f"1{DORA}", str(OTHER))
    assert all("obstacles.data" in columns for columns in left.values())


NOBODYS = Named(NAMED["wallets"].kind)
