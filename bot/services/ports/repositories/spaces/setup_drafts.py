"""The repository of what is answered of setting servers up, and not saved yet."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import GuildId, MemberId
from bot.domain.spaces.setup import SetupDraft


class SetupDrafts(Protocol):
    async def of_member(self, guild: GuildId, member: MemberId) -> SetupDraft | None: ...

    async def get(self, token: str) -> SetupDraft | None:
        """The draft of that token; None where it was saved, given up or dropped."""
        ...

    async def put(self, draft: SetupDraft) -> None:
        """Keep the draft, in the place of the one that its member had in the server."""
        ...

    async def drop(self, token: str) -> bool:
        """Forget it. False where it is gone already."""
        ...

    async def drop_older(self, changed_before: datetime) -> None:
        """Forget those of all servers that nobody has gone on with since."""
        ...

    async def keep_newest(self, guild: GuildId, most: int) -> None:
        """Forget the oldest of a server, so that no more than so many are left."""
        ...
