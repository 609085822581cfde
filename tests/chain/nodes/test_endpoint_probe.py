"""The doctor finds out of each endpoint what it can't do."""

import pytest
from msgspec.structs import replace

from bot.services.ports import EndpointFound
from tests.chain.nodes.paper_nodes import HEAD, QUICK, Json, PaperNode, Refuse, Reply, evm_chain, ref, unknown

HOST = "127.0.0.1"


def also(refuse: Refuse) -> Refuse:
    """Refuses invented hashes, too."""
    return lambda request: unknown(request) or refuse(request)


def no_old_states(request: Json) -> Json | None:
    if request["method"] != "eth_getCode":
        return None
    place = request["params"][-1]
    number = PaperNode().number_of(place)
    return {"code": -32000, "message": "missing trie node"} if number < HEAD - 2 - 128 else None


def few_events(request: Json) -> Json | None:
    if request["method"] != "eth_getLogs":
        return None
    wanted = request["params"][0]
    wide = int(wanted["toBlock"], 16) - int(wanted["fromBlock"], 16) >= 10
    return {"code": -32600, "message": "up to a 10 block range"} if wide else None


def no_events(request: Json) -> Json | None:
    return {"code": -32601, "message": "method not available"} if request["method"] == "eth_getLogs" else None


def no_finality(request: Json) -> Json | None:
    asks = request["method"] == "eth_getBlockByNumber" and request["params"][0] == "finalized"
    return {"code": -32602, "message": "unknown tag"} if asks else None


def no_hashes(request: Json) -> Json | None:
    by_hash = any(isinstance(part, dict) and "blockHash" in part for part in request["params"])
    return {"code": -32602, "message": "hex string without 0x prefix"} if by_hash else None


CANNOT: dict[str, tuple[PaperNode, EndpointFound]] = {
    "nothing missing": (PaperNode(refuse=unknown), EndpointFound(HOST)),
    "old states": (PaperNode(refuse=also(no_old_states)), EndpointFound(HOST, history=128)),
    "many events": (PaperNode(refuse=also(few_events)), EndpointFound(HOST, log_blocks=8)),
    "any events": (PaperNode(refuse=also(no_events)), EndpointFound(HOST, log_blocks=0)),
    "finality": (PaperNode(refuse=also(no_finality)), EndpointFound(HOST, finalized=False)),
    "hashes": (PaperNode(refuse=no_hashes), EndpointFound(HOST, block_hashes=False)),
    "batches": (
        PaperNode(
            refuse=unknown,
            whole=lambda asked: (
                Reply({"error": {"code": 31, "message": "Batch of more than 3"}}, 500)
                if len(asked) > 3
                else None
            ),
        ),
        EndpointFound(HOST, batch=2),
    ),
}


@pytest.mark.parametrize("missing", CANNOT)
async def test_the_probe_finds_what_an_endpoint_cannot_do(missing: str) -> None:
    node, expected = CANNOT[missing]
    async with node.serve(), evm_chain(node, limits=replace(QUICK, logs=512)) as chain:
        assert await chain.endpoints(ref()) == [expected]


async def test_a_number_of_blocks_as_finality_needs_no_tag() -> None:
    node = PaperNode(refuse=also(no_finality))
    async with node.serve(), evm_chain(node, finality=12, limits=replace(QUICK, logs=512)) as chain:
        assert await chain.endpoints(ref()) == [EndpointFound(HOST)]


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "reply", [Reply(status=0), Reply(b"<html>", 502), Reply({"error": "no"}), Reply(b"", 429)]
)
async def test_an_endpoint_that_answers_nothing_is_told_beside_the_others(reply: Reply) -> None:
    good, bad = PaperNode(refuse=unknown), PaperNode(whole=lambda asked: reply)
    async with good.serve(), bad.serve(), evm_chain(good, bad, limits=replace(QUICK, logs=512)) as chain:
        first, second = await chain.endpoints(ref())
    assert first == EndpointFound(HOST)
    assert second.failed
