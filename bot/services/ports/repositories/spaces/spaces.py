"""Repositories of spaces with their tracks, of their address books, and of the members' wallets."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.accounts.accounts import BookEntry
from bot.domain.accounts.claims import Claim
from bot.domain.accounts.unlinked import Unlinked
from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.domain.ids import (
    Address,
    ChainId,
    ChannelId,
    GuildId,
    MemberId,
    ProposalId,
    RoleId,
    SpaceId,
    TrackId,
)
from bot.domain.policy.model import Policy
from bot.domain.spaces.auditors import Auditor
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import PagesFor, PolicyVersion, Space, Track, UnreadableTrack
from bot.domain.spaces.tree import SpaceTree


class Spaces(Protocol):
    async def of_guild(self, guild: GuildId) -> Space:
        """The root of a server's spaces. Raises NotSetUp."""
        ...

    async def of_channel(self, guild: GuildId, channel: ChannelId | None) -> Space:
        """The space that has this channel, the root where none has; None stands for no channel of a space. Raises
        NotSetUp."""
        ...

    async def tree(self, guild: GuildId) -> SpaceTree:
        """All spaces of a server; empty before it is set up."""
        ...

    async def create(
        self,
        parent: Space,
        name: str,
        *,
        announcements: ChannelId,
        discussion: ChannelId,
        log: ChannelId,
        moderators: RoleId,
        guardians: RoleId,
        at: datetime,
    ) -> Space:
        """A child of `parent` without tracks. The name must not be there in the server."""
        ...

    async def limit(self, space: SpaceId, limits: SpaceLimits | None) -> None:
        """From now on it may move so much, with all that stands below it; None: what its own rules let it."""
        ...

    async def set_least_timelock(self, space: SpaceId, least: timedelta) -> None:
        """The shortest timelock that tracks may have there from now on; those that have a shorter one keep it."""
        ...

    async def archive(self, space: SpaceId, at: datetime) -> None:
        """From now on nothing new is proposed there."""
        ...

    async def get(self, space: SpaceId) -> Space: ...

    async def find(self, space: SpaceId) -> Space | None: ...

    async def of_track(self, track: TrackId) -> Space | None:
        """The space that has it, also where its policy can't be read."""
        ...

    async def of_submitted(self, proposal: ProposalId) -> Space | None:
        """The space of a proposal; None for a draft too, which nobody but its author knows."""
        ...

    async def some_guild(self) -> GuildId | None:
        """A server that has a space; None where none has."""
        ...

    async def show_pages_to(self, space: SpaceId, pages: PagesFor) -> None: ...

    async def show_events(self, guild: GuildId, shown: bool) -> None:
        """Whether the votes of a server and its parts have events in Discord's calendar."""
        ...

    async def log_links(self, space: SpaceId, logged: bool) -> None:
        """Whether each wallet that is linked or unlinked is in the public log."""
        ...

    async def all(self) -> list[Space]: ...

    async def bind(
        self,
        guild: GuildId,
        name: str,
        *,
        announcements: ChannelId,
        discussion: ChannelId,
        log: ChannelId,
        moderators: RoleId,
        guardians: RoleId,
        voters: RoleId | None = None,
        at: datetime,
    ) -> Space:
        """Create the root of the guild's spaces, or bind it anew."""
        ...

    async def name_voters(self, space: SpaceId, role: RoleId | None) -> None:
        """Which role is mentioned when a vote opens; None: nobody is."""
        ...

    async def name_moderators(self, space: SpaceId, role: RoleId) -> None:
        """Which role moderates it."""
        ...

    async def name_guardians(self, space: SpaceId, role: RoleId) -> None:
        """Which role may veto what is submitted from now on."""
        ...

    async def tracks(self, space: SpaceId) -> list[Track]:
        """The oldest first, retired ones too; without those whose policy can't be read."""
        ...

    async def unreadable_tracks(self, space: SpaceId) -> list[UnreadableTrack]:
        """Those whose policy can't be read."""
        ...

    async def track(self, track: TrackId) -> Track:
        """Raises StoredDataInvalid."""
        ...

    async def set_track(self, space: SpaceId, name: str, policy: Policy, at: datetime) -> Track:
        """Create the track of that name, or give it a new policy; earlier policies are kept. One that was retired is
        taken up again."""
        ...

    async def retire_track(self, track: TrackId, at: datetime) -> None: ...

    async def policies(self, track: TrackId) -> list[PolicyVersion]:
        """All policies that the track ever had, the oldest first; without those that can't be read."""
        ...


