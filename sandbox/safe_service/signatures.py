"""Signatures as Safe takes them: who signed, in which way, and is it so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from eth_abi import encode
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_keys.exceptions import BadSignature
from eth_typing import ChecksumAddress, Hash32
from eth_utils import ValidationError, keccak, to_checksum_address

from sandbox.chain.errors import RpcError
from sandbox.chain.safe import typed_data_hash
from sandbox.safe_service.refusals import Invalid

LENGTH = 65
IS_VALID_SIGNATURE = keccak(text="isValidSignature(bytes32,bytes)")[:4]
IS_VALID_SIGNATURE_OF_BYTES = keccak(text="isValidSignature(bytes,bytes)")[:4]
APPROVED_HASHES = keccak(text="approvedHashes(address,bytes32)")[:4]
TOTP_SECONDS = 3600

EthCall = Callable[[str, bytes, str | None], Awaitable[bytes]]
"""To, calldata, and who calls."""


@dataclass(frozen=True)
class Signature:
    """One signature. `kind` is EOA, ETH_SIGN, APPROVED_HASH or CONTRACT_SIGNATURE; `inner` the contract's part."""

    owner: ChecksumAddress
    kind: str
    data: bytes
    inner: bytes = b""


def parse(joined: bytes, digest: bytes) -> list[Signature]:
    """The signatures in Safe's encoding (r, s, v; docs.safe.global "Signatures"). Raises Invalid."""
    found: list[Signature] = []
    end = len(joined)
    place = 0
    while place + LENGTH <= end:
        part = joined[place : place + LENGTH]
        v, named = part[64], to_checksum_address(part[12:32])
        if v == 0:
            start = int.from_bytes(part[32:64], "big")
            size = int.from_bytes(joined[start : start + 32], "big")
            if start < LENGTH or start + 32 + size > len(joined):
                raise Invalid("Contract signature data is out of bounds")
            end = min(end, start)
            inner = joined[start + 32 : start + 32 + size]
            found.append(Signature(named, "CONTRACT_SIGNATURE", alone(named, inner), inner))
        elif v == 1:
            found.append(Signature(named, "APPROVED_HASH", part))
        else:
            found.append(_recovered(part, digest, v))
        place += LENGTH
    return found


def alone(contract: str, inner: bytes) -> bytes:
    """The signature of a contract with nothing beside it: whose it is, where its bytes are, and those."""
    return encode(["address", "uint256"], [contract, LENGTH]) + b"\0" + len(inner).to_bytes(32, "big") + inner


async def is_valid(
    signature: Signature, safe: str, digest: bytes, call: EthCall, preimage: bytes | None = None
) -> bool:
    """Whether the owner has signed; those of contracts and on-chain approvals are asked for on the chain.

    With the `preimage` of the digest contracts are asked as Safes before 1.5.0 ask them, by all that was hashed.
    """
    try:
        if signature.kind == "APPROVED_HASH":
            data = APPROVED_HASHES + encode(["address", "bytes32"], [signature.owner, digest])
            return int.from_bytes(await call(safe, data, None), "big") != 0
        if signature.kind == "CONTRACT_SIGNATURE":
            # Either way the selector is also the magic value that means yes.
            magic, types, about = IS_VALID_SIGNATURE, ["bytes32", "bytes"], digest
            if preimage is not None:
                magic, types, about = IS_VALID_SIGNATURE_OF_BYTES, ["bytes", "bytes"], preimage
            data = magic + encode(types, [about, signature.inner])
            return (await call(signature.owner, data, safe))[:4] == magic
    except RpcError:
        # A contract that reverts says no.
        return False
    return True


def delegate_hash(chain_id: int | None, delegate: ChecksumAddress, totp: int) -> bytes:
    """What a delegator signs (EIP-712), with the chain id in the domain or, as the older form, without."""
    domain_type = [{"name": "name", "type": "string"}, {"name": "version", "type": "string"}]
    domain: dict[str, Any] = {"name": "Safe Transaction Service", "version": "1.0"}
    if chain_id is not None:
        domain_type.append({"name": "chainId", "type": "uint256"})
        domain["chainId"] = chain_id
    return typed_data_hash(
        {
            "types": {
                "EIP712Domain": domain_type,
                "Delegate": [
                    {"name": "delegateAddress", "type": "address"},
                    {"name": "totp", "type": "uint256"},
                ],
            },
            "primaryType": "Delegate",
            "domain": domain,
            "message": {"delegateAddress": delegate, "totp": totp},
        }
    )


def _recovered(part: bytes, digest: bytes, v: int) -> Signature:
    try:
        if v > 30:
            plain = part[:64] + bytes([v - 4])
            owner = Account.recover_message(encode_defunct(digest), signature=plain)
            return Signature(owner, "ETH_SIGN", part)
        return Signature(Account._recover_hash(Hash32(digest), signature=part), "EOA", part)
    except (BadSignature, ValidationError, ValueError) as problem:
        raise Invalid(f"Signature=0x{part.hex()} is not valid") from problem
