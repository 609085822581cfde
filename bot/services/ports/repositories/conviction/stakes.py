"""Repository of stakes: what members have on the proposals of a track, and what they held when it was last read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.accounts.claims import Claim
from bot.domain.blocks import BlockRef
from bot.domain.conviction.staking import Staking
from bot.domain.ids import MemberId, Power, ProposalId, TrackId


class ReadPower(msgspec.Struct, frozen=True):
    """What a member held when it was last read, and at which blocks."""

    power: Power
    blocks: tuple[BlockRef, ...]
    at: datetime


class Stakes(Protocol):
    async def add(self, track: TrackId, stakings: Sequence[Staking]) -> None: ...

    async def of_proposals(self, proposals: Iterable[ProposalId]) -> list[Staking]:
        """By their times, those of one time in the order of storing."""
        ...

    async def of_interaction(self, track: TrackId, member: MemberId, interaction: int) -> list[Staking]:
        """What an interaction of the member stored, in the order of storing."""
        ...

    async def claim(self, track: TrackId, claimed: Iterable[Claim]) -> None:
        """From now on these count; a wallet that counts for another member goes on doing so."""
        ...

    async def claims(self, track: TrackId) -> list[Claim]: ...

    async def release(self, track: TrackId, claimed: Iterable[Claim]) -> None:
        """They count for nobody any more."""
        ...

    async def set_powers(
        self, track: TrackId, powers: Mapping[MemberId, Power], blocks: tuple[BlockRef, ...], at: datetime
    ) -> None:
        """What was read last takes the place of what was read before."""
        ...

    async def powers(self, track: TrackId) -> dict[MemberId, ReadPower]: ...
