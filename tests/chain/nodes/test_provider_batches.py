"""Batches are halved on any refusal, however it is worded; and what failed is all that is asked again."""

import pytest
from msgspec.structs import replace

from bot.domain.blocks import Undetermined
from bot.domain.errors import ChainUnavailable
from tests.chain.nodes.paper_nodes import (
    QUICK,
    Json,
    PaperNode,
    Reply,
    Whole,
    evm_chain,
    powers,
    refusing,
    true_powers,
    unknown,
)

PEOPLE = 40
READS = PEOPLE + 1
"""Each wallet, and the total that nobody can have more than."""
SINGLE = {"multicall": None}
"""Without Multicall3 each read is a request, so that there are many in a batch."""


def error(code: int, message: str, number: object = None) -> Json:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}


def of_each(code: int, message: str) -> Whole:
    return lambda asked: Reply([error(code, message, each["id"]) for each in asked])


REFUSALS: dict[str, tuple[int, Whole]] = {
    # https://drpc.org/docs, as seen by hemilabs/ui-monorepo#887: 500, more than three
    "drpc free": (
        3,
        lambda _: Reply(error(31, "Batch of more than 3 requests are not allowed on free tier"), 500),
    ),
    # ethereum/go-ethereum rpc/errors.go; base/node#234
    "go-ethereum": (30, lambda _: Reply([error(-32600, "batch too large", 0)])),
    "base": (30, lambda _: Reply(error(-32600, "batch too large"))),
    # paritytech/jsonrpsee types/src/error.rs
    "jsonrpsee": (8, lambda _: Reply(error(-32010, "The batch request was too large"), 200)),
    # besu-eth/besu#4951
    "besu": (8, lambda _: Reply(error(-32602, "Number of requests in batch exceeds --rpc-max-batch-size."))),
    # NethermindEth/nethermind#5122
    "nethermind": (8, lambda _: Reply(error(-32005, "Batch size limit exceeded"))),
    # erigontech/erigon#18074: the connection is dropped
    "erigon": (16, lambda _: Reply(status=0)),
    "erigon, mended": (
        16,
        lambda _: Reply(error(-32000, "batch limit 16 exceeded (can increase by --rpc.batch.limit)")),
    ),
    "400 with JSON": (4, lambda _: Reply(error(-32600, "Invalid Request"), 400)),
    "400 with text": (4, lambda _: Reply(b"batch size is over the limit", 400)),
    "403 with HTML": (4, lambda _: Reply(b"<html>forbidden</html>", 403)),
    "413": (4, lambda _: Reply(b"", 413)),
    "500 with JSON": (4, lambda _: Reply(error(-32603, "internal error"), 500)),
    "500 with HTML": (4, lambda _: Reply(b"<html>oops</html>", 500)),
    "-32005": (4, lambda _: Reply(error(-32005, "limit exceeded"))),
    "-32007": (4, lambda _: Reply(error(-32007, "15/second request limit reached"))),
    "-32016": (4, lambda _: Reply(error(-32016, "over rate limit"))),
    "id is a list": (4, lambda _: Reply({"jsonrpc": "2.0", "id": [], "error": {"code": 0, "message": "no"}})),
    "a list with an id of a list": (
        4,
        lambda _: Reply([{"id": [], "error": {"code": -32600, "message": "no"}}]),
    ),
    "error is a text": (4, lambda _: Reply({"error": "batches are not supported"})),
    "no error in it": (4, lambda _: Reply({"message": "Not Allowed"})),
    "an empty list": (4, lambda _: Reply([])),
    "a list of nothing": (4, lambda asked: Reply([None] * len(asked))),
    "null": (4, lambda _: Reply(None)),
    "a number": (4, lambda _: Reply(7)),
    "each refused for the batch": (4, of_each(-32005, "batch item limit exceeded")),
    "each refused for the rate": (4, of_each(-32005, "request rate exceeded")),
    # ethereum/go-ethereum rpc/errors.go, where the whole answer is too long: the rest has no answer
    "each refused for the size": (4, of_each(-32003, "response too large")),
    "a part of it": (4, lambda asked: Reply([PaperNode().answer(asked[0])])),
}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("name", REFUSALS)
async def test_a_batch_is_halved_until_it_is_answered(name: str) -> None:
    most, refusal = REFUSALS[name]
    node = PaperNode(refuse=unknown)

    def whole(asked: list[Json]) -> Reply | None:
        return refusal(asked) if len(asked) > most else None

    node.whole = whole
    async with node.serve(), evm_chain(node, **SINGLE) as chain:
        assert await powers(chain, PEOPLE) == true_powers(PEOPLE)
        before = len(node.batches)
        await powers(chain, PEOPLE)
    # What it takes is remembered.
    assert max(node.batches[before:]) <= most


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("name", REFUSALS)
async def test_an_endpoint_that_refuses_everything_is_left_and_not_asked_for_ever(name: str) -> None:
    _, refusal = REFUSALS[name]
    node = PaperNode(refuse=unknown)

    def whole(asked: list[Json]) -> Reply | None:
        return refusal(asked) if asked[0]["method"] == "eth_call" else None

    async with node.serve(), evm_chain(node, limits=replace(QUICK, at_once=2), **SINGLE) as chain:
        await chain.latest()
        node.whole, before = whole, len(node.batches)
        try:
            found = await powers(chain, PEOPLE)
        except ChainUnavailable:
            found = []
        if name != "a part of it":
            assert all(isinstance(each, Undetermined) for each in found)
    assert len(node.batches) - before < 500


