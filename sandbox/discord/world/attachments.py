"""What hangs on a message: files and reactions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.discord.world.members import User

Json = dict[str, Any]


@dataclass(eq=False)
class Attachment:
    """A file: its bytes, and where they can be fetched."""

    id: int
    filename: str
    content: bytes
    url: str
    content_type: str | None
    description: str | None = None
    ephemeral: bool = False

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)

    def payload(self) -> Json:
        """The file as the API shows it."""
        shown: Json = {
            "id": str(self.id),
            "filename": self.filename,
            "size": self.size,
            "url": self.url,
            "proxy_url": self.url,
        }
        if self.content_type:
            shown["content_type"] = self.content_type
        if self.description:
            shown["description"] = self.description
        if self.ephemeral:
            shown["ephemeral"] = True
        return shown


@dataclass(eq=False)
class Reaction:
    """One emoji on a message; users in the order in which they reacted, super reactions apart."""

    emoji: Json
    normal: dict[int, User] = field(default_factory=dict)
    burst: dict[int, User] = field(default_factory=dict)

    def payload(self, viewer: int) -> Json:
        """The counts, and whether the viewer is among them."""
        return {
            "emoji": self.emoji,
            "count": len(self.normal) + len(self.burst),
            "count_details": {"normal": len(self.normal), "burst": len(self.burst)},
            "burst_colors": [],
            "me": viewer in self.normal,
            "me_burst": viewer in self.burst,
        }


_EMOJI = re.compile(r"[^\x00-\x7f]|^[0-9#*]\ufe0f?\u20e3$")
_CUSTOM = re.compile(r"^(?:<?a?:)?(\w{2,32}):(\d+)>?$")


def emoji_of(written: str) -> Json | None:
    """An emoji in a path (a character or name:id) as the API shows it; None if it is not one."""
    custom = _CUSTOM.match(written)
    if custom:
        return {"id": custom[2], "name": custom[1]}
    if _EMOJI.search(written) and not re.search(r"[A-Za-z]", written):
        return {"id": None, "name": written}
    return None
