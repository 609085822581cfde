"""JSON as Discord sends it."""

import re
from typing import Any

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
