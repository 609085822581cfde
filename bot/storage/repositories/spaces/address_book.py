"""How spaces call accounts."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts.accounts import BookEntry
from bot.domain.ids import Address, ChainId, MemberId, SpaceId
from bot.storage.dialect import insert
from bot.storage.tables import book_entries

_OF_SPACE = (
    select(
        book_entries.c.chain,
        book_entries.c.name,
        book_entries.c.account,
        book_entries.c.added_by,
        book_entries.c.added_at,
    )
    .where(book_entries.c.space == bindparam("space"))
    .order_by(book_entries.c.chain, book_entries.c.key)
)
_REMOVE = delete(book_entries).where(
    book_entries.c.space == bindparam("of"),
    book_entries.c.chain == bindparam("on"),
    book_entries.c.key == bindparam("called"),
)


class StoredAddressBook:
    """`ports.AddressBook`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_space(self, space: SpaceId) -> list[BookEntry]:
        return [_entry(row) for row in await self._connection.execute(_OF_SPACE, {"space": space})]

    async def add(self, space: SpaceId, entry: BookEntry) -> None:
        values = {
            "chain": entry.chain,
            "key": entry.key,
            "name": entry.name,
            "account": entry.account,
            "added_by": entry.added_by,
            "added_at": entry.added_at,
        }
        await self._connection.execute(insert(book_entries).values(space=space, **values))

    async def remove(self, space: SpaceId, chain: ChainId, key: str) -> None:
        await self._connection.execute(_REMOVE, {"of": space, "on": chain, "called": key})


def _entry(row: Row[*tuple[Any, ...]]) -> BookEntry:
    return BookEntry(ChainId(row.chain), row.name, Address(row.account), MemberId(row.added_by), row.added_at)
