"""Where something is in the page, for a program that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pointer:
    """What is not named is empty."""

    channel: int = 0
    """The id of the channel or thread in which it is done."""
    message: int = 0
    command: str = ""
    """A slash command, such as "gov setup"."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What is typed into the command's options."""
    custom_id: str = ""
    """A button or menu of the message."""
    label: str = ""
    """What stands on the button."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What is typed into a form, by the labels of its fields."""
    file: str = ""
    """How the name of a file of the message ends."""
    text: str = ""
    """What is written as a message, or the emoji of a reaction."""
    copies: bool = False
    """Whether a text of the newest answer is copied."""
    link: bool = False
    """Whether a link of the newest answer is followed."""
    control: str = ""
    """A control of the world, by its name."""
    count: int = 1
    """How often that control is used."""
    counts: bool = False
    """Whether a saved file is counted again in the panel of the tour."""
    wallet: str = ""
    """The address of a wallet that signs or sends."""
