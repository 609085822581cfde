"""Who takes what belongs to the treasury tries that those who try the calls out beforehand don't see it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from eth_abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.calls import simulating
from bot.chain.calls.tracing import Event, Trace
from bot.domain.actions.simulation import (
    AllowanceChange,
    HeldChange,
    ItemChange,
    Method,
    OperatorChange,
    Outcome,
    Simulation,
)
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, BlockHash
from bot.execution.simulation.looking import not_looked_at, questions
from bot.execution.simulation.questions import ItemsOf
from bot.execution.simulation.simulator import EvmSimulator
from bot.wording.actions.simulation import simulation_line, simulation_lines
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import evm_chain, nodes
from tests.execution.simulation.simulating_rules import CHAIN, COINS, FOLK, OTHER, TO, Bench, held, served

SAY = language(markup=DISCORD)
TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
each_method = pytest.mark.parametrize("without", [(), ("eth_simulateV1",)], ids=["simulated", "traced"])


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with served("pyevm") as bench:
        yield bench


@pytest.fixture
async def trickster(bench: Bench) -> Contract:
    """Who may take of the treasury's FOLK since long ago: no allowance is in what is voted on."""
    local, safe = bench.treasury.local, bench.treasury.safe
    trickster = await local.deploy("Trickster")
    allows = bench.allows(FOLK, Address(trickster.address))
    assert await bench.makes([allows])
    assert await bench.treasury.folk.call("allowance", safe.address, trickster.address) == FOLK
    return trickster


def lost(bench: Bench, amount: int) -> HeldChange:
    return held(bench, bench.folk, bench.treasury.address, FOLK, FOLK - amount)


@pytest.mark.attack("actions")
@each_method
@pytest.mark.parametrize("events", [0, 1, 999, 1_000, 1_001, 3_000])
async def test_no_number_of_meaningless_events_hides_what_is_taken(
    bench: Bench, trickster: Contract, events: int, without: tuple[str, ...]
) -> None:
    takes = bench.call(
        trickster.address,
        "takeBehindNoise(uint256 events, address token, address to, uint256 amount)",
        *(events, bench.folk.contract, OTHER, 7),
    )
    async with bench.behind(without=without) as chain:
        found = await bench.simulated(takes, chain=chain)
    assert found.failing == ()
    assert lost(bench, 7) in found.changes
    assert found.is_whole


@pytest.mark.attack("actions")
@each_method
@pytest.mark.parametrize("calls", [1, 31, 62, 63, 64, 65, 90])
async def test_no_depth_of_calls_hides_what_is_taken(
    bench: Bench, trickster: Contract, calls: int, without: tuple[str, ...]
) -> None:
    takes = bench.call(
        trickster.address,
        "takeDeep(uint256 calls, address token, address from, address to, uint256 amount)",
        *(calls, bench.folk.contract, bench.treasury.address, OTHER, 7),
    )
    async with bench.behind(without=without) as chain:
        found = await bench.simulated(takes, chain=chain)
    assert found.failing == ()
    assert lost(bench, 7) in found.changes


@pytest.mark.attack("actions")
@pytest.mark.parametrize("transfers", [50, 400, 1_200])
async def test_transfers_that_nobody_made_push_nothing_aside_that_the_calldata_names_and_are_said(
    bench: Bench, trickster: Contract, transfers: int
) -> None:
    takes = bench.call(
        trickster.address,
        "takeBehindTransfers(uint256 events, address token, address to, uint256 amount)",
        *(transfers, bench.folk.contract, OTHER, 7),
    )
    found = await bench.simulated(takes, bench.sends(5), bench.allows(9, OTHER))
    assert found.failing == ()
    assert lost(bench, 12) in found.changes
    assert any(isinstance(each, AllowanceChange) and each.spender == OTHER for each in found.changes)
    assert found.left_out >= transfers
    line, lines = simulation_line(found, SAY), simulation_lines(found, "ETH", SAY)
    assert "✅" not in line
    assert "not all that they change could be looked at" in line
    assert "were not looked at" in "\n".join(lines[1:3]), "before what was seen"


