"""A server follows what is proposed on a Governor elsewhere."""

from __future__ import annotations

from sandbox.chain.governor import FOR, deploy_governor
from tests.main_job.job import TOKEN
from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    chain, voter = stage.chain, stage.chain.deployer
    token = await chain.deploy("VotesToken", "River", "RIVER")
    await token.send("mint", voter.address, 100 * TOKEN, sender=voter)
    await token.send("delegate", voter.address, sender=voter)
    governor = await deploy_governor(chain, token, voting_period=20)
    await chain.fund(governor.timelock.address, 10 * TOKEN)
    await stage.finalize()
    named = {"kind": "governor", "address": governor.address, "channel": stage.discussion.id}
    await scenario.use("answers/gov-mirror-add", stage.moderator, "gov mirror add", **named)
    calls = [(chain.account("bridge builder").address, 5 * TOKEN, b"")]
    words = "# A bridge over the river\n\nThe ferry is old. Two bids came in; this is the lower one."
    number = await governor.propose(calls, words, sender=voter)
    await governor.skip_to_vote(number)
    await governor.vote(number, FOR, sender=voter)
    await scenario.passes(minutes=3)
    await job.until(lambda: any("A bridge" in each.name for each in stage.guild.threads))
    thread = next(each for each in stage.guild.threads if "A bridge" in each.name)
    # What follows may have changed it before anybody looks around.
    scenario.album.take("said/post_mirrored", thread.messages[0])
    scenario.look_around()
    await governor.skip_vote(number)
    await governor.queue(number, calls, words, sender=voter)
    await scenario.passes(minutes=63)
    await governor.execute(number, calls, words, sender=voter)
    await scenario.passes(minutes=3)
    await job.until(lambda: "It was executed." in thread.messages[-1].text)
    scenario.look_around()
    await job.until(lambda: "Open for voting" not in thread.messages[0].text)
    scenario.album.take("said/refresh_mirrored", thread.messages[0])
    await scenario.use("answers/gov-mirror-list", stage.moderator, "gov mirror list")
