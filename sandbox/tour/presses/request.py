"""The way from the discussion to the page of the bot on which what passed is taken on."""

from __future__ import annotations

from sandbox.discord import CannotDo, Message
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer

_BUTTON = "sign_request:"
"""How the custom id begins of the button that leads there."""


def request_message(play: Play) -> Message:
    """The newest message that says what people have to do. Raises CannotDo where there is none."""
    for message in reversed(play.discussion.messages):
        if any((button.custom_id or "").startswith(_BUTTON) for button in message.buttons):
            return message
    raise CannotDo("nobody has been asked for anything yet")


def request_label(message: Message) -> str:
    """What stands on its button that leads to the page."""
    return next(each.label or "" for each in message.buttons if (each.custom_id or "").startswith(_BUTTON))


def request_button(play: Play) -> Pointer:
    """The button; before it is there, the discussion."""
    try:
        message = request_message(play)
    except CannotDo:
        return Pointer(channel=play.discussion.id)
    label = request_label(message)
    (custom_id,) = [each.custom_id or "" for each in message.buttons if each.label == label]
    return Pointer(channel=play.discussion.id, message=message.id, label=label, custom_id=custom_id)


def way_to_page(play: Play, heading: str) -> list[tuple[str, Pointer]]:
    """The moves to the page; the button is below the message with this heading."""
    found = request_button(play)
    return [
        (f"Press {found.label!r} below {heading!r} in the discussion", found),
        ("Follow the link of the answer, and log in there as the same member", Pointer(link=True)),
    ]
