"""What the form of a proposal begins with on a track."""

from hashlib import sha256

import msgspec


class TrackTemplate(msgspec.Struct, frozen=True):
    """A hint at what a title says, and a text to begin with, each of which may be empty. It binds nobody: authors
    change all of it."""

    title: str
    text: str

    @property
    def hash(self) -> str:
        """By which the public log tells it from others: hexadecimal digits."""
        return sha256(f"{self.title}\n{self.text}".encode("utf-8", "replace")).hexdigest()