class AddressBook(Protocol):
    """How spaces call accounts."""

    async def of_space(self, space: SpaceId) -> list[BookEntry]:
        """By chain and name."""
        ...

    async def add(self, space: SpaceId, entry: BookEntry) -> None:
        """One of the same name on the chain must not be there."""
        ...

    async def remove(self, space: SpaceId, chain: ChainId, key: str) -> None: ...


class Auditors(Protocol):
    """Whom spaces name as auditors."""

    async def of_space(self, space: SpaceId) -> list[Auditor]:
        """Members first."""
        ...

    async def add(self, space: SpaceId, auditor: Auditor) -> None: ...

    async def remove(self, space: SpaceId, auditor: Auditor) -> None: ...


class Wallets(Protocol):
    async def add_request(self, request: LinkRequest) -> None: ...

    async def request(self, nonce: str) -> LinkRequest | None:
        """The request that waits with this nonce, None when there is none or it was used."""
        ...

    async def requests_of(self, guild: GuildId, member: MemberId, now: datetime) -> list[LinkRequest]:
        """The requests that wait for the member's signature, the oldest first."""
        ...

    async def open_requests(self, guild: GuildId, member: MemberId) -> int:
        """How many messages wait for the member's signature, expired ones included."""
        ...

    async def drop_expired(self, now: datetime) -> None:
        """Forget the requests of all members that were not answered in time."""
        ...

    async def use_request(self, nonce: str, at: datetime) -> bool:
        """Mark it used. False when somebody else already has."""
        ...

    async def link(self, wallet: Wallet) -> None:
        """Raises WalletTaken when another member of the guild has it where it would count. Linking one's own again adds
        the chains on which it is proved."""
        ...

    async def unlink(
        self,
        guild: GuildId,
        member: MemberId,
        wallet: Address,
        at: datetime,
        chains: Iterable[ChainId | None] | None = None,
    ) -> None:
        """`chains`: of a contract those on which it is unlinked, None among them for a key; None: all. Raises
        WalletUnknown."""
        ...

    async def set_primary(self, guild: GuildId, member: MemberId, wallet: Address) -> None:
        """Raises WalletUnknown."""
        ...

    async def of_members(self, guild: GuildId, members: Iterable[MemberId]) -> dict[MemberId, list[Wallet]]:
        """Linked wallets, the primary one first, then the oldest; members without any are left out."""
        ...

    async def of_guild(self, guild: GuildId) -> list[Wallet]: ...

    async def of_addresses(self, guild: GuildId, wallets: Iterable[Address]) -> list[Wallet]:
        """Who has linked these: a contract may be one member's on one chain, and another's on another chain."""
        ...

    async def owners(
        self, guild: GuildId, wallets: Iterable[Address], chain: ChainId
    ) -> dict[Address, MemberId]:
        """Whose each of these wallets is now on the chain; those that nobody has linked there are left out."""
        ...

    async def linked_at(
        self, guild: GuildId, wallets: Iterable[Address], at: datetime
    ) -> set[tuple[Address, ChainId | None]]:
        """Those of these wallets that somebody had linked at that time: contracts with each chain, keys with None."""
        ...

    async def unlinked(self, guild: GuildId, since: datetime) -> dict[Claim, list[Unlinked]]:
        """Which wallets were taken off which members after that time, and when they had them again, the oldest
        first."""
        ...

    async def links_of(
        self, guild: GuildId, wallet: Address, chain: ChainId | None, since: datetime
    ) -> list[datetime]:
        """When the wallet was linked after that time, by whomever, the oldest first; also where it is not any more.
        `chain`: of a contract the one on which it was; None: as a key."""
        ...

    async def links_by(self, guild: GuildId, member: MemberId, since: datetime) -> list[datetime]:
        """When the member linked wallets after that time, the oldest first; also those that are not any more."""
        ...
