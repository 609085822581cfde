"""The files of a draw in canonical JSON: that of the announcement, and that of the jury, from which anybody recomputes
it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json
from bot.domain.counting.errors import NotJson, TooDeep, TooLong
from bot.domain.elections.election_text import bounded_recursion
from bot.domain.elections.misfit import misfit
from bot.domain.ids import BlockHash, ChainId, GuildId, MemberId
from bot.domain.sortition.draw import JuryDraw, drawn
from bot.domain.sortition.terms import FORMAT, LONGEST_TITLE, MOST_IN_POOL, MOST_SEATS, DrawTerms
from bot.domain.verification.errors import Differs, NotADraw, NotCanonical, OutOfTime, RecordError

MOST_BYTES = 1024 * 1024
"""Of a file that is read; the largest has a fifth of it."""

_Whole = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
_Id = Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,18}$")]


class _Block(msgspec.Struct, forbid_unknown_fields=True):
    number: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    hash: Annotated[str, msgspec.Meta(pattern=r"^0x[0-9a-f]{64}$")]
    timestamp: _Whole


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    server: _Id
    number: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    title: Annotated[str, msgspec.Meta(max_length=LONGEST_TITLE)]
    seats: Annotated[int, msgspec.Meta(ge=1, le=MOST_SEATS)]
    chain: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    after: _Whole
    pool: Annotated[list[_Id], msgspec.Meta(max_length=MOST_IN_POOL)]
    block: _Block | None = None
    jury: list[_Id] | None = None
    substitutes: list[_Id] | None = None


class DrawFile(msgspec.Struct, frozen=True):
    """What a file says, of its form; whether the jury is right is another question (`check_jury`)."""

    terms: DrawTerms
    block: BlockRef | None
    """None in the file of an announcement."""
    jury: tuple[MemberId, ...] = ()
    substitutes: tuple[MemberId, ...] = ()


def file_name(draw: JuryDraw) -> str:
    return f"folkmoot-jury-{draw.terms.number}{'' if draw.block else '-announced'}.json"


def draw_file(draw: JuryDraw) -> bytes:
    """The terms alone before the block is there, whose SHA-256 is the commitment; afterwards with the block and who was
    drawn by it."""
    document: dict[str, Any] = draw.terms.document
    if (block := draw.block) is not None and (jury := draw.jury) is not None:
        document |= {
            "block": {"number": block.number, "hash": block.hash, "timestamp": block.timestamp},
            "jury": _texts(jury.members),
            "substitutes": _texts(jury.substitutes),
        }
    return canonical_json(document)


def read_draw_file(data: bytes) -> DrawFile:
    """Raises RecordError for what is no such file, or one of no draw that there can be."""
    if len(data) > MOST_BYTES:
        raise RecordError("document", TooLong(MOST_BYTES))
    try:
        with bounded_recursion():
            document = msgspec.json.decode(data)
            canonical = canonical_json(document) == data
    except RecursionError:
        raise RecordError("document", TooDeep()) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError("document", NotJson(str(error))) from None
    except (TypeError, ValueError):
        canonical = False
    if not canonical:
        raise RecordError("document", NotCanonical())
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise RecordError("document", NotADraw())
    try:
        file = msgspec.convert(document, _File)
    except msgspec.ValidationError as error:
        raise RecordError(*misfit(error, "")) from None
    if any(earlier >= later for earlier, later in pairwise(map(int, file.pool))):
        raise RecordError("pool", NotCanonical())
    terms = _terms(file)
    if file.block is None and file.jury is None and file.substitutes is None:
        return DrawFile(terms, None)
    if file.block is None or file.jury is None or file.substitutes is None:
        raise RecordError("document", NotADraw())
    block = BlockRef(terms.chain, file.block.number, BlockHash(file.block.hash), file.block.timestamp)
    return DrawFile(terms, block, _members(file.jury), _members(file.substitutes))


def stored_terms(document: str) -> DrawTerms:
    """The terms of a file that this program has written; whoever was erased since stands where they were. Raises
    msgspec.MsgspecError."""
    return _terms(msgspec.json.decode(document, type=_File))


def check_jury(file: DrawFile) -> None:
    """Whether the block can be the one, and those are named who are drawn by it. Raises RecordError."""
    if file.block is None:
        return
    if file.block.timestamp < file.terms.after:
        raise RecordError("block.timestamp", OutOfTime(file.block.timestamp, file.terms.after, None))
    jury = drawn(file.terms, file.block.hash)
    for field, found, expected in (
        ("jury", file.jury, jury.members),
        ("substitutes", file.substitutes, jury.substitutes),
    ):
        if found != expected:
            raise RecordError(field, Differs(" ".join(_texts(found)), " ".join(_texts(expected))))


def _terms(file: _File) -> DrawTerms:
    return DrawTerms(
        GuildId(int(file.server)),
        file.number,
        file.title,
        file.seats,
        ChainId(file.chain),
        file.after,
        _members(file.pool),
    )


def _texts(members: Sequence[MemberId]) -> list[str]:
    return [str(member) for member in members]


def _members(texts: Sequence[str]) -> tuple[MemberId, ...]:
    return tuple(MemberId(int(text)) for text in texts)
