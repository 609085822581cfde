"""The powers of 2,000 wallets at one block on anvil, read by Folkmoot, by web3, and by PyPI `multicall`; and how many
requests Folkmoot needs for 10,000 wallets with three sources on two chains.

    python -m bench.power                     (about a minute)
    python -m bench.power --wallets 500 --many 1000

All three read `getVotes` of the same token at the same block through the same port, and take turns, so that a machine
that changes its speed slows all of them. `multicall` needs web3 7 and can't be installed beside web3 8: it runs in an
environment of its own, which is made in .bench/ on the first run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eth_utils.address import to_checksum_address
from rich.console import Console
from rich.table import Table
from web3 import AsyncHTTPProvider, AsyncWeb3

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.domain.blocks import BlockRef, Value
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20, Erc20Votes
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

# `multicall` only knows public chains.
CHAIN = ChainId(1)
PEER = Path(__file__).with_name("power_peer.py")
PEER_ENVIRONMENT = Path(__file__).parents[1] / ".bench" / "multicall"
PEER_VERSION = "0.15.2"
GOAL_SECONDS = 0.2
GOAL_REQUESTS = 10
GOAL_REQUESTS_OF_MANY = 100
OTHER_CHAIN = ChainId(10)
AT_ONCE = 50
GET_VOTES = [
    {
        "type": "function",
        "name": "getVotes",
        "stateMutability": "view",
        "inputs": [{"name": "account", "type": "address"}],
        "outputs": [{"name": "", "type": "uint256"}],
    }
]

Read = Callable[[], Awaitable[tuple[list[int], float | None]]]
"""The powers, and the seconds that it took where the reader measures them itself."""


@dataclass
class Reader:
    """One way to read, and what it took each time."""

    name: str
    read: Read
    seconds: list[float] = field(default_factory=list)
    requests: int = 0

    @property
    def typical(self) -> float:
        return statistics.median(self.seconds)


async def main(wallets: int, rounds: int) -> bool:
    """Prints the table; whether Folkmoot reached its goal."""
    console = Console()
    async with LocalChain.serve(backend="anvil", chain_id=CHAIN) as local:
        people = _people(wallets)
        amounts = [10**18 + number for number in range(wallets)]
        token = await _token(local, people, amounts)
        async with EvmChain(ChainConfig("anvil", CHAIN, (local.url,))) as chain:
            at = await chain.finalized()
            web3 = AsyncWeb3(AsyncHTTPProvider(local.url))
            readers = [
                Reader("Folkmoot", _services(chain, token, people, at)),
                Reader(f"web3, {AT_ONCE} calls at a time", _web3(web3, token, people, at, AT_ONCE)),
                Reader("web3, one call after the other", _web3(web3, token, people, at, 1)),
            ]
            peer = _peer_python(console)
            if peer:
                readers.insert(
                    1, Reader(f"PyPI multicall {PEER_VERSION}", _peer(peer, local, token, people, at))
                )
            for round_number in range(rounds + 1):
                for reader in readers:
                    await _measure(reader, local, amounts, counts=round_number > 0)
            await web3.provider.disconnect()
    return _report(console, readers, wallets, rounds)


async def many(wallets: int) -> bool:
    """Prints what reading votes and balances on one chain, balances on another takes; whether the goal is reached."""
    people = _people(wallets)
    took: Counter[str] = Counter()
    async with (
        LocalChain.serve(backend="anvil", chain_id=CHAIN) as one,
        LocalChain.serve(backend="anvil", chain_id=OTHER_CHAIN) as other,
    ):
        seconds = 0.0
        for local, chain_id, kinds in ((one, CHAIN, (Erc20Votes, Erc20)), (other, OTHER_CHAIN, (Erc20,))):
            amounts = [[10**18 * place + number for number in range(wallets)] for place in range(len(kinds))]
            tokens = [await _token(local, people, each) for each in amounts]
            async with EvmChain(ChainConfig("anvil", chain_id, (local.url,))) as chain:
                local.requests.clear()
                began = time.perf_counter()
                at = await chain.finalized()
                readings = await chain.powers(
                    [
                        (kind(chain=chain_id, contract=Address(token.address)), wallet)
                        for kind, token in zip(kinds, tokens, strict=True)
                        for wallet in people
                    ],
                    at,
                )
                seconds += time.perf_counter() - began
            if readings != [Value(amount) for each in amounts for amount in each]:
                raise AssertionError("other powers were read than were given out")
            took += local.requests
    reached = took.total() <= GOAL_REQUESTS_OF_MANY
    Console().print(
        f"The powers of {wallets:,} wallets from three sources on two chains: {took.total()} JSON-RPC requests "
        f"({', '.join(f'{count} {method}' for method, count in took.items())}), {seconds:.1f} s. "
        f"Goal: at most {GOAL_REQUESTS_OF_MANY} requests: {'reached' if reached else 'missed'}."
    )
    return reached


def _people(wallets: int) -> list[Address]:
    return [Address(to_checksum_address(f"0x{number:040x}")) for number in range(1, wallets + 1)]


async def _token(local: LocalChain, people: Sequence[Address], amounts: Sequence[int]) -> Contract:
    token = await local.deploy("VotesToken", "Folk", "FOLK")
    for start in range(0, len(people), 200):
        part = slice(start, start + 200)
        await token.send("airdrop", people[part], amounts[part], True, sender=local.deployer)
    await local.mine(3)
    return token


def _services(chain: EvmChain, token: Contract, people: Sequence[Address], at: BlockRef) -> Read:
    source = Erc20Votes(chain=CHAIN, contract=Address(token.address))

    async def read() -> tuple[list[int], None]:
        readings = await chain.powers([(source, wallet) for wallet in people], at)
        return [reading.raw for reading in readings if isinstance(reading, Value)], None

    return read


def _web3(
    web3: AsyncWeb3[AsyncHTTPProvider], token: Contract, people: Sequence[Address], at: BlockRef, at_once: int
) -> Read:
    contract = web3.eth.contract(address=token.address, abi=GET_VOTES)

    async def read() -> tuple[list[int], None]:
        turn = asyncio.Semaphore(at_once)

        async def one(wallet: Address) -> int:
            async with turn:
                return int(await contract.functions.getVotes(wallet).call(block_identifier=at.number))

        return await asyncio.gather(*(one(wallet) for wallet in people)), None

    return read


def _peer_python(console: Console) -> Path | None:
    """The interpreter that has `multicall`; None, and said so, where it can't be installed."""
    python = PEER_ENVIRONMENT / "bin" / "python"
    if python.exists():
        return python
    console.print(f"Installing multicall {PEER_VERSION} into {PEER_ENVIRONMENT.relative_to(Path.cwd())} …")
    try:
        subprocess.run([sys.executable, "-m", "venv", PEER_ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"multicall=={PEER_VERSION}"], check=True)
    except subprocess.CalledProcessError as problem:
        console.print(f"[yellow]PyPI multicall is left out: it could not be installed ({problem}).")
        return None
    return python


