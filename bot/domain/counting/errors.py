"""The one error of the election document."""

from __future__ import annotations


class ElectionError(Exception):
    """The election document can't be counted: `field` names the place, `message` says what should be there."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
