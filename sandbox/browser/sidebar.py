"""What stands beside the conversation: servers, channels, members."""

from __future__ import annotations

from markupsafe import Markup

from sandbox.discord import Channel
from sandbox.discord.channels import CATEGORY

from .clients import Client
from .templates import rendered
from .windows import Window


def channels(window: Window, client: Client) -> Markup:
    """The channels of the server that the member sees."""
    seen: list[Channel] = []
    if window.guild is not None:
        seen = [
            c for c in window.guild.channels.values() if c.kind != CATEGORY and c.visible_to(window.person)
        ]
    return rendered("channels.html", window=window, channels=seen)
