"""Whether Discord's signature is one. Loaded only by those who check: a start without them needs no cryptography."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.domain.elections.evidence.countersignature import Countersignature


def is_signed(public_key: str, signature: str, message: bytes) -> bool:
    """Whether the signature (RFC 8032) is this key's over the message. Both are hexadecimal digits; what is no key, or
    no signature, has signed nothing."""
    try:
        _key(public_key).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def holds(countersignature: Countersignature) -> bool:
    """Whether its key has signed its body, at its time."""
    return is_signed(countersignature.public_key, countersignature.signature, countersignature.signed)


@lru_cache(maxsize=16)
def _key(public_key: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
