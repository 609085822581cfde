"""The bot's count beside the naive one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from tests.naive.count import count


def difference(document: dict[str, Any]) -> str | None:
    """What the two make of a document, where it isn't the same; None where it is."""
    ours = json.loads(encode_result(tally(decode(json.dumps(document).encode()))))
    naive = count(document)
    return None if ours == naive else f"{json.dumps(document)}\nours  {ours}\nnaive {naive}"


def differences(documents: Iterable[dict[str, Any]]) -> Iterable[str]:
    """Every difference among the documents."""
    return filter(None, map(difference, documents))
