"""A record as it is read from a file: of its form, and canonical."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.counting.errors import ElectionError, NotJson, TooDeep, WrongShape
from bot.domain.elections.election_text import bounded_recursion, check_each_name, plain
from bot.domain.elections.misfit import misfit
from bot.domain.verification.errors import NotARecord, NotCanonical, RecordError, WrongText
from bot.domain.verification.files.record_form import Frozen, Record

MOST_NESTED = 100
"""Levels of lists and objects in each other."""


class RecordFile(msgspec.Struct, frozen=True):
    """A record with the hash by which the result's message names it."""

    record: Record
    frozen: Frozen
    hash: str


def read_record(data: bytes) -> RecordFile:
    """The record in a file, which may be compressed by gzip. Raises RecordError for what isn't one."""
    try:
        text = plain(data)
    except ElectionError as error:
        raise RecordError(error.field, error.fault) from None
    _check_canonical(text)
    record = decoded(text, Record, "")
    return RecordFile(record, decoded(bytes(record.raw_frozen), Frozen, "frozen"), content_hash(text))


def _check_canonical(text: bytes) -> None:
    """Raises RecordError for what isn't JSON in canonical form: then no name stands twice in an object, there is no
    float, and the hash of the file is that of what it says."""
    try:
        with bounded_recursion():
            document = msgspec.json.decode(text)
            _check_depth(document)
            canonical = canonical_json(document)
    except RecursionError:
        raise RecordError("document", TooDeep()) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise RecordError("document", NotJson(str(error))) from None
    except (TypeError, ValueError):
        raise RecordError("document", NotCanonical()) from None
    if type(document) is not dict or "record" not in document:
        raise RecordError("document", NotARecord())
    if canonical != text:
        try:
            check_each_name(text)
        except ElectionError as error:
            raise RecordError(error.field, error.fault) from None
        raise RecordError("document", NotCanonical())


def _check_depth(document: Any) -> None:
    level = [document]
    for _ in range(MOST_NESTED):
        containers = [each for each in level if type(each) in (dict, list)]
        if not containers:
            return
        level = [item for each in containers for item in (each.values() if type(each) is dict else each)]
    raise RecordError("document", TooDeep())


def read_json(raw: msgspec.Raw) -> Any:
    """A part of the record that is kept as its bytes."""
    return msgspec.json.decode(raw)


def decoded(text: bytes, form: Any, place: str) -> Any:
    """`text` as a `form`; a mismatch becomes a RecordError that names the field under `place`. Raises
    msgspec.DecodeError for what isn't JSON."""
    try:
        return msgspec.json.decode(text, type=form)
    except msgspec.ValidationError as error:
        raise record_misfit(error, place) from None


def record_misfit(error: msgspec.ValidationError, place: str) -> RecordError:
    """What msgspec says of a value that has another shape, with the field that it means."""
    field, fault = misfit(error, place)
    # The words hold a pattern, which tells nobody anything.
    patterned = isinstance(fault, WrongShape) and "matching regex" in fault.detail
    return RecordError(field, WrongText() if patterned else fault)
