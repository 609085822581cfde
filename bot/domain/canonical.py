"""Canonical JSON and content hashes: the same value gives the same bytes on every machine.

The form is RFC 8785 (JSON Canonicalization Scheme): no spaces, UTF-8, object members sorted by the UTF-16 code
units of their names, only the escapes that JSON demands. Numbers are integers, written in plain digits; within
±(2⁵³ − 1) that is RFC 8785 to the byte, and larger quantities (power, amounts) belong in strings.
"""

from __future__ import annotations

from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode
_encode_sorted = msgspec.json.Encoder(order="sorted").encode
_PLAIN = frozenset({type(None), bool, str})
_NAMES = frozenset({str})


def canonical_json(value: Any) -> bytes:
    """The canonical JSON of a value made of None, bool, int, str, lists, tuples, string-keyed dicts and Structs.

    Raises TypeError for a float or any other type (also as a key) and ValueError for text that is not Unicode.
    """
    try:
        return _encode_sorted(value) if _is_plain(value) else _encode(_ordered(value))
    except UnicodeEncodeError as error:
        raise ValueError(f"text with a lone surrogate can't be written as UTF-8: {error}") from None


def content_hash(data: bytes) -> str:
    """SHA-256 of the bytes, as 64 lowercase hexadecimal digits."""
    import hashlib  # Loads OpenSSL, which counting alone doesn't need.

    return hashlib.sha256(data).hexdigest()


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def _is_plain(value: Any) -> bool:
    """Whether msgspec writes it as it is, in canonical order: names in ASCII are sorted alike by bytes and by UTF-16
    code units. So are nearly all documents, for which this takes half the time."""
    kind = type(value)
    if kind is dict:
        if not (_NAMES.issuperset(map(type, value)) and "".join(value).isascii()):
            return False
        value = value.values()
    elif kind is not list and kind is not tuple:
        return kind in _PLAIN or (kind is int and -(2**63) <= value < 2**63)
    for item in value:  # noqa: SIM110 - a generator for each object would take a third more
        if type(item) not in _PLAIN and not _is_plain(item):
            return False
    return True


def _ordered(value: Any) -> Any:
    """The same value with every object's members in canonical order."""
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value
    if kind is int:
        return value if -(2**63) <= value < 2**63 else msgspec.Raw(_plain_digits(value))
    if kind is list or kind is tuple:
        return [_ordered(item) for item in value]
    if kind is dict:
        if any(type(name) is not str for name in value):
            raise TypeError("a JSON object's names are strings")
        names = sorted(value) if all(map(str.isascii, value)) else sorted(value, key=_utf16)
        return {name: _ordered(value[name]) for name in names}
    if isinstance(value, msgspec.Struct):
        return _ordered(msgspec.to_builtins(value))
    raise TypeError(f"{kind.__name__} has no canonical JSON")


def _plain_digits(value: int) -> bytes:
    return b"%d" % value
