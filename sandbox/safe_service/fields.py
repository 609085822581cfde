"""Reading the fields of a request's body, with the messages of the real service's serializers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils import is_checksum_address, is_hex_address

from sandbox.safe_service.refusals import Invalid

ZERO = ChecksumAddress("0x0000000000000000000000000000000000000000")  # type: ignore[arg-type]
UINT256 = 2**256
SIGNATURE_BYTES = 65


class Fields:
    """A JSON object whose fields are taken one by one; a bad one raises Invalid with its name."""

    def __init__(self, body: Any) -> None:
        if not isinstance(body, Mapping):
            raise Invalid(f"Invalid data. Expected a dictionary, but got {type(body).__name__}.")
        self._body = body

    def address(self, name: str) -> ChecksumAddress:
        """A checksummed address."""
        return _address(name, self._required(name))

    def address_or_zero(self, name: str) -> ChecksumAddress:
        """A checksummed address; null or nothing is the zero address."""
        value = self._body.get(name)
        return ZERO if value is None else _address(name, value)

    def optional_address(self, name: str) -> ChecksumAddress | None:
        """A checksummed address or null."""
        value = self._body.get(name)
        return None if value is None else _address(name, value)

    def uint(self, name: str) -> int:
        """A whole number, as a number or as decimal text."""
        value = self._required(name)
        if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isascii():
            raise Invalid("A valid integer is required.", name)
        if not str(value).isdigit():
            problem = "A valid integer is required." if not str(value).startswith("-") else _TOO_SMALL
            raise Invalid(problem, name)
        if int(value) >= UINT256:
            raise Invalid(f"Ensure this value is less than or equal to {UINT256 - 1}.", name)
        return int(value)

    def data(self, name: str) -> bytes:
        """Hexadecimal bytes; null or nothing is none."""
        value = self._body.get(name)
        return b"" if value is None else _octets(name, value)

    def hash(self, name: str) -> bytes:
        """32 hexadecimal bytes."""
        value = _octets(name, self._required(name))
        if len(value) != 32:
            raise Invalid(f"Sha3 hash must have 32 bytes, not {len(value)}", name)
        return value

    def signature(self, name: str, required: bool) -> bytes:
        """At least 65 hexadecimal bytes, or none where that is allowed."""
        if not required and self._body.get(name) is None:
            return b""
        value = _octets(name, self._required(name))
        if len(value) < SIGNATURE_BYTES:
            raise Invalid(f"Ensure this field has at least {SIGNATURE_BYTES} hexadecimal chars.", name)
        return value

    def text(self, name: str, longest: int, required: bool) -> str | None:
        """Text of at most this length; null where that is allowed."""
        value = self._required(name) if required else self._body.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise Invalid("Not a valid string.", name)
        if required and not value:
            raise Invalid("This field may not be blank.", name)
        if len(value) > longest:
            raise Invalid(f"Ensure this field has no more than {longest} characters.", name)
        return value

    def time(self, name: str) -> datetime | None:
        """A moment in ISO 8601, or null."""
        value = self._body.get(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError) as problem:
            raise Invalid("Datetime has wrong format.", name) from problem
        if moment.tzinfo is None:
            raise Invalid("Datetime has wrong format.", name)
        return moment

    def _required(self, name: str) -> Any:
        if name not in self._body:
            raise Invalid("This field is required.", name)
        if self._body[name] is None:
            raise Invalid("This field may not be null.", name)
        return self._body[name]


_TOO_SMALL = "Ensure this value is greater than or equal to 0."


def _address(name: str, value: Any) -> ChecksumAddress:
    if not isinstance(value, str) or not is_hex_address(value):
        raise Invalid(f"Address {value} is not valid", name)
    if not is_checksum_address(value):
        raise Invalid(f"Address {value} is not checksumed", name)
    return ChecksumAddress(value)  # type: ignore[arg-type]


def _octets(name: str, value: Any) -> bytes:
    if not isinstance(value, str):
        raise Invalid(f"{value} is not an hexadecimal", name)
    try:
        return bytes.fromhex(value.removeprefix("0x"))
    except ValueError as problem:
        raise Invalid(f"{value} is not an hexadecimal", name) from problem
