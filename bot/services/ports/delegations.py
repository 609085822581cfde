"""Repositories of delegations, of those that are frozen for a vote, and of delegates' profiles."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.delegation.delegate_registry import WalletDelegation
from bot.domain.delegation.delegation import Delegation, FrozenDelegation, Profile
from bot.domain.ids import MemberId, ProposalId, SpaceId, TrackId


class Delegations(Protocol):
    """What members decided, until they decide otherwise. Those that are over by their own end are among them."""

    async def set(self, space: SpaceId, delegation: Delegation) -> None:
        """It takes the place of the delegator's last one for the same topic."""
        ...

    async def end(self, space: SpaceId, delegator: MemberId, track: TrackId | None, at: datetime) -> bool:
        """Revoke the one for this topic; False when there is none."""
        ...

    async def of_space(self, space: SpaceId) -> list[Delegation]:
        """By delegator; of one delegator the one for all tracks first."""
        ...

    async def of_member(self, space: SpaceId, member: MemberId) -> list[Delegation]:
        """Those that the member made and those that name the member, ordered as `of_space`."""
        ...

    async def freeze(self, proposal: ProposalId, delegations: Sequence[FrozenDelegation]) -> None:
        """Store who delegates to whom in this vote. Done once, in the transaction of its opening."""
        ...

    async def frozen(self, proposal: ProposalId) -> list[FrozenDelegation]:
        """By delegator."""
        ...

    async def freeze_wallets(self, proposal: ProposalId, delegations: Sequence[WalletDelegation]) -> None:
        """Store which wallets delegate to which in this vote. Done once, in the transaction of its opening."""
        ...

    async def frozen_wallets(self, proposal: ProposalId) -> list[WalletDelegation]:
        """By wallet."""
        ...


class Profiles(Protocol):
    """What delegates say of themselves; every version is kept."""

    async def set(self, space: SpaceId, profile: Profile) -> None: ...

    async def of(self, space: SpaceId, members: Iterable[MemberId]) -> dict[MemberId, Profile]:
        """The newest of each member who has one."""
        ...

    async def members(self, space: SpaceId) -> list[MemberId]:
        """All who ever wrote one."""
        ...
