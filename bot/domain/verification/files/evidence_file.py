"""An evidence file as it is read: what the ballots of one vote brought along, in full."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from bot.domain.canonical import canonical_json
from bot.domain.counting.errors import ElectionError, NotJson, TooDeep
from bot.domain.elections.election_text import bounded_recursion, check_each_name, plain
from bot.domain.elections.evidence import Countersignature
from bot.domain.policy.trust import TrustLevel
from bot.domain.verification.errors import NotCanonical, RecordError
from bot.domain.verification.files.record_file import decoded
from bot.domain.verification.files.record_form import (
    Id,
    Member,
    Millis,
    Part,
    ReceiptCode,
    RecordedSignatures,
    Sha256,
)

Salt = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Place = Annotated[int, msgspec.Meta(ge=1, le=2**31)]


class SignedRequest(Part, frozen=True, tag_field="kind", tag=TrustLevel.COUNTERSIGNED.value):
    """A request as Discord sent it, and the salt of its commitment."""

    application: Id
    public_key: Sha256
    timestamp: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,20}\Z")]
    signature: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]
    body: bytes
    salt: Salt

    @property
    def countersignature(self) -> Countersignature:
        return Countersignature(**{name: getattr(self, name) for name in self.__struct_fields__})


class EvidenceEntry(Part, frozen=True):
    """One ballot, with the names that the record has."""

    voter: Member
    salt: Salt
    """With which the voter's number follows from Discord's id."""
    receipt: ReceiptCode
    choice: Any
    cast_at_ms: Millis
    source: Id
    place: Place | None
    """In the record's list of ballots, from 1; None where it isn't there."""
    evidence: SignedRequest | RecordedSignatures


class EvidenceFile(Part, frozen=True):
    vote_evidence: Literal["folkmoot/1"]
    proposal: Id
    content_hash: Sha256
    part: Place
    parts: Place
    ballots: list[EvidenceEntry]
    erased: tuple[ReceiptCode, ...] = ()
    """Receipts of voters who had themselves erased, as whoever wrote the file says."""


def read_evidence(data: bytes) -> EvidenceFile:
    """The evidence in a file, which may be compressed by gzip. Raises RecordError for what isn't any."""
    try:
        text = plain(data)
        check_each_name(text)
    except ElectionError as error:
        raise RecordError(error.field, error.fault) from None
    try:
        with bounded_recursion():
            file: EvidenceFile = decoded(text, EvidenceFile, "")
    except RecursionError:
        raise RecordError("document", TooDeep()) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError("document", NotJson(str(error))) from None
    for place, entry in enumerate(file.ballots):
        try:
            with bounded_recursion():
                canonical_json(entry.choice)
        except (TypeError, ValueError, RecursionError):
            raise RecordError(f"ballots[{place}].choice", NotCanonical(), entry.receipt) from None
    return file
