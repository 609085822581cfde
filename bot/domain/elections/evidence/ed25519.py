"""Whether Discord's signature is one. Loaded only by those who check: a start without them needs no cryptography."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.domain.elections.evidence.countersignature import Countersignature

_OF_SMALL_ORDER = frozenset(
    bytes.fromhex(key)
    for key in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)
"""Keys, but for their highest bit, that have signed whatever one likes: eight times such a point is nothing. RFC 8032
lets them pass; no key that somebody made is one, and a record that names one proves nothing."""


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
    """Raises ValueError for what is none."""
    key = bytes.fromhex(public_key)
    if key[:31] + bytes(each & 0x7F for each in key[31:]) in _OF_SMALL_ORDER:
        raise ValueError("a key of small order")
    return Ed25519PublicKey.from_public_bytes(key)