@pytest.mark.attack("actions")
@pytest.mark.parametrize("accounts", [60, 200])
async def test_coins_to_more_accounts_than_are_looked_at_are_counted(
    bench: Bench, trickster: Contract, accounts: int
) -> None:
    scatters = bench.call(trickster.address, "scatter(uint256 accounts)", accounts, value=accounts)
    found = await bench.simulated(scatters)
    assert held(bench, None, bench.treasury.address, COINS, COINS - accounts) in found.changes
    assert len(found.changes) + found.left_out >= accounts


@pytest.mark.attack("actions")
@pytest.mark.parametrize("asked", ["as it is called", "in a batch", "made for somebody", "by an operator"])
async def test_items_of_erc_1155_that_change_hands_are_told_with_their_number(
    bench: Bench, asked: str
) -> None:
    """Whether the calldata names them, or an event alone."""
    local, own = bench.treasury.local, bench.treasury.address
    items = await local.deploy("Items", "")
    there, ids = Address(items.address), "uint256[] ids, uint256[] amounts, bytes data"
    single = "safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)"
    await items.send("mint", own, 3, 5, sender=local.deployer)
    calls = {
        "as it is called": [bench.call(there, single, own, TO, 3, 5, b"")],
        "in a batch": [
            bench.call(
                there,
                f"safeBatchTransferFrom(address from, address to, {ids})",
                *(own, TO, [3, 3], [1, 4], b""),
            )
        ],
        "made for somebody": [
            bench.call(there, "airdrop(address[] to, uint256 id, uint256[] amounts)", [TO], 3, [5])
        ],
        "by an operator": [
            bench.call(there, "setApprovalForAll(address operator, bool approved)", OTHER, True),
            bench.call(there, single, own, TO, 3, 5, b""),
        ],
    }
    found = await bench.simulated(*calls[asked])
    assert found.failing == ()
    assert found.is_whole
    assert ItemChange(there, 3, TO, 0, 5, own=False) in found.changes
    lost = ItemChange(there, 3, own, 5, 0, own=True)
    assert (lost in found.changes) is (asked != "made for somebody")
    said = simulation_lines(found, "ETH", SAY)
    assert f"+ 5 of number 3 of `{there}` for `{TO}`" in said
    if asked == "by an operator":
        assert found.changes[0] == OperatorChange(there, own, OTHER, allowed=True)


@pytest.mark.attack("actions")
async def test_items_that_are_logged_and_can_not_be_read_are_said(bench: Bench, trickster: Contract) -> None:
    found = await bench.simulated(bench.call(trickster.address, "moveItem(address to, uint256 id)", TO, 3))
    assert found.failing == ()
    assert found.unread == 2
    assert "2 more balances and allowances it could not be read" in "\n".join(
        simulation_lines(found, "ETH", SAY)
    )


_SINGLE = int.from_bytes(keccak(text="TransferSingle(address,address,address,uint256,uint256)"), "big")
_BATCH = int.from_bytes(keccak(text="TransferBatch(address,address,address,uint256[],uint256[])"), "big")


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("kind", "data", "asked", "left_out"),
    [
        (_SINGLE, (), (), 1),
        (_SINGLE, (7,), (7,), 0),
        (_SINGLE, (2**256 - 1,), (2**256 - 1,), 0),
        (_BATCH, (), (), 1),
        (_BATCH, (64, 128), (), 1),
        (_BATCH, (96, 64, 1, 7), (), 1),
        (_BATCH, (64, 96, 0), (), 0),
        (_BATCH, (64, 128, 1, 7), (7,), 0),
        (_BATCH, (64, 128, 3, 7, 7, 8), (7, 8), 0),
        (_BATCH, (64, 128, 3, 7), (7,), 2),
        (_BATCH, (64, 128, 100, *range(64)), tuple(range(64)), 36),
        (_BATCH, (64, 128, 2**256 - 1, 7), (7,), 1_000),
    ],
)
def test_however_a_contract_logs_items_each_number_is_asked_for_or_counted(
    kind: int, data: tuple[int, ...], asked: tuple[int, ...], left_out: int
) -> None:
    event = Event(TO, (kind, 1, int(OTHER, 16), 0), data)
    trace = Trace(Method.SIMULATED, (event,))
    found = [each for each in questions(OTHER, [], trace) if isinstance(each, ItemsOf)]
    assert found == [ItemsOf(TO, OTHER, number) for number in asked]
    assert not_looked_at(trace) == left_out


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("invented", [49, 1_000, 4_000])
async def test_a_node_that_invents_events_pushes_none_of_those_aside_that_others_tell(
    bench: Bench, trickster: Contract, invented: int
) -> None:
    takes = bench.call(
        trickster.address,
        "take(address token, address to, uint256 amount)",
        *(bench.folk.contract, OTHER, 7),
    )
    own = "0x" + "0" * 24 + bench.treasury.address[2:].lower()
    logs = [
        {"address": f"0x{number:040x}", "topics": [TRANSFER, own, own], "data": "0x"}
        for number in range(1, invented + 1)
    ]
    decoded = await bench.decoded(takes)
    async with nodes(bench.treasury.local, 3) as three:
        three[0].faults.fail_next(
            "eth_simulateV1", kind="lie", times=9, to=lambda _: [{"calls": [{"logs": logs}]}]
        )
        async with evm_chain(*(each.url for each in three)) as chain:
            at = await chain.latest()
            found = await EvmSimulator({CHAIN: chain}).simulate(bench.treasury.address, decoded, at)
    assert isinstance(found, Simulation)
    assert lost(bench, 7) in found.changes


