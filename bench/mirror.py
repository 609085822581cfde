"""A mirror of a Governor with 500 past proposals on anvil: how long it takes until all are known, and what it costs
afterwards.

    python -m bench.mirror                   (about a minute)
    python -m bench.mirror --proposals 100   (shorter)

Two goals: under 30 seconds from the naming to the last proposal, and at most one request a block afterwards, with a
block every 15 seconds (no chain that has Governors makes them more slowly) and a look every two minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from datetime import timedelta

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.services.mirrors.mirroring import EVERY
from sandbox.chain import LocalChain
from sandbox.chain.governor import LocalGovernor
from tests.execution.governor.governor_treasury import CHAIN, governor_of
from tests.execution.mirrored import mirror_of

GOAL_SECONDS = 30
GOAL_REQUESTS = 1
BLOCK = timedelta(seconds=15)
LOOKS = 10
OPEN = 5
"""Proposals that are followed meanwhile."""


async def run(proposals: int) -> bool:
    """Prints the figures; whether the goals are reached."""
    async with LocalChain.serve(backend="anvil", chain_id=int(CHAIN)) as local:
        governor = await governor_of(local, "TimelockedGovernor")
        for number in range(proposals):
            await _propose(governor, number)
        await local.mine(30)
        async with EvmChain(ChainConfig("anvil", CHAIN, (local.url,))) as chain:
            began = time.perf_counter()
            kept = await mirror_of(chain, governor.address)
            await kept.catch_up()
            seconds = time.perf_counter() - began
            known = len(kept.proposals)
            for number in range(OPEN):
                await _propose(governor, proposals + number)
            local.requests.clear()
            asked = 0
            for _ in range(LOOKS):
                await local.mine(EVERY // BLOCK)
                # What anvil is told to mine is none of what is asked of it.
                local.requests.clear()
                await kept.look()
                asked += local.requests.total()
    of_a_block = asked / (LOOKS * (EVERY // BLOCK))
    print(f"{known:,} past proposals of a Governor are known after {seconds:.1f} s (goal: {GOAL_SECONDS} s)")
    print(
        f"{of_a_block:.2f} JSON-RPC requests a block of {BLOCK.seconds} s with {OPEN} open proposals: {asked} in "
        f"{LOOKS} looks, one every {EVERY.seconds} s (goal: {GOAL_REQUESTS})"
    )
    return known == proposals and seconds < GOAL_SECONDS and of_a_block <= GOAL_REQUESTS


async def _propose(governor: LocalGovernor, number: int) -> None:
    payment = (governor.chain.account("grantee").address, number + 1, b"")
    await governor.propose([payment], f"# Grant {number}", sender=governor.chain.deployer)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=500)
    sys.exit(0 if asyncio.run(run(parser.parse_args().proposals)) else 1)
