"""What a command or a button asks of whoever uses it, declared where it is."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from discord import app_commands

from bot.domain.permissions.requirement import OPEN, Requirement

_KEY = "requirement"

Declaring = TypeVar("Declaring", bound="app_commands.Command[Any, ..., Any]")


class Declared(msgspec.Struct, frozen=True):
    requirement: Requirement
    option: str = ""
    """Asked for only where this option is given; everyone may use the command without it."""


def requires(requirement: Requirement, *, option: str = "") -> Callable[[Declaring], Declaring]:
    """Declare what is asked of whoever uses the command; its service checks the same requirement."""

    def declare(command: Declaring) -> Declaring:
        # A dict of its own: commands may be declared with one that others have, too.
        command.extras = {**command.extras, _KEY: Declared(requirement, option)}
        return command

    return declare


def extras_for(requirement: Requirement) -> dict[Any, Any]:
    """The same for a command of a menu."""
    return {_KEY: Declared(requirement)}


def required_by(command: "app_commands.Command[Any, ..., Any] | app_commands.ContextMenu") -> Declared:
    """What the command was declared with; nothing is asked where it was not."""
    declared: Declared = command.extras.get(_KEY, Declared(OPEN))
    return declared
