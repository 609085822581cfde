"""`python -m sandbox.chain`: a chain on a loopback port until it is interrupted."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from sandbox.chain.chain import LocalChain


async def run(options: argparse.Namespace) -> None:
    """Serve until cancelled, having said where."""
    async with LocalChain.serve(
        backend=options.backend,
        chain_id=options.chain_id,
        finality=options.finality,
        port=options.port,
        genesis_time=options.genesis_time,
    ) as chain:
        print(f"chain {chain.chain_id} ({chain.backend}) at {chain.url}", flush=True)
        for account in chain.accounts:
            print(f"  {account.address}  key 0x{account.key.key.hex()}", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.chain", description=__doc__)
    parser.add_argument("--port", type=int, default=8545)
    parser.add_argument("--chain-id", type=int, default=31337)
    parser.add_argument("--finality", type=int, default=2)
    parser.add_argument(
        "--genesis-time", type=int, default=None, help="Unix seconds; without it: the wall clock"
    )
    parser.add_argument("--backend", choices=["pyevm", "anvil"], default="pyevm")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
