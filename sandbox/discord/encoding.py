"""JSON as Discord writes it."""

import json
from typing import Any

import orjson


def encoded(payload: Any) -> bytes:
    """In UTF-8; half a surrogate pair, which a client may have sent, as an escape, since UTF-8 can't hold it."""
    try:
        return orjson.dumps(payload)
    except TypeError:
        return json.dumps(payload).encode()
