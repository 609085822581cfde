"""Which owners have signed: what the Safe itself would accept, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from eth_abi.abi import encode
from eth_account.messages import encode_defunct
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Operation
from bot.domain.executors import SafeState
from bot.domain.ids import Address, ChainId
from bot.execution.safe.chain.contract import read_state
from bot.execution.safe.service.client import GivenSignature
from bot.execution.safe.signing.confirmations import confirmed
from bot.execution.safe.transaction import SafeTx
from sandbox.chain.account import Account
from sandbox.chain.contract import Contract
from sandbox.chain.errors import RpcError
from sandbox.chain.safe import LocalSafe, deploy_safe
from tests.execution.treasury import Treasury

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
TX = SafeTx(TO, 5, b"", Operation.CALL, 0)
HONEST, REVERTS, BURNS_GAS, RETURNS_NOTHING, RETURNS_GARBAGE, ACCEPTS_EVERYTHING = range(6)


def by_contract(owner: str, inner: bytes, start: int = 65, length: int | None = None) -> bytes:
    """The signature of an owner that is a contract."""
    head = encode(["address", "uint256"], [owner, start]) + b"\0"
    return head + (len(inner) if length is None else length).to_bytes(32, "big") + inner


def by_message(owner: Account, digest: bytes) -> bytes:
    """What `eth_sign` gives."""
    signature = bytes(owner.key.sign_message(encode_defunct(digest)).signature)
    return signature[:64] + bytes([signature[64] + 4])


@dataclass(frozen=True)
class Nested:
    """A Safe that a key, another Safe and a wallet contract own, and what it would accept."""

    chain: EvmChain
    outer: LocalSafe
    inner: LocalSafe
    wallet: Contract
    key: Account
    keeper: Account
    safe: SafeState

    @property
    def digest(self) -> bytes:
        return TX.hash(CHAIN, self.safe.address)

    @property
    def preimage(self) -> bytes:
        return TX.preimage(CHAIN, self.safe.address)

    async def confirmed(self, *given: tuple[str, bytes], safe: SafeState | None = None) -> set[str]:
        signatures = [GivenSignature(*each) for each in given]
        at = await self.chain.latest()
        return set(await confirmed(self.chain, safe or self.safe, TX, signatures, at))

    async def accepted(self, signature: bytes) -> bool:
        """What the Safe says on chain of this one signature."""
        try:
            await self.outer.contract.call("checkNSignatures", self.digest, self.preimage, signature, 1)
        except RpcError:
            return False
        return True

    async def by_inner(self, message: bytes) -> bytes:
        """The inner Safe signs a message: EIP-712 SafeMessage by its owner."""
        handler = await self.outer.chain.shared("CompatibilityFallbackHandler")
        digest = bytes(await handler.call("getMessageHashForSafe", self.inner.address, message))
        return by_contract(self.inner.address, self.inner.sign(self.keeper, digest).data)


@pytest.fixture
async def nested(treasury: Treasury, chain: EvmChain) -> Nested:
    local = treasury.local
    keeper, key = local.account("keeper"), local.account("plain")
    inner = await deploy_safe(local, owners=[keeper], threshold=1, salt=5)
    wallet = await local.deploy("ContractWallet", keeper.address)
    owners = [SimpleNamespace(address=inner.address), key, SimpleNamespace(address=wallet.address)]
    outer = await deploy_safe(local, owners=owners, threshold=2, salt=6)
    state = await read_state(chain, Address(outer.address), await chain.latest())
    return Nested(chain, outer, inner, wallet, key, keeper, state)


async def test_what_a_safe_that_owns_it_signs_counts_where_the_safe_accepts_it(nested: Nested) -> None:
    signature = await nested.by_inner(nested.preimage)
    assert await nested.accepted(signature)
    assert await nested.confirmed((nested.inner.address, signature)) == {nested.inner.address}


@pytest.mark.attack("safe_service")
async def test_what_the_safe_refuses_of_a_safe_that_owns_it_counts_nothing(nested: Nested) -> None:
    signature = await nested.by_inner(encode(["bytes32"], [nested.digest]))
    assert not await nested.accepted(signature)
    assert await nested.confirmed((nested.inner.address, signature)) == set()


@pytest.mark.parametrize(
    ("version", "hands_over"), [("1.3.0", True), ("1.4.1", True), ("1.5.0", False), ("1.5.1", False)]
)
async def test_an_owners_contract_is_asked_in_the_convention_of_the_safes_version(
    nested: Nested, version: str, hands_over: bool
) -> None:
    safe = replace(nested.safe, version=version)
    assert safe.hands_over_preimage == hands_over
    of_preimage = await nested.by_inner(nested.preimage)
    of_hash = await nested.by_inner(encode(["bytes32"], [nested.digest]))
    accepted = await nested.confirmed((nested.inner.address, of_preimage), safe=safe)
    assert bool(accepted) == hands_over
    assert bool(await nested.confirmed((nested.inner.address, of_hash), safe=safe)) != hands_over


async def test_keys_messages_and_contracts_count(nested: Nested) -> None:
    plain = nested.outer.sign(nested.key, nested.digest).data
    inner = by_contract(nested.wallet.address, nested.outer.sign(nested.keeper, nested.digest).data)
    for signature in (plain, by_message(nested.key, nested.digest)):
        assert await nested.accepted(signature)
        assert await nested.confirmed((nested.key.address, signature)) == {nested.key.address}
    assert await nested.accepted(inner)
    assert await nested.confirmed((nested.wallet.address, inner)) == {nested.wallet.address}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("mode", [REVERTS, BURNS_GAS, RETURNS_NOTHING, RETURNS_GARBAGE])
async def test_an_owners_contract_that_does_not_say_yes_confirms_nothing(nested: Nested, mode: int) -> None:
    await nested.wallet.send("setMode", mode, sender=nested.outer.chain.deployer)
    signature = by_contract(nested.wallet.address, nested.outer.sign(nested.keeper, nested.digest).data)
    assert await nested.confirmed((nested.wallet.address, signature)) == set()


async def test_an_owners_contract_that_says_yes_to_everything_confirms(nested: Nested) -> None:
    await nested.wallet.send("setMode", ACCEPTS_EVERYTHING, sender=nested.outer.chain.deployer)
    signature = by_contract(nested.wallet.address, b"")
    assert await nested.accepted(signature)
    assert await nested.confirmed((nested.wallet.address, signature)) == {nested.wallet.address}


def lies(nested: Nested) -> dict[str, tuple[str, bytes]]:
    """What a service could give out as a confirmation of an owner, and isn't one."""
    key, wallet = nested.key.address, nested.wallet.address
    local, sign = nested.outer.chain, nested.outer.sign
    good = sign(nested.key, nested.digest).data
    stranger = local.account("stranger")
    by_wallet = sign(nested.keeper, nested.digest).data
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    flipped = order - int.from_bytes(good[32:64], "big")
    return {
        "nothing": (key, b""),
        "too short": (key, good[:64]),
        "zeros": (key, bytes(65)),
        "ones": (key, b"\x01" * 65),
        "all bits": (key, b"\xff" * 65),
        "another owner's": (key, sign(nested.keeper, nested.digest).data),
        "a stranger's": (stranger.address, sign(stranger, nested.digest).data),
        "a stranger's as the owner's": (key, sign(stranger, nested.digest).data),
        "of another transaction": (key, sign(nested.key, nested.digest[::-1]).data),
        "of the next nonce": (
            key,
            sign(nested.key, replace(TX, nonce=1).hash(CHAIN, nested.safe.address)).data,
        ),
        "of another Safe": (key, sign(nested.key, TX.hash(CHAIN, Address(nested.inner.address))).data),
        "of another chain": (key, sign(nested.key, TX.hash(ChainId(1), nested.safe.address)).data),
        "the greater of two": (key, good[:32] + flipped.to_bytes(32, "big") + bytes([55 - good[64]])),
        "v of 0 or 1 as Ledgers give it": (key, good[:64] + bytes([good[64] - 27])),
        "v of 29": (key, good[:64] + b"\x1d"),
        "v of 2": (key, good[:64] + b"\x02"),
        "v of 255": (key, good[:64] + b"\xff"),
        "eth_sign of a plain signature": (key, good[:64] + bytes([good[64] + 4])),
        "plain of eth_sign's": (key, by_message(nested.key, nested.digest)[:64] + b"\x1b"),
        "an approval that isn't on chain": (key, encode(["address", "uint256"], [key, 0]) + b"\x01"),
        "a contract's for a key": (key, by_contract(key, good)),
        "a contract's that names another": (wallet, by_contract(nested.inner.address, by_wallet)),
        "a contract's from within its head": (wallet, by_contract(wallet, by_wallet, start=0)),
        "a contract's from beyond its end": (wallet, by_contract(wallet, by_wallet, start=10**6)),
        "a contract's from the end of numbers": (wallet, by_contract(wallet, by_wallet, start=2**256 - 1)),
        "a contract's that is longer than it is": (wallet, by_contract(wallet, by_wallet, length=10**6)),
        "a contract's of endless length": (wallet, by_contract(wallet, by_wallet, length=2**256 - 1)),
        "a contract's with a foreign signer": (wallet, by_contract(wallet, good)),
        "a contract's of nothing": (wallet, by_contract(wallet, b"")),
        "a very long one": (wallet, by_contract(wallet, by_wallet + bytes(64 * 1024))),
        "small letters for an owner": (key.lower(), good),
        "no address for an owner": ("None", good),
    }


