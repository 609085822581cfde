"""Where things stand in a TOML text: the line of each table, key and element, arrays of tables included."""

from collections.abc import Callable

Path = tuple[int | str, ...]
_SPACE = " \t\r\n"


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) on which each value begins, by its path. `text` is TOML that `tomllib` has read."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted = (0, 1)
        """Up to where line ends were counted, and the line there."""
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        """How many tables of each array of tables there are so far."""

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip():
            if self._taken("[["):
                table = self._header(array=True)
                self._take("]]")
            elif self._taken("["):
                table = self._header(array=False)
                self._take("]")
            else:
                self._pair(table)
        return self._lines

    def _header(self, *, array: bool) -> Path:
        line, keys = self._line(), self._keys()
        path: Path = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            if array and number == len(keys):
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                self._lines.setdefault(path, line)
                path = (*path, self._tables[path] - 1)
            self._lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line, path = self._line(), table
        for key in self._keys():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._take("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        self._lines.setdefault(path, self._line())
        if self._taken("["):
            self._elements(path)
        elif self._taken("{"):
            self._inline(path)
        elif (sign := self._text[self._at]) in "\"'":
            self._string(sign)
        else:
            self._until(lambda char: char in ",]}#\n")

    def _elements(self, path: Path) -> None:
        number = 0
        while self._skip() and not self._taken("]"):
            self._value((*path, number))
            number += 1
            self._skip()
            self._taken(",")

    def _inline(self, path: Path) -> None:
        while self._skip() and not self._taken("}"):
            self._pair(path)
            self._skip()
            self._taken(",")

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip()
            sign = self._text[self._at]
            keys.append(
                self._string(sign) if sign in "\"'" else self._until(lambda char: char in ".=]" + _SPACE)
            )
            self._skip()
            if not self._taken("."):
                return keys

    def _string(self, sign: str) -> str:
        """The string's source between its quotation marks; escapes stay as they are."""
        quotes = sign * 3 if self._text.startswith(sign * 3, self._at) else sign
        start = self._at = self._at + len(quotes)
        while not self._text.startswith(quotes, self._at):
            self._at += 2 if sign == '"' and self._text[self._at] == "\\" else 1
        inside = self._text[start : self._at]
        self._at += len(quotes)
        # Up to two more quotation marks may belong to the end of a long string.
        while len(quotes) == 3 and self._text.startswith(sign, self._at):
            self._at += 1
        return inside

    def _until(self, ends: Callable[[str], bool]) -> str:
        start = self._at
        while self._at < len(self._text) and not ends(self._text[self._at]):
            self._at += 1
        return self._text[start : self._at]

    def _skip(self) -> bool:
        """Past spaces, line ends and comments; whether anything is left."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                self._until(lambda char: char == "\n")
            elif self._text[self._at] in _SPACE:
                self._at += 1
            else:
                return True
        return False

    def _taken(self, mark: str) -> bool:
        found = self._text.startswith(mark, self._at)
        if found:
            self._at += len(mark)
        return found

    def _take(self, mark: str) -> None:
        self._skip()
        if not self._taken(mark):
            raise ValueError(f"{mark!r} is missing in line {self._line()}: this is not TOML")

    def _line(self) -> int:
        at, line = self._counted
        line += self._text.count("\n", at, self._at)
        self._counted = (self._at, line)
        return line
