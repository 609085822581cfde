"""The repositories of what is decided elsewhere on a chain, and shown by spaces."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.ids import (
    Address,
    ChainId,
    ChannelId,
    MemberId,
    MirroredId,
    MirrorId,
    SpaceId,
    TransactionHash,
)
from bot.domain.mirrors import (
    AnyMirrorRules,
    BlockSpan,
    Mirror,
    MirroredProposal,
    MirroredThread,
    MirroredTitle,
)


class Mirrors(Protocol):
    """The repository of mirrors."""

    async def of_space(self, space: SpaceId) -> list[Mirror]:
        """The oldest first; without those that can't be read."""
        ...

    async def find(self, mirror: MirrorId) -> Mirror | None: ...

    async def count(self, space: SpaceId) -> int:
        """How many the space has, also of those that can't be read."""
        ...

    async def add(
        self,
        space: SpaceId,
        kind: str,
        chain: ChainId,
        account: Address,
        channel: ChannelId,
        rules: AnyMirrorRules,
        by: MemberId,
        at: datetime,
    ) -> MirrorId:
        """The space must not mirror it yet."""
        ...

    async def remove(self, mirror: MirrorId) -> None:
        """Forget it and its proposals."""
        ...

    async def was_read(
        self, mirror: MirrorId, read: BlockSpan, rules: AnyMirrorRules, look_at: datetime
    ) -> None: ...

    async def failed(self, mirror: MirrorId, fault: str, look_at: datetime) -> None:
        """Reading it failed; it is tried again then."""
        ...


class MirroredProposals(Protocol):
    """The repository of what mirrors show."""

    async def live(self, mirror: MirrorId, limit: int) -> list[MirroredProposal]:
        """Those of which something may still become: first those that have threads, then those at which nobody has
        looked for longest; of these the ones that take votes, and then the newest."""
        ...

    async def votable(self, mirror: MirrorId, limit: int) -> list[MirroredTitle]:
        """Those that take votes, without all the rest of them: first those that have threads, then the newest."""
        ...

    async def newest(
        self, mirror: MirrorId, limit: int, before: MirroredId | None = None
    ) -> list[MirroredProposal]:
        """The newest first; those that are older than this one, where one is given."""
        ...

    async def show(self, mirror: MirrorId, most: int, of_one: int) -> list[MirroredId]:
        """Note that threads are asked for of those of which something may still become and that have none, so that as
        many as `most` of these are shown, and of one proposer `of_one` at most: first those that take votes, then the
        newest. Returns which."""
        ...

    async def shown(self, mirror: MirrorId, keys: Iterable[str]) -> dict[str, MirroredId]:
        """Those of these of which threads were asked for."""
        ...

    async def thread(self, proposal: MirroredId) -> MirroredThread | None: ...

    async def stands(self, proposal: MirroredId, thread: MirroredThread | None) -> None:
        """Note where it stands now; None: nowhere any more."""
        ...

    async def find(self, proposal: MirroredId) -> tuple[MirrorId, MirroredProposal] | None:
        """It, and whose it is."""
        ...

    async def of_contract(
        self, space: SpaceId, chain: ChainId, account: Address, key: str
    ) -> MirroredProposal | None:
        """What a space shows of a contract under this key."""
        ...

    async def count(self, mirror: MirrorId) -> tuple[int, int]:
        """How many are kept, and of how many of them something may still become."""
        ...

    async def put(self, mirror: MirrorId, proposals: Iterable[MirroredProposal]) -> None:
        """Keep them as they are now; what was kept under the same key is replaced."""
        ...

    async def looked_at(self, mirror: MirrorId, keys: Iterable[str], block: int) -> None:
        """Note that these were looked at by this block."""
        ...

    async def note_ends(self, mirror: MirrorId, ended_by: Mapping[str, TransactionHash]) -> None:
        """Note by which transactions known proposals were executed or canceled."""
        ...

    async def keep_newest(self, mirror: MirrorId, most: int) -> None:
        """Forget the oldest of more than so many: first those that are over, last those that have threads."""
        ...
