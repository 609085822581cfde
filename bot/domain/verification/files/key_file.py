"""The key of a vote as it is read: whom the numbers in its record stand for."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from bot.domain.counting.errors import ElectionError, NotJson
from bot.domain.elections.election_text import check_each_name, plain
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import decoded
from bot.domain.verification.files.record_form import Id, Member, Part, Sha256

Salt = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]


class KeyEntry(Part, frozen=True):
    number: Member
    """In the record."""
    member: Id
    salt: Salt


class KeyFile(Part, frozen=True):
    voter_key: Literal["folkmoot/1"]
    proposal: Id
    content_hash: Sha256
    members: list[KeyEntry]


def read_key(data: bytes) -> KeyFile:
    """The key in a file, which may be compressed by gzip. Raises RecordError for what isn't any."""
    try:
        text = plain(data)
        check_each_name(text)
    except ElectionError as error:
        raise RecordError(error.field, error.fault) from None
    try:
        file: KeyFile = decoded(text, KeyFile, "")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError("document", NotJson(str(error))) from None
    return file
