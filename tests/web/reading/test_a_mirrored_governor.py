"""A proposal on a Governor elsewhere, from the chain to the thread, its card and its page."""

import pytest

from sandbox.chain.governor import FOR, deploy_governor
from sandbox.discord import Thread
from tests.web.site import Browser, Site


@pytest.mark.asyncio(loop_scope="session")
async def test_what_happens_on_a_governor_is_read_in_discord_and_in_the_browser(
    site: Site, browser: Browser
) -> None:
    job, stage = site.job, site.stage
    chain, voter = stage.chain, stage.chain.deployer
    token = await chain.deploy("VotesToken", "River", "RIVER")
    await token.send("mint", voter.address, 100 * 10**18, sender=voter)
    await token.send("delegate", voter.address, sender=voter)
    governor = await deploy_governor(chain, token, voting_period=20)
    await chain.fund(governor.timelock.address, 10**19)
    await stage.finalize()
    added = await job.ask(
        stage.moderator,
        "gov mirror add",
        kind="governor",
        address=governor.address,
        channel=stage.discussion.id,
    )
    assert "gets a thread in" in added

    payment = [(chain.account("bridge builder").address, 5 * 10**18, b"")]
    words = "# A bridge\n\nOver the **river**. It moves nothing."
    number = await governor.propose(payment, words, sender=voter)
    await governor.skip_to_vote(number)
    await governor.vote(number, FOR, sender=voter)
    await stage.finalize()
    await site.bot.passes(minutes=3)

    def thread() -> Thread | None:
        return next((each for each in stage.guild.threads if "A bridge" in each.name), None)

    await job.until(lambda: thread() is not None)
    found = thread()
    assert found is not None
    card = found.messages[0]
    await job.until(lambda: "In the browser" in {button.label for button in card.buttons})
    await job.until(lambda: "For 100.0" in card.text)
    assert card.text.index("5 ETH") < card.text.index("It moves nothing")
    address = {button.label: button.url for button in card.buttons}["In the browser"]
    assert address is not None
    page = await browser.read(address.removeprefix(site.origin), site.member("mirror reader"))
    assert "<strong>river</strong>" in page.text
    assert page.words.index("5 ETH") < page.words.index("It moves nothing")
    listed = await job.ask(stage.moderator, "gov mirror list")
    assert f"{site.origin}/mirrors/" in listed

    await governor.skip_vote(number)
    await governor.queue(number, payment, words, sender=voter)
    await governor.skip_timelock()
    await governor.execute(number, payment, words, sender=voter)
    await stage.finalize()
    await site.bot.passes(minutes=63)
    await job.until(lambda: "It was executed." in found.messages[-1].text)
    await job.until(lambda: "Executed" in card.text)
    await job.ask(stage.moderator, "gov mirror remove", address=governor.address)