LIES = """nothing|too short|zeros|ones|all bits|another owner's|a stranger's|a stranger's as the owner's
of another transaction|of the next nonce|of another Safe|of another chain|the greater of two
v of 0 or 1 as Ledgers give it|v of 29|v of 2|v of 255|eth_sign of a plain signature|plain of eth_sign's
an approval that isn't on chain|a contract's for a key|a contract's that names another
a contract's from within its head|a contract's from beyond its end|a contract's from the end of numbers
a contract's that is longer than it is|a contract's of endless length|a contract's with a foreign signer
a contract's of nothing|a very long one|small letters for an owner|no address for an owner"""
NAMES = [name for line in LIES.splitlines() for name in line.split("|")]


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("lie", NAMES)
async def test_what_is_no_signature_of_the_owner_confirms_nothing(nested: Nested, lie: str) -> None:
    owner, signature = lies(nested)[lie]
    assert await nested.confirmed((owner, signature)) == set()


async def test_every_lie_is_told() -> None:
    assert len(NAMES) == len(set(NAMES)) == 32


@pytest.mark.attack("safe_service")
async def test_an_owner_counts_once_however_often_the_service_names_them(nested: Nested) -> None:
    good = nested.outer.sign(nested.key, nested.digest).data
    given: Sequence[tuple[str, bytes]] = [(nested.key.address, good)] * 5_000
    assert await nested.confirmed(*given) == {nested.key.address}


@pytest.mark.attack("safe_service")
async def test_of_very_many_signatures_of_an_owner_two_are_looked_at(nested: Nested) -> None:
    bad = nested.outer.sign(nested.key, nested.digest[::-1]).data
    good = nested.outer.sign(nested.key, nested.digest).data
    given = [(nested.key.address, bad)] * 60_000
    assert await nested.confirmed(*given, (nested.key.address, good)) == set()
    assert await nested.confirmed((nested.key.address, bad), (nested.key.address, good)) == {
        nested.key.address
    }
