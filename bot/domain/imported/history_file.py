"""The file with which a space takes its past to another server: its settings, and the records of its closed votes.

A tar archive, so that `tar -xf` makes files of it that `folkmoot verify`, `whatif`, `policy backtest` and `/settings
import` read. First comes `manifest.json`, which has the hash of all that follows in their order: `settings.toml`, and
`records/NUMBER.json.gz` for each vote. It is written and read one of them after the other, so that neither needs more
memory than the largest record has, and nothing else that an archive may hold is read.
"""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Annotated, Literal, Protocol
from unicodedata import category

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.counting.errors import NotJson, TooDeep, TooLong, TooMany, Undecompressed
from bot.domain.elections.misfit import misfit
from bot.domain.errors.imported import (
    HistoryCut,
    HistoryUnreadable,
    NotAHistory,
    TooManyVotes,
    VoteTooLarge,
    WrongPart,
)
from bot.domain.fault import Fault
from bot.domain.imported.imported_vote import Fate
from bot.domain.spaces.settings_file import LARGEST as LARGEST_SETTINGS
from bot.domain.verification.errors import Differs
from bot.domain.verification.files.record_form import Id, ProposalNumbered, Seconds, Sha256

FORMAT: Literal["folkmoot-history/1"] = "folkmoot-history/1"
MANIFEST, SETTINGS = "manifest.json", "settings.toml"
MOST_VOTES = 20_000
LARGEST_RECORD = 64 * 2**20
"""Bytes. More than a hundred thousand ballots fit in."""
MOST_BYTES = 4 * 2**30
"""Of all records together."""
_LARGEST_MANIFEST = 4 * 2**20
_LONGEST_NAME = 100
_FIRST_NO_ID = 2**63
"""Databases hold no larger numbers, and Discord gives none."""
_BLOCK = 512
_LISTS, _BYTES_A_LIST = 2**16, 20
"""So many lists and objects a record may have in any case, and one more for so many bytes. A record has less than one
in fifty bytes."""
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)', re.DOTALL)
"""To the end where it has none, so that no beginning is tried twice."""
_LEVEL = 6
"""Of compression: higher ones take much longer for little."""

_Name = Annotated[str, msgspec.Meta(max_length=_LONGEST_NAME)]


class HistoryEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A vote of the manifest."""

    number: ProposalNumbered
    """Of its proposal in its server."""
    sha256: Sha256
    """Of its record."""
    fate: Fate | None

    @property
    def part(self) -> str:
        """The file with its record."""
        return f"records/{self.number}.json.gz"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["folkmoot-history/1"]
    server: Id
    """Discord's id of the server in which the space voted."""
    space: _Name
    at: Seconds
    """When it was written."""
    settings: Sha256
    votes: list[HistoryEntry]
    """By number."""


class Bytes(Protocol):
    """A file, read from its beginning."""

    def read(self, size: int, /) -> bytes: ...


class HistoryWriter:
    """Writes the manifest, the settings, and then what `add` is given: the record of each entry, in their order."""

    def __init__(self, write: Callable[[bytes], object], manifest: Manifest, settings: bytes) -> None:
        """Raises TooManyVotes."""
        if len(manifest.votes) > MOST_VOTES:
            raise TooManyVotes(MOST_VOTES)
        self._write = write
        head = canonical_json(manifest)
        self.hash = content_hash(head)
        """Of the manifest, and by it of all."""
        self._left = MOST_BYTES
        self._put(MANIFEST, head)
        self._put(SETTINGS, settings)

    def add(self, entry: HistoryEntry, record: bytes) -> None:
        """Raises VoteTooLarge for what could not be imported."""
        self._left -= len(record)
        if len(record) > LARGEST_RECORD or self._left < 0:
            raise VoteTooLarge(entry.number, LARGEST_RECORD if self._left >= 0 else MOST_BYTES)
        self._put(entry.part, gzip.compress(record, _LEVEL, mtime=0))

    def end(self) -> None:
        self._write(bytes(2 * _BLOCK))

    def _put(self, name: str, content: bytes) -> None:
        head = tarfile.TarInfo(name)
        head.size = len(content)
        self._write(head.tobuf(tarfile.USTAR_FORMAT))
        self._write(content)
        self._write(bytes(-len(content) % _BLOCK))


