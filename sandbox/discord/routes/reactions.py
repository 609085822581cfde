"""Reactions: add, remove, list."""

from __future__ import annotations

from typing import Any

from sandbox.discord.errors import unknown
from sandbox.discord.people import reacting
from sandbox.discord.routes.messages import the_message
from sandbox.discord.routes.routing import Call, Routes
from sandbox.discord.world.permissions import P

routes = Routes()
Json = dict[str, Any]

_ONE = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"


@routes.put(f"{_ONE}/@me")
def react(call: Call) -> None:
    """Add the bot's reaction."""
    reacting.add(the_message(call), call.app.user, call.params["emoji_name"])


@routes.delete(f"{_ONE}/@me")
def unreact(call: Call) -> None:
    """Take the bot's reaction back."""
    reacting.remove(the_message(call), call.app.user, call.params["emoji_name"])


@routes.delete(f"{_ONE}/{{user_id}}")
def remove_of(call: Call) -> None:
    """Remove somebody's reaction."""
    message = the_message(call, P.MANAGE_MESSAGES)
    user = call.world.users.get(call.number("user_id"))
    if user is None:
        raise unknown("user")
    reacting.remove(message, user, call.params["emoji_name"])


@routes.delete("/channels/{channel_id}/messages/{message_id}/reactions")
def clear(call: Call) -> None:
    """Remove all reactions."""
    reacting.clear(the_message(call, P.MANAGE_MESSAGES))


@routes.delete(_ONE)
def clear_emoji(call: Call) -> None:
    """Remove all reactions of one emoji."""
    reacting.clear(the_message(call, P.MANAGE_MESSAGES), call.params["emoji_name"])


@routes.get(_ONE)
def list_users(call: Call) -> list[Json]:
    """A page of who reacted, by id; `type=1` lists super reactions."""
    message = the_message(call, P.READ_MESSAGE_HISTORY)
    limit = call.limit(25, 100)
    found = message.reactions.get(reacting.key(reacting.emoji(call.params["emoji_name"])))
    if found is None:
        return []
    users = found.burst if call.query.get("type") == "1" else found.normal
    after = int(call.query.get("after", 0))
    page = [users[user_id] for user_id in sorted(users) if user_id > after][:limit]
    return [user.payload for user in page]
