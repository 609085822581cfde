"""Safe 1.4.1 on the local chain: deploying one, its transaction hash, signatures and execution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from eth_abi import encode
from eth_account.messages import encode_typed_data
from eth_typing import ChecksumAddress, Hash32
from eth_utils import keccak, to_bytes, to_checksum_address

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import SAFES_OWN, Contract

ZERO = "0x0000000000000000000000000000000000000000"
CALL = 0
DELEGATE_CALL = 1


@dataclass(frozen=True)
class SafeSignature:
    """An owner's 65 bytes (r, s, v)."""

    owner: ChecksumAddress
    data: bytes


@dataclass(frozen=True)
class LocalSafe:
    """A Safe with its contract and those it works with."""

    chain: LocalChain
    contract: Contract
    owners: tuple[Account, ...]
    threshold: int
    factory: ChecksumAddress
    singleton: ChecksumAddress
    fallback_handler: ChecksumAddress
    multisend_call_only: ChecksumAddress

    def on(self, chain: LocalChain) -> LocalSafe:
        """The same Safe on another chain that has it."""
        return replace(self, chain=chain, contract=self.contract.on(chain))

    @property
    def address(self) -> ChecksumAddress:
        """The checksummed address of the proxy."""
        return self.contract.address

    async def nonce(self) -> int:
        """The nonce of the next transaction."""
        return int(await self.contract.call("nonce"))

    async def transaction_hash(
        self, to: str, value: int = 0, data: bytes = b"", operation: int = CALL, nonce: int | None = None
    ) -> bytes:
        """The 32 bytes that owners sign, as the contract computes them; without refund. `nonce` None: the next."""
        used = await self.nonce() if nonce is None else nonce
        answer = await self.contract.call(
            "getTransactionHash", to, value, data, operation, 0, 0, 0, ZERO, ZERO, used
        )
        return bytes(answer)

    def typed_data(
        self, to: str, value: int = 0, data: bytes = b"", operation: int = CALL, nonce: int = 0
    ) -> dict[str, Any]:
        """The EIP-712 document whose hash is the transaction hash."""
        return safe_transaction(self.chain.chain_id, self.address, to, value, data, operation, nonce)

    def sign(self, owner: Account, safe_tx_hash: bytes) -> SafeSignature:
        """A plain signature of the hash (v is 27 or 28)."""
        return SafeSignature(owner.address, bytes(owner.key.unsafe_sign_hash(Hash32(safe_tx_hash)).signature))

    async def execute(
        self,
        to: str,
        value: int = 0,
        data: bytes = b"",
        operation: int = CALL,
        *,
        signatures: Sequence[SafeSignature],
        sender: Account,
        gas: int | None = None,
    ) -> dict[str, Any]:
        """The receipt of execTransaction, signatures in the order of their owners. Raises RpcError on a revert."""
        ordered = sorted(signatures, key=lambda each: int(each.owner, 16))
        joined = b"".join(each.data for each in ordered)
        return await self.contract.send(
            "execTransaction", to, value, data, operation, 0, 0, 0, ZERO, ZERO, joined, sender=sender, gas=gas
        )