BUSY = {
    "Alchemy": (429, "Your app has exceeded its compute units per second capacity."),
    "Infura": (-32005, "daily request count exceeded, request rate limited"),
    "Tenderly": (-32005, "rate limit exceeded"),
    "QuickNode": (
        -32007,
        "50/second request limit reached - reduce calls per second or upgrade your account",
    ),
    "QuickNode credits": (-32012, "credits limited to 6000/sec"),
    "Base": (-32016, "over rate limit"),
    "Base, wrapped": (-32000, '429 Too Many Requests: {"error":{"code":-32016,"message":"over rate limit"}}'),
    "Ankr": (-32090, "Too many requests, reason: call rate limit exhausted, retry in 10s"),
    "a proxy": (-32603, "service temporarily unavailable"),
    "internal": (-32603, "Internal error"),
}
"""latticexyz/mud#1522, gochain/web3#180, fluencelabs/dev-rewards#20, wevm/viem#5083, base/node#368"""


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("name", BUSY)
async def test_only_what_was_refused_for_the_moment_is_asked_again(name: str) -> None:
    code, message = BUSY[name]
    node = PaperNode(refuse=refusing({"code": code, "message": message}, "eth_call", times=3))
    async with node.serve(), evm_chain(node, limits=replace(QUICK, batch=10), **SINGLE) as chain:
        assert await powers(chain, PEOPLE) == true_powers(PEOPLE)
    # Each read is made twice, one asks for an invented hash; and three were asked once more.
    assert node.requests["eth_call"] == 2 * READS + 1 + 3


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("header", ["0.05", "1", "0"])
async def test_a_429_repeats_only_the_batch_that_failed(header: str) -> None:
    node = PaperNode(refuse=unknown)
    refused: list[int] = []

    def whole(asked: list[Json]) -> Reply | None:
        if asked[0]["method"] == "eth_call" and len(asked) > 1 and not refused:
            refused.append(len(asked))
            return Reply({"error": {"code": 429, "message": "slow down"}}, 429, {"Retry-After": header})
        return None

    node.whole = whole
    limits = replace(QUICK, batch=10, longest_wait=2.0)
    async with node.serve(), evm_chain(node, limits=limits, **SINGLE) as chain:
        assert await powers(chain, PEOPLE) == true_powers(PEOPLE)
    assert refused == [10]
    assert node.requests["eth_call"] == 2 * READS + 1 + 10


@pytest.mark.attack("rpc")
async def test_retry_after_is_kept_to() -> None:
    node = PaperNode(refuse=unknown)

    def whole(asked: list[Json]) -> Reply | None:
        if asked[0]["method"] == "eth_call" and node.requests["eth_call"] == 2:
            return Reply(b"", 429, {"Retry-After": "1"})
        return None

    node.whole = whole
    async with node.serve(), evm_chain(node, limits=replace(QUICK, longest_wait=2.0)) as chain:
        assert await powers(chain, 3) == true_powers(3)
    refused_at, asked_again_at = node.times[-2:]
    assert asked_again_at - refused_at >= 0.9


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "header", ["3600", "999999999999", "Fri, 31 Dec 2199 23:59:59 GMT", "-5", "soon", ""]
)
async def test_an_endpoint_cannot_make_anybody_wait_for_long(header: str) -> None:
    node = PaperNode(refuse=unknown)
    other = PaperNode(refuse=unknown)
    third = PaperNode(refuse=unknown)
    node.whole = lambda asked: Reply(b"", 429, {"Retry-After": header})
    async with node.serve(), other.serve(), third.serve(), evm_chain(node, other, third) as chain:
        assert await powers(chain, 3) == true_powers(3)
        before = len(node.batches)
        assert await powers(chain, 3) == true_powers(3)
    # It is left alone, since there are others.
    assert len(node.batches) == before


@pytest.mark.attack("rpc")
async def test_an_endpoint_with_ten_requests_a_second_and_no_batches_is_read_to_the_end() -> None:
    node = PaperNode(refuse=unknown)
    bucket = 10

    def whole(asked: list[Json]) -> Reply | None:
        nonlocal bucket
        if len(asked) > 1:
            return Reply(error(-32600, "batch requests are not allowed"), 400)
        if asked[0]["method"] != "eth_call":
            return None
        bucket -= 1
        if bucket < 0:
            bucket = 10
            return Reply(b"", 429, {"Retry-After": "0.01"})
        return None

    node.whole = whole
    async with node.serve(), evm_chain(node, **SINGLE) as chain:
        assert await powers(chain, PEOPLE) == true_powers(PEOPLE)