@pytest.mark.attack("actions")
@pytest.mark.parametrize("trick", range(1, 7))
async def test_a_contract_that_notices_the_trial_is_warned_of_and_can_hide_no_more_than_itself(
    bench: Bench, trickster: Contract, trick: int
) -> None:
    """Nothing that runs in a trial can be kept from noticing it: what is said must not be more than was seen."""
    local = bench.treasury.local
    await trickster.send("setTrick", trick, b"\xff" * 32, sender=local.deployer)
    takes = bench.call(
        trickster.address,
        "take(address token, address to, uint256 amount)",
        *(bench.folk.contract, OTHER, 7),
    )
    found = await bench.simulated(bench.sends(5), takes)
    assert found.failing == ()
    assert held(bench, bench.folk, TO, 0, 5) in found.changes
    lines = simulation_lines(found, "ETH", SAY)
    assert "A contract can tell a trial from the real transaction" in lines[-1]
    assert "No balance and no allowance changes" not in "\n".join(lines)


@pytest.mark.attack("actions")
async def test_the_accounts_own_code_answers_who_calls_it_back(bench: Bench, trickster: Contract) -> None:
    """A contract that is paid calls back, as many do: it finds the Safe, and gets none of its rights."""
    own = bench.treasury.address
    threshold = bench.call(own, "getThreshold()")
    back = bench.call(trickster.address, "callBack(bytes data)", bytes.fromhex(threshold.data[2:]), value=3)
    seizes = bench.call(own, "addOwnerWithThreshold(address owner, uint256 threshold)", OTHER, 1)
    seized = bench.call(trickster.address, "callBack(bytes data)", bytes.fromhex(seizes.data[2:]))
    assert (await bench.simulated(back)).failing == ()
    found = await bench.simulated(back, seized)
    assert [outcome.succeeds for outcome in found.outcomes] == [True, False]
    assert not await bench.makes([seized])


@pytest.mark.attack("actions")
@pytest.mark.parametrize("said", ["", "00" * 32, "ff" * 64, "a1b2c3d4"])
async def test_who_is_called_can_not_start_a_trial_within_the_trial(
    bench: Bench, trickster: Contract, said: str
) -> None:
    payload = simulating.message_of(
        bench.treasury.address, [simulating.PaidCall(OTHER, 5, b"")], [], 1_000_000
    )["data"]
    for data in (said, payload[2:]):
        back = bench.call(trickster.address, "callBack(bytes data)", bytes.fromhex(data))
        found = await bench.simulated(back)
        assert not [each for each in found.changes if isinstance(each, HeldChange) and each.account == OTHER]


@pytest.mark.attack("actions")
@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("size", [1_025, 100_000, 1_000_000])
async def test_an_answer_of_any_size_costs_its_beginning(
    bench: Bench, trickster: Contract, size: int, fails: bool
) -> None:
    big = bench.call(trickster.address, "big(uint256 size, bool fails)", size, fails)
    found = await bench.simulated(bench.sends(5), big, *[bench.pays(1)] * 3)
    assert [outcome.succeeds for outcome in found.outcomes] == [True, not fails, True, True, True]
    assert all(len(outcome.reason) <= 200 for outcome in found.outcomes)
    if not fails:
        assert lost(bench, 5) in found.changes


