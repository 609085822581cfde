"""`python -m sandbox.discord`: one loopback Discord, its control interface and its page, until it is interrupted.

It prints three lines: the addresses of API, gateway and control interface; the page to visit; and the JSON of the small
world that is there, with the token of its bot.
"""

from __future__ import annotations

import argparse
import asyncio
import signal

import orjson

from sandbox.browser import Pages
from sandbox.discord.server import Discord
from sandbox.discord.world.small_world import furnish


async def run(port: int, page_port: int, strict_limits: bool, unchecked: bool, empty: bool) -> None:
    """Serve until SIGINT or SIGTERM."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with (
        Discord.serve(port, strict_limits=strict_limits) as discord,
        Pages.serve(discord, port=page_port) as pages,
    ):
        discord.check_everything(not unchecked)
        there = {} if empty else furnish(discord)
        print(f"{discord.api_url} {discord.gateway_url} {discord.world.base_url}/control/")
        print(pages.url)
        print(orjson.dumps(there).decode(), flush=True)
        await stopping.wait()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox.discord",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=0, help="of API, gateway and control; 0 takes a free one")
    parser.add_argument("--page-port", type=int, default=0, help="of the page; 0 takes a free one")
    parser.add_argument("--empty", action="store_true", help="without the small world")
    parser.add_argument("--strict-limits", action="store_true", help="enforce Discord's rate limits")
    parser.add_argument(
        "--unchecked", action="store_true", help="don't check this server's own answers (benchmarks)"
    )
    given = parser.parse_args()
    asyncio.run(run(given.port, given.page_port, given.strict_limits, given.unchecked, given.empty))


if __name__ == "__main__":
    main()
