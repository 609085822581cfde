"""What passed is carried out by a Baal, which leaves who disagrees time to leave."""

from __future__ import annotations

from sandbox.chain.baal import deploy_baal
from tests.main_job.job import PERIODS, TOKEN
from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    ada, ben = (job[name].wallet for name in ("ada", "ben"))
    baal = await deploy_baal(stage.chain, {ada: 6 * TOKEN, ben: 4 * TOKEN}, sponsor_threshold=TOKEN)
    await stage.chain.fund(baal.safe.address, 100 * TOKEN)
    await stage.finalize()
    made = {"name": "baal", "preset": "token", "safe": f"baal {baal.address}", **PERIODS}
    await job.asked(stage.moderator, "gov track add", **made)
    number, _ = await scenario.proposed_on("baal", f"transfer 5 ETH to {ben.address}")
    await scenario.passes(minutes=61)
    await job.card(number, "Open for voting")
    await job.click("ada", number, "For")
    await scenario.passes(minutes=61)
    await job.result(number)
    await scenario.passes(minutes=61)
    scenario.album.take("executors/baal", await job.in_thread(number, "In the DAO: proposal"))
    await job.asked(stage.moderator, "gov track retire", track="baal")
    scenario.look_around()
