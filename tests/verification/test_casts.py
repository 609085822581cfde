"""What follows from a record to be cast on a Governor, worked out by whoever verifies it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from eth_abi import decode

from bot.domain.canonical import canonical_json
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import CastRight, CastTermsOnChain, Finding
from bot.domain.verification.verify import Verification
from bot.services.verification.on_chain import on_chain_findings
from bot.wording.verification.findings import line
from tests.harness import ServiceHarness
from tests.verification.checking import SAY, failed_line, forged, refusal
from tests.verification.votes import record_of

KINDS = ("cast_whole", "cast_split")


def cast_in(record: bytes) -> CastRight:
    (found,) = [each for each in Verification(read_record(record)).findings() if isinstance(each, CastRight)]
    return found


@pytest.mark.parametrize("kind", KINDS)
async def test_a_record_tells_the_very_call_that_the_executor_was_asked_for(
    harness: ServiceHarness, kind: str
) -> None:
    record = await record_of(harness, kind)
    (proposal,) = await harness.live()
    (request,) = await harness.services.preparing.prepare(proposal)
    found = cast_in(record)
    assert (found.contract, found.data) == (request.payload.to, request.payload.data)
    assert request.payload.data in line(found, SAY)


def test_a_record_tells_the_parts(records: dict[str, bytes]) -> None:
    assert cast_in(records["cast_split"]).parts == (167, 333, 500)
    assert "Base units against 167, for 333, abstaining 500." in line(cast_in(records["cast_split"]), SAY)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.attack("files")
def test_another_count_in_the_record_has_another_hash_in_its_call(
    records: dict[str, bytes], kind: str
) -> None:
    """Whoever changes anything has another record, and the reason on chain names the true one."""
    document = json.loads(records[kind])
    document["closed_at"] += 1
    changed = canonical_json(document)
    assert cast_in(changed).data != cast_in(records[kind]).data


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("votes", "999"),
        ("votes", None),
        ("voter", None),
        ("proposal", "8"),
        ("proposal", str(2**256)),
        ("contract", "0x" + "11" * 20),
        ("snapshot", 901),
        ("link", "https://elsewhere.example"),
    ],
)
@pytest.mark.attack("files")
def test_a_vote_elsewhere_that_somebody_swaps_is_found(
    records: dict[str, bytes], field: str, value: object
) -> None:
    document = json.loads(records["cast_whole"])
    document["frozen"]["cast"][field] = value
    assert "content_hash" in str(refusal(canonical_json(document)))


def without_cast(document: dict[str, Any]) -> None:
    del document["frozen"]["cast"]


def beside_an_action(document: dict[str, Any]) -> None:
    document["frozen"]["actions"] = [{"chain": 1, "to": "0x" + "11" * 20, "value": "1", "data": "0x"}]


def without_votes(document: dict[str, Any]) -> None:
    document["frozen"]["cast"]["votes"] = None


def too_large_an_id(document: dict[str, Any]) -> None:
    document["frozen"]["cast"]["proposal"] = str(2**256)


@pytest.mark.parametrize("change", [without_cast, beside_an_action, without_votes, too_large_an_id])
@pytest.mark.attack("files")
def test_a_forged_record_with_hashes_of_its_own_still_has_to_name_one_vote(
    records: dict[str, bytes], change: Any
) -> None:
    said = refusal(forged(records["cast_whole"], change))
    assert said is not None
    assert said.startswith(("frozen.cast", "frozen.actions"))


@pytest.mark.parametrize("votes", [2**128, 2**255, 10**77])
@pytest.mark.attack("files")
def test_a_forged_record_of_more_votes_than_can_be_split_is_refused(
    records: dict[str, bytes], votes: int
) -> None:
    """What no uint128 holds would end the program instead, or be cut."""

    def too_many(document: dict[str, Any]) -> None:
        document["frozen"]["cast"]["votes"] = str(votes)

    said = refusal(forged(records["cast_split"], too_many))
    assert said is not None
    assert said.startswith("frozen.cast.votes")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("link", ["\n" * 50, "x" * 100_000, "\u202egro.live", "\0", '"}'])
@pytest.mark.attack("text")
def test_whatever_a_forged_link_says_it_is_the_reason_and_nothing_else_of_the_call(
    records: dict[str, bytes], kind: str, link: str
) -> None:
    def linked(document: dict[str, Any]) -> None:
        document["frozen"]["cast"]["link"] = link

    told, true = cast_in(forged(records[kind], linked)), cast_in(records[kind])
    types = ["uint256", "uint8", "string", *(["bytes"] if kind == "cast_split" else [])]
    (*asked, reason), (*meant, _) = (
        [*values[:2], *values[3:], values[2]]
        for values in (decode(types, bytes.fromhex(each.data[10:])) for each in (told, true))
    )
    assert (asked, told.parts) == (meant, true.parts)
    assert link in reason


async def on_chain(harness: ServiceHarness, record: bytes) -> list[Finding]:
    verification = Verification(read_record(record))
    assert list(verification.findings())
    chains = {harness.chain.id: harness.chain}
    found: AsyncIterator[Finding] = on_chain_findings(verification.vote, chains, (), harness.foreign_votes)
    return [each async for each in found]


@pytest.mark.parametrize("voted", [False, True])
async def test_the_governor_says_again_what_was_frozen(harness: ServiceHarness, voted: bool) -> None:
    record = await record_of(harness, "cast_whole")
    (vote,) = harness.foreign_votes.votes.values()
    vote.voted = voted
    (found,) = [each for each in await on_chain(harness, record) if isinstance(each, CastTermsOnChain)]
    assert (found.votes, found.voted) == (1_000, voted)
    assert ("has voted" in line(found, SAY)) is voted


@pytest.mark.parametrize(("field", "value"), [("votes", 999), ("snapshot", 901)])
@pytest.mark.attack("files")
async def test_other_terms_than_the_governor_has_are_found_on_chain(
    harness: ServiceHarness, field: str, value: int
) -> None:
    record = await record_of(harness, "cast_whole")
    (vote,) = harness.foreign_votes.votes.values()
    setattr(vote, field, value)
    with pytest.raises(RecordError) as refused:
        await on_chain(harness, record)
    assert failed_line(refused.value, SAY).startswith(f"frozen.cast.{field}")
