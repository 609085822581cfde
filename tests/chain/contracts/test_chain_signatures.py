"""Who signed a text: keys by EIP-191, contracts by EIP-1271."""

from collections.abc import AsyncIterator

import pytest
from eth_abi.abi import encode
from eth_account import Account as Keys
from eth_account.messages import encode_defunct
from eth_utils.address import is_checksum_address
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.chain.chains import EvmChain
from bot.chain.contracts.signatures import (
    is_wrapped,
    personal_hash,
    recover,
    safe_message_hash,
    signature_bytes,
)
from bot.domain.errors import AcceptsAnything, ChainUnavailable, MalformedSignature, WrongSignature
from bot.domain.ids import Address, ChainId
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import deploy_safe
from tests.chain.nodes.nodes import evm_chain, introduced, limits_for
from tests.said import raises_saying

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
CHAIN = ChainId(31337)
TEXT = "dao.example wants you to sign in with your Ethereum account: äöü 🗳\n\nNonce: 1"
KEYS = st.integers(min_value=1, max_value=ORDER - 1).map(lambda key: Keys.from_key(key.to_bytes(32, "big")))


def sign(account: Account, text: str = TEXT) -> str:
    return "0x" + account.key.sign_message(encode_defunct(text=text)).signature.hex()


def variant(signature: str, v: int) -> str:
    return signature[:-2] + f"{v:02x}"


def compact(signature: str) -> str:
    """EIP-2098."""
    raw = bytes.fromhex(signature[2:])
    s = int.from_bytes(raw[32:64], "big") | (raw[64] - 27) << 255
    return "0x" + (raw[:32] + s.to_bytes(32, "big")).hex()


def high_s(signature: str) -> str:
    """The other valid pair of the same signature."""
    raw = bytes.fromhex(signature[2:])
    s = ORDER - int.from_bytes(raw[32:64], "big")
    return "0x" + (raw[:32] + s.to_bytes(32, "big") + bytes([55 - raw[64]])).hex()


# -- keys -------------------------------------------------------------------------------------------------------


@given(key=KEYS, text=st.text(max_size=80))
def test_every_spelling_of_a_signature_gives_its_signer(key, text) -> None:
    digest = personal_hash(text)
    signature = "0x" + key.sign_message(encode_defunct(text=text)).signature.hex()
    v = int(signature[-2:], 16)
    for spelling in (signature, variant(signature, v - 27), compact(signature), signature[2:].upper()):
        assert recover(digest, signature_bytes(spelling)) == key.address


@given(key=KEYS)
def test_the_larger_s_is_refused(key) -> None:
    signature = "0x" + key.sign_message(encode_defunct(text=TEXT)).signature.hex()
    with raises_saying(MalformedSignature, "larger"):
        recover(personal_hash(TEXT), signature_bytes(high_s(signature)))


@given(st.binary(max_size=140))
def test_any_bytes_give_a_signer_or_say_what_is_wrong(raw: bytes) -> None:
    try:
        signer = recover(personal_hash(TEXT), raw)
    except MalformedSignature:
        return
    assert len(raw) in (64, 65)
    assert is_checksum_address(signer)


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("hello", "hexadecimal"),
        ("0x123", "hexadecimal"),
        ("0x" + "00" * 20_000, "long"),
        ("0x" + "11" * 65 + "6492" * 16, "ERC-6492"),
        ("0x" + "6492" * 16, "ERC-6492"),
    ],
)
def test_what_is_no_signature_says_why(pasted: str, why: str) -> None:
    with raises_saying(MalformedSignature, why):
        signature_bytes(pasted)


@pytest.mark.parametrize(
    "raw", [bytes(65), b"\xff" * 64 + b"\x1b", bytes(64) + b"\x1b", b"\x01" * 64 + b"\x1d", b"\x01" * 66]
)
def test_impossible_signatures_are_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedSignature):
        recover(personal_hash(TEXT), raw)


def wrapped(signature: str) -> str:
    """By ERC-6492, with a call that would deploy the wallet."""
    inner = bytes.fromhex(signature.removeprefix("0x"))
    parts = encode(["address", "bytes", "bytes"], ["0x" + "11" * 20, b"deploy", inner])
    return "0x" + (parts + bytes.fromhex("6492" * 16)).hex()


