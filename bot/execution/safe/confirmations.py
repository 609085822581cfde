"""Which owners have signed a Safe transaction: each signature checked, whoever handed it over."""

from collections.abc import Sequence

from eth_abi.abi import encode

from bot.chain.chains import EvmChain
from bot.chain.signatures import personal_hash, recover
from bot.domain.blocks import BlockRef
from bot.domain.errors import MalformedSignature
from bot.domain.ids import Address
from bot.execution.safe.service import Confirmation

_LENGTH = 65


async def confirmed_owners(
    chain: EvmChain,
    owners: Sequence[Address],
    safe_tx_hash: bytes,
    confirmations: Sequence[Confirmation],
    at: BlockRef,
) -> set[Address]:
    """The owners whose signatures are valid, by Safe's rules for the last byte (v) of a signature.

    Approvals on chain (v = 1) are read from the chain itself and left out here. Raises ChainUnavailable.
    """
    found: set[Address] = set()
    for confirmation in confirmations:
        owner = next((each for each in owners if each == confirmation.owner), None)
        signature = confirmation.signature
        if owner is None or len(signature) < _LENGTH:
            continue
        v = signature[_LENGTH - 1]
        if v == 0:
            inner = _contract_part(signature, owner)
            if inner is not None and await chain.contract_signed(owner, safe_tx_hash, inner, at):
                found.add(owner)
        elif v > 1 and _signer(safe_tx_hash, signature[:_LENGTH]) == owner:
            found.add(owner)
    return found


def _signer(digest: bytes, signature: bytes) -> Address | None:
    """v 27 or 28 signs the hash itself; 31 or 32 the EIP-191 message of it (eth_sign)."""
    v = signature[-1]
    if v > 30:
        digest = personal_hash(digest)
        v -= 4
    try:
        return recover(digest, signature[:-1] + bytes([v]))
    except MalformedSignature:
        return None


def _contract_part(signature: bytes, owner: Address) -> bytes | None:
    """The bytes that the owner's contract is asked about, None where there are none for this owner."""
    named, start = signature[:32], int.from_bytes(signature[32:64], "big")
    if named != encode(["address"], [owner]) or start < _LENGTH or len(signature) < start + 32:
        return None
    length = int.from_bytes(signature[start : start + 32], "big")
    inner = signature[start + 32 : start + 32 + length]
    return inner if len(inner) == length else None
