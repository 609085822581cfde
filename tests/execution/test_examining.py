"""Before anything is asked of a Safe: its administration, and the code that would run, as they are at that moment."""

from collections.abc import Callable

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.actions.called_code import CalledCode, CodeAt, Examined
from bot.domain.actions.dangers import PartOfTheExecutor
from bot.domain.blocks import BlockRef
from bot.domain.errors import CallsHidden, ChangesExecutor, CodeChanged
from bot.domain.ids import Address, BlockHash, ChainId
from bot.execution.actions.calls import calls_of
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.actions.known import SAFE_ADMINISTRATION
from bot.execution.called_code import called_code
from bot.execution.safe.chain.contract import read_state
from bot.execution.safe.examining import examine, refuse_administration
from bot.execution.safe.multi_send import multi_send
from bot.execution.safe.safes import Safes
from bot.wording.actions.dangers import danger_words
from bot.wording.errors import message
from bot.wording.language import language
from sandbox.chain.contract import Contract
from sandbox.chain.safe import deploy_safe
from tests.execution.actions.test_relayed_calls import EVERY, told
from tests.execution.treasury import DECISION, Treasury
from tests.said import PLAIN_ENGLISH

CHAIN = ChainId(31337)
SAFE = Address("0x41675C099F32341bf84BFc5382aF534df5C7461a")
OTHER = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
BATCH = Address("0x9641d764fc13c8B624c04430C7356C1C7C8102e2")
ZERO = Address("0x" + "0" * 40)
EIP_1967 = 0x360894A13BA1A3210667C828492DB98DCA3E2076CC3735A920A3CA505D382BBC
EIP_1822 = int.from_bytes(keccak(text="PROXIABLE"), "big")
BEFORE_1967 = int.from_bytes(keccak(text="org.zeppelinos.proxy.implementation"), "big")
BEACON = 0xA3F0AD74E5423AEBFD80D3EF4346578335A9A72AEAEE59FF6CB3582B35133D50

NAMES = [known.name for known in SAFE_ADMINISTRATION.values()]
SELECTORS = dict(zip(NAMES, SAFE_ADMINISTRATION, strict=True))


def call(to: str, data: bytes, value: int = 0) -> Action:
    return Action(CHAIN, Address(to), value, "0x" + data.hex())


def within_batch(action: Action) -> Action:
    return call(BATCH, bytes.fromhex(multi_send([action])[2:]))


def within_safe(action: Action) -> Action:
    """Another Safe, of which this one is an owner, makes it."""
    types = "address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes"
    nothing = (0, 0, 0, ZERO, ZERO, b"")
    values = [action.to, action.value, bytes.fromhex(action.data[2:]), 0, *nothing]
    return call(OTHER, keccak(text=f"execTransaction({types})")[:4] + encode(types.split(","), values))


def as_module(name: str) -> Callable[[Action], Action]:
    def wrap(action: Action) -> Action:
        types = ["address", "uint256", "bytes", "uint8"]
        values = [action.to, action.value, bytes.fromhex(action.data[2:]), 0]
        return call(OTHER, keccak(text=f"{name}({','.join(types)})")[:4] + encode(types, values))

    return wrap


def no_text(action: Action) -> Action:
    """The same with a description that no decoder of texts takes, and every contract."""
    return replace(action, data=action.data.replace(b"a text".hex(), "ff" * 6))


