"""Conflicts of interest that members declare in a proposal: what could be in the way of their judgement. Who reads a
ballot finds it beside it; it changes no count."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from bot.domain.elections.ballot import milliseconds
from bot.domain.ids import MemberId

CONFLICT_LIMIT = 300
"""Characters."""


class Conflict(msgspec.Struct, frozen=True):
    """What a member declared last, and when: by the time of Discord."""

    member: MemberId
    text: str
    at: datetime


def conflicts_document(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """As the record has them: who declared first comes first, also those who cast no ballot."""
    return [
        {"member": str(each.member), "text": each.text, "at_ms": str(milliseconds(each.at))}
        for each in sorted(conflicts, key=lambda each: (each.at, each.member))
    ]
