"""`python -m sandbox.safe_service`: a service on a loopback port until it is interrupted."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from sandbox.safe_service.service import SafeService


async def run(options: argparse.Namespace) -> None:
    """Serve until cancelled, having said where."""
    async with SafeService.serve(options.chain, chain_id=options.chain_id, port=options.port) as service:
        print(f"transaction service at {service.url}", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.safe_service", description=__doc__)
    parser.add_argument("--chain", default="http://127.0.0.1:8545", help="the chain's JSON-RPC address")
    parser.add_argument("--chain-id", type=int, default=31337)
    parser.add_argument("--port", type=int, default=8546)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