@given(st.binary(max_size=200))
def test_a_wrapped_signature_is_the_one_inside(inner: bytes) -> None:
    assert signature_bytes(wrapped(inner.hex())) == inner
    assert is_wrapped(wrapped(inner.hex()))


@pytest.mark.attack("linking")
@given(key=KEYS, at=st.integers(0, 64), to=st.integers(1, 255))
def test_a_signature_of_which_a_byte_was_changed_is_not_the_signers(key, at, to) -> None:
    raw = bytearray(key.sign_message(encode_defunct(text=TEXT)).signature)
    raw[at] ^= to
    try:
        signer = recover(personal_hash(TEXT), bytes(raw))
    except MalformedSignature:
        return
    # v 0 and 1 are other spellings of 27 and 28.
    assert signer != key.address or (at == 64 and raw[64] in (0, 1))


@pytest.mark.attack("linking")
@given(key=KEYS, at=st.integers(0, len(TEXT) - 1), to=st.characters())
def test_a_text_of_which_a_letter_was_changed_was_not_signed(key, at, to) -> None:
    changed = TEXT[:at] + to + TEXT[at + 1 :]
    signature = bytes(key.sign_message(encode_defunct(text=TEXT)).signature)
    assert changed == TEXT or recover(personal_hash(changed), signature) != key.address


# -- on a chain -------------------------------------------------------------------------------------------------


@pytest.fixture
async def local() -> AsyncIterator[LocalChain]:
    async with LocalChain.serve() as local:
        yield local


@pytest.fixture
async def chain(local: LocalChain) -> AsyncIterator[EvmChain]:
    async with evm_chain(local.url) as chain:
        yield chain


@pytest.fixture
async def wallet(local: LocalChain) -> Contract:
    """A contract wallet of ada."""
    return await local.deploy("ContractWallet", local.account("ada").address)


async def test_a_key_signs_for_its_own_account_only(local: LocalChain, chain: EvmChain) -> None:
    ada, ben = local.account("ada"), local.account("ben")
    at = await chain.latest()
    await chain.signed_by(Address(ada.address), TEXT, sign(ada), at)
    with pytest.raises(WrongSignature) as refused:
        await chain.signed_by(Address(ada.address), TEXT, sign(ben), at)
    assert refused.value.signed_by == ben.address
    with pytest.raises(WrongSignature):
        await chain.signed_by(Address(ada.address), TEXT + " ", sign(ada), at)
    with pytest.raises(MalformedSignature):
        await chain.signed_by(Address(ada.address), TEXT, sign(ada)[:-10], at)


async def test_a_contract_wallet_is_asked_at_the_block(
    local: LocalChain, chain: EvmChain, wallet: Contract
) -> None:
    ada, ben = local.account("ada"), local.account("ben")
    before = await chain.latest()
    await wallet.send("setOwner", ben.address, sender=local.deployer)
    after = await chain.latest()
    await chain.signed_by(Address(wallet.address), TEXT, sign(ada), before)
    await chain.signed_by(Address(wallet.address), TEXT, sign(ben), after)
    for signer, at in ((ben, before), (ada, after)):
        with pytest.raises(WrongSignature):
            await chain.signed_by(Address(wallet.address), TEXT, sign(signer), at)


@pytest.mark.parametrize("mode", [1, 2, 3, 4], ids=["reverts", "burns-gas", "nothing", "garbage"])
async def test_a_contract_says_yes_in_exactly_one_way(
    local: LocalChain, chain: EvmChain, wallet: Contract, mode: int
) -> None:
    await wallet.send("setMode", mode, sender=local.deployer)
    with pytest.raises(WrongSignature):
        await chain.signed_by(Address(wallet.address), TEXT, sign(local.account("ada")), await chain.latest())


YES = "1626ba7e" + "00" * 28
"""As EIP-1271 has it: the selector, as the ABI pads a bytes4."""


async def answering(local: LocalChain, answer: str) -> Address:
    """A contract that says this, whatever signature it is asked about."""
    parrot = await local.deploy("Parrot")
    await parrot.send("say", bytes.fromhex(YES[:8]), bytes.fromhex(answer), sender=local.deployer)
    return Address(parrot.address)


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    "answer",
    [
        YES[:8],
        YES[:-2],
        YES[:-2] + "01",
        YES + "00",
        YES * 2,
        "00" * 28 + YES[:8],
        "00" * 31 + "01",
        "20c13b0b" + YES[8:],
    ],
    ids=[
        "4 bytes",
        "31 bytes",
        "not padded with nothing",
        "33 bytes",
        "twice",
        "as a number",
        "true",
        "as it was drafted",
    ],
)
async def test_what_is_nearly_yes_is_none(local: LocalChain, chain: EvmChain, answer: str) -> None:
    wallet = await answering(local, answer)
    with pytest.raises(WrongSignature):
        await chain.signed_by(wallet, TEXT, sign(local.account("ada")), await chain.latest())


