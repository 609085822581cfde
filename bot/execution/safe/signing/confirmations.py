"""Which owners have signed a Safe transaction: each signature checked, whoever handed it over."""

from collections.abc import Sequence

from eth_abi.abi import encode

from bot.chain.calls.state import Call, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts.signatures import IS_VALID_SIGNATURE, personal_hash, recover
from bot.domain.blocks import BlockRef
from bot.domain.errors import MalformedSignature
from bot.domain.executors import Confirmation, SafeState
from bot.domain.ids import Address
from bot.execution.safe.service.client import GivenSignature
from bot.execution.safe.transaction import SafeTx

_LENGTH = 65
_LONGEST = 16 * 1024
_TRIED = 2
"""So many signatures of one owner are checked: one is enough, and each costs a moment."""
_OF_BYTES = bytes.fromhex("20c13b0b")
"""The selector of `isValidSignature(bytes,bytes)`, which is also the magic value that means yes."""


async def confirmed(
    chain: EvmChain, safe: SafeState, tx: SafeTx, given: Sequence[GivenSignature], at: BlockRef
) -> dict[Address, Confirmation]:
    """The owners of the moment whose signatures are valid, by the rules of their Safe (SignatureDecoder, and
    `checkNSignatures`) for the last byte (v) of a signature.

    Approvals on chain (v = 1) are read from the chain itself and left out here. Raises ChainUnavailable.
    """
    digest = tx.hash(chain.id, safe.address)
    found: dict[Address, Confirmation] = {}
    tried: dict[Address, int] = {}
    for each in given:
        owner = next((known for known in safe.owners if known == each.owner), None)
        signature = each.signature
        if owner is None or owner in found or not _LENGTH <= len(signature) <= _LONGEST:
            continue
        tried[owner] = tried.get(owner, 0) + 1
        if tried[owner] > _TRIED:
            continue
        v = signature[_LENGTH - 1]
        if v == 0:
            valid = await _signed_by_contract(chain, safe, owner, tx, signature, at)
        else:
            valid = v > 1 and signer_of(digest, signature[:_LENGTH]) == owner
        if valid:
            found[owner] = Confirmation(owner, "0x" + signature.hex())
    return found


def signer_of(digest: bytes, signature: bytes) -> Address | None:
    """v 27 or 28 signs the hash itself; 31 or 32 the EIP-191 message of it (eth_sign)."""
    v = signature[-1]
    if v > 30:
        digest = personal_hash(digest)
        v -= 4
    if v not in (27, 28):
        return None
    try:
        return recover(digest, signature[:-1] + bytes([v]))
    except MalformedSignature:
        return None


async def _signed_by_contract(
    chain: EvmChain, safe: SafeState, owner: Address, tx: SafeTx, signature: bytes, at: BlockRef
) -> bool:
    """Whether an owner that is a contract accepts its part, asked as the Safe itself asks it.

    Who calls is the Safe. Before 1.5.0 it asks with all that is hashed (EIP-1271 as it was drafted), since then with
    the hash.
    """
    inner = contract_part(signature, owner)
    if inner is None:
        return False
    if safe.hands_over_preimage:
        preimage = tx.preimage(chain.id, safe.address)
        data, magic = _OF_BYTES + encode(["bytes", "bytes"], [preimage, inner]), _OF_BYTES
    else:
        digest = tx.hash(chain.id, safe.address)
        data, magic = IS_VALID_SIGNATURE + encode(["bytes32", "bytes"], [digest, inner]), IS_VALID_SIGNATURE
    outcome = await chain.call_as(safe.address, Call(owner, data), at)
    return not isinstance(outcome, Reverted) and outcome == magic + bytes(28)


def contract_part(signature: bytes, owner: Address) -> bytes | None:
    """The bytes that the owner's contract is asked about, None where there are none for this owner."""
    named, start = signature[:32], int.from_bytes(signature[32:64], "big")
    if named != encode(["address"], [owner]) or start < _LENGTH or len(signature) < start + 32:
        return None
    length = int.from_bytes(signature[start : start + 32], "big")
    inner = signature[start + 32 : start + 32 + length]
    return inner if len(inner) == length else None
