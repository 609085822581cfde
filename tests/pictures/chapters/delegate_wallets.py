"""What passed is asked of a delegate, who casts it in somebody else's Governor."""

from __future__ import annotations

from sandbox.chain.governor import deploy_governor
from sandbox.stage import sign, sign_in_text
from tests.main_job.job import PERIODS, TOKEN
from tests.pictures.scenario import Scenario

_LONG = 10_000_000
"""Blocks."""


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    chain, delegate = stage.chain, stage.chain.account("delegate")
    token = await chain.deploy("VotesToken", "Other", "OTHER")
    await token.send("airdrop", [delegate.address], [5_000 * TOKEN], True, sender=chain.deployer)
    governor = await deploy_governor(chain, token, voting_period=_LONG)
    await stage.finalize()
    theirs = await governor.propose([(governor.timelock.address, 0, b"")], "# Theirs", sender=chain.deployer)
    await governor.skip_to_vote(theirs)
    await stage.finalize()
    named = {"preset": "metagovernance", "safe": f"delegate_wallet {delegate.address}", **PERIODS}
    await job.asked(stage.moderator, "gov track add", name="delegate", **named)
    command = {"signer": delegate.address, "safe": delegate.address}
    asked = await (await stage.moderator.slash(stage.log, "gov safe prove", **command)).settled(timeout=30)
    form = await stage.moderator.click(asked, label="I have signed it")
    assert form.modal is not None, form
    await (await form.modal.submit({"Signature": sign(delegate, sign_in_text(asked.text))})).settled(
        timeout=30
    )
    number, _ = await scenario.proposed_on("delegate", f"cast {governor.address} {theirs}")
    await scenario.passes(minutes=61)
    await job.card(number, "Open for voting")
    await job.click("ada", number, "For")
    await scenario.passes(minutes=61)
    await job.result(number)
    await scenario.passes(minutes=61)
    shown = await job.in_thread(number, "To be cast by the delegate")
    scenario.album.take("executors/delegate_wallet", shown)
    await job.asked(stage.moderator, "gov track retire", track="delegate")
    released = {"reason": "Another delegate votes from now on.", "safe": delegate.address}
    await job.asked(stage.moderator, "gov safe release", **released)
    scenario.look_around()