@pytest.mark.attack("rpc")
async def test_what_a_call_returns_divides_no_endpoints_where_what_changes_is_the_same(
    bench: Bench, trickster: Contract
) -> None:
    """A contract that returns something else on each node would else decide that nothing is known."""
    asks = bench.call(trickster.address, "gasThatIsLeft()")
    decoded = await bench.decoded(asks, bench.sends(5))

    def another(result: str) -> str:
        try:
            before, made, after = decode(["(bool,bytes)[]"] * 3, bytes.fromhex(result[2:]))
        except DecodingError:
            return result
        if len(made) != 2:
            return result
        made = ((True, b"\x01" * 32), *made[1:])
        return "0x" + encode(["(bool,bytes)[]"] * 3, [before, made, after]).hex()

    async with nodes(bench.treasury.local, 2) as two:
        two[0].faults.fail_next("eth_call", kind="lie", times=100, to=another)
        async with evm_chain(*(each.url for each in two)) as chain:
            at = await chain.latest()
            found = await EvmSimulator({CHAIN: chain}).simulate(bench.treasury.address, decoded, at)
    assert isinstance(found, Simulation)
    assert lost(bench, 5) in found.changes


NAMES = {
    "markup": ("**10** [USDC](https://evil.example)", "[USDC](https://evil.example)", 18),
    "mentions": ("@everyone", "<@&1>@everyone", 18),
    "lines": ("a\nb", "USDC\n+ 1 000 000 ETH for the treasury", 18),
    "from right to left": ("\u202eCDSU", "\u202eCDSU", 18),
    "nothing to see": ("\u200b" * 40, "\u200b" * 40, 18),
    "without end": ("n" * 20_000, "n" * 20_000, 18),
    "an amount": ("1", "0 USDC, and 1", 18),
    "an account": ("vitalik.eth", "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", 18),
    "a well-known one": ("USD Coin", "USDC", 6),
    "more decimals than there are": ("T", "T", 255),
}


@pytest.mark.attack("text")
@pytest.mark.parametrize("call_it", NAMES)
async def test_whatever_a_token_calls_itself_a_change_stays_one_line_with_its_address(
    bench: Bench, trickster: Contract, call_it: str
) -> None:
    local, own = bench.treasury.local, bench.treasury.address
    await trickster.send("setName", *NAMES[call_it], sender=local.deployer)
    await trickster.send("setBalance", own, 2**255, sender=local.deployer)
    sets = bench.call(trickster.address, "setBalance(address account, uint256 amount)", own, 1)
    found = await bench.simulated(sets)
    (change,) = found.changes
    assert isinstance(change, HeldChange)
    line = simulation_lines(found, "ETH", SAY)[1]
    assert trickster.address in line
    assert len(line) < 700
    for harmful in ("\n", "\u202e", "\u200b", "10** [USDC](", "<@&1>"):
        assert harmful not in line


@pytest.mark.attack("actions")
@pytest.mark.parametrize("after", [0, 1, 2**255, 2**256 - 1])
async def test_a_balance_that_changes_without_an_event_is_seen_where_its_token_is_called(
    bench: Bench, trickster: Contract, after: int
) -> None:
    local, own = bench.treasury.local, bench.treasury.address
    await trickster.send("setBalance", own, 77, sender=local.deployer)
    found = await bench.simulated(
        bench.call(trickster.address, "setBalance(address account, uint256 amount)", own, after)
    )
    (change,) = found.changes
    assert isinstance(change, HeldChange)
    assert (change.before, change.after, change.own) == (77, after, True)


def test_what_was_not_looked_at_is_never_told_as_no_change() -> None:
    block = BlockRef(CHAIN, 7, BlockHash("0x" + "00" * 32), 0)
    for method in Method:
        for unread, left_out in ((1, 0), (0, 1), (5, 7)):
            found = Simulation(block, method, (Outcome(True),), (), unread, left_out)
            assert "✅" not in simulation_line(found, SAY)
            assert "could be looked at" in simulation_line(found, SAY)
