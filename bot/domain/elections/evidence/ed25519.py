"""Whether Discord's signature is one. Loaded only by those who check: a start without them needs no cryptography.

libsodium takes no key of small order, which has signed whatever one likes, and no key or signature that is written in
another form than its own. RFC 8032 lets such keys pass; nobody made one, and a record that names one proves nothing.
"""

from functools import lru_cache

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from bot.domain.elections.evidence.countersignature import Countersignature


def is_signed(public_key: str, signature: str, message: bytes) -> bool:
    """Whether the signature (RFC 8032) is this key's over the message. Both are hexadecimal digits; what is no key, or
    no signature, has signed nothing."""
    try:
        _key(public_key).verify(message, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True


def holds(countersignature: Countersignature) -> bool:
    """Whether its key has signed its body, at its time."""
    return is_signed(countersignature.public_key, countersignature.signature, countersignature.signed)


@lru_cache(maxsize=16)
def _key(public_key: str) -> VerifyKey:
    """Raises ValueError for what is none."""
    return VerifyKey(bytes.fromhex(public_key))
