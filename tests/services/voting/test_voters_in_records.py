"""Whom a record names, and who is told whom its numbers stand for."""

import json
from typing import Any

import pytest

from bot.domain.elections.pseudonyms import pseudonym
from bot.domain.errors import KeyGone, KeyTooEarly, NotAuditor, RecordNames
from bot.domain.ids import MemberId, ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.domain.retention import RetentionKind
from bot.domain.spaces.auditors import Auditor
from bot.domain.verification.ballots.voter_key import key_explains
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.key_file import read_key
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import KeyExplains
from bot.services.voting.casting.vote_request import VoteRequest
from tests.countersigning import click, countersigned
from tests.harness import ServiceHarness
from tests.services.privacy.test_retention import days_pass, keep
from tests.services.voting.ending import opened
from tests.services.voting.test_evidence_files import AUDITORS, closed, documents, name_auditor
from tests.verification.checking import refusal
from tests.verification.evidence import checked

POWERS = {"ada": 10, "ben": 5}


async def record_of(harness: ServiceHarness, proposal: ProposalId) -> bytes:
    await closed(harness, proposal)
    record = await harness.services.cards.record(proposal)
    assert record is not None
    return record


async def numbered(harness: ServiceHarness) -> tuple[ProposalId, bytes]:
    """A vote of ada and ben that is closed, in a space with auditors, and its record."""
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await name_auditor(harness, Auditor(is_role=True, id=AUDITORS))
    return proposal, await record_of(harness, proposal)


async def key_of(harness: ServiceHarness, proposal: ProposalId) -> bytes:
    name, content = await harness.services.voter_keys.of(harness.actor("cleo", AUDITORS), proposal)
    assert name == "folkmoot-proposal-1-key.json"
    return content


def explained(key: bytes, record: bytes) -> KeyExplains:
    return key_explains("key.json", read_key(key), read_record(record).record)


async def test_a_record_names_its_voters_where_the_policy_says_so(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, named_records=True, trust=TrustLevel.COUNTERSIGNED)
    for name, choice in (("ada", "For"), ("ben", "Against")):
        vote: VoteRequest = harness.ballot(name, choice)
        signed = countersigned(click(vote))
        await harness.services.voting.cast(
            VoteRequest(
                vote.guild,
                vote.proposal,
                vote.member,
                vote.choice,
                vote.at,
                vote.cast_method,
                vote.source,
                evidence=signed,
            )
        )
    await name_auditor(harness, Auditor(is_role=True, id=AUDITORS))
    record = await record_of(harness, proposal)
    ballots: list[dict[str, Any]] = json.loads(record)["ballots"]
    assert {each["voter"] for each in ballots} == {str(harness.member(name)) for name in POWERS}
    assert json.loads(record)["frozen"]["policy"]["named_records"] is True
    assert refusal(record) is None
    actor = harness.actor("cleo", AUDITORS)
    files = harness.services.evidence_files
    (evidence,) = await documents(files, await files.of_all(actor, proposal))
    _, said = checked(record, evidence)
    assert said is None
    evidence["ballots"][0]["voter"], evidence["ballots"][1]["voter"] = (
        each["voter"] for each in reversed(evidence["ballots"])
    )
    assert checked(record, evidence)[1] is not None
    with pytest.raises(RecordNames):
        await harness.services.voter_keys.of(actor, proposal)


async def test_an_auditor_gets_the_key_and_everybody_sees_that_they_did(harness: ServiceHarness) -> None:
    proposal, record = await numbered(harness)
    key = json.loads(await key_of(harness, proposal))
    voters = {each["voter"] for each in json.loads(record)["ballots"]}
    for entry in key["members"]:
        assert pseudonym(bytes.fromhex(entry["salt"]), MemberId(int(entry["member"]))) == entry["number"]
    named = {entry["number"]: int(entry["member"]) for entry in key["members"]}
    assert {named[voter] for voter in voters} == {harness.member("ada"), harness.member("ben")}
    assert explained(json.dumps(key).encode(), record) == KeyExplains(2, 0)
    newest = (await harness.services.public_log.newest(harness.actor("cleo").guild, limit=1))[0]
    assert (newest.act, newest.proposal, newest.actor) == ("voter key", proposal, harness.member("cleo"))


@pytest.mark.attack("visibility")
async def test_nobody_else_gets_a_key_and_nobody_before_the_close(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    await name_auditor(harness, Auditor(is_role=True, id=AUDITORS))
    keys = harness.services.voter_keys
    with pytest.raises(KeyTooEarly):
        await keys.of(harness.actor("cleo", AUDITORS), proposal)
    await record_of(harness, proposal)
    for actor in (harness.actor("ada"), harness.moderator()):
        with pytest.raises(NotAuditor):
            await keys.of(actor, proposal)


@pytest.mark.attack("files")
async def test_a_key_that_names_another_is_found_out(harness: ServiceHarness) -> None:
    proposal, record = await numbered(harness)
    key = json.loads(await key_of(harness, proposal))
    first, second = key["members"][:2]
    first["member"], second["member"] = second["member"], first["member"]
    with pytest.raises(RecordError) as error:
        explained(json.dumps(key).encode(), record)
    assert error.value.field == "key.json: members[0].number"


async def test_a_key_lacks_who_was_erased_and_is_gone_with_the_names(harness: ServiceHarness) -> None:
    proposal, record = await numbered(harness)
    await harness.services.own_data.erase(harness.actor("ben"), harness.interaction())
    assert explained(await key_of(harness, proposal), record) == KeyExplains(1, 1)
    await keep(harness, RetentionKind.NAMES, 30)
    for days in (10, 30):
        await days_pass(harness, days)
    with pytest.raises(KeyGone):
        await key_of(harness, proposal)
