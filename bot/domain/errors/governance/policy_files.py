"""What is wrong with the file of a policy, whatever it says."""

from bot.domain.fault import Fault


class FileTooLarge(Fault, frozen=True):
    limit: int
    """In bytes."""


class NotUtf8(Fault, frozen=True):
    pass


class NestedTooDeeply(Fault, frozen=True):
    """Lists and tables inside each other."""

    most: int


class TooManyDots(Fault, frozen=True):
    """A key of too many parts."""

    most: int


class TooManyValues(Fault, frozen=True):
    """Keys, list items and tables together."""

    most: int


class WordTooLong(Fault, frozen=True):
    """A key or number without quotation marks."""

    longest: int


class NotToml(Fault, frozen=True):
    """`detail` is what Python's parser says of it."""

    detail: str
