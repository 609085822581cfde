"""Who proves that a Safe belongs to a space, on a real Safe: its owners, or all of them together, and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.chain.chains import EvmChain
from bot.chain.contracts.signatures import personal_hash, safe_message_hash
from bot.domain.errors import (
    AcceptsAnything,
    ChainUnavailable,
    MalformedSignature,
    NoCode,
    NotAProver,
    WrongContract,
    WrongSignature,
)
from bot.domain.executors import Proof, SafeExecutor
from bot.domain.ids import Address
from bot.execution.safe.safes import Safes
from sandbox.chain.account import Account
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.stage import sign
from tests.chain.nodes.nodes import evm_chain, introduced, limits_for
from tests.execution.treasury import Treasury

TEXT = "dao.example wants you to sign in with your Ethereum account: bind the Safe\n\nNonce: 1"


@pytest.fixture
async def safes(chain: EvmChain) -> AsyncIterator[Safes]:
    safes = Safes({chain.id: chain}, services={})
    yield safes
    await safes.close()


def by(account: Account, *, signer: str | None = None, text: str = TEXT) -> Proof:
    """What this key signs, said to be by `signer`."""
    return Proof(Address(signer or account.address), TEXT, sign(account, text))


def by_safe(safe: LocalSafe, *owners: Account, text: str = TEXT) -> Proof:
    """The Safe's own signature, as its owners make it in the Safe app."""
    chain = safe.chain.chain_id
    digest = safe_message_hash(chain, Address(safe.address), personal_hash(text))
    parts = sorted((safe.sign(owner, digest) for owner in owners), key=lambda each: int(each.owner, 16))
    return Proof(Address(safe.address), TEXT, "0x" + b"".join(part.data for part in parts).hex())


async def act(safe: LocalSafe, function: str, *arguments: object) -> None:
    """The Safe administers itself, as two of its owners agreed."""
    data = safe.contract.data(function, *arguments)
    await safe.chain.fund(safe.owners[0], 10**18)
    digest = await safe.transaction_hash(safe.address, 0, data)
    signatures = [safe.sign(owner, digest) for owner in safe.owners[:2]]
    await safe.execute(safe.address, 0, data, signatures=signatures, sender=safe.owners[0])
    await safe.chain.mine(2)


async def before(safe: LocalSafe, owner: Account) -> str:
    """The owner that the contract's list names before this one; the first one comes after 0x1."""
    listed = ["0x" + "0" * 39 + "1", *(str(each) for each in await safe.contract.call("getOwners"))]
    places = [place for place, each in enumerate(listed) if int(each, 16) == int(owner.address, 16)]
    return listed[places[0] - 1]


async def test_each_owner_may_sign_for_a_safe(safes: Safes, treasury: Treasury) -> None:
    provers = await safes.provers(treasury.executor)
    assert set(provers.signers) == {owner.address for owner in treasury.owners}
    assert provers.threshold == 2
    for owner in treasury.owners:
        await safes.check_proof(treasury.executor, by(owner))


async def test_a_safe_signs_for_itself_with_as_many_owners_as_it_asks_for(
    safes: Safes, treasury: Treasury
) -> None:
    proof = by_safe(treasury.safe, *treasury.owners[:2])
    await safes.check_proof(treasury.executor, proof)
    standing = await safes.standing(treasury.executor, [proof])
    assert (standing.itself, standing.signers) == (True, ())


def _nobody(treasury: Treasury) -> Proof:
    return by(treasury.local.account("mallory"))


def _as_owner(treasury: Treasury) -> Proof:
    return by(treasury.local.account("mallory"), signer=treasury.owners[0].address)


def _other_text(treasury: Treasury) -> Proof:
    return by(treasury.owners[0], text=TEXT.replace("Nonce: 1", "Nonce: 2"))


def _as_safe(treasury: Treasury) -> Proof:
    return by(treasury.owners[0], signer=treasury.safe.address)


def _too_few(treasury: Treasury) -> Proof:
    return by_safe(treasury.safe, treasury.owners[0])


