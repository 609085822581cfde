"""Figures as a file, for programs: names of columns are the same in every language."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

import msgspec

Cell = int | Fraction | str | bool | datetime | None

_PLACES = 6
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""With what a cell begins that spreadsheets compute. What members wrote is no formula."""
_SAFE_INTEGERS = 2**53
"""Up to here every reader of JSON has numbers exactly."""


class FileFormat(StrEnum):
    CSV = "csv"
    JSON = "json"


class Table(msgspec.Struct, frozen=True):
    """Rows under named columns; `name` is that of the file."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def file(self, kind: FileFormat) -> bytes:
        """As UTF-8. Fractions are decimals, cut after six places; times are ISO 8601 in UTC; in JSON, integers that not
        every reader has exactly are texts."""
        return (self._csv() if kind is FileFormat.CSV else self._json()).encode()

    def _csv(self) -> str:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow([_in_csv(cell) for cell in row])
        return text.getvalue()

    def _json(self) -> str:
        found = [
            {name: _in_json(cell) for name, cell in zip(self.columns, row, strict=True)} for row in self.rows
        ]
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def decimal(value: Fraction) -> str:
    """`0.333333` of a third: cut after six places, without zeros at the end."""
    units = int(abs(value) * 10**_PLACES)
    whole, rest = divmod(units, 10**_PLACES)
    sign = "-" if value < 0 and units else ""
    return f"{sign}{whole}.{rest:0{_PLACES}}".rstrip("0").rstrip(".")


def _in_csv(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULAS) else cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else _text(cell)


def _in_json(cell: Cell) -> int | str | bool | None:
    if cell is None or isinstance(cell, str | bool):
        return cell
    if isinstance(cell, int) and abs(cell) <= _SAFE_INTEGERS:
        return cell
    return _text(cell)


def _text(cell: int | Fraction | datetime) -> str:
    if isinstance(cell, Fraction):
        return decimal(cell)
    return cell.isoformat() if isinstance(cell, datetime) else str(cell)
