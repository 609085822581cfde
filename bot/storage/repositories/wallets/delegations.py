"""Delegations, those frozen for a vote, and delegates' profiles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delegation.delegate_registry import WalletDelegation
from bot.domain.delegation.delegation import Delegation, FrozenDelegation, Profile
from bot.domain.ids import MemberId, Power, ProposalId, SpaceId, TrackId
from bot.storage.columns import moment
from bot.storage.dialect import add_missing, among, insert, json_rows, listed, many, rows_of, selected
from bot.storage.repositories.spaces.role_looks import RoleLooks
from bot.storage.tables import (
    delegate_profiles,
    delegations,
    opening_delegate_caps,
    opening_delegations,
    opening_wallet_delegations,
)
from bot.storage.unreadable import named

_HOLDING = select(
    delegations.c.delegator,
    delegations.c.delegate,
    delegations.c.track,
    delegations.c.until,
    delegations.c.made_at,
    delegations.c.parts,
).where(delegations.c.space == bindparam("space"), delegations.c.ended_at.is_(None))
_OF_SPACE = many(_HOLDING)
_naming = delegations.alias("naming")
_WHO_NAME = select(_naming.c.delegator).where(
    _naming.c.space == bindparam("space"),
    _naming.c.delegate == bindparam("member"),
    _naming.c.ended_at.is_(None),
)
_OF_MEMBER = many(
    _HOLDING.where(
        or_(delegations.c.delegator == bindparam("member"), delegations.c.delegator.in_(_WHO_NAME))
    )
)

_MAKE = insert(delegations)
_FREEZE = add_missing(opening_delegations, "proposal", "delegator", "delegate", "parts")
_FROZEN = many(
    select(opening_delegations.c.delegator, opening_delegations.c.delegate, opening_delegations.c.parts)
    .where(opening_delegations.c.proposal == bindparam("proposal"))
    .order_by(
        opening_delegations.c.delegator, opening_delegations.c.parts.desc(), opening_delegations.c.delegate
    )
)

_FREEZE_WALLETS = add_missing(opening_wallet_delegations, "proposal", "wallet", "delegate", "contract")
_FROZEN_WALLETS = many(
    select(
        opening_wallet_delegations.c.wallet,
        opening_wallet_delegations.c.delegate,
        opening_wallet_delegations.c.contract,
    ).where(opening_wallet_delegations.c.proposal == bindparam("proposal"))
)

_FREEZE_CAPS = add_missing(opening_delegate_caps, "proposal", "member", "cap")
_FROZEN_CAPS = many(
    select(opening_delegate_caps.c.member, opening_delegate_caps.c.cap)
    .where(opening_delegate_caps.c.proposal == bindparam("proposal"))
    .order_by(opening_delegate_caps.c.member)
)

_newest = (
    select(func.max(delegate_profiles.c.id))
    .where(delegate_profiles.c.space == bindparam("space"), among(delegate_profiles.c.member, "members"))
    .group_by(delegate_profiles.c.member)
    .correlate(None)
)
_PROFILES = many(
    select(
        delegate_profiles.c.member,
        delegate_profiles.c.statement,
        delegate_profiles.c.topics,
        delegate_profiles.c.conflicts,
        delegate_profiles.c.at,
        delegate_profiles.c.accepts,
    ).where(selected(delegate_profiles.c.id, _newest))
)

_WITH_PROFILE = (
    select(delegate_profiles.c.member).where(delegate_profiles.c.space == bindparam("space")).distinct()
)

_NEWEST_OF_ALL = (
    select(func.max(delegate_profiles.c.id))
    .where(delegate_profiles.c.space == bindparam("space"))
    .group_by(delegate_profiles.c.member)
    .correlate(None)
)
_ACCEPTING = many(
    select(delegate_profiles.c.member, delegate_profiles.c.accepts)
    .where(delegate_profiles.c.id.in_(_NEWEST_OF_ALL), delegate_profiles.c.accepts.is_not(None))
    .order_by(delegate_profiles.c.member)
)


class StoredDelegations:
    """`ports.Delegations`."""

    def __init__(self, connection: AsyncConnection, role_looks: RoleLooks) -> None:
        self._connection = connection
        self._role_looks = role_looks

    async def set(self, space: SpaceId, delegations: Sequence[Delegation]) -> None:
        first = delegations[0]
        await self.end(space, first.delegator, first.track, first.made_at)
        for each in delegations:
            await self._connection.execute(
                _MAKE.values(
                    space=space,
                    track=each.track,
                    delegator=each.delegator,
                    delegate=each.delegate,
                    until=each.until,
                    made_at=each.made_at,
                    parts=each.parts,
                )
            )
        await self._role_looks.in_space(space, (each.delegate for each in delegations), first.made_at)

    async def end(self, space: SpaceId, delegator: MemberId, track: TrackId | None, at: datetime) -> bool:
        topic = delegations.c.track.is_(None) if track is None else delegations.c.track == track
        statement = (
            update(delegations)
            .where(
                delegations.c.space == space,
                delegations.c.delegator == delegator,
                topic,
                delegations.c.ended_at.is_(None),
            )
            .values(ended_at=at)
        )
        ended = (await self._connection.scalars(statement.returning(delegations.c.delegate))).all()
        await self._role_looks.in_space(space, {delegator, *map(MemberId, ended)}, at)
        return bool(ended)

    async def of_space(self, space: SpaceId) -> list[Delegation]:
        return _delegations(await rows_of(self._connection, _OF_SPACE, {"space": space}))

    async def of_member(self, space: SpaceId, member: MemberId) -> list[Delegation]:
        asked = {"space": space, "member": member}
        return _delegations(await rows_of(self._connection, _OF_MEMBER, asked))

    async def freeze(self, proposal: ProposalId, delegations: Sequence[FrozenDelegation]) -> None:
        rows = [(proposal, each.delegator, each.delegate, each.parts) for each in delegations]
        if rows:
            await self._connection.execute(_FREEZE, json_rows(rows))

    async def frozen(self, proposal: ProposalId) -> list[FrozenDelegation]:
        rows = await rows_of(self._connection, _FROZEN, {"proposal": proposal})
        return [FrozenDelegation(delegator, delegate, parts) for delegator, delegate, parts in rows]

    async def freeze_caps(self, proposal: ProposalId, caps: Mapping[MemberId, Power]) -> None:
        if caps:
            rows = [(proposal, member, str(cap)) for member, cap in caps.items()]
            await self._connection.execute(_FREEZE_CAPS, json_rows(rows))

    async def frozen_caps(self, proposal: ProposalId) -> dict[MemberId, Power]:
        rows = await rows_of(self._connection, _FROZEN_CAPS, {"proposal": proposal})
        with named(f"opening_delegate_caps {proposal}"):
            return {MemberId(member): int(cap) for member, cap in rows}

    async def freeze_wallets(self, proposal: ProposalId, delegations: Sequence[WalletDelegation]) -> None:
        rows = [(proposal, each.wallet, each.delegate, int(each.contract)) for each in delegations]
        if rows:
            await self._connection.execute(_FREEZE_WALLETS, json_rows(rows))

    async def frozen_wallets(self, proposal: ProposalId) -> list[WalletDelegation]:
        rows = await rows_of(self._connection, _FROZEN_WALLETS, {"proposal": proposal})
        found = [WalletDelegation(wallet, delegate, bool(contract)) for wallet, delegate, contract in rows]
        # Databases order texts by rules of their own.
        return sorted(found, key=lambda each: each.wallet)


def _delegations(rows: Iterable[list[Any]]) -> list[Delegation]:
    with named("delegations"):
        found = [
            Delegation(
                MemberId(delegator),
                MemberId(delegate),
                None if track is None else TrackId(track),
                None if until is None else moment(until),
                moment(made_at),
                parts,
            )
            for delegator, delegate, track, until, made_at, parts in rows
        ]
    return sorted(found, key=lambda each: (each.delegator, each.track or 0, -each.parts, each.delegate))


class StoredProfiles:
    """`ports.Profiles`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set(self, space: SpaceId, profile: Profile) -> None:
        await self._connection.execute(
            insert(delegate_profiles).values(
                space=space,
                member=profile.member,
                statement=profile.statement,
                topics=profile.topics,
                conflicts=profile.conflicts,
                at=profile.at,
                accepts=profile.accepts,
            )
        )

    async def of(self, space: SpaceId, members: Iterable[MemberId]) -> dict[MemberId, Profile]:
        asked = {"space": space, "members": listed(members)}
        rows = await rows_of(self._connection, _PROFILES, asked)
        return {
            member: Profile(member, statement, topics, conflicts, moment(at), accepts)
            for member, statement, topics, conflicts, at, accepts in rows
        }

    async def accepting(self, space: SpaceId) -> dict[MemberId, str]:
        rows = await rows_of(self._connection, _ACCEPTING, {"space": space})
        return {MemberId(member): accepts for member, accepts in rows}

    async def members(self, space: SpaceId) -> list[MemberId]:
        rows = await self._connection.execute(_WITH_PROFILE, {"space": space})
        return sorted(MemberId(member) for (member,) in rows)
