"""Whether Discord's signature is one. Loaded only by those who check: a start without them needs no cryptography.

ed25519-dalek, in vodozemac, checks strictly: no key of small order, which has signed whatever one likes, and no
signature that is written in another form than its own. RFC 8032 lets such keys pass; nobody made one, and a record
that names one proves nothing.
"""

from base64 import b64encode
from functools import lru_cache

from vodozemac import Ed25519PublicKey, Ed25519Signature

from bot.domain.elections.evidence.countersignature import Countersignature

_KEY_BYTES, _SIGNATURE_BYTES = 32, 64


def is_signed(public_key: str, signature: str, message: bytes) -> bool:
    """Whether the signature (RFC 8032) is this key's over the message. Both are hexadecimal digits; what is no key, or
    no signature, has signed nothing."""
    try:
        signed = Ed25519Signature.from_base64(_base64(signature, _SIGNATURE_BYTES))
        _key(public_key).verify_signature(message, signed)
    except ValueError:
        return False
    return True


def holds(countersignature: Countersignature) -> bool:
    """Whether its key has signed its body, at its time."""
    return is_signed(countersignature.public_key, countersignature.signature, countersignature.signed)


@lru_cache(maxsize=16)
def _key(public_key: str) -> Ed25519PublicKey:
    """Raises ValueError for what is none."""
    return Ed25519PublicKey.from_base64(_base64(public_key, _KEY_BYTES))


def _base64(digits: str, length: int) -> str:
    """Raises ValueError for what aren't the hexadecimal digits of so many bytes.

    vodozemac itself panics where a key is too long, which stops more than those who catch exceptions expect.
    """
    read = bytes.fromhex(digits)
    if len(read) != length:
        raise ValueError(f"{len(read)} bytes instead of {length}")
    return b64encode(read).rstrip(b"=").decode()
