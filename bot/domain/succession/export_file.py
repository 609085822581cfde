"""The file that holds a whole server: canonical JSON, a line for each some hundred rows, signed as a whole.

The first line is the header, the last one the sums and the signature; between them stand the parts, one for each table.
It is written and read line by line, so that neither needs more memory than a line has.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors.operators.succession import (
    ExportIncomplete,
    FormatUnknown,
    LineTooLong,
    NotAnExport,
    PartDamaged,
    SignatureBroken,
    SignedByAnother,
)
from bot.domain.fault import Fault
from bot.domain.ids import Address, GuildId, MemberId
from bot.domain.succession.handover import Handover

FORMAT = "folkmoot-export/1"
LONGEST_LINE = 2**28
"""Bytes. The record of the largest vote stands in one."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Cell = None | bool | int | str | bytes


class ExportRefused(Exception):
    """A server can't be exported, or a file can't be imported. Nothing was changed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
        """One of bot/domain/errors/operators/succession.py."""


class Header(msgspec.Struct, frozen=True):
    guild: GuildId
    revision: str
    """Of the tables whose rows these are."""
    signer: Address
    """The fingerprint of the operator who has exported it."""
    at: datetime
    handover: Handover | None
    """None for a copy, which nobody can import."""

    def document(self) -> dict[str, Any]:
        handover = self.handover
        return {
            "format": FORMAT,
            "guild": str(self.guild),
            "revision": self.revision,
            "signer": self.signer,
            "at_us": _microseconds(self.at),
            "handover": None
            if handover is None
            else {
                "to": handover.to,
                "successor": str(handover.successor),
                "by": str(handover.by),
                "at_us": _microseconds(handover.at),
            },
        }


class Lines(Protocol):
    """A file of bytes, read from its beginning."""

    def readline(self, limit: int, /) -> bytes: ...


@dataclass
class _Part:
    rows: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def add(self, line: bytes, rows: int) -> None:
        self.rows += rows
        self.hash.update(line)

    def document(self) -> dict[str, Any]:
        return {"rows": self.rows, "sha256": self.hash.hexdigest()}


class ExportWriter:
    """Writes the lines in their order; `end` is the last."""

    def __init__(self, write: Callable[[bytes], object], header: Header) -> None:
        self._write = write
        self._parts: dict[str, _Part] = {}
        line = _line(header.document())
        self._header = content_hash(line)
        write(line)

    def add(self, part: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Some rows of a part; all of a part one after the other."""
        cells = [[_written(cell) for cell in row] for row in rows]
        line = _line({"part": part, "columns": list(columns), "rows": cells})
        self._parts.setdefault(part, _Part()).add(line, len(rows))
        self._write(line)

    def end(self, sign: Callable[[str], str]) -> None:
        """`sign` signs a text with the operator's key, and returns the signature as hexadecimal digits."""
        sums = _sums(self._parts)
        self._write(_line({"parts": sums, "signature": sign(_signed(self._header, sums))}))


@dataclass
class ExportReader:
    """Reads a file to its end. What is read is believed only then: `rows` raises where anything is wrong with it."""

    file: Lines
    signer: Address
    """Who must have signed it."""
    recover: Callable[[str, str], Address | None]
    """Whose key has signed a text, by the signature; None for what is no signature."""
    header: Header = field(init=False)
    _header_hash: str = field(init=False)

    def __post_init__(self) -> None:
        line = self._next()
        self._header_hash = content_hash(line)
        self.header = _header(_read(line))
        if self.header.signer != self.signer:
            raise ExportRefused(SignedByAnother(self.header.signer, self.signer))

    def rows(self) -> Iterator[tuple[str, list[str], list[list[Cell]]]]:
        """The rows with their part and its columns, some hundred at a time. Raises ExportRefused, at the latest at the
        end of the file."""
        parts: dict[str, _Part] = {}
        while "signature" not in (found := _read(line := self._next())):
            part, columns, rows = _part(found)
            parts.setdefault(part, _Part()).add(line, len(rows))
            yield part, columns, rows
        sums = _sums(parts)
        for part, expected in _mapping(found.get("parts")).items():
            if sums.get(part) != expected:
                raise ExportRefused(PartDamaged(part))
        if found["parts"] != sums or self.file.readline(1):
            raise ExportRefused(NotAnExport())
        signature = found["signature"]
        if not isinstance(signature, str) or (
            self.recover(_signed(self._header_hash, sums), signature) != self.signer
        ):
            raise ExportRefused(SignatureBroken())

    def _next(self) -> bytes:
        line = self.file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise ExportRefused(LineTooLong())
        if not line.endswith(b"\n"):
            raise ExportRefused(ExportIncomplete() if line == b"" else NotAnExport())
        return line


def _line(document: Mapping[str, Any]) -> bytes:
    return canonical_json(document) + b"\n"


def _sums(parts: Mapping[str, _Part]) -> dict[str, Any]:
    return {name: part.document() for name, part in parts.items()}


def _signed(header: str, sums: Mapping[str, Any]) -> str:
    """The text that the operator signs."""
    return f"Folkmoot export {content_hash(canonical_json({'header': header, 'parts': sums}))}"


def _read(line: bytes) -> dict[str, Any]:
    try:
        return _mapping(msgspec.json.decode(line))
    except (msgspec.DecodeError, RecursionError):
        raise ExportRefused(NotAnExport()) from None


def _mapping(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ExportRefused(NotAnExport())
    return found


def _header(found: dict[str, Any]) -> Header:
    if found.get("format") != FORMAT:
        stated = found.get("format")
        raise ExportRefused(FormatUnknown(stated) if isinstance(stated, str) else NotAnExport())
    try:
        guild, at, handover = GuildId(int(found["guild"])), _moment(found["at_us"]), found["handover"]
        made = None
        if handover is not None:
            made = Handover(
                guild,
                Address(handover["to"]),
                MemberId(int(handover["successor"])),
                MemberId(int(handover["by"])),
                _moment(handover["at_us"]),
                exported_at=at,
            )
        return Header(guild, str(found["revision"]), Address(found["signer"]), at, made)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ExportRefused(NotAnExport()) from None


def _part(found: dict[str, Any]) -> tuple[str, list[str], list[list[Cell]]]:
    part, columns, rows = found.get("part"), found.get("columns"), found.get("rows")
    if not isinstance(part, str) or not isinstance(columns, list) or not isinstance(rows, list):
        raise ExportRefused(NotAnExport())
    read = [
        [_cell(cell) for cell in row] for row in rows if isinstance(row, list) and len(row) == len(columns)
    ]
    if len(read) != len(rows):
        raise ExportRefused(PartDamaged(part))
    return part, columns, read


def _written(cell: Cell) -> Any:
    return {"bytes": b64encode(cell).decode()} if isinstance(cell, bytes) else cell


def _cell(found: Any) -> Cell:
    if isinstance(found, dict):
        try:
            return b64decode(found["bytes"], validate=True)
        except (KeyError, TypeError, ValueError):
            raise ExportRefused(NotAnExport()) from None
    if found is None or isinstance(found, bool | int | str):
        return found
    raise ExportRefused(NotAnExport())


def _microseconds(time: datetime) -> str:
    return str((time - _EPOCH) // timedelta(microseconds=1))


def _moment(microseconds: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(microseconds))
