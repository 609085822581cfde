"""What `folkmoot verify` finds of ballots that wallets signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from bot.domain.errors import ChainUnavailable
from bot.domain.ids import ProposalId
from bot.domain.verification.ballots.signed_ballots import Recover
from bot.domain.verification.ballots.signed_requests import SignedRequests
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.evidence_file import EvidenceFile, read_evidence
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import Finding, OwnBallotCounts
from bot.domain.verification.verify import Verification
from bot.services.verification.on_chain import on_chain_findings
from tests.fakes import account
from tests.harness import GUILD, ServiceHarness
from tests.verification.checking import SAY, changed, failed_line, forged, refusal
from tests.verification.evidence import received
from tests.verification.test_evidence import rewritten
from tests.verification.votes import record_of


def evidence(record: Any, ballot: int = 0) -> Any:
    return record["ballots"][ballot]["vote_evidence"]


def two_signed(record: Any) -> int:
    return next(
        n for n, each in enumerate(record["ballots"]) if len(each["vote_evidence"]["signatures"]) == 2
    )


def _drop_a_wallet(record: Any) -> None:
    del evidence(record, two_signed(record))["signatures"][0]


def _twice(record: Any) -> None:
    signatures = evidence(record)["signatures"]
    signatures.insert(0, dict(signatures[0]))


CHANGES: dict[str, Callable[[Any], Any]] = {
    "content_hash": lambda record: evidence(record).update(content_hash="ab" * 32),
    "choice in words of JSON": lambda record: evidence(record).update(choice="1"),
    "no signature": lambda record: evidence(record).update(signatures=[]),
    "a wallet counts that has not signed": _drop_a_wallet,
    "a wallet twice": _twice,
    "time": lambda record: evidence(record)["signatures"][0].update(time=1),
    "nonce": lambda record: evidence(record)["signatures"][-1].update(nonce=1),
    "chain": lambda record: evidence(record)["signatures"][0].update(chain=99),
    "no evidence": lambda record: record["ballots"][0].update(vote_evidence=None),
    "by a click": lambda record: record["ballots"][0].update(cast_method="button"),
    "before the opening": lambda record: evidence(record)["signatures"][-1].update(
        time=record["opened_at"] - 5, nonce=(record["opened_at"] - 5) * 1_000_000
    ),
}


@pytest.mark.attack("files")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_record_that_says_something_else_than_was_signed_is_wrong(
    harness: ServiceHarness, change: Callable[[Any], Any]
) -> None:
    record = await record_of(harness, "signed")
    assert refusal(record) is None
    said = refusal(changed(record, change))
    assert said is not None
    assert "ballots[" in said


@pytest.mark.attack("files")
async def test_no_wallets_signature_stands_for_one_that_discord_should_have_given(
    harness: ServiceHarness,
) -> None:
    """Any key signs a ballot: an operator who may bring one invents voters on tracks that Discord signs."""
    record = await record_of(harness, "countersigned")

    def invent(document: Any) -> None:
        ballot = document["ballots"][0]
        seconds = int(ballot["cast_at_ms"]) // 1000
        signed = {
            "server": "Anywhere (1)",
            "time": seconds,
            "nonce": seconds * 1_000_000,
            "wallet": account("nobody's wallet"),
            "chain": document["frozen"]["snapshot"][0]["chain"],
            "signature": "0x" + "ab" * 65,
        }
        ballot |= {"cast_method": "page", "source": str(signed["nonce"])}
        ballot["vote_evidence"] = {
            "kind": "signed",
            "content_hash": document["content_hash"],
            "choice": str(ballot["choice"]),
            "signatures": [signed],
        }

    said = refusal(forged(record, invent))
    assert said is not None
    assert "vote_evidence" in said


async def on_chain(harness: ServiceHarness, record: bytes) -> list[Any]:
    verification = Verification(read_record(record))
    assert list(verification.findings())
    chains = {harness.chain.id: harness.chain}
    return [each async for each in on_chain_findings(verification.vote, chains, verification.signed)]


@pytest.mark.attack("files")
async def test_a_ballot_that_the_operator_turned_round_is_found_by_its_signature(
    harness: ServiceHarness,
) -> None:
    record = await record_of(harness, "signed")

    def turn(document: Any) -> None:
        for ballot in document["ballots"]:
            ballot["choice"] = 1
            ballot["vote_evidence"]["choice"] = "1"

    turned = forged(record, turn)
    with pytest.raises(RecordError):
        await on_chain(harness, turned)


@pytest.mark.attack("files")
@pytest.mark.parametrize("signature", ["0x", "0x" + "ab" * 65, "0x" + "00" * 64])
async def test_a_chain_is_asked_about_every_signature(harness: ServiceHarness, signature: str) -> None:
    record = await record_of(harness, "signed")
    assert await on_chain(harness, record)
    other = changed(record, lambda document: evidence(document)["signatures"][0].update(signature=signature))
    with pytest.raises(RecordError) as refused:
        await on_chain(harness, other)
    assert "is no signature of this ballot" in failed_line(refused.value, SAY)


async def test_a_chain_that_gives_no_answer_proves_no_ballot_wrong(harness: ServiceHarness) -> None:
    record = await record_of(harness, "signed")
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await on_chain(harness, record)


@pytest.fixture
def keys(harness: ServiceHarness) -> Recover:
    """Whose key signed, as the harness's wallets sign."""

    def recover(digest: bytes, signature: str) -> str | None:
        wallets = [harness.wallet(each) for each in ("ada", "ada/2", "ben")]
        return next((each for each in wallets if harness.chain.sign_hash(each, digest) == signature), None)

    return recover


