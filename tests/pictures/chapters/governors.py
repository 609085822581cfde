"""What passed is carried out by a Governor."""

from __future__ import annotations

from sandbox.chain.governor import deploy_governor
from tests.main_job.job import PERIODS, TOKEN
from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    governor = await deploy_governor(stage.chain, stage.token, threshold=1_000 * TOKEN)
    await stage.chain.fund(governor.timelock.address, 100 * TOKEN)
    await stage.finalize()
    named = f"governor {governor.address}"
    made = {"name": "governor", "preset": "token", "safe": named, **PERIODS}
    await job.asked(stage.moderator, "gov track add", **made)
    payee = job["ben"].wallet.address
    number, _ = await scenario.proposed_on("governor", f"transfer 5 ETH to {payee}")
    await scenario.passes(minutes=61)
    await job.card(number, "Open for voting")
    await job.click("ada", number, "For")
    await scenario.passes(minutes=61)
    await job.result(number)
    await scenario.passes(minutes=61)
    scenario.album.take("executors/governor", await job.in_thread(number, "On the Governor: proposal"))
    await job.asked(stage.moderator, "gov track retire", track="governor")
    scenario.look_around()
