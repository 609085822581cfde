"""Waiting for what the bot says to whoever pressed something."""

from __future__ import annotations

from sandbox.discord import Reply

PATIENCE = 30.0


async def settled(reply: Reply, *, changed: bool = False) -> None:
    """Until the answer is there, unless it is a form; `changed`: also where it is a change of the message that was
    pressed."""
    if reply.kind in ("message", "deferred") or (changed and reply.kind == "deferred_update"):
        await reply.settled(timeout=PATIENCE)