class HistoryReader:
    """Reads a file to its end. Raises HistoryUnreadable at the first thing that is not as it was written."""

    def __init__(self, file: Bytes) -> None:
        self._file = file
        head = self._part(MANIFEST, _LARGEST_MANIFEST)
        self.hash = content_hash(head)
        """Of the manifest."""
        self.manifest = _manifest(head)
        settings = content_hash(self._part(SETTINGS, LARGEST_SETTINGS))
        if settings != self.manifest.settings:
            raise HistoryUnreadable(SETTINGS, "", Differs(settings, self.manifest.settings))

    def records(self) -> Iterator[tuple[HistoryEntry, bytes]]:
        """Each vote with its record, whose hash is the manifest's."""
        left = MOST_BYTES
        for entry in self.manifest.votes:
            record = _decompressed(entry, self._part(entry.part, LARGEST_RECORD))
            left -= len(record)
            if left < 0:
                raise HistoryUnreadable(entry.part, "", TooLong(MOST_BYTES))
            found = content_hash(record)
            if found != entry.sha256:
                raise HistoryUnreadable(entry.part, "", Differs(found, entry.sha256))
            yield entry, record
        if self._file.read(_BLOCK) != bytes(_BLOCK):
            raise HistoryUnreadable(MANIFEST, "votes", HistoryCut())

    def _part(self, name: str, largest: int) -> bytes:
        """The file that must come next."""
        block = self._exactly(name, _BLOCK)
        try:
            head = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.TarError, ValueError):
            raise HistoryUnreadable(name, "", NotAHistory()) from None
        if head.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise HistoryUnreadable(name, "", NotAHistory())
        if head.name != name:
            raise HistoryUnreadable(name, "", WrongPart(head.name))
        if not 0 <= head.size <= largest:
            raise HistoryUnreadable(name, "", TooLong(largest))
        content = self._exactly(name, head.size)
        self._exactly(name, -head.size % _BLOCK)
        return content

    def _exactly(self, name: str, size: int) -> bytes:
        found = self._file.read(size) if size else b""
        if len(found) < size:
            raise HistoryUnreadable(name, "", HistoryCut())
        return found


def _decompressed(entry: HistoryEntry, data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            record = file.read(LARGEST_RECORD + 1)
    except (OSError, EOFError, zlib.error):
        raise HistoryUnreadable(entry.part, "", Undecompressed()) from None
    if len(record) > LARGEST_RECORD:
        raise HistoryUnreadable(entry.part, "", TooLong(LARGEST_RECORD))
    # A reader of records would decompress once more what is compressed.
    if not record.startswith(b"{") or _is_hollow(record):
        raise HistoryUnreadable(entry.part, "", NotAHistory())
    return record


def _is_hollow(record: bytes) -> bool:
    """Whether it consists of lists and objects that hold next to nothing. They would take many times the memory of
    ballots, and this of every bot that works out a figure of the vote."""
    most = _LISTS + len(record) // _BYTES_A_LIST
    if record.count(b"[") + record.count(b"{") <= most:
        return False
    outside = _TEXT.sub(b"", record)  # What somebody has written may have as many brackets as they like.
    return outside.count(b"[") + outside.count(b"{") > most


def _manifest(data: bytes) -> Manifest:
    def refused(place: str, fault: Fault) -> HistoryUnreadable:
        return HistoryUnreadable(MANIFEST, place, fault)

    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.ValidationError as error:
        raise refused(*misfit(error, "")) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refused("", NotJson(str(error))) from None
    except RecursionError:
        raise refused("", TooDeep()) from None
    if len(manifest.votes) > MOST_VOTES:
        raise refused("votes", TooMany(MOST_VOTES))
    if int(manifest.server) >= _FIRST_NO_ID:
        raise refused("server", NotAHistory())
    # No form of Discord's sends any in a name; databases refuse some, and others make two names look alike.
    if any(category(char) == "Cc" for char in manifest.space):
        raise refused("space", NotAHistory())
    ascending = all(before.number < after.number for before, after in pairwise(manifest.votes))
    if not ascending or len({each.sha256 for each in manifest.votes}) < len(manifest.votes):
        raise refused("votes", NotAHistory())
    return manifest
