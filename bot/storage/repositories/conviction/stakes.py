"""Stakes, the powers that were read of those who staked, and the wallets that count for them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts.claims import Claim
from bot.domain.blocks import BlockRef
from bot.domain.conviction.staking import Staking
from bot.domain.ids import MemberId, Power, ProposalId, TrackId
from bot.services.ports import ReadPower
from bot.storage.columns import chain_number, chain_of, moment
from bot.storage.dialect import add_missing, among, insert, json_rows, listed, many, rows_of
from bot.storage.repositories.block_rows import blocks_of, blocks_text
from bot.storage.tables import stake_claims, stake_powers, stakes
from bot.storage.unreadable import named

_STAKES = select(
    stakes.c.proposal,
    stakes.c.member,
    stakes.c.amount,
    stakes.c.at,
    stakes.c.source,
    stakes.c.power,
    stakes.c.block,
)
_IN_TIME = (stakes.c.at, stakes.c.id)
_OF_PROPOSALS = many(_STAKES.where(among(stakes.c.proposal, "proposals")).order_by(*_IN_TIME))
_OF_INTERACTION = many(
    _STAKES.where(
        stakes.c.track == bindparam("track"),
        stakes.c.member == bindparam("member"),
        stakes.c.source == bindparam("source"),
        stakes.c.block.is_(None),
    ).order_by(stakes.c.id)
)
_CLAIM = add_missing(stake_claims, "track", "wallet", "chain", "member")
_CLAIMS = many(
    select(stake_claims.c.wallet, stake_claims.c.chain, stake_claims.c.member).where(
        stake_claims.c.track == bindparam("track")
    )
)
_RELEASE = delete(stake_claims).where(
    stake_claims.c.track == bindparam("track"),
    stake_claims.c.wallet == bindparam("wallet"),
    stake_claims.c.chain == bindparam("chain"),
    stake_claims.c.member == bindparam("member"),
)
_POWERS = many(
    select(stake_powers.c.member, stake_powers.c.power, stake_powers.c.blocks, stake_powers.c.at).where(
        stake_powers.c.track == bindparam("track")
    )
)


class StoredStakes:
    """`ports.Stakes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, track: TrackId, stakings: Sequence[Staking]) -> None:
        rows = [
            {
                "track": track,
                "proposal": staking.proposal,
                "member": staking.member,
                "amount": staking.amount,
                "at": staking.at,
                "source": staking.source,
                "power": staking.power,
                "block": staking.block,
            }
            for staking in stakings
        ]
        if rows:
            await self._connection.execute(insert(stakes), rows)

    async def of_proposals(self, proposals: Iterable[ProposalId]) -> list[Staking]:
        rows = await rows_of(self._connection, _OF_PROPOSALS, {"proposals": listed(proposals)})
        return _stakings(rows)

    async def of_interaction(self, track: TrackId, member: MemberId, interaction: int) -> list[Staking]:
        asked = {"track": track, "member": member, "source": interaction}
        return _stakings(await rows_of(self._connection, _OF_INTERACTION, asked))

    async def claim(self, track: TrackId, claimed: Iterable[Claim]) -> None:
        rows = [(track, claim.wallet, chain_number(claim.chain), claim.member) for claim in claimed]
        if rows:
            await self._connection.execute(_CLAIM, json_rows(rows))

    async def claims(self, track: TrackId) -> list[Claim]:
        rows = await rows_of(self._connection, _CLAIMS, {"track": track})
        return [Claim(wallet, chain_of(chain), member) for wallet, chain, member in rows]

    async def release(self, track: TrackId, claimed: Iterable[Claim]) -> None:
        rows = [
            {
                "track": track,
                "wallet": claim.wallet,
                "chain": chain_number(claim.chain),
                "member": claim.member,
            }
            for claim in claimed
        ]
        if rows:
            await self._connection.execute(_RELEASE, rows)

    async def set_powers(
        self, track: TrackId, powers: Mapping[MemberId, Power], blocks: tuple[BlockRef, ...], at: datetime
    ) -> None:
        read = {"blocks": blocks_text(blocks), "at": at}
        rows = [
            {"track": track, "member": member, "power": power, **read} for member, power in powers.items()
        ]
        if rows:
            statement = insert(stake_powers)
            newer = {name: statement.excluded[name] for name in ("power", "blocks", "at")}
            await self._connection.execute(
                statement.on_conflict_do_update(index_elements=["track", "member"], set_=newer), rows
            )

    async def powers(self, track: TrackId) -> dict[MemberId, ReadPower]:
        rows = await rows_of(self._connection, _POWERS, {"track": track})
        with named(f"stake_powers {track}"):
            return {
                MemberId(member): ReadPower(int(power), blocks_of(blocks), moment(at))
                for member, power, blocks, at in rows
            }


def _stakings(rows: Iterable[list[Any]]) -> list[Staking]:
    with named("stakes"):
        return [_staking(*row) for row in rows]


def _staking(
    proposal: int, member: int, amount: str, at: int, source: int, power: str, block: str | None
) -> Staking:
    return Staking(ProposalId(proposal), MemberId(member), int(amount), moment(at), source, int(power), block)
