"""The root of the tree, and its two great branches."""

from typing import ClassVar


class FolkmootError(Exception):
    """Anything that Folkmoot says no to, or could not do.

    The subclasses are dataclasses, not frozen (Python itself sets __traceback__ on an exception in flight) and
    compared by identity, as exceptions are.
    """


class Refused(FolkmootError):
    """A member asked for something that the rules don't allow, or that can't be read. Nothing was changed."""


class Unavailable(FolkmootError):
    """Something that Folkmoot needs (a chain, a service) did not answer. It is worth trying again."""

    mendable: ClassVar[bool] = False
    """Whether those who moderate the server can mend it, and should hear of it."""
