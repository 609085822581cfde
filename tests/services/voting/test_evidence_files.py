"""What ballots brought along, as files: to whom they are given, when, and what stands in them."""

import hashlib
import json
from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.elections.evidence.ed25519 import is_signed
from bot.domain.elections.evidence.interactions import cast_by
from bot.domain.elections.pseudonyms import pseudonym
from bot.domain.errors import EvidenceTooFresh, NoEvidence, NotAuditor, ProposalUnknown
from bot.domain.ids import GuildId, MemberId, ProposalId, RoleId
from bot.domain.policy.trust import TrustLevel
from bot.domain.spaces.auditors import Auditor
from bot.services.actors import Actor
from bot.services.voting.evidence_files import TOKEN_LASTS, EvidenceFiles, EvidenceParts
from bot.wording.errors import words_for
from tests.countersigning import click, countersigned
from tests.harness import ServiceHarness
from tests.said import PLAIN_ENGLISH
from tests.services.voting.ending import opened

POWERS = {"ada": 10, "ben": 5, "cleo": 3}
AUDITORS = RoleId(4_242)


async def cast(harness: ServiceHarness, name: str, choice: str, **more: Any) -> None:
    """A ballot that Discord has signed; `more` stands in the request too."""
    vote = harness.ballot(name, choice)
    await harness.services.voting.cast(replace(vote, evidence=countersigned({**click(vote), **more})))


async def countersigned_vote(harness: ServiceHarness) -> ProposalId:
    """Ada and Ben vote; Ada changes her mind."""
    proposal = await opened(harness, POWERS, trust=TrustLevel.COUNTERSIGNED)
    await cast(harness, "ada", "Against", token="ada's token")
    await cast(harness, "ben", "Against", token="ben's token")
    await cast(harness, "ada", "For", token="ada's token")
    return proposal


async def closed(harness: ServiceHarness, proposal: ProposalId) -> dict[str, Any]:
    """Close the vote, and let its tokens end; returns the record."""
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is not None
    await harness.pass_time(TOKEN_LASTS)
    record: dict[str, Any] = json.loads(await harness.services.cards.record(proposal) or b"")
    return record


async def name_auditor(harness: ServiceHarness, auditor: Auditor) -> None:
    await harness.services.auditors.add(harness.moderator(), auditor)


async def documents(files: EvidenceFiles, parts: EvidenceParts | None) -> list[dict[str, Any]]:
    assert parts is not None
    return [json.loads((await files.file(parts, number))[1]) for number in range(1, len(parts.rows) + 1)]


def check(document: dict[str, Any], record: dict[str, Any]) -> None:
    """Check a file as docs/auditors.md says, with what its body says of the ballot."""
    assert document["vote_evidence"] == "folkmoot/1"
    assert (document["proposal"], document["content_hash"]) == (record["proposal"], record["content_hash"])
    for ballot in document["ballots"]:
        evidence = ballot["evidence"]
        body = b64decode(evidence["body"], validate=True)
        assert is_signed(evidence["public_key"], evidence["signature"], evidence["timestamp"].encode() + body)
        said = cast_by(body)
        assert str(said.id) == ballot["source"]
        assert pseudonym(bytes.fromhex(ballot["salt"]), said.member) == ballot["voter"]
        if ballot["place"] is None:
            assert ballot["receipt"] not in [each["receipt"] for each in record["ballots"]]
            continue
        listed = record["ballots"][ballot["place"] - 1]
        for name in ("voter", "receipt", "choice", "cast_at_ms", "source"):
            assert listed[name] == ballot[name]
        hashed = b"folkmoot/countersignature/1\0"
        for part in (
            bytes.fromhex(evidence["salt"]),
            evidence["timestamp"].encode(),
            bytes.fromhex(evidence["signature"]),
            body,
        ):
            hashed += len(part).to_bytes(8, "big") + part
        assert hashlib.sha256(hashed).hexdigest() == listed["vote_evidence"]["commitment"]


