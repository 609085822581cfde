"""The bytes of an election file: compressed or not, with a byte order mark or not, and no name twice in one object."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from bot.domain.counting.errors import ElectionError, NamedAgain, NotJson, TooDeep, TooLong, Undecompressed

LONGEST = 256 * 2**20
"""Bytes of a file, before it is decompressed. Some millions of ballots fit in."""
_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"
_RATIO = 100
"""What is compressed may be so many times as long as it came; ballots compress to a tenth or so."""
_FREE = 16 * 1024 * 1024
"""So many bytes it may always be."""
_DEEPEST = 10_000
_BEFORE_COLON = re.compile(rb'"\s+:')


def plain(data: bytes) -> bytes:
    """The JSON text of a file, decompressed where it is gzip, without its byte order mark.

    Raises ElectionError for what can't be decompressed, or to more than its own length explains.
    """
    if data.startswith(_GZIP):
        data = _decompressed(data)
    return data.removeprefix(_MARK)


def _decompressed(data: bytes) -> bytes:
    import gzip  # Few files are compressed, and it takes longer to load than most counts take.
    import io
    import zlib

    limit = max(_FREE, _RATIO * len(data))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        raise ElectionError("document", Undecompressed()) from None
    if len(text) > limit:
        raise ElectionError("document", TooLong(limit))
    return text


def check_names(data: bytes, ballots: Iterable[Any], members_of: Callable[[Any], int]) -> None:
    """Raises ElectionError where an object of the document has two members of one name.

    A reader would take one of them and not say which. `members_of`: a decoded ballot → how many members it has at
    least, with all objects in it. Where that makes as many as there are colons after a quote, none stands twice: a
    quote and a colon end every name. Where it doesn't, the document is read once more, name by name.
    """
    if _BEFORE_COLON.search(data) is None:
        top = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        head = sum(_members(msgspec.json.decode(raw)) for name, raw in top.items() if name != "ballots")
        if data.count(b'":') == len(top) + head + sum(map(members_of, ballots)):
            return
    check_each_name(data)


def check_each_name(data: bytes) -> None:
    """The same, slower, of any JSON. Raises ElectionError for what isn't JSON, too."""
    import json  # Most documents need no second reader.

    def once(pairs: list[tuple[str, Any]]) -> None:
        if len(pairs) > 1:
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    raise ElectionError("document", NamedAgain(name))
                seen.add(name)

    try:
        with bounded_recursion():
            json.loads(data, object_pairs_hook=once, parse_int=_unread, parse_float=_unread)
    except RecursionError:
        raise ElectionError("document", TooDeep()) from None
    except ValueError as error:
        raise ElectionError("document", NotJson(str(error))) from None


@contextmanager
def bounded_recursion() -> Iterator[None]:
    """A document that is nested deeper than the stack is long raises RecursionError, however high the limit was set."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(min(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _unread(text: str) -> None:
    """Numbers are of no interest, however long they are."""


def _members(value: Any) -> int:
    """How many members all objects of a JSON value have."""
    found, left = 0, [value]
    while left:
        each = left.pop()
        if type(each) is dict:
            found += len(each)
            left += each.values()
        elif type(each) is list:
            left += each
    return found
