"""Who signed a text: EIP-191 for a key, EIP-1271 for a contract."""

import re

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from bot.chain.calls.state import Call
from bot.domain.errors import MalformedSignature
from bot.domain.errors.wallets import (
    BadlyWrapped,
    GreaterOfTwo,
    NoKeysSignature,
    NotHexadecimal,
    SignatureLength,
    SignatureTooLong,
    WrongLastByte,
)
from bot.domain.ids import Address, ChainId

IS_VALID_SIGNATURE = bytes.fromhex("1626ba7e")
"""The selector of `isValidSignature(bytes32,bytes)`, which is also the magic value that means yes."""

_HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Half the order of secp256k1: the larger s of a pair is refused (EIP-2)."""

_ERC6492 = bytes.fromhex("6492" * 16)
"""What a signature ends with that is wrapped together with how to deploy its wallet."""
_MAX_SIGNATURE = 16 * 1024
_HEX = re.compile(r"(0x)?([0-9a-fA-F]{2})*")


def personal_hash(message: str | bytes) -> bytes:
    """The 32 bytes that are signed for a text or other bytes (EIP-191, `personal_sign`)."""
    data = message.encode() if isinstance(message, str) else message
    return keccak(b"\x19Ethereum Signed Message:\n" + str(len(data)).encode() + data)


def signature_bytes(signature: str) -> bytes:
    """A signature as somebody pasted it, taken out of the wrapping of ERC-6492. Raises MalformedSignature.

    Some wallets wrap every signature, also those of wallets that are deployed. What is wrapped with it, a call that
    would deploy the wallet, is never run.
    """
    raw = _pasted(signature)
    if not raw.endswith(_ERC6492):
        return raw
    try:
        _, _, inner = decode(["address", "bytes", "bytes"], raw[: -len(_ERC6492)])
    except (DecodingError, OverflowError):
        raise MalformedSignature(BadlyWrapped()) from None
    return bytes(inner)


def is_wrapped(signature: str) -> bool:
    """Whether it comes with how to deploy its wallet (ERC-6492). Raises MalformedSignature."""
    return _pasted(signature).endswith(_ERC6492)


def _pasted(signature: str) -> bytes:
    text = "".join(signature.split()).strip("\"'`")
    if not _HEX.fullmatch(text):
        raise MalformedSignature(NotHexadecimal())
    raw = bytes.fromhex(text.removeprefix("0x"))
    if len(raw) > _MAX_SIGNATURE:
        raise MalformedSignature(SignatureTooLong(len(raw)))
    return raw


def recover(digest: bytes, signature: bytes) -> Address:
    """The account whose key signed the digest.

    65 bytes r, s, v (v 0, 1, 27 or 28), or 64 bytes r, yParityAndS (EIP-2098). Raises MalformedSignature.
    """
    if len(signature) == 64:
        compact = int.from_bytes(signature[32:], "big")
        s, parity = compact & (2**255 - 1), compact >> 255
    elif len(signature) == 65:
        s, v = int.from_bytes(signature[32:64], "big"), signature[64]
        if v not in (0, 1, 27, 28):
            raise MalformedSignature(WrongLastByte(v))
        parity = v % 27
    else:
        raise MalformedSignature(SignatureLength(len(signature)))
    r = int.from_bytes(signature[:32], "big")
    if s > _HALF_ORDER:
        raise MalformedSignature(GreaterOfTwo())
    try:
        key = Signature(vrs=(parity, r, s)).recover_public_key_from_msg_hash(digest)
        return Address(key.to_checksum_address())
    except (BadSignature, ValidationError, ValueError):
        raise MalformedSignature(NoKeysSignature()) from None


def whole_signature(signature: bytes) -> bytes:
    """A key's signature in 65 bytes with v 27 or 28, as contracts take it, where a wallet wrote it with 0 or 1 or in 64
    bytes; all others as they are."""
    if len(signature) == 64:
        compact = int.from_bytes(signature[32:], "big")
        s, parity = compact & (2**255 - 1), compact >> 255
        return signature[:32] + s.to_bytes(32, "big") + bytes([27 + parity])
    if len(signature) == 65 and signature[-1] < 2:
        return signature[:-1] + bytes([27 + signature[-1]])
    return signature


def is_valid_signature(wallet: Address, digest: bytes, signature: bytes) -> Call:
    """EIP-1271: the contract answers with the magic value, and in no other way says yes."""
    return Call(wallet, IS_VALID_SIGNATURE + encode(["bytes32", "bytes"], [digest, signature]))


MAGIC_ANSWER = IS_VALID_SIGNATURE + bytes(28)


def safe_message_hash(chain: ChainId, safe: Address, digest: bytes) -> bytes:
    """What the owners of a Safe sign when it is to sign a digest: EIP-712 `SafeMessage(bytes message)`."""
    domain = keccak(
        keccak(text="EIP712Domain(uint256 chainId,address verifyingContract)")
        + encode(["uint256", "address"], [chain, safe])
    )
    message = keccak(keccak(text="SafeMessage(bytes message)") + keccak(digest))
    return keccak(b"\x19\x01" + domain + message)
