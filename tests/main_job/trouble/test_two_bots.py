"""Two bots in one process, each on a Discord of its own, as tests have them that share a process."""

from pathlib import Path

import pytest

from sandbox.stage import Stage
from tests.main_job.conftest import Staging
from tests.main_job.job import Job
from tests.main_job.living import LivingBot, MovableClock


@pytest.mark.parametrize("by_http", [False, True], ids=["gateway", "http"])
async def test_each_of_two_bots_answers_on_its_own_discord(
    staged: Staging, tmp_path: Path, by_http: bool
) -> None:
    async with staged(by_http=by_http) as job:
        await job.set_up()
        clock = MovableClock()
        async with Stage.open(clock=clock, strict_limits=False) as stage:
            bot = LivingBot(stage, clock, tmp_path / "of another.db")
            await bot.start()
            try:
                await stage.finalize()
                other = Job(stage, bot)
                await other.set_up()
                await job.join({"ada": 60_000})
                await other.join({"ben": 30_000})
                number = await job.opened("ada", "Dig a well")
                assert "For" in await job.click("ada", number, "For")
            finally:
                await bot.stop()
        record = await job.closed(number)
    assert record["result"]["outcome"]["passed"] is True
