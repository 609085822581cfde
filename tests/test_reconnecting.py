"""How often the bot tries to reach a Discord that breaks the connection again and again."""

import inspect

import discord

from bot.client import LONGEST_RETRY


def test_no_pause_before_the_next_connection_is_longer_than_a_minute() -> None:
    assert "backoff = ExponentialBackoff()" in inspect.getsource(discord.Client.connect)
    backoff = discord.client.ExponentialBackoff()  # type: ignore[attr-defined]
    pauses = [backoff.delay() for _ in range(200)]
    assert max(pauses) == LONGEST_RETRY
    assert min(pauses) < LONGEST_RETRY
