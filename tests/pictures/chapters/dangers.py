"""Five actions, two of them dangerous, and a veto; then what is refused."""

from __future__ import annotations

from tests.pictures.scenario import WELL, Scenario


async def play(scenario: Scenario) -> None:
    await _vetoed(scenario)
    await _refused(scenario)
    scenario.look_around()


async def _vetoed(scenario: Scenario) -> None:
    job, album = scenario.job, scenario.album
    token, payee = job.stage.token.address, job.stage.chain.account("mason").address
    lines = [
        f"call {token} approve(address,uint256) {payee} {2**256 - 1}",
        f"transfer 5000 {token} to {payee}",
        f"transfer 1.25 ETH to {payee}",
        f"call {token} delegate(address delegatee) {payee}",
        f"transfer 750 {token} to {job['ben'].wallet.address}",
    ]
    number = await job.submitted("ada", "Rebuild the wall, and let the masons draw", "\n".join(lines), WELL)
    album.take("said/open_discussion-of-five", *(await job.thread(number)).messages[:1])
    await scenario.passes(minutes=61)
    card = await job.card(number, "Open for voting")
    await scenario.card("voting-on-danger", card)
    await scenario.use(
        "answers/proposal-actions", scenario.person("ben"), "proposal actions", proposal=str(number)
    )
    await job.click("ada", number, "For")
    await scenario.passes(minutes=61)
    await job.card(number, "guardians may veto")
    asked = await scenario.use(
        "answers/veto",
        job.stage.guardian,
        "veto",
        proposal=str(number),
        reason="Nobody may draw without a limit from the treasury.",
    )
    done = await job.stage.guardian.click(asked, label=asked.buttons[0].label)
    album.take("answers/veto-done", await done.settled())
    await job.notified(number, "vetoed")
    await job.card(number, "**Vetoed**")
    await scenario.card("vetoed", card)


async def _refused(scenario: Scenario) -> None:
    """What is answered to what can't be done."""
    job, album, dan = scenario.job, scenario.album, scenario.person("dan")
    await job.stage.link(job["dan"])
    preview = await job.stage.draft(dan, "Everything to me", "Please.")
    refused = await dan.click(preview, label="Submit")
    album.take("answers/propose-below-threshold", await refused.settled())
    asked = await job.stage.draft(scenario.person("ada"), "Pay", "Pay.", "transfer 1,000 ETH to vitalik.eth")
    album.take("answers/propose-refused", asked)