def _peer(python: Path, local: LocalChain, token: Contract, people: Sequence[Address], at: BlockRef) -> Read:
    asked = json.dumps(
        {"url": local.url, "token": token.address, "wallets": list(people), "block": at.number}
    )
    process: asyncio.subprocess.Process | None = None

    async def read() -> tuple[list[int], float]:
        nonlocal process
        if process is None:
            process = await asyncio.create_subprocess_exec(
                python,
                PEER,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=2**24,
                env={**os.environ, "PYTHONWARNINGS": "ignore"},
            )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(asked.encode() + b"\n")
        await process.stdin.drain()
        answer = json.loads(await process.stdout.readline())
        # Without what it takes to hand the question to another process.
        return [int(power) for power in answer["powers"]], answer["seconds"]

    return read


async def _measure(reader: Reader, local: LocalChain, expected: Sequence[int], *, counts: bool) -> None:
    local.requests.clear()
    began = time.perf_counter()
    powers, own = await reader.read()
    seconds = time.perf_counter() - began
    if powers != list(expected):
        raise AssertionError(f"{reader.name} read other powers than were given out")
    if counts:
        reader.seconds.append(seconds if own is None else own)
        reader.requests = local.requests.total()


def _report(console: Console, readers: Sequence[Reader], wallets: int, rounds: int) -> bool:
    best = readers[0]
    table = Table(
        title=f"The powers of {wallets} wallets at one block (median of {rounds}, best in brackets)"
    )
    for heading in ("reader", "seconds", "JSON-RPC requests", "times Folkmoot's time"):
        table.add_column(heading, justify="left" if heading == "reader" else "right")
    for reader in readers:
        table.add_row(
            reader.name,
            f"{reader.typical:.3f} ({min(reader.seconds):.3f})",
            str(reader.requests),
            f"{reader.typical / best.typical:.1f}",
        )
    console.print(table)
    reached = best.typical <= GOAL_SECONDS and best.requests <= GOAL_REQUESTS
    console.print(
        f"Goal: at most {GOAL_SECONDS} s and {GOAL_REQUESTS} requests: {'reached' if reached else 'missed'}."
    )
    return reached


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--wallets", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--many", type=int, default=10_000, help="wallets whose requests are counted")
    given = arguments.parse_args()
    few_enough = asyncio.run(many(given.many))
    quick_enough = asyncio.run(main(given.wallets, given.rounds))
    sys.exit(0 if few_enough and quick_enough else 1)
