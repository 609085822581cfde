"""How many requests `/treasury show` takes: fifty tokens with a price each on two chains, in at most a hundred."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.ids import Address, ChainId, GuildId
from bot.domain.treasury.positions import Erc20Position
from bot.domain.treasury.settings import MOST_WATCHED, Feed, TreasurySettings, Watched
from sandbox.chain.chain import LocalChain
from sandbox.chain.safe import LocalSafe
from tests.main_job.conftest import Staging
from tests.main_job.job import Job, assert_says

TOKENS = 50
"""On each of the two chains: as many as a server can name."""
HEARTBEAT = timedelta(days=1)


async def held(chain: LocalChain, safe: LocalSafe) -> list[Watched]:
    """Tokens of which the Safe has as many whole ones as their number says, at a dollar each."""
    found = []
    for number in range(1, TOKENS + 1):
        token = await chain.deploy("PlainToken", "Token", f"T{number}", number % 19)
        feed = await chain.deploy("PriceFeed", f"T{number} / USD", 8, 10**8)
        await token.send("mint", safe.address, number * 10 ** (number % 19), sender=chain.deployer)
        position = Erc20Position(chain=ChainId(chain.chain_id), contract=Address(token.address))
        priced = Feed(contract=Address(feed.address), heartbeat=HEARTBEAT, decimals=8)
        found.append(Watched(position=position, symbol=f"T{number}", decimals=number % 19, feed=priced))
    return found


async def watched(job: Job, what: list[Watched]) -> None:
    """As `/gov treasury watch` would store them one by one."""
    async with job.bot.program.runtime.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GuildId(job.stage.guild.id))
        settings = TreasurySettings(watched=tuple(what))
        await repositories.treasuries.set(space.id, settings, job.bot.clock.now())


async def test_fifty_tokens_on_two_chains_are_shown_with_at_most_a_hundred_requests(staged: Staging) -> None:
    async with staged(second_safe=True) as job:
        stage, second = job.stage, job.stage.second
        assert second
        assert second.safe
        await job.set_up(safe=f"{stage.safe.address}, polygon:{second.safe.address}")
        everything = [*await held(stage.chain, stage.safe), *await held(second.chain, second.safe)]
        assert len(everything) == MOST_WATCHED
        await watched(job, everything)
        await stage.finalize()
        for chain in (stage.chain, second.chain):
            chain.requests.clear()
        shown = await job.ask(stage.moderator, "treasury show")
        assert stage.chain.requests.total() + second.chain.requests.total() <= 100
        assert_says(shown, f"**${2 * sum(range(1, TOKENS + 1)):,}**".replace(",", "\u202f"))
        assert_says(shown, "**50 T50** on polygon · $50", "**50 T50** on local · $50")