async def test_a_voter_s_file_proves_each_of_their_own_ballots_and_no_other(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    record = await closed(harness, proposal)
    files, ada = harness.services.evidence_files, harness.member("ada")
    parts = await files.of_member(harness.actor("ada").guild, proposal, ada)
    (document,) = await documents(files, parts)
    check(document, record)
    assert {ballot["voter"] for ballot in document["ballots"]} == {await harness.in_record("ada", proposal)}
    assert [ballot["choice"] for ballot in document["ballots"]] == [2, 1]
    assert [ballot["place"] is None for ballot in document["ballots"]] == [True, False]
    assert (document["part"], document["parts"]) == (1, 1)


async def test_an_auditor_s_file_proves_all_ballots_of_a_closed_vote(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    record = await closed(harness, proposal)
    await name_auditor(harness, Auditor(is_role=True, id=AUDITORS))
    files = harness.services.evidence_files
    parts = await files.of_all(harness.actor("cleo", AUDITORS), proposal)
    (document,) = await documents(files, parts)
    check(document, record)
    assert sorted(b["place"] for b in document["ballots"] if b["place"]) == [1, 2]
    assert len(document["ballots"]) == 3
    async with harness.services.uow.reading() as repositories:
        newest = (await repositories.log.of_guild(harness.actor("cleo").guild))[0]
    assert (newest.act, newest.proposal, newest.actor) == ("evidence", proposal, harness.member("cleo"))


async def test_an_auditor_s_file_lists_the_ballots_of_who_was_erased(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    record = await closed(harness, proposal)
    voter = await harness.in_record("ada", proposal)
    await harness.services.own_data.erase(harness.actor("ada"), harness.interaction())
    await name_auditor(harness, Auditor(is_role=True, id=AUDITORS))
    files = harness.services.evidence_files
    (document,) = await documents(files, await files.of_all(harness.actor("cleo", AUDITORS), proposal))
    check(document, record)
    assert document["erased"] == [each["receipt"] for each in record["ballots"] if each["voter"] == voter]
    assert len(document["erased"]) == 1
    assert voter not in {each["voter"] for each in document["ballots"]}


@pytest.mark.parametrize("largest", [1, 3_000, 4_500, 100_000])
async def test_the_parts_of_the_files_hold_each_ballot_once(harness: ServiceHarness, largest: int) -> None:
    proposal = await countersigned_vote(harness)
    record = await closed(harness, proposal)
    await name_auditor(harness, Auditor(is_role=False, id=harness.member("cleo")))
    files = replace(harness.services.evidence_files, largest_part=largest)
    parts = await files.of_all(harness.actor("cleo"), proposal)
    found = await documents(files, parts)
    for number, document in enumerate(found, start=1):
        check(document, record)
        assert (document["part"], document["parts"]) == (number, len(found))
    receipts = [ballot["receipt"] for document in found for ballot in document["ballots"]]
    assert len(receipts) == len(set(receipts)) == 3
    names = [(await files.file(parts, number))[0] for number in range(1, len(found) + 1)]
    assert len(set(names)) == len(found)
    if largest == 1:
        assert names[0] == f"folkmoot-proposal-{proposal}-evidence-1-of-3.json"


async def test_a_file_is_never_larger_than_it_may_be(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, trust=TrustLevel.COUNTERSIGNED)
    for name in POWERS:
        for choice in ("For", "Against", "Abstain"):
            await cast(harness, name, choice, token="x" * 20_000)
    await closed(harness, proposal)
    await name_auditor(harness, Auditor(is_role=False, id=harness.member("ada")))
    files = replace(harness.services.evidence_files, largest_part=100_000)
    parts = await files.of_all(harness.actor("ada"), proposal)
    assert len(parts.rows) == 3
    for number in range(1, 4):
        assert len((await files.file(parts, number))[1]) <= 100_000


@pytest.mark.attack("secrets")
async def test_no_request_is_given_away_while_its_token_could_be_used(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    files, ada = harness.services.evidence_files, harness.member("ada")
    guild = harness.actor("ada").guild
    fresh = await files.of_member(guild, proposal, ada)
    assert fresh is not None
    assert fresh.rows == ()
    assert fresh.rest_at is not None
    await harness.pass_time(TOKEN_LASTS - timedelta(seconds=1))
    await cast(harness, "ada", "Abstain", token="new token")
    await harness.pass_time(timedelta(seconds=1))
    (document,) = await documents(files, await files.of_member(guild, proposal, ada))
    assert [ballot["choice"] for ballot in document["ballots"]] == [2, 1]
    await harness.pass_time(TOKEN_LASTS)
    later = await files.of_member(guild, proposal, ada)
    assert later is not None
    assert later.rest_at is None
    (document,) = await documents(files, later)
    assert [ballot["choice"] for ballot in document["ballots"]] == [2, 1, 3]


@pytest.mark.attack("secrets")
async def test_auditors_get_nothing_before_the_tokens_of_a_closed_vote_have_ended(
    harness: ServiceHarness,
) -> None:
    proposal = await countersigned_vote(harness)
    await name_auditor(harness, Auditor(is_role=False, id=harness.member("cleo")))
    files, cleo = harness.services.evidence_files, harness.actor("cleo")
    with pytest.raises(EvidenceTooFresh) as refused:
        await files.of_all(cleo, proposal)
    assert "Ask again when it has a result" in words_for(refused.value, PLAIN_ENGLISH)
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is not None
    with pytest.raises(EvidenceTooFresh) as refused:
        await files.of_all(cleo, proposal)
    assert "Ask again after" in words_for(refused.value, PLAIN_ENGLISH)
    await harness.pass_time(TOKEN_LASTS)
    assert (await files.of_all(cleo, proposal)).rows


STRANGERS = {
    "voter": lambda harness: harness.actor("ada"),
    "moderator": lambda harness: harness.moderator(),
    "guardian": lambda harness: harness.guardian(),
    "administrator": lambda harness: harness.actor("ada", administrator=True),
    "of a role with the id of an auditor": lambda harness: harness.actor(
        "ada", RoleId(int(harness.member("cleo")))
    ),
    "member with the id of an auditors' role": lambda harness: replace(
        harness.actor("ada"), member=MemberId(int(AUDITORS))
    ),
    "everyone": lambda harness: harness.actor("ada", RoleId(int(harness.actor("ada").guild))),
}


@pytest.mark.attack("commands")
@pytest.mark.parametrize("who", STRANGERS)
async def test_nobody_but_an_auditor_gets_what_others_signed(harness: ServiceHarness, who: str) -> None:
    proposal = await countersigned_vote(harness)
    await closed(harness, proposal)
    await name_auditor(harness, Auditor(is_role=False, id=harness.member("cleo")))
    await name_auditor(harness, Auditor(is_role=True, id=AUDITORS))
    actor: Actor = STRANGERS[who](harness)
    with pytest.raises(NotAuditor):
        await harness.services.evidence_files.of_all(actor, proposal)


@pytest.mark.attack("commands")
async def test_who_is_an_auditor_no_more_gets_nothing(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    await closed(harness, proposal)
    cleo = Auditor(is_role=False, id=harness.member("cleo"))
    await name_auditor(harness, cleo)
    await harness.services.auditors.remove(harness.moderator(), cleo)
    with pytest.raises(NotAuditor):
        await harness.services.evidence_files.of_all(harness.actor("cleo"), proposal)


@pytest.mark.attack("commands")
async def test_auditors_of_another_server_get_nothing(harness: ServiceHarness) -> None:
    proposal = await countersigned_vote(harness)
    await closed(harness, proposal)
    elsewhere = GuildId(9_999)
    await harness.set_up(guild=elsewhere, proved=False, executor="none")
    await harness.services.auditors.add(
        harness.moderator(guild=elsewhere), Auditor(is_role=False, id=harness.member("eve"))
    )
    files = harness.services.evidence_files
    with pytest.raises(ProposalUnknown):
        await files.of_all(harness.actor("eve", guild=elsewhere), proposal)
    with pytest.raises(NotAuditor):
        await files.of_all(harness.actor("eve"), proposal)
    with pytest.raises(ProposalUnknown):
        await files.of_member(elsewhere, proposal, harness.member("ada"))


async def test_a_vote_that_asks_for_nothing_gives_no_files(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    await closed(harness, proposal)
    files = harness.services.evidence_files
    assert await files.of_member(harness.actor("ada").guild, proposal, harness.member("ada")) is None
    await name_auditor(harness, Auditor(is_role=False, id=harness.member("cleo")))
    with pytest.raises(NoEvidence):
        await files.of_all(harness.actor("cleo"), proposal)
