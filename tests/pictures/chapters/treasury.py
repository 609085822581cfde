"""What the Safe holds and what it is worth, what was spent, and a payment that is asked for."""

from __future__ import annotations

from sandbox.stage import Stage
from tests.main_job.job import TOKEN
from tests.pictures.scenario import Scenario

_DOLLAR = 10**6


async def play(scenario: Scenario) -> None:
    stage = scenario.job.stage
    eth, usdc = await _endowed(stage)
    mona, ada = stage.moderator, scenario.person("ada")
    await scenario.use(
        "answers/gov-treasury-watch", mona, "gov treasury watch", kind="coin", name="ETH", feed=eth
    )
    dollars = await stage.chain.deploy("PlainToken", "USD Coin", "USDC", 6)
    await dollars.send("mint", stage.safe.address, 148_000 * _DOLLAR, sender=stage.chain.deployer)
    await stage.finalize()
    await scenario.job.asked(
        mona, "gov treasury watch", kind="erc20", name="USDC", address=dollars.address, feed=usdc
    )
    badges = await stage.chain.deploy("BadgeNFT", "Badge", "BADGE")
    await badges.send("airdrop", [stage.safe.address] * 3, [1, 2, 3], sender=stage.chain.deployer)
    await stage.finalize()
    await scenario.job.asked(mona, "gov treasury watch", kind="erc721", name="Badge", address=badges.address)
    await scenario.use("answers/gov-treasury-list", mona, "gov treasury list")
    await scenario.use(
        "answers/gov-treasury-target", mona, "gov treasury target", shares="ETH 60%, USDC 40%", band="5%"
    )
    await scenario.job.until(
        lambda: any("is to be rebalanced" in each.text for each in stage.announcements.messages)
    )
    scenario.look_around()
    await scenario.use("answers/treasury-show", ada, "treasury show")
    await scenario.use("answers/treasury-requests", ada, "treasury requests")
    await scenario.use("answers/treasury-spending", ada, "treasury spending", by="recipient")
    await scenario.use("answers/treasury-budget", ada, "treasury budget")
    await scenario.use(
        "answers/treasury-request",
        ada,
        "treasury request",
        amount="250",
        token="USDC",
        to=scenario.job["ben"].wallet.address,
    )
    await scenario.use("answers/gov-treasury-forget", mona, "gov treasury forget", name="Badge")


async def _endowed(stage: Stage) -> tuple[str, str]:
    """The feeds of the coin and of a dollar."""
    chain = stage.chain
    eth = await chain.deploy("PriceFeed", "ETH / USD", 8, 2_500_00000000)
    usdc = await chain.deploy("PriceFeed", "USDC / USD", 8, 99_980_000)
    await chain.fund(stage.safe.address, 100 * TOKEN)
    await stage.finalize()
    return eth.address, usdc.address
