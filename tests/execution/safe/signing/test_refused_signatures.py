"""What is no signature of an owner for what was voted on, and is refused."""

from collections.abc import Callable

import pytest
from eth_abi.abi import encode
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.errors import MalformedSignature, NotASigner
from bot.domain.executors import Confirmation
from bot.domain.ids import Address, ChainId
from bot.execution.safe.signing.desk import claimed_by, in_safes_form
from bot.execution.safe.transaction import SafeTx
from sandbox.chain.account import Account
from tests.execution.safe.signing.signing_desk import (
    CHAIN,
    FORMS,
    PAY,
    TO,
    Desk,
    asked,
    by_message,
    greater,
    plain,
)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("form", FORMS)
async def test_who_is_no_owner_signs_nothing(desk: Desk, form: str) -> None:
    stranger = desk.treasury.local.account("a stranger")
    with pytest.raises(NotASigner):
        await desk.taken(FORMS[form](stranger, desk.digest))


@pytest.mark.attack("linking")
async def test_an_owner_who_was_removed_signs_nothing(desk: Desk) -> None:
    safe, leaving = desk.treasury.safe, desk.treasury.owners[2]
    taken = await desk.taken(plain(leaving, desk.digest))
    at = [owner.lower() for owner in await safe.contract.call("getOwners")].index(leaving.address.lower())
    before = "0x" + "0" * 39 + "1" if at == 0 else (await safe.contract.call("getOwners"))[at - 1]
    data = safe.contract.data("removeOwner", before, leaving.address, 2)
    digest = await safe.transaction_hash(safe.address, data=data)
    signatures = [safe.sign(owner, digest) for owner in safe.owners[:2]]
    await safe.execute(safe.address, data=data, signatures=signatures, sender=safe.chain.deployer)
    with pytest.raises(NotASigner):
        await desk.taken(plain(leaving, desk.digest))
    assert (await desk.signing(taken)).signed == ()


OTHERS: dict[str, Callable[[Desk], bytes]] = {
    "another nonce": lambda desk: SafeTx(TO, 10**18, b"", PAY.operation, 1).hash(
        CHAIN, desk.treasury.address
    ),
    "another chain": lambda desk: SafeTx.of(desk.request.payload).hash(ChainId(1), desk.treasury.address),
    "another Safe": lambda desk: SafeTx.of(desk.request.payload).hash(CHAIN, TO),
    "another payment": lambda desk: SafeTx(TO, 10**19, b"", PAY.operation, 0).hash(
        CHAIN, desk.treasury.address
    ),
    "a delegatecall": lambda desk: SafeTx(TO, 10**18, b"", type(PAY.operation)(1), 0).hash(
        CHAIN, desk.treasury.address
    ),
    "nothing": lambda desk: bytes(32),
}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("form", FORMS)
async def test_a_signature_of_something_else_signs_nothing(desk: Desk, form: str, other: str) -> None:
    digest = OTHERS[other](desk)
    assert digest != desk.digest
    with pytest.raises(NotASigner):
        await desk.taken(FORMS[form](desk.treasury.owners[0], digest))


@pytest.mark.attack("linking")
async def test_a_signature_for_one_request_is_none_for_the_next(desk: Desk, chain: EvmChain) -> None:
    following = await asked(
        desk.treasury, chain, desk.treasury.executor, desk.actions, (desk.request.payload,)
    )
    assert following.request.payload.nonce == 1
    with pytest.raises(NotASigner):
        await following.taken(plain(desk.treasury.owners[0], desk.digest))
    kept = Confirmation(
        Address(desk.treasury.owners[0].address), "0x" + plain(desk.treasury.owners[0], desk.digest).hex()
    )
    assert (await following.signing(kept)).signed == ()


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda signature: b"",
    "half of it": lambda signature: signature[:32],
    "a byte less than the short form": lambda signature: signature[:63],
    "a byte more": lambda signature: signature + b"\x1b",
    "two of them": lambda signature: signature * 2,
    "the greater of two": greater,
    "v 29": lambda signature: signature[:64] + b"\x1d",
    "v 255": lambda signature: signature[:64] + b"\xff",
    "r zero": lambda signature: bytes(32) + signature[32:],
    "s zero": lambda signature: signature[:32] + bytes(32) + signature[64:],
    "r beyond the curve": lambda signature: b"\xff" * 32 + signature[32:],
    "seventeen thousand bytes": lambda signature: signature + bytes(17_000),
}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("broken", BROKEN)
async def test_what_is_no_owners_signature_is_refused(desk: Desk, broken: str) -> None:
    signature = plain(desk.treasury.owners[0], desk.digest)
    with pytest.raises((MalformedSignature, NotASigner)):
        await desk.taken(BROKEN[broken](signature))


@pytest.mark.attack("linking")
@pytest.mark.parametrize("text", ["", "0x", "0xzz", "not a signature", "0x" + "ab" * 65, "💣" * 65])
async def test_what_somebody_pasted_instead_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises((MalformedSignature, NotASigner)):
        await desk.safes.signature(desk.request, text)


@pytest.mark.attack("linking")
async def test_nobody_hands_in_an_approval_that_is_not_on_chain(desk: Desk) -> None:
    owner = desk.treasury.owners[0]
    approval = encode(["address", "uint256"], [owner.address, 0]) + b"\x01"
    with pytest.raises(NotASigner):
        await desk.taken(approval)
    kept = Confirmation(Address(owner.address), "0x" + approval.hex())
    assert (await desk.signing(kept)).signed == ()


KEY = Account.of("a key")
DIGEST = bytes(range(32))


@pytest.mark.attack("linking")
@given(st.integers(0, 64), st.integers(1, 255), st.sampled_from([plain, by_message]))
def test_a_signature_of_which_any_byte_was_changed_is_not_the_owners(
    place: int, changed: int, form: Callable[[Account, bytes], bytes]
) -> None:
    signature = bytearray(form(KEY, DIGEST))
    assert claimed_by(DIGEST, in_safes_form(bytes(signature))) == KEY.address
    signature[place] ^= changed
    written = in_safes_form(bytes(signature))
    if written == form(KEY, DIGEST):
        # v 0 and 1 are the same signature, written otherwise.
        assert place == 64
    else:
        assert claimed_by(DIGEST, written) != KEY.address


@pytest.mark.attack("linking")
@given(st.integers(0, 255), st.sampled_from([plain, by_message]))
def test_a_signature_of_a_hash_of_which_any_bit_was_changed_is_not_the_owners(
    bit: int, form: Callable[[Account, bytes], bytes]
) -> None:
    other = (int.from_bytes(DIGEST, "big") ^ (1 << bit)).to_bytes(32, "big")
    assert claimed_by(other, in_safes_form(form(KEY, DIGEST))) != KEY.address


@pytest.mark.attack("safe_service")
async def test_a_service_that_lies_about_an_owner_hides_what_the_owner_handed_in(desk: Desk) -> None:
    first, second, _ = desk.treasury.owners
    junk = Confirmation(Address(first.address), "0x" + plain(second, desk.digest).hex())
    good = await desk.taken(plain(first, desk.digest))
    request = replace(desk.request, signatures=(good,), confirmations=(junk, junk, junk))
    signing = await desk.safes.signing(request, desk.actions, desk.opened)
    assert signing.signed == (first.address,)
    progress = await desk.safes.progress(request, ask=False)
    assert [each.owner for each in progress.confirmations] == [first.address]
    assert (await desk.safes.signing(replace(request, signatures=()), desk.actions, desk.opened)).signed == ()
