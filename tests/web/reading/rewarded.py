"""A server whose track pays those who vote by a list, and what comes of a vote there."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.chain.contract import Contract
from tests.main_job.job import assert_says
from tests.web.site import Site

POOL = 500
PAYING = """
name = "rewarding"
mechanism = "single"
choices = ["For", "Against", "Abstain"]
proposal_threshold = 1000000000000000000
reactions = true

[rules]
quorum = {{ kind = "share", value = "1/1000", counts = ["For", "Against", "Abstain"] }}
majority = {{ kind = "simple", value = "1/2", abstain = "excluded" }}

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT1H"
execution = "P14D"
unresolved_after = "PT6H"

[voter_rewards]
token = "{token}"
symbol = "RIVER"
decimals = 0
pool = "{pool}"
shared = "power"
distributor = "{distributor}"
claimable = "P30D"
"""


@dataclass(frozen=True)
class Rewarded:
    """A vote whose rewards wait for the Safe's owners."""

    site: Site
    number: int
    river: Contract
    drops: Contract
    path: str
    """Of the page on which they are claimed."""

    async def executed(self) -> None:
        """The owners sign and execute what pays them."""
        job = self.site.job
        await job.execute(job.transactions()[0])
        await job.notified(self.number + 1, "The Safe executed")
        await self.site.stage.finalize()


async def rewarded(site: Site, author: str, title: str, votes: dict[str, str]) -> Rewarded:
    """Members have voted so, and the rewards are asked for."""
    stage, job = site.stage, site.job
    river = await stage.chain.deploy("PlainToken", "River", "RIVER", 0)
    drops = await stage.chain.deploy("VoterDrops")
    await river.send("airdrop", [stage.safe.address], [2 * POOL], sender=stage.chain.deployer)
    await stage.finalize()
    written = PAYING.format(token=river.address, distributor=drops.address, pool=POOL)
    file = ("policy.toml", written.encode())
    shown = await (await stage.moderator.slash(stage.log, "gov policy upload", file=file)).settled(timeout=30)
    assert_says(shown.text, "each vote pays 500 RIVER")
    await (await stage.moderator.click(shown, label="Apply to main")).settled(timeout=30)
    number = await job.opened(author, title)
    for name, choice in votes.items():
        await job.click(name, number, choice)
    await job.closed(number)
    await job.in_thread(number, "They claim it once it is paid")
    await site.bot.passes(minutes=61)
    await job.in_thread(number, "safeTxHash")
    return Rewarded(site, number, river, drops, f"/proposals/{await job.bot.id_of(number)}/claims")
