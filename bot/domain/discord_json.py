"""JSON as Discord sends it."""

import re
from typing import Any, TypedDict

import msgspec
import orjson

_ESCAPE = re.compile(
    rb"""\\(?:
        u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}  # a whole pair
        | (?P<half>u[Dd][89A-Fa-f][0-9A-Fa-f]{2})
        | .                                                       # any other, also of a backslash
    )""",
    re.VERBOSE | re.DOTALL,
)
_REPLACEMENT = rb"\ufffd"


def read_json(text: bytes | str) -> Any:
    """What the text says, with U+FFFD for each half of a surrogate pair that stands alone: JSON can write it, UTF-8 has
    no such thing, and a member's client may send it. Raises orjson.JSONDecodeError."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        mended = _ESCAPE.sub(lambda found: _REPLACEMENT if found["half"] else found[0], raw)
        if mended == raw:
            raise
        return orjson.loads(mended)


class _Interaction(TypedDict, total=False):
    """All that discord.py looks at, and nobody looks at more; the message as it was written."""

    id: Any
    application_id: Any
    type: Any
    token: Any
    version: Any
    data: Any
    guild: Any
    guild_id: Any
    guild_locale: Any
    channel: Any
    channel_id: Any
    member: Any
    user: Any
    message: msgspec.Raw
    app_permissions: Any
    locale: Any
    entitlements: Any
    entitlement_skus: Any
    authorizing_integration_owners: Any
    context: Any
    attachment_size_limit: Any


_interactions = msgspec.json.Decoder(_Interaction)
_NO_BRACKETS, _BRACKETS = bytes(set(range(256)) - set(b"[{")), 1000
"""With no more of them nothing is deeper than orjson reads; msgspec's limit is Python's, which any library may move."""


def read_interaction(text: bytes) -> Any:
    """What `read_json` reads, without what discord.py doesn't know of, and with the message that was clicked as it was
    written: it is most of it, and few ask for it (`read_message`). What is no interaction is read as it is. Raises
    orjson.JSONDecodeError."""
    if len(text.translate(None, _NO_BRACKETS)) > _BRACKETS:
        return read_json(text)
    try:
        text.decode()  # What isn't read isn't looked at either.
        return _interactions.decode(text)
    except (UnicodeDecodeError, msgspec.MsgspecError, RecursionError):
        return read_json(text)


def read_message(message: Any) -> Any:
    """The message of an interaction, whether it was read with it or not. Raises orjson.JSONDecodeError."""
    return read_json(bytes(message)) if isinstance(message, msgspec.Raw) else message
