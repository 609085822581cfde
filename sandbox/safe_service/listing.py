"""Filters, ordering and pages of lists."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from sandbox.safe_service.records import Recorded
from sandbox.safe_service.refusals import Refusal

PAGE = 100
LARGEST_PAGE = 200
COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "nonce": operator.eq,
    "nonce__gte": operator.ge,
    "nonce__gt": operator.gt,
    "nonce__lte": operator.le,
    "nonce__lt": operator.lt,
}
ORDERINGS: Mapping[str, Callable[[Recorded], Any]] = {
    "nonce": lambda each: each.tx.nonce,
    "created": lambda each: each.created,
    "modified": lambda each: each.modified,
}


def selected(known: Sequence[Recorded], query: Mapping[str, str]) -> list[Recorded]:
    """The transactions that a query asks for, in its order; by default the trusted, newest nonce first."""
    chosen = [each for each in known if each.trusted == _truth(query, "trusted", default=True)]
    if "executed" in query:
        executed = _truth(query, "executed", default=False)
        chosen = [each for each in chosen if (each.execution is not None) == executed]
    if "has_confirmations" in query:
        confirmed = _truth(query, "has_confirmations", default=False)
        chosen = [each for each in chosen if bool(each.confirmations) == confirmed]
    for name, comparison in COMPARISONS.items():
        if name in query:
            bound = _number(query, name)
            chosen = [each for each in chosen if comparison(each.tx.nonce, bound)]
    # Sorting is stable: the least important key goes first.
    for name in reversed(query.get("ordering", "-nonce,-created").split(",")):
        key = ORDERINGS.get(name.removeprefix("-"))
        if key is not None:
            chosen.sort(key=key, reverse=name.startswith("-"))
    return chosen


def page(results: Sequence[Any], request: web.Request) -> dict[str, Any]:
    """A page with the addresses of those around it."""
    limit = min(_number(request.query, "limit") if "limit" in request.query else PAGE, LARGEST_PAGE)
    offset = _number(request.query, "offset") if "offset" in request.query else 0
    limit = limit or PAGE

    def link(start: int) -> str:
        return str(request.url.update_query(limit=limit, offset=start))

    return {
        "count": len(results),
        "next": link(offset + limit) if offset + limit < len(results) else None,
        "previous": link(max(0, offset - limit)) if offset > 0 else None,
        "results": list(results[offset : offset + limit]),
    }


def _truth(query: Mapping[str, str], name: str, default: bool) -> bool:
    text = query.get(name)
    return default if text is None else text.lower() in ("true", "1")


def _number(query: Mapping[str, str], name: str) -> int:
    text = query[name]
    if not (text.isascii() and text.isdigit()):
        raise Refusal(400, {name: ["Enter a number."]})
    return int(text)
