"""One node alone is not believed too much: its chain, its blocks, its hashes, its size."""

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.blocks import Undetermined
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import FinalityStandsStill
from tests.chain.nodes.paper_nodes import (
    BEGAN,
    HEAD,
    QUICK,
    SECONDS,
    TOKEN,
    Json,
    PaperNode,
    Reply,
    block,
    evm_chain,
    now,
    person,
    powers,
    ref,
    true_powers,
    unknown,
)

# -- its chain --------------------------------------------------------------------------------------------------


@pytest.mark.attack("rpc")
async def test_the_chain_is_asked_for_again_on_every_connection() -> None:
    node = PaperNode(refuse=unknown)
    async with node.serve(), evm_chain(node) as chain:
        assert await powers(chain, 3) == true_powers(3)
        node.chain = 5
        node.close_connections()
        with pytest.raises(ChainUnavailable, match="serves chain"):
            await chain.latest()
        with pytest.raises(ChainUnavailable, match="serves chain"):
            await powers(chain, 3)
        node.chain = 31337
        assert await powers(chain, 3) == true_powers(3)


@pytest.mark.attack("rpc")
async def test_the_chain_is_asked_for_again_after_a_while() -> None:
    node = PaperNode(refuse=unknown)
    async with node.serve(), evm_chain(node, limits=replace(QUICK, known=0.0)) as chain:
        await chain.latest()
        node.chain = 5
        with pytest.raises(ChainUnavailable, match="serves chain"):
            await chain.latest()


@pytest.mark.attack("rpc")
async def test_an_aggregate_tells_the_chain_that_it_was_made_on() -> None:
    node = PaperNode(refuse=unknown)
    async with node.serve(), evm_chain(node) as chain:
        await chain.latest()
        node.chain = 5
        for reading in await powers(chain, 3):
            assert reading == Undetermined("the node answered for another chain")


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("chain_id", ["0x5", 31337, "31337", "0x", None, {}, "0x" + "f" * 80, True])
async def test_another_chain_id_than_the_right_one_in_hexadecimal_is_not_believed(chain_id: object) -> None:
    node = PaperNode(refuse=unknown)
    true = node.result

    def result(request: Json) -> object:
        return chain_id if request["method"] == "eth_chainId" else true(request)

    node.result = result
    async with node.serve(), evm_chain(node) as chain:
        with pytest.raises(ChainUnavailable):
            await chain.latest()


# -- its blocks -------------------------------------------------------------------------------------------------


def telling(tag: str, change: Callable[[Json], Json]) -> PaperNode:
    """Its block of that tag is another than the one that it has at the number."""
    node = PaperNode(refuse=unknown)
    true = node.result

    def result(request: Json) -> object:
        found = true(request)
        asked = request["method"] == "eth_getBlockByNumber" and request["params"][0] == tag
        return change(found) if asked else found

    node.result = result
    return node


LIES: dict[str, Callable[[Json], Json]] = {
    "another number": lambda found: {**found, "number": hex(HEAD - 7)},
    "a number to come": lambda found: {**found, "number": hex(10**15)},
    "another hash": lambda found: {**found, "hash": "0x" + "ab" * 32},
    "another time": lambda found: {**found, "timestamp": hex(BEGAN)},
    "a time of the next minutes": lambda found: {**found, "timestamp": hex(BEGAN + SECONDS * HEAD + 200)},
    "a time to come": lambda found: {**found, "timestamp": hex(BEGAN + 10**8)},
    "the end of all times": lambda found: {**found, "timestamp": "0xffffffffffffff"},
    "no number": lambda found: {**found, "number": None},
    "a negative number": lambda found: {**found, "number": "-0x1"},
    "no hash": lambda found: {**found, "hash": None},
    "a short hash": lambda found: {**found, "hash": "0xab"},
    "no time": lambda found: {**found, "timestamp": ""},
    "nothing": lambda found: {},
    "a list": lambda found: [found],  # type: ignore[return-value]
    "a text": lambda found: "0x1",  # type: ignore[return-value]
}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("tag", ["finalized", "latest"])
@pytest.mark.parametrize("lie", LIES)
async def test_number_hash_and_time_of_a_head_fit_together(lie: str, tag: str) -> None:
    node = telling(tag, LIES[lie])
    async with node.serve(), evm_chain(node, now=now) as chain:
        with pytest.raises(ChainUnavailable):
            await (chain.finalized() if tag == "finalized" else chain.latest())


