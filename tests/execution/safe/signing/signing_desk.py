"""A Safe with a request to be signed, and signatures of its owners in every form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eth_abi import encode
from eth_account.messages import encode_defunct
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.executors import Confirmation, ExecutionRequest, SafeExecutor, Signing
from bot.domain.ids import Address, ChainId
from bot.execution.safe.safes import Safes
from sandbox.chain.account import Account
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


def several(treasury: Treasury) -> tuple[Action, ...]:
    paid = treasury.dollar.data("transfer", TO, 5)
    return PAY, Action(CHAIN, Address(treasury.dollar.address), 0, "0x" + paid.hex())


def plain(owner: Account, digest: bytes) -> bytes:
    return bytes(owner.key.unsafe_sign_hash(digest).signature)


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


FORMS: dict[str, Callable[[Account, bytes], bytes]] = {
    "a wallet's": plain,
    "eth_sign": by_message,
    "with v 0 or 1": lambda owner, digest: plain(owner, digest)[:64] + bytes([plain(owner, digest)[64] - 27]),
    "in 64 bytes": lambda owner, digest: compact(plain(owner, digest)),
}
VERSIONS = {"1.3.0": "SafeV130", "1.3.0 L2": "SafeL2V130", "1.4.1": "Safe", "1.5.0": "SafeV150"}


async def executed(desk: Desk, signing: Signing) -> None:
    """Send what is offered, as anybody can."""
    ready = signing.ready
    assert ready is not None
    local = desk.treasury.local
    before = await local.balance(TO)
    await local.send(local.account("anybody"), ready.to, ready.value, bytes.fromhex(ready.data[2:]))
    assert await local.balance(TO) == before + 10**18


def by_contract(owner: str, inner: bytes, start: int = 65) -> bytes:
    head = encode(["address", "uint256"], [owner, start]) + b"\0"
    return head + len(inner).to_bytes(32, "big") + inner
