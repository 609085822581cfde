"""What passed is carried out by Moloch DAOs, which leave who disagrees time to leave."""

from __future__ import annotations

from sandbox.chain.baal import deploy_baal
from sandbox.chain.moloch import collect, deploy_moloch
from tests.main_job.job import PERIODS, TOKEN
from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    chain, ada, ben = stage.chain, job["ada"].wallet, job["ben"].wallet
    baal = await deploy_baal(chain, {ada: 6 * TOKEN, ben: 4 * TOKEN}, sponsor_threshold=TOKEN)
    await chain.fund(baal.safe.address, 100 * TOKEN)
    dai = await chain.deploy("PlainToken", "Dai", "DAI", 18)
    await chain.fund(ada.address, TOKEN)
    moloch = await deploy_moloch(chain, [dai], {ada: 6, ben: 4}, deposit=10 * TOKEN, reward=TOKEN)
    await collect(moloch, dai, 1_000 * TOKEN, member=ada)
    await stage.finalize()
    await passed(scenario, "baal", baal.address, f"transfer 5 ETH to {ben.address}")
    await passed(scenario, "moloch", moloch.address, f"transfer 50 {dai.address} to {ben.address}")
    scenario.look_around()


async def passed(scenario: Scenario, kind: str, account: str, actions: str) -> None:
    """A proposal on a track of its own passes, and is to be submitted."""
    job, stage = scenario.job, scenario.job.stage
    made = {"name": kind, "preset": "token", "safe": f"{kind} {account}", **PERIODS}
    await job.asked(stage.moderator, "gov track add", **made)
    number, _ = await scenario.proposed_on(kind, actions)
    await scenario.passes(minutes=61)
    await job.card(number, "Open for voting")
    await job.click("ada", number, "For")
    await scenario.passes(minutes=61)
    await job.result(number)
    await scenario.passes(minutes=61)
    scenario.album.take(f"executors/{kind}", await job.in_thread(number, "In the DAO: proposal"))
    await job.asked(stage.moderator, "gov track retire", track=kind)