def with_blocks(made_up: dict[int | str, Json]) -> PaperNode:
    """A node that has these blocks, too, and calls one of them final."""
    node = PaperNode(refuse=unknown)
    true = node.result

    def result(request: Json) -> object:
        if request["method"] != "eth_getBlockByNumber":
            return true(request)
        place = request["params"][0]
        number = place if place in made_up else int(place, 16) if place.startswith("0x") else None
        return made_up[number] if number in made_up else true(request)

    node.result = result
    return node


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("ahead", [10**3, 10**6, 10**14])
async def test_a_head_far_in_the_future_does_not_poison_what_follows(ahead: int) -> None:
    number = HEAD + ahead
    false = {
        **block(HEAD),
        "number": hex(number),
        "hash": "0x" + "cd" * 32,
        "timestamp": block(HEAD - 5)["timestamp"],
    }
    made_up: dict[int | str, Json] = {number: false, "finalized": false}
    node = with_blocks(made_up)
    async with node.serve(), evm_chain(node, now=now) as chain:
        await chain.finalized()
        made_up.clear()
        with pytest.raises(ChainUnavailable, match="can't be"):
            await chain.finalized()
        assert await chain.finalized() == ref(HEAD - 2)


@pytest.mark.attack("rpc")
async def test_a_head_of_a_time_to_come_does_not_poison_what_follows() -> None:
    false = {
        **block(HEAD),
        "number": hex(HEAD + 9),
        "hash": "0x" + "cd" * 32,
        "timestamp": hex(BEGAN + 10**8),
    }
    made_up: dict[int | str, Json] = {HEAD + 9: false, "finalized": false}
    node = with_blocks(made_up)
    async with node.serve(), evm_chain(node, now=now) as chain:
        with pytest.raises(ChainUnavailable, match="to come"):
            await chain.finalized()
        made_up.clear()
        assert await chain.finalized() == ref(HEAD - 2)


@pytest.mark.attack("rpc")
async def test_a_finalized_block_that_is_replaced_is_said_once() -> None:
    other = {**block(HEAD - 2), "hash": "0x" + "cd" * 32}
    made_up: dict[int | str, Json] = {}
    node = with_blocks(made_up)
    async with node.serve(), evm_chain(node) as chain:
        await chain.finalized()
        made_up.update({HEAD - 2: other, "finalized": other})
        with pytest.raises(ChainUnavailable, match="can't be"):
            await chain.finalized()
        assert (await chain.finalized()).hash == other["hash"]


@pytest.mark.attack("rpc")
async def test_a_head_that_stands_still_opens_nothing() -> None:
    node = PaperNode(refuse=unknown)
    async with node.serve(), evm_chain(node, stale_after=timedelta(hours=12)) as chain:
        newest = ref(HEAD - 2)
        assert await chain.finalized(newest.time + timedelta(hours=12)) == newest
        with pytest.raises(ChainUnavailable) as refused:
            await chain.finalized(newest.time + timedelta(days=3))
    assert refused.value.unread == FinalityStandsStill(newest.number, newest.timestamp)


# -- its hashes -------------------------------------------------------------------------------------------------


def ignoring_hashes() -> PaperNode:
    """hyperledger/fabric-x-evm#125: a hash is taken, and the newest state is what answers."""
    node = PaperNode()
    true = node.number_of
    node.number_of = lambda place: node.head if isinstance(place, dict) else true(place)
    return node


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("multicall", ["there", "not there", "configured away"])
async def test_an_endpoint_that_ignores_the_hash_is_found_out_and_asked_by_number(multicall: str) -> None:
    node = ignoring_hashes()
    node.multicall = multicall == "there"
    options = {"multicall": None} if multicall == "configured away" else {}
    async with node.serve(), evm_chain(node, **options) as chain:
        assert await powers(chain, 3, ref(900)) == true_powers(3)
        assert await chain.has_code(TOKEN.contract, ref(900))
        reads = [each for each in node.asked if each["method"] in ("eth_call", "eth_getCode")]
        invented = [each for each in reads if isinstance(each["params"][-1], dict)]
        # Once for each way to ask; everything that counts was asked by number.
        assert len(invented) == 2
        assert all(each["params"][-1] == hex(900) for each in reads if each not in invented)
        node.asked.clear()
        await powers(chain, 3, ref(900))
        assert not any(
            isinstance(part, dict) and "blockHash" in part for each in node.asked for part in each["params"]
        )


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("multicall", ["there", "not there"])
async def test_by_number_a_block_that_is_not_the_one_is_not_read(multicall: str) -> None:
    node = ignoring_hashes()
    node.multicall = multicall == "there"
    async with node.serve(), evm_chain(node) as chain:
        for reading in await powers(chain, 3, dataclasses.replace(ref(900), hash=ref(901).hash)):
            assert isinstance(reading, Undetermined)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("what", ["hash", "number"])
