"""Owners sign without anybody's service: what they sign, what counts, and what is sent to the chain in the end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_account.messages import encode_defunct, encode_typed_data
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.errors import CodeChanged, MalformedSignature, NotASigner, RequestMismatch
from bot.domain.executors import Confirmation, ExecutionRequest, SafeExecutor, Signing
from bot.domain.ids import Address, ChainId
from bot.execution.safe.multi_send import multi_send
from bot.execution.safe.safes import Safes
from bot.execution.safe.signing.desk import claimed_by, in_safes_form
from bot.execution.safe.transaction import SafeTx
from sandbox.chain.account import Account
from sandbox.chain.safe import LocalSafe, deploy_safe, typed_data_hash
from tests.execution.treasury import Treasury, prepared

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
PAY = Action(CHAIN, TO, 10**18, "0x")
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@dataclass(frozen=True)
class Desk:
    """A Safe that is asked for something, without a transaction service."""

    treasury: Treasury
    safes: Safes
    request: ExecutionRequest
    actions: tuple[Action, ...]
    opened: Any

    @property
    def digest(self) -> bytes:
        return bytes.fromhex(self.request.payload.safe_tx_hash[2:])

    async def signing(self, *signatures: Confirmation) -> Signing:
        request = replace(self.request, signatures=signatures)
        return await self.safes.signing(request, self.actions, self.opened)

    async def taken(self, signature: bytes) -> Confirmation:
        return await self.safes.signature(self.request, "0x" + signature.hex())

    async def accepted(self, signature: str) -> bool:
        """What the Safe itself says of this one signature."""
        raw, contract = bytes.fromhex(signature[2:]), self.treasury.safe.contract
        await contract.call("checkNSignatures", self.digest, b"", raw, 1)
        return True


async def asked(
    treasury: Treasury, chain: EvmChain, safe: SafeExecutor, actions: tuple[Action, ...], waiting: Any = ()
) -> Desk:
    safes = Safes({CHAIN: chain}, {})
    opened = await safes.examine(safe, actions)
    request = treasury.request(await prepared(safes, safe, actions, waiting))
    return Desk(treasury, safes, replace(request, executor=safe), actions, opened)


@pytest.fixture
async def desk(treasury: Treasury, chain: EvmChain) -> Desk:
    return await asked(treasury, chain, treasury.executor, (PAY,))


def several(treasury: Treasury) -> tuple[Action, ...]:
    paid = treasury.dollar.data("transfer", TO, 5)
    return PAY, Action(CHAIN, Address(treasury.dollar.address), 0, "0x" + paid.hex())


def plain(owner: Account, digest: bytes) -> bytes:
    return bytes(owner.key.unsafe_sign_hash(digest).signature)  # type: ignore[arg-type]


def by_message(owner: Account, digest: bytes) -> bytes:
    """What `eth_sign` gives, in the form that Safes take."""
    signature = bytes(owner.key.sign_message(encode_defunct(digest)).signature)
    return signature[:64] + bytes([signature[64] + 4])


def compact(signature: bytes) -> bytes:
    """As EIP-2098 writes it."""
    s = int.from_bytes(signature[32:64], "big") | ((signature[64] - 27) << 255)
    return signature[:32] + s.to_bytes(32, "big")


def greater(signature: bytes) -> bytes:
    """The other signature that the same key seems to have made."""
    s = ORDER - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


# -- what is signed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2])
async def test_what_a_wallet_is_shown_hashes_to_what_the_safe_asks_for(
    treasury: Treasury, chain: EvmChain, number: int
) -> None:
    desk = await asked(treasury, chain, treasury.executor, several(treasury)[:number])
    signing = await desk.signing()
    assert typed_data_hash(dict(signing.document)) == desk.digest
    message = encode_typed_data(full_message=dict(signing.document))
    assert "0x" + message.header.hex() == signing.domain_hash
    assert "0x" + message.body.hex() == signing.message_hash
    assert signing.whole_hash == desk.request.payload.safe_tx_hash
    transaction = desk.request.payload
    of_contract = await treasury.safe.transaction_hash(
        transaction.to, transaction.value, bytes.fromhex(transaction.data[2:]), transaction.operation
    )
    assert of_contract == desk.digest


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "altered",
    [
        {"to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
        {"value": 10**18 + 1},
        {"data": "0xdeadbeef"},
        {"operation": 1},
        {"nonce": 1},
        {"safe_tx_hash": "0x" + "ab" * 32},
        {"data": multi_send([PAY]), "operation": 1, "value": 0},
    ],
    ids=str,
)
async def test_what_is_not_what_was_voted_on_is_not_offered(desk: Desk, altered: dict[str, Any]) -> None:
    request = replace(desk.request, payload=replace(desk.request.payload, **altered))
    with pytest.raises(RequestMismatch):
        await desk.safes.signing(request, desk.actions, desk.opened)


@pytest.mark.attack("database")
@pytest.mark.parametrize("field", ["to", "value", "data"])
async def test_what_is_altered_together_with_its_hash_is_not_offered(desk: Desk, field: str) -> None:
    """Whoever writes into the database can make a transaction and its hash agree, but not with what was voted on."""
    changes: dict[str, Any] = {"to": desk.treasury.dollar.address, "value": 1, "data": "0x00"}
    payload = replace(desk.request.payload, **{field: changes[field]})
    made = SafeTx.of(payload).hash(CHAIN, desk.request.executor.address)
    payload = replace(payload, safe_tx_hash="0x" + made.hex())
    with pytest.raises(RequestMismatch):
        await desk.safes.signing(replace(desk.request, payload=payload), desk.actions, desk.opened)


@pytest.mark.attack("actions")
async def test_a_batch_that_would_run_other_code_is_not_offered(treasury: Treasury, chain: EvmChain) -> None:
    desk = await asked(treasury, chain, treasury.executor, several(treasury))
    payload = replace(desk.request.payload, to=treasury.registry.address)
    made = SafeTx.of(payload).hash(CHAIN, treasury.address)
    request = replace(desk.request, payload=replace(payload, safe_tx_hash="0x" + made.hex()))
    with pytest.raises(RequestMismatch):
        await desk.safes.signing(request, desk.actions, desk.opened)


@pytest.mark.attack("actions")
async def test_what_would_run_other_code_than_when_the_vote_opened_is_not_offered(
    treasury: Treasury, chain: EvmChain
) -> None:
    desk = await asked(treasury, chain, treasury.executor, several(treasury))
    called = tuple(
        replace(each, code=tuple(replace(code, hash="0x" + "00" * 32) for code in each.code))
        for each in desk.opened.called
    )
    with pytest.raises(CodeChanged):
        await desk.safes.signing(desk.request, desk.actions, replace(desk.opened, called=called))


# -- what counts ------------------------------------------------------------------------------------------------

FORMS: dict[str, Callable[[Account, bytes], bytes]] = {
    "a wallet's": plain,
    "eth_sign": by_message,
    "with v 0 or 1": lambda owner, digest: plain(owner, digest)[:64] + bytes([plain(owner, digest)[64] - 27]),
    "in 64 bytes": lambda owner, digest: compact(plain(owner, digest)),
}


@pytest.mark.parametrize("form", FORMS)
async def test_every_form_of_an_owners_signature_becomes_the_one_that_the_safe_takes(
    desk: Desk, form: str
) -> None:
    for owner in desk.treasury.owners:
        taken = await desk.taken(FORMS[form](owner, desk.digest))
        assert taken.owner == owner.address
        assert await desk.accepted(taken.signature)
        assert (await desk.signing(taken)).signed == (owner.address,)


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


VERSIONS = {"1.3.0": "SafeV130", "1.3.0 L2": "SafeL2V130", "1.4.1": "Safe", "1.5.0": "SafeV150"}

# -- what is sent -----------------------------------------------------------------------------------------------


async def executed(desk: Desk, signing: Signing) -> None:
    """Send what is offered, as anybody can."""
    ready = signing.ready
    assert ready is not None
    local = desk.treasury.local
    before = await local.balance(TO)
    await local.send(local.account("anybody"), ready.to, ready.value, bytes.fromhex(ready.data[2:]))
    assert await local.balance(TO) == before + 10**18


async def asked_of(treasury: Treasury, chain: EvmChain, version: str, number: int) -> Desk:
    """The same of a Safe of that version, which anybody may tell to execute."""
    local = treasury.local
    safe = await deploy_safe(local, owners=treasury.owners, threshold=2, salt=9, code=VERSIONS[version])
    await local.fund(safe.address, 10**19)
    await local.fund(local.account("anybody"), 10**18)
    await treasury.dollar.send("airdrop", [safe.address], [10**9], sender=local.deployer)
    assert await safe.contract.call("VERSION") == version.removesuffix(" L2")
    executor = SafeExecutor(chain=CHAIN, address=Address(safe.address))
    return await asked(replace(treasury, safe=safe), chain, executor, several(treasury)[:number])


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("version", VERSIONS)
async def test_what_is_offered_once_enough_have_signed_executes_it(
    treasury: Treasury, chain: EvmChain, version: str, number: int
) -> None:
    desk = await asked_of(treasury, chain, version, number)
    first, _, third = treasury.owners
    assert typed_data_hash(dict((await desk.signing()).document)) == desk.digest
    signatures = [await desk.taken(by_message(third, desk.digest))]
    assert (await desk.signing(*signatures)).ready is None
    signatures.append(await desk.taken(plain(first, desk.digest)))
    signing = await desk.signing(*signatures)
    assert set(signing.signed) == {first.address, third.address}
    await executed(desk, signing)


async def test_an_approval_on_chain_counts_together_with_signatures(desk: Desk) -> None:
    local, (first, second, _) = desk.treasury.local, desk.treasury.owners
    for account in (first, local.account("anybody")):
        await local.fund(account, 10**18)
    await desk.treasury.safe.contract.send("approveHash", desk.digest, sender=first)
    signing = await desk.signing(await desk.taken(plain(second, desk.digest)))
    assert set(signing.signed) == {first.address, second.address}
    await executed(desk, signing)


async def test_what_has_others_before_it_is_not_offered_yet(desk: Desk, chain: EvmChain) -> None:
    following = await asked(
        desk.treasury, chain, desk.treasury.executor, desk.actions, (desk.request.payload,)
    )
    signed = [await following.taken(plain(owner, following.digest)) for owner in desk.treasury.owners]
    signing = await following.signing(*signed)
    assert (len(signing.signed), signing.first, signing.ready) == (3, 0, None)


@dataclass(frozen=True)
class Contracts:
    """A Safe that a key, a Safe and a wallet contract own, all of whom must sign."""

    desk: Desk
    outer: LocalSafe
    inner: LocalSafe
    wallet: str
    key: Account
    keeper: Account

    async def of_inner(self) -> bytes:
        """What the Safe that is an owner signs: all that is hashed, or from 1.5.0 on the hash."""
        handler = await self.outer.chain.shared("CompatibilityFallbackHandler")
        message = SafeTx.of(self.desk.request.payload).preimage(CHAIN, Address(self.outer.address))
        if await self.outer.contract.call("VERSION") == "1.5.0":
            message = encode(["bytes32"], [self.desk.digest])
        digest = bytes(await handler.call("getMessageHashForSafe", self.inner.address, message))
        return by_contract(self.inner.address, plain(self.keeper, digest))


def by_contract(owner: str, inner: bytes, start: int = 65) -> bytes:
    head = encode(["address", "uint256"], [owner, start]) + b"\0"
    return head + len(inner).to_bytes(32, "big") + inner


@pytest.fixture(params=VERSIONS)
async def contracts(treasury: Treasury, chain: EvmChain, request: pytest.FixtureRequest) -> Contracts:
    local = treasury.local
    keeper, key = local.account("keeper"), local.account("plain")
    inner = await deploy_safe(local, owners=[keeper], threshold=1, salt=5)
    wallet = await local.deploy("ContractWallet", keeper.address)
    owners = [SimpleNamespace(address=inner.address), key, SimpleNamespace(address=wallet.address)]
    outer = await deploy_safe(local, owners=owners, threshold=3, salt=6, code=VERSIONS[request.param])  # type: ignore[arg-type]
    await local.fund(outer.address, 10**19)
    await local.fund(local.account("anybody"), 10**18)
    executor = SafeExecutor(chain=CHAIN, address=Address(outer.address))
    desk = await asked(treasury, chain, executor, (PAY,))
    return Contracts(desk, outer, inner, wallet.address, key, keeper)


async def test_owners_that_are_contracts_are_told_apart_and_sign_in_the_safes_form(
    contracts: Contracts,
) -> None:
    desk, digest = contracts.desk, contracts.desk.digest
    assert (await desk.signing()).contracts == {contracts.inner.address, contracts.wallet}
    given = [
        by_contract(contracts.wallet, plain(contracts.keeper, digest)),
        plain(contracts.key, digest),
        await contracts.of_inner(),
    ]
    signing = await desk.signing(*[await desk.taken(each) for each in given])
    assert len(signing.signed) == 3
    await executed(desk, signing)


@pytest.mark.attack("linking")
async def test_a_contract_that_does_not_accept_it_signs_nothing(contracts: Contracts) -> None:
    wrong = plain(contracts.key, contracts.desk.digest)
    for owner in (contracts.wallet, contracts.inner.address, TO):
        with pytest.raises(NotASigner):
            await contracts.desk.taken(by_contract(owner, wrong))


@pytest.mark.attack("linking")
@pytest.mark.parametrize("start", [0, 1, 64, 66, 2**16, 2**255, 2**256 - 1])
async def test_a_contracts_signature_that_points_elsewhere_signs_nothing(
    contracts: Contracts, start: int
) -> None:
    inner = plain(contracts.keeper, contracts.desk.digest)
    with pytest.raises(NotASigner):
        await contracts.desk.taken(by_contract(contracts.wallet, inner, start))