async def own_file(harness: ServiceHarness, name: str) -> EvidenceFile:
    proposal = harness.proposal
    assert proposal is not None
    files = harness.services.evidence_files
    parts = await files.of_member(GUILD, proposal, harness.member(name))
    assert parts is not None
    return read_evidence((await files.file(parts, 1))[1])


def own_finding(record: bytes, file: EvidenceFile, recover: Recover) -> Finding:
    verification = Verification(read_record(record))
    assert list(verification.findings())
    requests = SignedRequests(verification.vote, verification.signer, recover)
    requests.take("mine.json", file)
    return requests.own_finding("mine.json")


async def test_a_voter_finds_the_ballot_that_their_wallets_signed(
    harness: ServiceHarness, keys: Recover
) -> None:
    record = await record_of(harness, "signed")
    for name, earlier in (("ada", 1), ("ben", 1)):
        found = own_finding(record, await own_file(harness, name), keys)
        assert isinstance(found, OwnBallotCounts)
        assert found.earlier == earlier


@pytest.mark.attack("files")
async def test_a_signed_ballot_that_was_left_out_is_found_by_its_voters_file(
    harness: ServiceHarness, keys: Recover
) -> None:
    record = await record_of(harness, "signed")
    file = await own_file(harness, "ben")
    ben = file.ballots[0].voter

    def drop(document: Any) -> None:
        document["ballots"] = [each for each in document["ballots"] if each["voter"] != ben]

    dropped = rewritten(record, drop)
    unplaced = [msgspec.structs.replace(each, place=None) for each in file.ballots]
    with pytest.raises(RecordError) as refused:
        own_finding(dropped, msgspec.structs.replace(file, ballots=unplaced), keys)
    assert "left out" in failed_line(refused.value, SAY)


@pytest.mark.attack("files")
@pytest.mark.parametrize("kind", ["signed", "countersigned"])
async def test_nobody_accuses_a_record_by_a_ballot_that_no_wallet_signed(
    harness: ServiceHarness, keys: Recover, kind: str
) -> None:
    record = await record_of(harness, kind)
    document = json.loads(record)
    ben = await harness.in_record("ben", ProposalId(int(document["proposal"])))
    (theirs,) = (each for each in document["ballots"] if each["voter"] == ben)
    seconds = document["ended_at"] - 1
    made_up = {
        "server": "Anywhere (1)",
        "time": seconds,
        "nonce": seconds * 1_000_000,
        "wallet": harness.wallet("ben"),
        "chain": document["frozen"]["snapshot"][0]["chain"],
        "signature": "0x" + "ab" * 65,
    }
    entry = {
        "voter": theirs["voter"],
        "salt": "00" * 16,
        "choice": 1,
        "cast_at_ms": str(seconds * 1000),
        "source": str(made_up["nonce"]),
        "place": None,
    }
    signed = {"kind": "signed", "content_hash": document["content_hash"], "choice": "1"}
    entry["receipt"] = received(document["proposal"], entry)
    entry["evidence"] = {**signed, "signatures": [made_up]}
    file = {
        "vote_evidence": "folkmoot/1",
        "proposal": document["proposal"],
        "content_hash": document["content_hash"],
        "part": 1,
        "parts": 1,
        "ballots": [entry],
    }
    with pytest.raises(RecordError) as refused:
        own_finding(record, read_evidence(json.dumps(file).encode()), keys)
    assert "left out" not in failed_line(refused.value, SAY)
