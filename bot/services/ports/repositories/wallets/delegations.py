"""Repositories of delegations, of those that are frozen for a vote, and of delegates' profiles."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.delegation.delegate_registry import DelegateRegistry, WalletDelegation
from bot.domain.delegation.delegation import Delegation, FrozenDelegation, Profile
from bot.domain.delegation.delegator_scan import DelegatorScan
from bot.domain.ids import Address, ChainId, MemberId, Power, ProposalId, SpaceId, TrackId


class Delegations(Protocol):
    """What members decided, until they decide otherwise. Those that are over by their own end are among them."""

    async def set(self, space: SpaceId, delegations: Sequence[Delegation]) -> None:
        """What one member decided about one topic, together: it takes the place of what they had decided about it."""
        ...

    async def end(self, space: SpaceId, delegator: MemberId, track: TrackId | None, at: datetime) -> bool:
        """Revoke those for this topic; False when there is none."""
        ...

    async def of_space(self, space: SpaceId) -> list[Delegation]:
        """By delegator; of one delegator those for all tracks first, and of one topic the one with the most parts."""
        ...

    async def of_member(self, space: SpaceId, member: MemberId) -> list[Delegation]:
        """Those that the member made and those of all who name the member, ordered as `of_space`."""
        ...

    async def freeze(self, proposal: ProposalId, delegations: Sequence[FrozenDelegation]) -> None:
        """Store who delegates to whom in this vote. Done once, in the transaction of its opening."""
        ...

    async def frozen(self, proposal: ProposalId) -> list[FrozenDelegation]:
        """By delegator."""
        ...

    async def freeze_caps(self, proposal: ProposalId, caps: Mapping[MemberId, Power]) -> None:
        """Store what delegates accept at most in this vote. Done once, in the transaction of its opening."""
        ...

    async def frozen_caps(self, proposal: ProposalId) -> dict[MemberId, Power]:
        """By member. Raises StoredDataInvalid."""
        ...

    async def freeze_wallets(self, proposal: ProposalId, delegations: Sequence[WalletDelegation]) -> None:
        """Store which wallets delegate to which in this vote. Done once, in the transaction of its opening."""
        ...

    async def frozen_wallets(self, proposal: ProposalId) -> list[WalletDelegation]:
        """By wallet."""
        ...


class RegistryScans(Protocol):
    """How far the events of registries were looked through, for each wallet, and whom they named."""

    async def of(
        self, registry: DelegateRegistry, wallets: Collection[Address]
    ) -> dict[Address, DelegatorScan]:
        """What is kept of these wallets."""
        ...

    async def put(self, registry: DelegateRegistry, scans: Mapping[Address, DelegatorScan]) -> None:
        """Add whom they found to what is kept of each wallet, and how far they came."""
        ...

    async def drop(self, registry: DelegateRegistry, wallets: Collection[Address]) -> None:
        """Forget what is kept of these wallets."""
        ...

    async def drop_begun(self, chain: ChainId, before: int) -> None:
        """Forget all of this chain that were begun before that time, in seconds since 1970 UTC."""
        ...


class Profiles(Protocol):
    """What delegates say of themselves; every version is kept."""

    async def set(self, space: SpaceId, profile: Profile) -> None: ...

    async def of(self, space: SpaceId, members: Iterable[MemberId]) -> dict[MemberId, Profile]:
        """The newest of each member who has one."""
        ...

    async def accepting(self, space: SpaceId) -> dict[MemberId, str]:
        """How much those accept at most, in votes, who say so in their newest one."""
        ...

    async def members(self, space: SpaceId) -> list[MemberId]:
        """All who ever wrote one."""
        ...
