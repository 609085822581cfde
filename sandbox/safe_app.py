"""What an owner does in the Safe app: add a delegate, confirm a transaction, execute it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import aiohttp
from eth_utils import to_bytes

from sandbox.chain import Account
from sandbox.chain.safe import LocalSafe, SafeSignature
from sandbox.safe_service import SafeService
from sandbox.safe_service.signatures import TOTP_SECONDS, delegate_hash


async def add_delegate(
    service: SafeService, safe: LocalSafe, owner: Account, delegate: Account, *, everywhere: bool = False
) -> None:
    """Let `delegate` propose transactions of the Safe, without being an owner; or `everywhere`, of each Safe that the
    owner has or will have."""
    digest = delegate_hash(safe.chain.chain_id, delegate.address, int(time.time()) // TOTP_SECONDS)
    body = {
        **({} if everywhere else {"safe": safe.address}),
        "delegate": delegate.address,
        "delegator": owner.address,
        "label": "Folkmoot",
        "signature": "0x" + safe.sign(owner, digest).data.hex(),
    }
    await _post(f"{service.url}/v2/delegates/", body)


async def confirm(service: SafeService, safe: LocalSafe, owner: Account, safe_tx_hash: str) -> None:
    """Sign a transaction of the Safe, and hand the signature to the service."""
    signature = safe.sign(owner, to_bytes(hexstr=safe_tx_hash))
    path = f"{service.url}/v1/multisig-transactions/{safe_tx_hash}/confirmations/"
    await _post(path, {"signature": "0x" + signature.data.hex()})


async def propose(service: SafeService, safe: LocalSafe, owner: Account, message: dict[str, Any]) -> None:
    """Propose the transaction of this EIP-712 message (without refund) as an owner does, and confirm it."""
    data = to_bytes(hexstr=message["data"])
    digest = await safe.transaction_hash(
        message["to"], int(message["value"]), data, int(message["operation"]), int(message["nonce"])
    )
    body = {
        **{name: message[name] for name in ("to", "data", "gasToken", "refundReceiver")},
        **{name: str(message[name]) for name in ("value", "safeTxGas", "baseGas", "gasPrice", "nonce")},
        "operation": int(message["operation"]),
        "contractTransactionHash": "0x" + digest.hex(),
        "sender": owner.address,
        "signature": "0x" + safe.sign(owner, digest).data.hex(),
    }
    await _post(f"{service.url}/v2/safes/{safe.address}/multisig-transactions/", body)


async def execute(
    service: SafeService, safe: LocalSafe, safe_tx_hash: str, signers: Sequence[Account], sender: Account
) -> dict[str, Any]:
    """Execute a transaction that the service holds, with the signers' signatures. Returns the receipt."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{service.url}/v2/multisig-transactions/{safe_tx_hash}/") as response,
    ):
        response.raise_for_status()
        transaction = await response.json()
    signatures: list[SafeSignature] = [safe.sign(owner, to_bytes(hexstr=safe_tx_hash)) for owner in signers]
    return await safe.execute(
        transaction["to"],
        int(transaction["value"]),
        to_bytes(hexstr=transaction["data"] or "0x"),
        transaction["operation"],
        signatures=signatures,
        sender=sender,
    )


async def _post(url: str, body: dict[str, Any]) -> None:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        if response.status >= 300:
            raise RuntimeError(f"{url} answered {response.status}: {await response.text()}")