@pytest.mark.attack("linking")
async def test_who_says_yes_to_everything_has_signed_nothing(local: LocalChain, chain: EvmChain) -> None:
    wallet = await answering(local, YES)
    with pytest.raises(AcceptsAnything):
        await chain.signed_by(wallet, TEXT, sign(local.account("ada")), await chain.latest())


@pytest.mark.parametrize("kind", ["timeout", "429", "500", "garbage", "error"])
async def test_a_silent_node_neither_proves_nor_refutes_a_signature(
    local: LocalChain, wallet: Contract, kind: str
) -> None:
    async with evm_chain(local.url, limits=limits_for(kind)) as chain:
        at = await introduced(chain)
        local.faults.fail_next("eth_call", kind=kind, times=1000)
        with pytest.raises(ChainUnavailable):
            await chain.signed_by(Address(wallet.address), TEXT, sign(local.account("ada")), at)


async def test_the_owners_of_a_safe_sign_for_it(local: LocalChain, chain: EvmChain) -> None:
    owners = [local.account(f"owner {number}") for number in range(3)]
    safe = await deploy_safe(local, owners=owners, threshold=2)
    at = await chain.latest()
    digest = safe_message_hash(CHAIN, Address(safe.address), personal_hash(TEXT))
    signed = sorted((safe.sign(owner, digest) for owner in owners[:2]), key=lambda each: int(each.owner, 16))
    both = "0x" + b"".join(each.data for each in signed).hex()
    await chain.signed_by(Address(safe.address), TEXT, both, at)
    with pytest.raises(WrongSignature):
        await chain.signed_by(Address(safe.address), TEXT, "0x" + signed[0].data.hex(), at)
    with pytest.raises(WrongSignature):
        await chain.signed_by(Address(safe.address), TEXT + "!", both, at)


async def test_a_wrapped_signature_counts_for_a_wallet_that_is_there(
    local: LocalChain, chain: EvmChain, wallet: Contract
) -> None:
    signature = sign(local.account("ada"))
    await chain.signed_by(Address(wallet.address), TEXT, wrapped(signature), await chain.latest())


CHANGED_TEXT = st.tuples(st.integers(0, len(TEXT) - 1), st.characters(exclude_categories=["Cs"])).map(
    lambda change: TEXT[: change[0]] + change[1] + TEXT[change[0] + 1 :]
)
CHANGED_BYTE = st.tuples(st.integers(0, 64), st.integers(1, 255))


@pytest.mark.attack("linking")
@pytest.mark.parametrize("kind", ["key", "contract", "wrapped"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=CHANGED_TEXT.filter(lambda text: text != TEXT) | CHANGED_BYTE)
async def test_of_what_was_signed_no_letter_and_of_its_signature_no_byte_can_be_another(
    local: LocalChain,
    chain: EvmChain,
    wallet: Contract,
    kind: str,
    change: str | tuple[int, int],
) -> None:
    """Whoever is asked, the key or the contract."""
    ada = local.account("ada")
    text, raw = TEXT, bytearray(bytes.fromhex(sign(ada)[2:]))
    if isinstance(change, str):
        text = change
    else:
        at, by = change
        raw[at] ^= by
        assume(at < 64 or raw[64] not in (0, 1))  # other spellings of 27 and 28
    signature = wrapped(raw.hex()) if kind == "wrapped" else "0x" + raw.hex()
    account = Address(ada.address if kind == "key" else wallet.address)
    with pytest.raises((WrongSignature, MalformedSignature)):
        await chain.signed_by(account, text, signature, await chain.latest())


@pytest.mark.attack("linking")
async def test_a_wrapped_signature_proves_nothing_for_a_wallet_that_is_not_there(
    local: LocalChain, chain: EvmChain
) -> None:
    nobody = Address(local.account("nobody").address)
    with raises_saying(MalformedSignature, "not deployed"):
        await chain.signed_by(nobody, TEXT, wrapped(sign(local.account("ada"))), await chain.latest())
