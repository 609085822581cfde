"""`python -m sandbox.discord --port N`: one loopback Discord with its control interface, until it is interrupted."""

from __future__ import annotations

import argparse
import asyncio
import signal

from sandbox.browser import Pages

from .server import Discord


async def run(port: int, strict_limits: bool, unchecked: bool) -> None:
    """Serve until SIGINT or SIGTERM; the first line of output says where for programs, the second for people."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with Discord.serve(port, strict_limits=strict_limits) as discord, Pages.serve(discord) as pages:
        discord.check_everything(not unchecked)
        print(f"{discord.api_url} {discord.gateway_url} {discord.world.base_url}/control/", flush=True)
        print(pages.url, flush=True)
        await stopping.wait()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--strict-limits", action="store_true", help="enforce Discord's rate limits")
    parser.add_argument(
        "--unchecked", action="store_true", help="don't check this server's own answers (benchmarks)"
    )
    given = parser.parse_args()
    asyncio.run(run(given.port, given.strict_limits, given.unchecked))


if __name__ == "__main__":
    main()
