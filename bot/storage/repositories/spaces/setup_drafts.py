"""What is answered of setting servers up, and not saved yet."""

import json
from datetime import datetime
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.ids import Address, GuildId, MemberId
from bot.domain.spaces.setup import SetupAnswers, SetupDraft
from bot.storage.columns import document
from bot.storage.dialect import insert
from bot.storage.tables import setup_drafts


class StoredSetupDrafts:
    """`ports.SetupDrafts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_member(self, guild: GuildId, member: MemberId) -> SetupDraft | None:
        return await self._one(setup_drafts.c.guild == guild, setup_drafts.c.member == member)

    async def get(self, token: str) -> SetupDraft | None:
        return await self._one(setup_drafts.c.token == token)

    async def put(self, draft: SetupDraft) -> None:
        of_member = setup_drafts.c.guild == draft.guild, setup_drafts.c.member == draft.member
        await self._connection.execute(delete(setup_drafts).where(*of_member))
        await self._connection.execute(
            insert(setup_drafts).values(
                token=draft.token,
                guild=draft.guild,
                member=draft.member,
                answers=json.dumps(asdict(draft.answers)),
                typed=json.dumps(dict(draft.typed)),
                names=json.dumps([asdict(name) for name in draft.names]),
                changed_at=draft.changed_at,
            )
        )

    async def drop(self, token: str) -> bool:
        dropped = await self._connection.execute(delete(setup_drafts).where(setup_drafts.c.token == token))
        return dropped.rowcount == 1

    async def drop_older(self, changed_before: datetime) -> None:
        old = setup_drafts.c.changed_at <= changed_before
        await self._connection.execute(delete(setup_drafts).where(old))

    async def keep_newest(self, guild: GuildId, most: int) -> None:
        ordered = (setup_drafts.c.changed_at.desc(), setup_drafts.c.token)
        tokens = select(setup_drafts.c.token).where(setup_drafts.c.guild == guild).order_by(*ordered)
        found = (await self._connection.execute(tokens.offset(most))).scalars().all()
        if found:
            await self._connection.execute(delete(setup_drafts).where(setup_drafts.c.token.in_(found)))

    async def _one(self, *conditions: ColumnElement[bool]) -> SetupDraft | None:
        row: Any = (await self._connection.execute(select(setup_drafts).where(*conditions))).one_or_none()
        if row is None:
            return None
        return SetupDraft(
            row.token,
            GuildId(row.guild),
            MemberId(row.member),
            SetupAnswers(**document(row.answers)),
            row.changed_at,
            document(row.typed),
            tuple(_named(**name) for name in document(row.names)),
        )


def _named(account: str, name: str, by: str, block: int | None) -> NamedAccount:
    return NamedAccount(Address(account), name, NamedBy(by), block)
