"""What must be told, in the order of its lanes.

An entry whose turn has come has a time for its next attempt; one that waits for another has none, and gets it in the
transaction in which the other is over. So what is due is found by an index on that time, however much else waits.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId
from bot.services.delivery.notifications import AnyNotification, Queue, Unreadable, decode, encode
from bot.services.ports import GivenUp, OutboxEntry
from bot.storage.columns import microseconds
from bot.storage.dialect import add_missing, among, json_rows, listed, reached, timed
from bot.storage.tables import handovers, outbox, undelivered
from bot.storage.unreadable import FAULTS, UnreadableRows, readable

Found = TypeVar("Found")

PATIENCE = 3
"""After so many failed attempts of what they wait for, those behind it wait no longer."""

_NEW = ("guild", "queue", "lane", "behind", "alike", "notification", "nonce", "added_at", "next_attempt_at")
_ADD = add_missing(outbox, *_NEW)

_ENTRY = select(
    outbox.c.id,
    outbox.c.guild,
    outbox.c.lane,
    outbox.c.notification,
    outbox.c.nonce,
    outbox.c.attempts,
    outbox.c.first_attempt_at,
    outbox.c.last_attempt_at,
    outbox.c.tried,
)
_one = outbox.c.id == bindparam("entry")
_other = outbox.alias()
_other_undelivered = and_(_other.c.delivered_at.is_(None), _other.c.given_up_at.is_(None))

_has_one_before = exists().where(
    _other.c.lane == outbox.c.lane, _other_undelivered, _other.c.id < outbox.c.id
)
_awaits_another = exists().where(
    _other.c.lane == outbox.c.behind, _other_undelivered, _other.c.attempts < PATIENCE
)
_must_wait = or_(_has_one_before, _awaits_another)
_waits = and_(undelivered, outbox.c.next_attempt_at.is_(None))

_DUE = (
    _ENTRY.where(
        outbox.c.queue == bindparam("queue"),
        outbox.c.next_attempt_at <= bindparam("now"),
        ~among(outbox.c.guild, "guilds"),
    )
    .order_by(outbox.c.next_attempt_at, outbox.c.id)
    .limit(bindparam("limit"))
)
_QUEUES_DUE = reached(outbox.c.queue, outbox.c.next_attempt_at)
_NEXT_DUE = select(func.min(outbox.c.next_attempt_at)).where(
    outbox.c.queue == bindparam("queue"), outbox.c.next_attempt_at.is_not(None)
)
_BEGUN = _ENTRY.where(_one, undelivered)
_ALIKE = (
    _ENTRY.where(
        outbox.c.alike == bindparam("of"),
        undelivered,
        outbox.c.attempts == 0,
        outbox.c.id != bindparam("entry"),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)
_WAITING = select(func.count()).select_from(outbox).where(outbox.c.guild == bindparam("of"), undelivered)
_GIVEN_UP = (
    _ENTRY.add_columns(outbox.c.why, outbox.c.given_up_at)
    # What a server left behind is its successor's to say.
    .where(outbox.c.given_up_at.is_not(None), outbox.c.guild.not_in(select(handovers.c.guild)))
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)

_STUCK = (
    _ENTRY.where(
        outbox.c.guild == bindparam("of"),
        undelivered,
        outbox.c.tried > text("0"),
        outbox.c.tried >= bindparam("least", type_=outbox.c.tried.type),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)

_REPLACED = select(outbox.c.lane).where(among(outbox.c.lane, "lanes"), undelivered, outbox.c.attempts == 0)
_REPLACE = (
    update(outbox)
    .where(outbox.c.lane == bindparam("of"), undelivered, outbox.c.attempts == 0)
    .values(notification=bindparam("text"), alike=bindparam("like"))
)
_COOLED = select(outbox.c.lane, func.max(outbox.c.delivered_at).label("at")).where(
    among(outbox.c.lane, "lanes"), outbox.c.delivered_at.is_not(None)
)
_NOT_THEIR_TURN = (
    update(outbox).where(among(outbox.c.nonce, "nonces"), _must_wait).values(next_attempt_at=null())
)


def _turn_of(which: ColumnElement[bool]) -> Any:
    return (
        update(outbox)
        .where(which, _waits, ~_must_wait)
        .values(next_attempt_at=bindparam("at", type_=outbox.c.next_attempt_at.type))
    )


_first = (
    select(func.min(_other.c.id))
    .where(_other.c.lane == bindparam("of"), _other_undelivered)
    .scalar_subquery()
)
_TURN_OF_LANE = _turn_of(outbox.c.id == _first)
_TURN_OF_THOSE_BEHIND = _turn_of(outbox.c.behind == bindparam("of"))
_DROP = delete(outbox).where(among(outbox.c.id, "dropped"))
_HASTEN = (
    update(outbox)
    .where(outbox.c.next_attempt_at > bindparam("beyond"))
    .values(next_attempt_at=bindparam("at", type_=outbox.c.next_attempt_at.type))
)

KEPT, KEPT_GIVEN_UP = timedelta(days=7), timedelta(days=365)
"""So long what was delivered stays, for the operator's eyes and the cooldown of its lane; and what was given up, which
can be taken up again."""
_FORGOTTEN_AT_ONCE = 20
"""Each that ends takes so many old ones along: as long as anything is told, none stay, and no act has much to do."""


def _forget(ended_at: Column[Any]) -> Any:
    old = (
        select(outbox.c.id)
        .where(ended_at <= bindparam("before", type_=ended_at.type))
        .order_by(ended_at)
        .limit(_FORGOTTEN_AT_ONCE)
    )
    return delete(outbox).where(outbox.c.id.in_(old))


_FORGET_DELIVERED = _forget(outbox.c.delivered_at)
_FORGET_GIVEN_UP = _forget(outbox.c.given_up_at)

_NONCE_BYTES = 18
"""24 characters of base 64; Discord takes at most 25."""


class StoredOutbox:
    """`ports.Outbox`. Entries that were delivered stay for `KEPT`, those that were given up for `KEPT_GIVEN_UP`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def add(
        self, *notifications: AnyNotification, at: datetime, not_before: datetime | None = None
    ) -> None:
        new = await self._without_those_that_take_a_place(notifications)
        if not new:
            return
        cooling = await self._cooling(new)
        time = microseconds(at)
        first = time if not_before is None else max(time, microseconds(not_before))
        nonces = [secrets.token_urlsafe(_NONCE_BYTES) for _ in new]
        rows = [
            (
                each.guild,
                each.queue,
                each.lane,
                each.behind,
                each.alike,
                encode(each).decode(),
                nonce,
                time,
                # What was delivered by a clock that was wrong may have been so in the future.
                max(first, microseconds(min(cooling[each.lane], at) + each.cooldown))
                if each.lane in cooling
                else first,
            )
            for each, nonce in zip(new, nonces, strict=True)
        ]
        await self._connection.execute(_ADD, json_rows(rows))
        await self._connection.execute(_NOT_THEIR_TURN, {"nonces": listed(nonces)})

    async def _without_those_that_take_a_place(
        self, notifications: Iterable[AnyNotification]
    ) -> list[AnyNotification]:
        """Put the newest in the place of one that waits unbegun in its lane. Returns those that need an own place."""
        newest = {each.lane: each for each in notifications if each.newest_only}
        others = [each for each in notifications if not each.newest_only]
        if not newest:
            return others
        replaced = set(await self._connection.scalars(_REPLACED, {"lanes": listed(newest)}))
        if replaced:
            changes = [
                {"of": lane, "text": encode(newest[lane]).decode(), "like": newest[lane].alike}
                for lane in sorted(replaced)
            ]
            await self._connection.execute(_REPLACE, changes)
        return others + [each for lane, each in newest.items() if lane not in replaced]

    async def _cooling(self, notifications: Iterable[AnyNotification]) -> dict[str, datetime]:
        """When the last one was delivered in those lanes in which the next waits for a while."""
        lanes = [each.lane for each in notifications if each.cooldown]
        if not lanes:
            return {}
        rows = await self._connection.execute(_COOLED.group_by(outbox.c.lane), {"lanes": listed(lanes)})
        return {row.lane: row.at for row in rows}

    async def queues_due(self, queues: Iterable[Queue], now: datetime) -> set[Queue]:
        given = timed(dict.fromkeys(queues, now))
        return set(map(Queue, await self._connection.scalars(_QUEUES_DUE, given)))

    async def due(
        self, queue: Queue, now: datetime, limit: int = 50, *, but_for: Iterable[GuildId] = ()
    ) -> list[OutboxEntry]:
        parameters = {"queue": queue, "now": now, "limit": limit, "guilds": listed(but_for)}
        return await self._entries(_DUE, parameters, _entry)

    async def next_due(self, queue: Queue) -> datetime | None:
        found: datetime | None = await self._connection.scalar(_NEXT_DUE, {"queue": queue})
        return found

    async def begin(self, entry: int, at: datetime) -> OutboxEntry | None:
        row = (await self._connection.execute(_BEGUN, {"entry": entry})).one_or_none()
        if row is None:
            return None
        await self._change(
            entry,
            attempts=outbox.c.attempts + 1,
            first_attempt_at=func.coalesce(outbox.c.first_attempt_at, microseconds(at)),
            last_attempt_at=at,
        )
        return _entry(row)

    async def alike(self, entry: OutboxEntry, limit: int) -> list[OutboxEntry]:
        parameters = {"of": entry.notification.alike, "entry": entry.id, "limit": limit}
        return await self._entries(_ALIKE, parameters, _entry)

    async def join(
        self, entry: OutboxEntry, others: Sequence[OutboxEntry], together: AnyNotification
    ) -> None:
        await self._change(entry.id, notification=encode(together).decode(), alike=together.alike)
        await self._connection.execute(_DROP, {"dropped": listed([each.id for each in others])})

    async def drop(self, entry: OutboxEntry, at: datetime) -> None:
        await self._connection.execute(_DROP, {"dropped": listed([entry.id])})
        await self._connection.execute(_TURN_OF_LANE, {"of": entry.notification.lane, "at": at})
        await self._connection.execute(_TURN_OF_THOSE_BEHIND, {"of": entry.notification.lane, "at": at})

    async def done(self, entry: OutboxEntry, at: datetime) -> None:
        await self._change(entry.id, delivered_at=at, next_attempt_at=None)
        await self._next_after(entry, at)
        await self._connection.execute(_FORGET_DELIVERED, {"before": at - KEPT})

    async def retry(self, entry: OutboxEntry, at: datetime, why: str, tried: timedelta) -> None:
        await self._change(entry.id, next_attempt_at=at, why=why, tried=tried)
        if entry.attempts + 1 >= PATIENCE:
            await self._connection.execute(_TURN_OF_THOSE_BEHIND, {"of": entry.notification.lane, "at": at})

    async def hasten(self, beyond: datetime, at: datetime) -> None:
        await self._connection.execute(_HASTEN, {"beyond": beyond, "at": at})

    async def give_up(self, entry: OutboxEntry, at: datetime, why: str) -> None:
        await self._change(entry.id, given_up_at=at, next_attempt_at=None, why=why)
        await self._next_after(entry, at)
        await self._connection.execute(_FORGET_GIVEN_UP, {"before": at - KEPT_GIVEN_UP})

    async def given_up(self, guild: GuildId | None = None, limit: int = 100) -> list[GivenUp]:
        statement = _GIVEN_UP if guild is None else _GIVEN_UP.where(outbox.c.guild == guild)
        return await self._entries(
            statement, {"limit": limit}, lambda row: GivenUp(_entry(row), row.why, row.given_up_at)
        )

    async def stuck(self, guild: GuildId, least: timedelta, limit: int = 100) -> list[OutboxEntry]:
        parameters = {"of": guild, "least": least, "limit": limit}
        return await self._entries(_STUCK, parameters, _entry)

    async def waiting(self, guild: GuildId) -> int:
        found: int = (await self._connection.execute(_WAITING, {"of": guild})).scalar_one()
        return found

    async def give_up_all(self, guild: GuildId, at: datetime, why: str) -> None:
        over = {"given_up_at": at, "next_attempt_at": None, "why": why}
        await self._connection.execute(
            update(outbox).where(outbox.c.guild == guild, undelivered).values(**over)
        )

    async def take_up(self, entries: Iterable[OutboxEntry], at: datetime) -> None:
        for entry in entries:
            lane = outbox.c.lane == entry.notification.lane
            await self._connection.execute(
                update(outbox).where(lane, undelivered).values(next_attempt_at=None)
            )
            await self._change(entry.id, given_up_at=None, attempts=0, tried=timedelta(0))
            await self._connection.execute(_TURN_OF_LANE, {"of": entry.notification.lane, "at": at})

    async def _next_after(self, entry: OutboxEntry, at: datetime) -> None:
        """The turn comes to the next of its lane, and to those that awaited this one."""
        lane, then = entry.notification.lane, at + entry.notification.cooldown
        await self._connection.execute(_TURN_OF_LANE, {"of": lane, "at": then})
        await self._connection.execute(_TURN_OF_THOSE_BEHIND, {"of": lane, "at": at})

    async def _entries(
        self, statement: Select[Any], parameters: dict[str, Any], make: Callable[[Row[Any]], Found]
    ) -> list[Found]:
        return await readable(self._connection, statement, outbox.c.id, parameters, make, self._unreadable)

    async def _change(self, entry: int, **values: Any) -> None:
        await self._connection.execute(update(outbox).where(outbox.c.id == entry).values(**values))


def _notification(row: Row[*tuple[Any, ...]]) -> Any:
    try:
        return decode(row.notification.encode())
    except FAULTS:
        return Unreadable(GuildId(row.guild), row.lane)


def _entry(row: Row[*tuple[Any, ...]]) -> OutboxEntry:
    return OutboxEntry(
        row.id,
        _notification(row),
        row.nonce,
        row.attempts,
        row.first_attempt_at,
        row.last_attempt_at,
        row.tried,
    )
