"""A request waits for a rate limit where its bucket is empty, and nowhere else."""

import asyncio
from types import SimpleNamespace

import discord
import discord.http
import pytest

from bot.client import LONGEST_WAIT
from bot.rate_limits import Ratelimit

FIVE_MINUTES, AT_ONCE = 300.0, 0.01


async def bucket(limit: int, remaining: int, reset_after: float = FIVE_MINUTES) -> Ratelimit:
    """A bucket of which Discord has just said so."""
    found = Ratelimit(LONGEST_WAIT)
    async with found:
        answer = {
            "X-Ratelimit-Limit": str(limit),
            "X-Ratelimit-Remaining": str(remaining),
            "X-Ratelimit-Reset-After": str(reset_after),
        }
        found.update(SimpleNamespace(headers=answer))
    return found


@pytest.mark.parametrize("remaining", [1, 2, 49])
async def test_what_is_left_in_a_bucket_is_sent_at_once_however_late_its_window_ends(remaining: int) -> None:
    found = await bucket(50, remaining)
    for left in range(remaining - 1, -1, -1):
        async with found:
            assert found.remaining == left
    with pytest.raises(discord.RateLimited):
        await found.acquire()


async def test_an_empty_bucket_whose_window_ends_late_sends_nothing_however_often_it_is_asked() -> None:
    found = await bucket(50, 0)
    for _ in range(3):
        with pytest.raises(discord.RateLimited) as refused:
            await found.acquire()
        assert LONGEST_WAIT < refused.value.retry_after <= FIVE_MINUTES


async def test_who_waits_for_an_empty_bucket_goes_when_its_window_ends() -> None:
    found = await bucket(2, 0, AT_ONCE)
    gone = await asyncio.gather(*(_once(found) for _ in range(5)))
    assert gone == [True] * 5


async def _once(found: Ratelimit) -> bool:
    async with found:
        answer = {"X-Ratelimit-Limit": "2", "X-Ratelimit-Reset-After": str(AT_ONCE)}
        remaining = {"X-Ratelimit-Remaining": str(max(0, found.remaining))}
        found.update(SimpleNamespace(headers=answer | remaining))
        return True


def test_the_bot_has_these_buckets() -> None:
    assert vars(discord.http)["Ratelimit"] is Ratelimit
