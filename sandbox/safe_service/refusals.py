"""What the service answers when it refuses, in the shape of the Django service it stands for."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An HTTP status and the body that goes with it."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


def not_checksummed(address: str) -> Refusal:
    """An address in the URL that isn't checksummed."""
    body = {"code": 1, "message": "Checksum address validation failed", "arguments": [address]}
    return Refusal(422, body)


def not_found(detail: str = "Not found.") -> Refusal:
    """There is no such thing."""
    return Refusal(404, {"detail": detail})


class Invalid(Exception):
    """A body that doesn't pass: problems by field, `nonFieldErrors` for the whole."""

    def __init__(self, problem: str, field: str = "nonFieldErrors") -> None:
        super().__init__(f"{field}: {problem}")
        self.body = {field: [problem]}