async def test_a_node_that_answers_for_its_newest_state_is_found_out_by_the_time(what: str) -> None:
    """FindoraNetwork/platform#320: the block of a call is ignored, and only then; nobody has an invented hash."""
    node = PaperNode(refuse=unknown if what == "hash" else hashes_refused)
    node.number_of = lambda place: node.head
    async with node.serve(), evm_chain(node) as chain:
        for reading in await powers(chain, 3, ref(900)):
            assert reading == Undetermined("the node answered for another block")
        with pytest.raises(ChainUnavailable, match="another block"):
            await chain.has_code(TOKEN.contract, ref(900))
        with pytest.raises(ChainUnavailable, match="another block"):
            await chain.signed_by(person(0), "Link me", "0x" + "11" * 65, ref(900))


def hashes_refused(request: Json) -> Json | None:
    by_hash = any(isinstance(part, dict) and "blockHash" in part for part in request["params"])
    return (
        {"code": -32602, "message": "invalid argument 1: hex string without 0x prefix"} if by_hash else None
    )


@pytest.mark.attack("rpc")
async def test_a_node_that_answers_unknown_blocks_with_nothing_is_not_trusted_with_hashes() -> None:
    """evmos/ethermint#460 gave `0x` for a block that it couldn't read, which looks like an account without code."""
    node = PaperNode()
    true = node.result

    def result(request: Json) -> object:
        by_hash = any(isinstance(part, dict) and "blockHash" in part for part in request["params"])
        return "0x" if by_hash else true(request)

    node.result = result
    async with node.serve(), evm_chain(node) as chain:
        assert await powers(chain, 3) == true_powers(3)
        assert await chain.has_code(TOKEN.contract, ref())


# -- its size ---------------------------------------------------------------------------------------------------

LONG = b'{"jsonrpc": "2.0", "id": 0, "result": "0x' + b"00" * (29 * 2**20) + b'"}'


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "method", ["eth_chainId", "eth_getBlockByNumber", "eth_call", "eth_getCode", "eth_getLogs"]
)
@pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "without"])
async def test_an_answer_is_read_up_to_what_fits_the_question(method: str, chunked: bool) -> None:
    node = PaperNode(refuse=unknown)

    def whole(asked: list[Json]) -> Reply | None:
        return (
            Reply(LONG, headers={"Transfer-Encoding": "chunked"} if chunked else {})
            if method in {each["method"] for each in asked}
            else None
        )

    async with node.serve(), evm_chain(node) as chain:
        if method != "eth_chainId":
            await chain.block(990)
        node.whole = whole
        with pytest.raises(ChainUnavailable):
            await read_by(method, chain)


async def read_by(method: str, chain: EvmChain) -> None:
    """Ask something that takes this method. Raises ChainUnavailable, also where a number is undetermined."""
    if method == "eth_getLogs":
        await chain.logs(TOKEN.contract, ["0x" + "ab" * 32], HEAD - 4, ref())
    elif method == "eth_getCode":
        await chain.has_code(TOKEN.contract, ref())
    elif method == "eth_call":
        (reading,) = await powers(chain, 1)
        if isinstance(reading, Undetermined):
            raise ChainUnavailable(chain.id, reading.why)
    else:
        await chain.block(990)


@pytest.mark.attack("rpc")
async def test_other_work_goes_on_while_a_long_answer_is_read() -> None:
    node = PaperNode(refuse=unknown, whole=lambda asked: Reply(LONG))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with node.serve(), evm_chain(node) as chain:
        working = asyncio.create_task(others())
        with pytest.raises(ChainUnavailable):
            await chain.latest()
        working.cancel()
    assert turns > 10


# -- its time ----------------------------------------------------------------------------------------------------


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [3600, 10**6], ids=["an hour", "days"])
async def test_the_time_of_the_head_is_told_also_where_it_is_to_come(ahead: int) -> None:
    """It may be the machine's clock that is wrong."""
    head = block(HEAD)
    time = int(head["timestamp"], 16) + ahead
    node = telling("latest", lambda found: {**found, "timestamp": hex(time)})
    async with node.serve(), evm_chain(node, now=now) as chain:
        assert (await chain.head_time()).timestamp() == time


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [-(10**6), 3600, 10**6], ids=["old", "an hour", "days"])
async def test_one_node_of_three_does_not_tell_the_time(ahead: int) -> None:
    true = int(block(HEAD)["timestamp"], 16)
    liar = telling("latest", lambda found: {**found, "timestamp": hex(true + ahead)})
    others = PaperNode(refuse=unknown), PaperNode(refuse=unknown)
    async with (
        liar.serve(),
        others[0].serve(),
        others[1].serve(),
        evm_chain(liar, *others, now=now) as chain,
    ):
        assert (await chain.head_time()).timestamp() == true
