"""Checks gateway events: Discord's document doesn't describe them, but they carry objects that it does describe."""

from __future__ import annotations

from typing import Any

from sandbox.discord.rules.schema import faults_of

Json = dict[str, Any]

_WHOLE = {
    "MESSAGE_CREATE": "MessageResponse",
    "MESSAGE_UPDATE": "MessageResponse",
    "THREAD_CREATE": "ThreadResponse",
    "THREAD_UPDATE": "ThreadResponse",
    "GUILD_MEMBER_ADD": "GuildMemberResponse",
    "GUILD_MEMBER_UPDATE": "GuildMemberResponse",
}
_PARTS: dict[str, dict[str, str]] = {
    "READY": {"user": "UserPIIResponse"},
    "INTERACTION_CREATE": {
        "message": "MessageResponse",
        "member": "GuildMemberResponse",
        "user": "UserResponse",
    },
    "MESSAGE_REACTION_ADD": {"emoji": "MessageReactionEmojiResponse", "member": "GuildMemberResponse"},
    "MESSAGE_REACTION_REMOVE": {"emoji": "MessageReactionEmojiResponse"},
    "GUILD_ROLE_CREATE": {"role": "GuildRoleResponse"},
    "GUILD_ROLE_UPDATE": {"role": "GuildRoleResponse"},
    "GUILD_MEMBER_REMOVE": {"user": "UserResponse"},
}
_LISTS: dict[str, dict[str, str]] = {
    "GUILD_CREATE": {
        "roles": "GuildRoleResponse",
        "channels": "GuildChannelResponse",
        "threads": "ThreadResponse",
        "members": "GuildMemberResponse",
    },
    "GUILD_MEMBERS_CHUNK": {"members": "GuildMemberResponse"},
    "THREAD_MEMBERS_UPDATE": {"added_members": "ThreadMemberResponse"},
}
_CHANNELS = ("CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE")


class EventChecks:
    """Checks events; a message that was clicked a thousand times unchanged is checked once."""

    def __init__(self) -> None:
        self._sound: dict[str, Json] = {}

    def faults_of(self, event: str, data: Json) -> list[str]:
        """What is wrong with an event, as sentences; an empty list when nothing is."""
        found: list[str] = []
        if event in _WHOLE:
            found += faults_of(_WHOLE[event], data)
        elif event in _CHANNELS:
            found += faults_of(
                "GuildChannelResponse" if "guild_id" in data else "PrivateChannelResponse", data
            )
        for key, name in _PARTS.get(event, {}).items():
            if key in data and self._sound.get(key) is not data[key]:
                wrong = faults_of(name, data[key])
                found += wrong
                if not wrong:
                    self._sound[key] = data[key]
        for key, name in _LISTS.get(event, {}).items():
            for item in data.get(key, []):
                found += faults_of(name, item)
        if event == "GUILD_CREATE":
            found += faults_of("GuildResponse", data)
        return [f"{event}: {fault}" for fault in found]