def _one_owner_twice(treasury: Treasury) -> Proof:
    return by_safe(treasury.safe, treasury.owners[0], treasury.owners[0])


def _strangers_as_safe(treasury: Treasury) -> Proof:
    return by_safe(treasury.safe, *(treasury.local.account(name) for name in ("mallory", "mel")))


def _safe_said_something_else(treasury: Treasury) -> Proof:
    return by_safe(treasury.safe, *treasury.owners[:2], text="gm")


def _approved_on_chain(treasury: Treasury) -> Proof:
    return Proof(treasury.address, TEXT, "0x")


def _nothing(treasury: Treasury) -> Proof:
    return Proof(Address(treasury.owners[0].address), TEXT, "")


def _no_hex(treasury: Treasury) -> Proof:
    return Proof(Address(treasury.owners[0].address), TEXT, "I agree")


def _cut(treasury: Treasury) -> Proof:
    return Proof(Address(treasury.owners[0].address), TEXT, sign(treasury.owners[0], TEXT)[:-4])


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    ("forge", "refusal"),
    [
        (_nobody, NotAProver),
        (_as_owner, WrongSignature),
        (_other_text, WrongSignature),
        (_as_safe, WrongSignature),
        (_too_few, WrongSignature),
        (_one_owner_twice, WrongSignature),
        (_strangers_as_safe, WrongSignature),
        (_safe_said_something_else, WrongSignature),
        (_approved_on_chain, MalformedSignature),
        (_nothing, MalformedSignature),
        (_no_hex, MalformedSignature),
        (_cut, MalformedSignature),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
async def test_nobody_else_proves_anything_for_a_safe(
    safes: Safes, treasury: Treasury, forge: Callable[[Treasury], Proof], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await safes.check_proof(treasury.executor, forge(treasury))


@pytest.mark.attack("linking")
async def test_an_owner_of_another_safe_proves_nothing_for_this_one(safes: Safes, treasury: Treasury) -> None:
    mallory = treasury.local.account("mallory")
    other = await deploy_safe(treasury.local, owners=[mallory], threshold=1)
    await treasury.local.mine(2)
    for proof in (by(mallory), by_safe(other, mallory)):
        with pytest.raises(NotAProver):
            await safes.check_proof(treasury.executor, proof)
    theirs = SafeExecutor(chain=treasury.executor.chain, address=Address(other.address))
    await safes.check_proof(theirs, by(mallory))


@pytest.mark.attack("linking")
async def test_a_module_is_no_owner(safes: Safes, treasury: Treasury) -> None:
    module = treasury.local.account("module")
    await act(treasury.safe, "enableModule", module.address)
    with pytest.raises(NotAProver):
        await safes.check_proof(treasury.executor, by(module))
    with pytest.raises(WrongSignature):
        await safes.check_proof(treasury.executor, by(module, signer=treasury.safe.address))


async def _owned_by(treasury: Treasury, wallet: Contract) -> SafeExecutor:
    """A Safe of a contract wallet and a key."""
    owners = [treasury.local.account("key")]
    safe = await deploy_safe(treasury.local, owners=owners, threshold=1, salt=7)
    data = safe.contract.data("addOwnerWithThreshold", wallet.address, 1)
    await treasury.local.fund(owners[0], 10**18)
    digest = await safe.transaction_hash(safe.address, 0, data)
    await safe.execute(safe.address, 0, data, signatures=[safe.sign(owners[0], digest)], sender=owners[0])
    await treasury.local.mine(2)
    return SafeExecutor(chain=treasury.executor.chain, address=Address(safe.address))


async def test_an_owner_that_is_a_contract_signs_as_one(safes: Safes, treasury: Treasury) -> None:
    ada = treasury.local.account("ada")
    wallet = await treasury.local.deploy("ContractWallet", ada.address)
    executor = await _owned_by(treasury, wallet)
    await safes.check_proof(executor, by(ada, signer=wallet.address))
    assert (await safes.standing(executor, [by(ada, signer=wallet.address)])).signers == (wallet.address,)


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    ("mode", "refusal"),
    [
        (1, WrongSignature),
        (2, WrongSignature),
        (3, WrongSignature),
        (4, WrongSignature),
        (5, AcceptsAnything),
    ],
    ids=["reverts", "burns-gas", "nothing", "garbage", "accepts-everything"],
)
@pytest.mark.parametrize("signature", ["ada's", "0x00", "0x" + "11" * 65])
async def test_an_owner_whose_contract_accepts_anything_or_nothing_proves_nothing(
    safes: Safes, treasury: Treasury, mode: int, refusal: type[Exception], signature: str
) -> None:
    ada = treasury.local.account("ada")
    wallet = await treasury.local.deploy("ContractWallet", ada.address)
    executor = await _owned_by(treasury, wallet)
    await wallet.send("setMode", mode, sender=treasury.local.deployer)
    given = sign(ada, TEXT) if signature == "ada's" else signature
    with pytest.raises(refusal):
        await safes.check_proof(executor, Proof(Address(wallet.address), TEXT, given))


@pytest.mark.attack("linking")
async def test_an_owner_who_was_replaced_proves_nothing_any_more(safes: Safes, treasury: Treasury) -> None:
    safe, (first, second, third) = treasury.safe, treasury.owners
    proofs = [by(first), by(second)]
    assert set((await safes.standing(treasury.executor, proofs)).signers) == {first.address, second.address}
    successor = treasury.local.account("successor")
    await act(safe, "swapOwner", await before(safe, first), first.address, successor.address)
    assert (await safes.standing(treasury.executor, proofs)).signers == (second.address,)
    with pytest.raises(NotAProver):
        await safes.check_proof(treasury.executor, by(first))
    await safes.check_proof(treasury.executor, by(successor))
    assert third.address in (await safes.provers(treasury.executor)).signers


@pytest.mark.attack("linking")
async def test_what_a_safe_signed_itself_falls_with_the_owners_who_signed(
    safes: Safes, treasury: Treasury
) -> None:
    safe, owners = treasury.safe, treasury.owners
    proof = by_safe(safe, *owners[:2])
    successor = treasury.local.account("successor")
    await act(safe, "swapOwner", await before(safe, owners[0]), owners[0].address, successor.address)
    assert not (await safes.standing(treasury.executor, [proof])).itself


@pytest.mark.attack("linking")
async def test_a_higher_threshold_asks_for_more_than_what_was_signed(
    safes: Safes, treasury: Treasury
) -> None:
    proof = by_safe(treasury.safe, *treasury.owners[:2])
    await act(treasury.safe, "changeThreshold", 3)
    standing = await safes.standing(treasury.executor, [proof, by(treasury.owners[2])])
    assert (standing.itself, len(standing.signers), standing.threshold) == (False, 1, 3)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("what", ["nobody", "token", "wallet"])
async def test_what_is_no_safe_can_not_be_proved(safes: Safes, treasury: Treasury, what: str) -> None:
    ada = treasury.local.account("ada")
    wallet = await treasury.local.deploy("ContractWallet", ada.address)
    place = {"nobody": ada.address, "token": treasury.folk.address, "wallet": wallet.address}[what]
    executor = SafeExecutor(chain=treasury.executor.chain, address=Address(place))
    with pytest.raises((NoCode, WrongContract)):
        await safes.check_proof(executor, by(ada, signer=place))


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("kind", ["timeout", "429", "500", "garbage", "error"])
async def test_a_silent_node_proves_nothing_and_takes_no_proof_away(treasury: Treasury, kind: str) -> None:
    async with evm_chain(treasury.local.url, limits=limits_for(kind)) as chain:
        await introduced(chain)
        safes = Safes({chain.id: chain}, services={})
        treasury.local.faults.fail_next("eth_call", kind=kind, times=1000)
        with pytest.raises(ChainUnavailable):
            await safes.check_proof(treasury.executor, by(treasury.owners[0]))
        with pytest.raises(ChainUnavailable):
            await safes.standing(treasury.executor, [by(treasury.owners[0])])
