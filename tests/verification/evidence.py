"""Evidence files of a countersigned vote, and what forgers would do to them."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.ballot import milliseconds
from bot.domain.elections.evidence import Countersignature
from bot.domain.ids import ProposalId
from bot.domain.verification.ballots.signed_requests import SignedRequests
from bot.domain.verification.ballots.trust import key_findings
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.evidence_file import read_evidence
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import Finding
from bot.domain.verification.verify import Verification
from bot.services.ports import UnitOfWork
from bot.wording.verification.findings import failed_line, line
from tests.verification.checking import SAY

FORGERS_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


@dataclass(frozen=True, repr=False)
class Told:
    """A vote's record, and the evidence of all its ballots."""

    record: bytes
    evidence: dict[str, Any]

    def own(self, voter: str) -> dict[str, Any]:
        """What this voter has of it."""
        theirs = [each for each in self.evidence["ballots"] if each["voter"] == voter]
        return copy.deepcopy({**self.evidence, "ballots": theirs})

    def changed(self, change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """The evidence after a change."""
        evidence = copy.deepcopy(self.evidence)
        change(evidence)
        return evidence

    @property
    def voters(self) -> list[str]:
        """Of the record, in its order."""
        return [each["voter"] for each in json.loads(self.record)["ballots"]]


async def told(uow: UnitOfWork, proposal: ProposalId, record: bytes) -> Told:
    """As the bot hands it out."""
    document = json.loads(record)
    places = {each["receipt"]: place for place, each in enumerate(document["ballots"], 1)}
    ballots = []
    async with uow.reading() as repositories:
        opening = (await repositories.proposals.get(proposal)).opening
        assert opening is not None
        pseudonyms = opening.pseudonyms
        for ballot in await repositories.ballots.history(proposal):
            kept = await repositories.ballot_evidence.of_member(proposal, ballot.member)
            (evidence,) = (each.evidence for each in kept if each.source == ballot.source)
            assert isinstance(evidence, Countersignature)
            ballots.append(
                {
                    "voter": pseudonyms.of(ballot.member),
                    "salt": pseudonyms.salt(ballot.member).hex(),
                    "receipt": ballot.receipt(pseudonyms),
                    "choice": ballot.choice,
                    "cast_at_ms": str(milliseconds(ballot.cast_at)),
                    "source": str(ballot.source),
                    "place": places.get(ballot.receipt(pseudonyms)),
                    "evidence": request(evidence),
                }
            )
    return Told(
        record,
        {
            "vote_evidence": "folkmoot/1",
            "proposal": document["proposal"],
            "content_hash": document["content_hash"],
            "part": 1,
            "parts": 1,
            "ballots": ballots,
        },
    )


def request(signed: Countersignature) -> dict[str, str]:
    """As it stands in an evidence file."""
    return {
        "kind": "countersigned",
        "application": signed.application,
        "public_key": signed.public_key,
        "timestamp": signed.timestamp,
        "signature": signed.signature,
        "body": base64.b64encode(signed.body).decode(),
        "salt": signed.salt,
    }


def signature(evidence: dict[str, str]) -> Countersignature:
    """The other way round."""
    fields = {name: value for name, value in evidence.items() if name not in ("kind", "body")}
    return Countersignature(**fields, body=base64.b64decode(evidence["body"]))


def signed_by_forger(evidence: dict[str, str], body: bytes, *, own_key_named: bool) -> dict[str, str]:
    """The request with another body, and a signature over it of a key that isn't Discord's."""
    of = signature(evidence)
    key = FORGERS_KEY.public_key().public_bytes_raw().hex() if own_key_named else of.public_key
    forged = FORGERS_KEY.sign(of.timestamp.encode() + body).hex()
    return request(Countersignature(of.application, key, of.timestamp, forged, body, of.salt))


def recommitted(record: dict[str, Any], place: int, evidence: dict[str, str]) -> None:
    """Let the record commit to this request for one of its ballots, as an operator can who writes it anew."""
    record["ballots"][place]["vote_evidence"] = signature(evidence).recorded()


def received(proposal: str, ballot: dict[str, Any]) -> str:
    """The receipt of a ballot as it stands in a record or an evidence file."""
    names = ("choice", "cast_at_ms", "source", "voter")
    return content_hash(canonical_json({"proposal": proposal, **{name: ballot[name] for name in names}}))[:16]


def checked(
    record: bytes, *files: Any, own: Any = None, public_key: str | None = None
) -> tuple[list[Finding], str | None]:
    """What is found of evidence files beside a record that is right in itself, and the line that says what is wrong.
    A file is a document, or its bytes."""
    verification = Verification(read_record(record))
    assert list(verification.findings())
    found: list[Finding] = []
    try:
        if verification.signer or not files:
            found += key_findings(verification.signer, public_key)
        if files:
            requests = SignedRequests(verification.vote, verification.signer)
            for place, file in enumerate(files, 1):
                requests.take(f"file {place}", read_evidence(_bytes(file)))
            found += requests.findings()
        if own is not None:
            theirs = SignedRequests(verification.vote, verification.signer)
            theirs.take("own", read_evidence(_bytes(own)))
            found.append(theirs.own_finding("own"))
    except RecordError as error:
        said = failed_line(error, SAY)
        assert "\n" not in said
        return found, said
    assert all(line(each, SAY) for each in found)
    return found, None


def refused(record: bytes, *files: Any, own: Any = None, public_key: str | None = None) -> str | None:
    """The line that says what is wrong; None where nothing is."""
    return checked(record, *files, own=own, public_key=public_key)[1]


def _bytes(file: Any) -> bytes:
    return file if isinstance(file, bytes) else json.dumps(file).encode()
