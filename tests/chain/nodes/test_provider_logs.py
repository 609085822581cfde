"""Events are found in parts as large as the provider answers, whatever its plan and its words."""

import pytest

from bot.domain.errors import ChainUnavailable
from tests.chain.nodes.paper_nodes import HEAD, QUICK, TOKEN, Json, PaperNode, evm_chain, ref, unknown

TOPIC = "0x" + "ab" * 32
EVENTS = (3, 100, 101, 557, 996)

REFUSALS = {
    # boundless-xyz/boundless#838, cartesi/rollups-node#655, foundry-rs/foundry#12687
    "Alchemy free": (
        10,
        -32600,
        "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range.",
    ),
    "Alchemy": (
        500,
        -32600,
        "You can make eth_getLogs requests with up to a 500 block range. Based on your parameters, …",
    ),
    # ethers-io/ethers.js#4703
    "Alchemy, results": (
        100,
        -32602,
        "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range",
    ),
    "Infura, results": (
        50,
        -32005,
        "query returned more than 10000 results. Try with this block range [0xBDE5F8, 0x102DBCC].",
    ),
    # INFURA/infura#237
    "Infura": (64, -32602, "range 1000000 exceeds limit of 10000"),
    "Ankr": (30, -32600, "block range is too wide"),
    "QuickNode": (5, -32614, "eth_getLogs and eth_newFilter are limited to a 5 range"),
    "QuickNode paid": (50, -32602, "eth_getLogs is limited to a 10,000 range"),
    "dRPC": (100, 35, "ranges over 10000 blocks are not supported on freetier"),
    "1rpc": (50, -32001, "eth_getLogs is limited to 0 - 10000 blocks range"),
    "publicnode": (50, -32701, "exceed maximum block range: 50000"),
    "-32701": (10, -32701, "eth_getLogs range is too large, max is 10 blocks"),
    "-32005": (10, -32005, "limit exceeded: block range is too large, max is 10 blocks"),
    "no word of it": (10, -32005, "limit exceeded"),
    "nothing at all": (10, -32000, ""),
    # paradigmxyz/reth#8558
    "reth": (100, -32602, "query exceeds max block range 5000"),
    # erigontech/erigon#20424
    "erigon": (5, -32602, "query block range exceeds server limit, narrow your filter: 5."),
    # scroll-tech/go-ethereum#529
    "scroll": (20, -32000, "block range is bigger than maxBlockRange"),
    # enviodev/hyperindex#605
    "morph": (
        50,
        -32000,
        "block range is larger than max block range, block range = 5120, max block range = 5000",
    ),
    # AlphaWallet/alpha-wallet-ios#5277
    "candle": (10, -32600, "block range too high"),
    "avalanche": (20, -32000, "requested too many blocks from 1 to 999, maximum is set to 20"),
    "timeout": (100, -32000, "query timeout exceeded"),
    "one block": (1, -32602, "query exceeds max block range 1"),
}


def of_at_most(blocks: int, code: int, message: str) -> PaperNode:
    def refuse(request: Json) -> Json | None:
        if request["method"] != "eth_getLogs":
            return unknown(request)
        wanted = request["params"][0]
        width = int(wanted["toBlock"], 16) - int(wanted["fromBlock"], 16) + 1
        return {"code": code, "message": message} if width > blocks else None

    return PaperNode(refuse=refuse, logs_at=EVENTS)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("name", REFUSALS)
async def test_events_are_found_in_parts_that_the_provider_answers(name: str) -> None:
    most, code, message = REFUSALS[name]
    node = of_at_most(most, code, message)
    async with node.serve(), evm_chain(node) as chain:
        found = await chain.logs(TOKEN.contract, [TOPIC], 0, ref())
        assert [log.block_number for log in found] == list(EVENTS)
        # So many are refused before it is known how many are answered.
        wasted = 3 * (HEAD // most).bit_length()
        assert node.requests["eth_getLogs"] <= 2 * HEAD // most + 2 + wasted + 14
        before = node.requests["eth_getLogs"]
        await chain.logs(TOKEN.contract, [TOPIC], 0, ref())
    assert node.requests["eth_getLogs"] - before <= 2 * HEAD // most + 2


@pytest.mark.attack("rpc")
async def test_a_part_with_too_many_events_is_split_alone() -> None:
    """Infura's limit is one of results: a dense part is refused in the middle of a search."""

    def refuse(request: Json) -> Json | None:
        if request["method"] != "eth_getLogs":
            return unknown(request)
        wanted = request["params"][0]
        since, until = int(wanted["fromBlock"], 16), int(wanted["toBlock"], 16)
        dense = since <= 557 <= until and until - since > 3
        return {"code": -32005, "message": "query returned more than 10000 results"} if dense else None

    node = PaperNode(refuse=refuse, logs_at=EVENTS)
    async with node.serve(), evm_chain(node, limits=QUICK.__class__(logs=100, wait=0.001)) as chain:
        found = await chain.logs(TOKEN.contract, [TOPIC], 0, ref())
    assert [log.block_number for log in found] == list(EVENTS)
    assert node.requests["eth_getLogs"] <= 10 + 2 * 6


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "message", ["method not allowed", "archive requests need a plan", "no", "header not found"]
)
async def test_a_provider_that_gives_no_events_at_all_is_left_soon(message: str) -> None:
    node = of_at_most(0, -32000, message)
    async with node.serve(), evm_chain(node) as chain:
        with pytest.raises(ChainUnavailable):
            await chain.logs(TOKEN.contract, [TOPIC], 0, ref())
    assert node.requests["eth_getLogs"] < 60