def safe_transaction(
    chain_id: int, safe: str, to: str, value: int, data: bytes, operation: int, nonce: int, **refund: Any
) -> dict[str, Any]:
    """The EIP-712 document of a Safe transaction (Safe.sol 1.4.1, `SAFE_TX_TYPEHASH`).

    `refund`: safeTxGas, baseGas, gasPrice, gasToken, refundReceiver; zero where missing.
    """
    return {
        "types": {
            "EIP712Domain": [
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "SafeTx": [
                {"name": "to", "type": "address"},
                {"name": "value", "type": "uint256"},
                {"name": "data", "type": "bytes"},
                {"name": "operation", "type": "uint8"},
                {"name": "safeTxGas", "type": "uint256"},
                {"name": "baseGas", "type": "uint256"},
                {"name": "gasPrice", "type": "uint256"},
                {"name": "gasToken", "type": "address"},
                {"name": "refundReceiver", "type": "address"},
                {"name": "nonce", "type": "uint256"},
            ],
        },
        "primaryType": "SafeTx",
        "domain": {"chainId": chain_id, "verifyingContract": safe},
        "message": {
            "to": to,
            "value": value,
            "data": data,
            "operation": operation,
            "safeTxGas": refund.get("safeTxGas", 0),
            "baseGas": refund.get("baseGas", 0),
            "gasPrice": refund.get("gasPrice", 0),
            "gasToken": refund.get("gasToken", ZERO),
            "refundReceiver": refund.get("refundReceiver", ZERO),
            "nonce": nonce,
        },
    }


def typed_data_hash(document: dict[str, Any]) -> bytes:
    """The 32 bytes that are signed for an EIP-712 document."""
    return keccak(typed_data_preimage(document))


def typed_data_preimage(document: dict[str, Any]) -> bytes:
    """What is hashed for an EIP-712 document."""
    message = encode_typed_data(full_message=document)
    return b"\x19" + message.version + message.header + message.body


async def deploy_safe(
    chain: LocalChain, *, owners: Sequence[Account], threshold: int, salt: int = 0, code: str = "Safe"
) -> LocalSafe:
    """A Safe 1.4.1, or of another version by the name of its `code` (`SafeV130`, `SafeL2V130`, `SafeV150`): a proxy
    made by the factory, with the compatibility fallback handler.

    A second Safe of the same owners and threshold needs another `salt`.
    """
    deployer = chain.deployer
    singleton = await chain.shared(code)
    factory = await chain.shared("SafeProxyFactory")
    handler = await chain.shared("CompatibilityFallbackHandler")
    multisend = await chain.shared("MultiSendCallOnly")
    setup = singleton.data(
        "setup", [owner.address for owner in owners], threshold, ZERO, b"", handler.address, ZERO, 0, ZERO
    )
    receipt = await factory.send("createProxyWithNonce", singleton.address, setup, salt, sender=deployer)
    (creation,) = factory.logs(receipt, "ProxyCreation")
    return LocalSafe(
        chain,
        chain.contract("Safe", creation["proxy"]),
        tuple(owners),
        threshold,
        factory.address,
        singleton.address,
        handler.address,
        multisend.address,
    )


async def safe_to_come(
    chain: LocalChain, *, owners: Sequence[Account], threshold: int, module: str
) -> LocalSafe:
    """The Safe 1.4.1 that Safe's own factory will make of these, with this module, as the first of its kind. It isn't
    there yet."""
    factory = chain.contract("SafeProxyFactory", SAFES_OWN["SafeProxyFactory"])
    singleton = chain.contract("SafeL2", SAFES_OWN["SafeL2"])
    handler, library = SAFES_OWN["CompatibilityFallbackHandler"], SAFES_OWN["MultiSendCallOnlyV150"]
    enabling = multisend_data([(ZERO, 0, singleton.data("enableModule", module))])
    who = [owner.address for owner in owners]
    setup = singleton.data("setup", who, threshold, library, enabling, handler, ZERO, 0, ZERO)
    address = await factory.call("createProxyWithNonce", singleton.address, setup, 1)
    multisend = await chain.shared("MultiSendCallOnly")
    return LocalSafe(
        chain,
        chain.contract("Safe", to_checksum_address(address)),
        tuple(owners),
        threshold,
        factory.address,
        singleton.address,
        handler,
        multisend.address,
    )


def multisend_data(calls: Sequence[tuple[str, int, bytes]]) -> bytes:
    """Calldata of `multiSend(bytes)` for calls (to, value, data), to be called by DELEGATE_CALL."""
    packed = b"".join(
        b"\x00" + to_bytes(hexstr=to) + value.to_bytes(32, "big") + len(data).to_bytes(32, "big") + data
        for to, value, data in calls
    )
    return keccak(text="multiSend(bytes)")[:4] + encode(["bytes"], [packed])
