"""Discord as far as a bot needs it that writes to members in private: discord.py's requests end here, not at a socket.

For thousands of messages; the sandbox's Discord, with its sockets and rules, is there for all that is about one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import discord

from bot.client import FolkmootClient
from bot.domain.ids import GuildId, MemberId, RoleId
from bot.services.container import Services

_TEXT = 10
_BOT = {"id": "1", "username": "folkmoot", "discriminator": "0", "avatar": None, "bot": True}


@dataclass
class FakeDirectMessages:
    """`arrived` is called with each message: to whom, when, and its text."""

    now: Callable[[], datetime]
    arrived: Callable[[MemberId, datetime, str], None]
    roles: dict[tuple[GuildId, MemberId], frozenset[RoleId]] = field(default_factory=dict)
    """Of those members who have some."""
    _messages: int = 0

    def client(
        self, services: Services, guilds: Iterable[GuildId], roles: Iterable[RoleId]
    ) -> FolkmootClient:
        """A bot in these servers, each of which has these roles."""
        client = FolkmootClient(services, ())
        client.http.request = self._request  # type: ignore[method-assign]
        state = client._connection
        state.user = discord.ClientUser(state=state, data=_BOT)  # type: ignore[arg-type]
        for guild in guilds:
            everyone = _role(int(guild), "@everyone")
            state._add_guild_from_data(
                {  # type: ignore[typeddict-item]
                    "id": str(guild),
                    "name": f"DAO {guild}",
                    "owner_id": "2",
                    "preferred_locale": "en-GB",
                    "roles": [everyone, *(_role(role, f"role {role}") for role in roles)],
                    "channels": [],
                    "threads": [],
                    "emojis": [],
                    "stickers": [],
                    "features": [],
                    "members": [],
                    "member_count": 0,
                }
            )
        return client

    async def _request(self, route: discord.http.Route, **asked: Any) -> Any:
        path = route.path
        if route.method == "GET" and path.startswith("/guilds/{guild_id}/members/"):
            guild, member = (int(part) for part in route.url.split("/guilds/")[1].split("/members/"))
            roles = self.roles.get((GuildId(guild), MemberId(member)), frozenset())
            return {
                "user": _user(member),
                "roles": [str(role) for role in roles],
                "joined_at": None,
                "flags": 0,
            }
        if route.method == "POST" and path == "/users/@me/channels":
            member = int(asked["json"]["recipient_id"])
            return {"id": str(member), "type": 1, "recipients": [_user(member)], "last_message_id": None}
        if route.method == "POST" and path == "/channels/{channel_id}/messages":
            assert route.channel_id is not None
            texts = [part["content"] for part in asked["json"]["components"] if part["type"] == _TEXT]
            self.arrived(MemberId(int(route.channel_id)), self.now(), "\n".join(texts))
            self._messages += 1
            return {
                "id": str(self._messages),
                "channel_id": str(route.channel_id),
                "author": _BOT,
                "content": "",
                "type": 0,
                "timestamp": self.now().isoformat(),
                "edited_timestamp": None,
                **dict.fromkeys(("tts", "mention_everyone", "pinned"), False),
                **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")},
            }
        raise AssertionError(f"{route.method} {path}")


def _user(member: int) -> dict[str, Any]:
    return {"id": str(member), "username": f"m{member}", "discriminator": "0", "avatar": None}


def _role(role: int, name: str) -> dict[str, Any]:
    return {
        "id": str(role),
        "name": name,
        "permissions": "0",
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        **dict.fromkeys(("hoist", "managed", "mentionable"), False),
    }
