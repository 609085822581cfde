"""The main job from end to end: members act in Discord, the money moves on chain, and nobody has to trust the bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assurance import ASSURANCE
from tests.databases import KINDS, ON_EACH_KIND
from tests.main_job.conftest import Staging
from tests.main_job.whole_job import play_whole_job


@pytest.mark.parametrize(
    ("databases", "place", "way"),
    [
        # The bot that is broken off does it in a forum and by the gateway on each kind of database.
        *((kind, "forum", "gateway") for kind in KINDS if ASSURANCE),
        ("sqlite", "text channel", "gateway"),
        ("sqlite", "forum", "http"),
    ],
    indirect=["databases"],
)
async def test_a_batch_is_proposed_decided_and_executed_exactly_as_it_was_voted_on(
    staged: Staging, tmp_path: Path, place: str, way: str
) -> None:
    posted: list[bytes] = []
    async with staged(forum=place == "forum", by_http=way == "http") as job:
        job.stage.discord.world.endpoints.seen = lambda body, headers: posted.append(body)
        await play_whole_job(job, tmp_path)
    # Discord sends each interaction one way alone.
    assert bool(posted) == (way == "http")


@ON_EACH_KIND
async def test_a_bot_broken_off_between_every_two_phases_does_the_same_job_once(
    staged: Staging, tmp_path: Path
) -> None:
    async with staged() as job:
        await play_whole_job(job, tmp_path, job.bot.restart)