WRAPPED: dict[str, Callable[[Action], Action]] = {
    "plainly": lambda action: action,
    "with coins": lambda action: replace(action, value=5),
    "in a batch": within_batch,
    "in a batch of batches": lambda action: within_batch(within_batch(action)),
    "by another Safe": within_safe,
    "by another Safe in a batch": lambda action: within_batch(within_safe(action)),
    "in a batch by another Safe": lambda action: within_safe(within_batch(action)),
    "as a module": as_module("execTransactionFromModule"),
    "as a module that returns data": as_module("execTransactionFromModuleReturnData"),
    "with bytes behind it": lambda action: replace(action, data=action.data + "00" * 7),
    "without its arguments": lambda action: replace(action, data=action.data[:10]),
    "as the zero address in a batch": lambda action: within_batch(replace(action, to=ZERO)),
    **{f"told by {how}": lambda action, how=how: told(how, action) for how in EVERY},
    "told in a batch": lambda action: within_batch(told("schedule", action)),
    "told with a text that is none": lambda action: no_text(told("propose", action)),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", WRAPPED)
@pytest.mark.parametrize("name", NAMES)
def test_a_safe_is_not_asked_to_change_who_rules_it(name: str, how: str) -> None:
    changing = call(SAFE, SELECTORS[name] + bytes(96))
    with pytest.raises(ChangesExecutor) as refused:
        refuse_administration(SAFE, [call(OTHER, b"\1\2\3\4"), WRAPPED[how](changing)])
    assert (refused.value.account, refused.value.function) == (SAFE, name)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("name", NAMES)
def test_the_administration_of_another_safe_is_no_change_of_this_one(name: str) -> None:
    refuse_administration(SAFE, [call(OTHER, SELECTORS[name] + bytes(96))])


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_no_calldata_is_too_odd_to_be_looked_at(data: list[bytes]) -> None:
    odd = [call(OTHER, keccak(text="multiSend(bytes)")[:4] + each) for each in data]
    found = calls_of([*odd, *(call(OTHER, each) for each in data)])
    assert len(found) >= 2 * len(data)


def nested(action: Action, depth: int) -> Action:
    for _ in range(depth):
        action = within_batch(action)
    return action


CHANGING = call(SAFE, SELECTORS["enableModule"] + bytes(96))


@pytest.mark.attack("actions")
@pytest.mark.parametrize("depth", [6, 7, 12, 24])
@pytest.mark.parametrize("innermost", [CHANGING, call(OTHER, b"\1\2\3\4")], ids=["changing", "harmless"])
def test_calls_deeper_than_are_looked_at_are_refused(innermost: Action, depth: int) -> None:
    with pytest.raises(CallsHidden) as hidden:
        refuse_administration(SAFE, [call(OTHER, b"\1\2\3\4"), nested(innermost, depth)])
    assert hidden.value.number == 2
    assert "Action 2 hides calls in calls" in message(hidden.value, language()).happened


@pytest.mark.attack("actions")
@pytest.mark.parametrize("depth", range(6))
def test_calls_as_deep_as_are_looked_at_are_seen(depth: int) -> None:
    with pytest.raises(ChangesExecutor):
        refuse_administration(SAFE, [nested(CHANGING, depth)])
    refuse_administration(SAFE, [nested(call(OTHER, b"\1\2\3\4"), depth)])


@pytest.mark.attack("actions")
@pytest.mark.parametrize("place", ["behind", "before", "between"])
@pytest.mark.parametrize("harmless", [1_000, 3_000, 20_000])
def test_no_number_of_harmless_calls_hides_another(harmless: int, place: str) -> None:
    calls = [call(OTHER, b"")] * harmless
    calls.insert({"behind": harmless, "before": 0, "between": harmless // 2}[place], CHANGING)
    many = call(BATCH, bytes.fromhex(multi_send(calls)[2:]))
    with pytest.raises(CallsHidden):
        refuse_administration(SAFE, [many])


@pytest.mark.attack("actions")
@pytest.mark.parametrize("harmless", [1, 500, 998])
def test_a_change_behind_as_many_calls_as_are_looked_at_is_seen(harmless: int) -> None:
    many = call(BATCH, bytes.fromhex(multi_send([*[call(OTHER, b"")] * harmless, CHANGING])[2:]))
    with pytest.raises(ChangesExecutor):
        refuse_administration(SAFE, [many])


# -- the code that runs -----------------------------------------------------------------------------------------


async def examined(treasury: Treasury, chain: EvmChain, *targets: Contract) -> Examined:
    """What calls of these contracts run now."""
    return await Safes({CHAIN: chain}, {}).examine(
        treasury.executor, [call(target.address, b"\1\2\3\4") for target in targets]
    )


def runs(examined: Examined, place: int = 0) -> list[str]:
    return [code.account for code in examined.called[place].code]


async def test_a_contract_runs_its_own_code(treasury: Treasury, chain: EvmChain) -> None:
    found = await examined(treasury, chain, treasury.registry)
    (only,) = found.called
    code = (await chain.codes([Address(treasury.registry.address)], found.block)).popitem()[1]
    assert only.code == (CodeAt(Address(treasury.registry.address), "0x" + keccak(code).hex()),)
    assert (only.rights, found.nonce) == ("", 0)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("slot", [EIP_1967, EIP_1822, BEFORE_1967], ids=["1967", "1822", "before"])
async def test_an_upgraded_proxy_runs_other_code(treasury: Treasury, chain: EvmChain, slot: int) -> None:
    local = treasury.local
    proxy = await local.deploy("SlotProxy", treasury.registry.address, slot.to_bytes(32, "big"))
    opened = await examined(treasury, chain, proxy)
    assert runs(opened) == [proxy.address, treasury.registry.address]
    await proxy.send("upgradeTo", treasury.dollar.address, sender=local.deployer)
    now = await examined(treasury, chain, proxy)
    changed = now.changed_since(opened)
    assert changed is not None
    assert changed[1].account == proxy.address
    with pytest.raises(CodeChanged):
        await Safes({CHAIN: chain}, {}).prepare(
            treasury.executor, [call(proxy.address, b"\1\2\3\4")], (), opened, DECISION
        )


async def test_a_proxy_that_names_the_same_code_elsewhere_runs_the_same(
    treasury: Treasury, chain: EvmChain
) -> None:
    local = treasury.local
    proxy = await local.deploy("SlotProxy", treasury.registry.address, EIP_1967.to_bytes(32, "big"))
    opened = await examined(treasury, chain, proxy)
    again = await local.deploy("Registry")
    await proxy.send("upgradeTo", again.address, sender=local.deployer)
    assert (await examined(treasury, chain, proxy)).changed_since(opened) is None


@pytest.mark.attack("actions")
async def test_an_upgraded_beacon_makes_its_proxies_run_other_code(
    treasury: Treasury, chain: EvmChain
) -> None:
    local = treasury.local
    beacon = await local.deploy("Beacon", treasury.registry.address)
    proxy = await local.deploy("SlotProxy", beacon.address, BEACON.to_bytes(32, "big"))
    opened = await examined(treasury, chain, proxy)
    assert set(runs(opened)) == {proxy.address, beacon.address, treasury.registry.address}
    await beacon.send("upgradeTo", treasury.dollar.address, sender=local.deployer)
    assert (await examined(treasury, chain, proxy)).changed_since(opened) is not None


@pytest.mark.attack("actions")
async def test_a_proxy_of_a_proxy_is_followed(treasury: Treasury, chain: EvmChain) -> None:
    local, slot = treasury.local, EIP_1967.to_bytes(32, "big")
    inner = await local.deploy("SlotProxy", treasury.registry.address, slot)
    outer = await local.deploy("SlotProxy", inner.address, slot)
    opened = await examined(treasury, chain, outer)
    assert runs(opened) == [outer.address, inner.address, treasury.registry.address]
    await inner.send("upgradeTo", treasury.dollar.address, sender=local.deployer)
    assert (await examined(treasury, chain, outer)).changed_since(opened) is not None


@pytest.mark.attack("actions")
async def test_proxies_that_name_each_other_come_to_an_end(treasury: Treasury, chain: EvmChain) -> None:
    local, slot = treasury.local, EIP_1967.to_bytes(32, "big")
    first = await local.deploy("SlotProxy", ZERO, slot)
    second = await local.deploy("SlotProxy", first.address, slot)
    await first.send("upgradeTo", second.address, sender=local.deployer)
    assert runs(await examined(treasury, chain, first)) == [first.address, second.address]


async def test_a_safe_that_is_called_runs_its_singleton(treasury: Treasury, chain: EvmChain) -> None:
    other = await deploy_safe(treasury.local, owners=treasury.owners, threshold=2, salt=9)
    assert runs(await examined(treasury, chain, other.contract)) == [other.address, other.singleton]


@pytest.mark.attack("actions")
async def test_code_that_comes_to_an_account_without_code_is_other_code(
    treasury: Treasury, chain: EvmChain
) -> None:
    local = treasury.local
    at = await chain.latest()
    nowhere = Address(local.account("nowhere yet").address)
    (empty,) = (await called_code(chain, [nowhere], at))[nowhere]
    assert empty.hash == "0x" + keccak(b"").hex()


async def test_what_gets_coins_alone_may_get_code(treasury: Treasury, chain: EvmChain) -> None:
    """Many are paid to a wallet that is deployed later."""
    state = await read_state(chain, treasury.address, await chain.latest())
    assert (await examine(chain, state, [call(OTHER, b"", 5)], await chain.latest())).called == ()


@pytest.mark.attack("actions")
async def test_a_target_that_is_a_module_now_has_rights_in_the_safe(
    treasury: Treasury, chain: EvmChain
) -> None:
    opened = await examined(treasury, chain, treasury.registry)
    data = treasury.safe.contract.data("enableModule", treasury.registry.address)
    digest = await treasury.safe.transaction_hash(treasury.address, 0, data)
    await treasury.safe.execute(
        treasury.address,
        0,
        data,
        signatures=[treasury.safe.sign(owner, digest) for owner in treasury.owners[:2]],
        sender=treasury.local.deployer,
    )
    now = await examined(treasury, chain, treasury.registry)
    assert now.called[0].rights == "module"
    changed = now.changed_since(opened)
    assert changed is not None
    with pytest.raises(CodeChanged):
        await Safes({CHAIN: chain}, {}).prepare(
            treasury.executor, [call(treasury.registry.address, b"\1\2\3\4")], (), opened, DECISION
        )


@pytest.mark.attack("actions")
@pytest.mark.parametrize("within", ["alone", "in a batch"])
async def test_who_votes_is_told_that_an_action_calls_a_part_of_the_safe(
    treasury: Treasury, chain: EvmChain, within: str
) -> None:
    module, handler = treasury.registry.address, treasury.safe.fallback_handler
    data = treasury.safe.contract.data("enableModule", module)
    digest = await treasury.safe.transaction_hash(treasury.address, 0, data)
    signatures = [treasury.safe.sign(owner, digest) for owner in treasury.owners[:2]]
    await treasury.safe.execute(
        treasury.address, 0, data, signatures=signatures, sender=treasury.local.deployer
    )
    actions = [call(module, b"\1\2\3\4"), call(handler, b"\1\2\3\4"), call(module, b"", 5)]
    if within == "in a batch":
        actions = [call(chain.config.multi_send, bytes.fromhex(multi_send(actions)[2:]))]
    decoded = await EvmActionCodec({CHAIN: chain}).decode(
        actions, await chain.latest(), account=treasury.address
    )
    found = [
        [danger.rights for danger in each.dangers if isinstance(danger, PartOfTheExecutor)]
        for each in (decoded if within == "alone" else decoded[0].inner)
    ]
    # Coins alone make it do nothing.
    assert found == [["module"], ["fallback_handler"], []]
    words = [danger_words(PartOfTheExecutor(each[0]), PLAIN_ENGLISH) for each in found[:2]]
    assert words[0].startswith("It calls a module of the Safe")
    assert "without its owners" in words[0]


@pytest.mark.attack("actions")
async def test_the_fallback_handler_has_rights_in_the_safe(treasury: Treasury, chain: EvmChain) -> None:
    handler = treasury.local.contract("CompatibilityFallbackHandler", treasury.safe.fallback_handler)
    found = await examined(treasury, chain, handler, treasury.safe.contract)
    assert [each.rights for each in found.called] == ["fallback_handler", "self"]


HASHES = st.sampled_from(["0xaa", "0xbb", "0xcc"])
CODE = st.lists(st.builds(CodeAt, st.sampled_from([SAFE, OTHER]), HASHES), min_size=1, max_size=3).map(tuple)
CALLED = st.builds(CalledCode, st.sampled_from([SAFE, OTHER, BATCH]), CODE, st.sampled_from(["", "module"]))
AT = BlockRef(CHAIN, 1, BlockHash("0x" + "ab" * 32), 1)


@given(st.lists(CALLED, max_size=3), st.lists(CALLED, max_size=3))
def test_nothing_has_changed_only_where_every_hash_and_right_is_the_same(
    before: list[CalledCode], now: list[CalledCode]
) -> None:
    was, found = Examined(AT, tuple(before), 0), Examined(AT, tuple(now), 5)

    def seen(called: list[CalledCode]) -> dict[str, object]:
        return {each.account: ([code.hash for code in each.code], each.rights) for each in called}

    known = seen(before)
    same = all(known.get(each.account) == ([code.hash for code in each.code], each.rights) for each in now)
    assert (found.changed_since(was) is None) == same
    assert was.changed_since(was) is None or len(known) < len(before)
