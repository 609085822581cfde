"""What Discord signed, beside the record."""

from __future__ import annotations

import base64
import copy
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.ids import RoleId
from bot.domain.policy.trust import TrustLevel
from bot.domain.verification import findings
from tests.countersigning import PUBLIC_KEY, click
from tests.countersigning import countersigned as discord_signed
from tests.harness import TOKEN, ServiceHarness
from tests.services.delegation.delegating import rule
from tests.services.voting.ending import MAJORITY
from tests.verification.checking import refusal, rewritten
from tests.verification.evidence import (
    FORGERS_KEY,
    Told,
    checked,
    received,
    recommitted,
    refused,
    signed_by_forger,
    told,
)

FORGERS = FORGERS_KEY.public_key().public_bytes_raw().hex()


def in_parts(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    """The same in a file for each ballot."""
    ballots = evidence["ballots"]
    return [
        {**evidence, "ballots": [ballot], "part": part, "parts": len(ballots)}
        for part, ballot in enumerate(ballots, 1)
    ]


def test_every_request_that_discord_signed_is_found_right(countersigned: Told) -> None:
    found, said = checked(countersigned.record, countersigned.evidence, public_key=PUBLIC_KEY)
    assert said is None
    key, requests = found
    assert isinstance(key, findings.KeyRight)
    assert isinstance(requests, findings.RequestsRight)
    assert (requests.counted, requests.replaced) == (4, 2)


def test_the_parts_of_the_evidence_may_come_in_any_order_and_compressed(countersigned: Told) -> None:
    parts = in_parts(countersigned.evidence)
    assert refused(countersigned.record, *reversed(parts)) is None
    assert (
        refused(countersigned.record, *(gzip.compress(json.dumps(each).encode()) for each in parts)) is None
    )


def test_a_part_that_was_not_given_is_said_with_the_ballots_in_it(countersigned: Told) -> None:
    parts = in_parts(countersigned.evidence)
    left_out = next(each for each in parts if each["ballots"][0]["voter"] == countersigned.voters[0])
    found, said = checked(countersigned.record, *(each for each in parts if each is not left_out))
    assert said is None
    (missing,) = (each for each in found if isinstance(each, findings.RequestsMissing))
    assert (missing.ballots, missing.first) == (1, left_out["ballots"][0]["receipt"])


def test_whose_voter_was_erased_is_said_to_be_unchecked(countersigned: Told) -> None:
    counted = json.loads(countersigned.record)["ballots"][0]["receipt"]

    def erase(evidence: dict[str, Any]) -> None:
        evidence["ballots"] = [each for each in evidence["ballots"] if each["receipt"] != counted]
        evidence["erased"] = [counted]

    found, said = checked(countersigned.record, countersigned.changed(erase))
    assert said is None
    (erased,) = (each for each in found if isinstance(each, findings.VotersErased))
    assert (erased.ballots, erased.first) == (1, counted)
    (right,) = (each for each in found if isinstance(each, findings.RequestsRight))
    assert right.counted == 3


@pytest.mark.attack("files")
def test_a_request_that_is_in_no_part_though_all_are_there_is_found_out(countersigned: Told) -> None:
    counted = json.loads(countersigned.record)["ballots"][0]["receipt"]

    def withhold(evidence: dict[str, Any]) -> None:
        evidence["ballots"] = [each for each in evidence["ballots"] if each["receipt"] != counted]

    said = refused(countersigned.record, countersigned.changed(withhold))
    assert said is not None
    assert said.startswith("ballots[0].vote_evidence")
    assert counted in said


def test_without_discords_key_the_line_says_where_to_find_it(countersigned: Told) -> None:
    found, _ = checked(countersigned.record)
    (key,) = found
    assert isinstance(key, findings.KeyOnTrust)
    assert (key.public_key, key.application) == (PUBLIC_KEY, "77")


@pytest.mark.attack("files")
def test_a_record_with_another_key_than_discords_is_refused(countersigned: Told) -> None:
    said = refused(countersigned.record, public_key=FORGERS)
    assert said is not None
    assert PUBLIC_KEY in said
    assert FORGERS in said


@pytest.mark.attack("files")
@pytest.mark.parametrize("place", range(4))
def test_a_key_of_the_operators_own_among_discords_is_found_in_the_record(
    countersigned: Told, place: int
) -> None:
    def replace_key(record: Any) -> None:
        record["ballots"][place]["vote_evidence"]["public_key"] = FORGERS

    said = refusal(rewritten(countersigned.record, replace_key))
    assert said is not None
    assert ".vote_evidence.public_key" in said


@pytest.mark.attack("files")
def test_an_operator_with_a_key_of_their_own_for_all_ballots_is_found_by_discords(
    countersigned: Told,
) -> None:
    evidence = countersigned.changed(lambda it: None)
    for ballot in evidence["ballots"]:
        body = base64.b64decode(ballot["evidence"]["body"])
        ballot["evidence"] = signed_by_forger(ballot["evidence"], body, own_key_named=True)

    def rewrite(record: Any) -> None:
        for ballot in evidence["ballots"]:
            if ballot["place"] is not None:
                recommitted(record, ballot["place"] - 1, ballot["evidence"])

    record = rewritten(countersigned.record, rewrite)
    found, said = checked(record, evidence)
    assert said is None
    assert any(isinstance(each, findings.KeyOnTrust) for each in found)
    said = refused(record, evidence, public_key=PUBLIC_KEY)
    assert said is not None
    assert FORGERS in said


@pytest.mark.attack("files")
@given(st.data())
def test_any_changed_byte_of_a_body_is_found(countersigned: Told, data: st.DataObject) -> None:
    evidence = countersigned.changed(lambda it: None)
    entry = data.draw(st.sampled_from(evidence["ballots"]))
    body = bytearray(base64.b64decode(entry["evidence"]["body"]))
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))
    entry["evidence"]["body"] = base64.b64encode(bytes(body)).decode()
    said = refused(countersigned.record, evidence)
    assert said is not None
    assert "never came from Discord" in said
    assert entry["receipt"] in said


@pytest.mark.attack("files")
@pytest.mark.parametrize("field", ["signature", "timestamp", "salt", "public_key", "application"])
@given(data=st.data())
def test_any_changed_digit_beside_a_body_is_found(
    countersigned: Told, field: str, data: st.DataObject
) -> None:
    evidence = countersigned.changed(lambda it: None)
    counted = [each for each in evidence["ballots"] if each["place"] is not None]
    entry = data.draw(st.sampled_from(counted))
    text = entry["evidence"][field]
    place = data.draw(st.integers(0, len(text) - 1))
    digits = "0123456789abcdef" if field not in ("timestamp", "application") else "0123456789"
    digit = data.draw(st.sampled_from([each for each in digits if each != text[place]]))
    entry["evidence"][field] = text[:place] + digit + text[place + 1 :]
    said = refused(countersigned.record, evidence)
    assert said is not None
    assert f"ballots[{evidence['ballots'].index(entry)}]" in said


@pytest.mark.attack("files")
@pytest.mark.parametrize("name", ["receipt", "voter", "choice", "cast_at_ms", "source", "place"])
def test_a_ballot_in_an_evidence_file_that_says_another_thing_is_found(
    countersigned: Told, name: str
) -> None:
    others: dict[str, Any] = {
        "receipt": "0" * 16,
        "voter": "999",
        "choice": 2,
        "cast_at_ms": "1750000000000",
        "source": "5",
        "place": 3,
    }
    for anew in (False, True):
        evidence = countersigned.changed(lambda it: None)
        entry = next(each for each in evidence["ballots"] if each["place"] == 1)
        entry[name] = others[name]
        if anew and name != "receipt":
            entry["receipt"] = received(evidence["proposal"], entry)
        assert refused(countersigned.record, evidence) is not None


@pytest.mark.attack("files")
@pytest.mark.parametrize(("field", "value"), [("proposal", "2"), ("content_hash", "ab" * 32)])
def test_the_evidence_of_another_vote_is_refused(countersigned: Told, field: str, value: str) -> None:
    said = refused(countersigned.record, {**countersigned.evidence, field: value})
    assert said is not None
    assert said.startswith(f"file 1: {field}")


BODIES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another voter": lambda it: it["member"]["user"].update(id="999"),
    "another server": lambda it: it.update(guild_id="999"),
    "another application": lambda it: it.update(application_id="999"),
    "another interaction": lambda it: it.update(id="999"),
    "another proposal": lambda it: it["data"].update(custom_id="vote:999:1"),
    "another choice": lambda it: it["data"].update(custom_id="vote:1:2"),
    "a choice that there isn't": lambda it: it["data"].update(custom_id="vote:1:99"),
    "no choice": lambda it: it["data"].update(custom_id="vote:1"),
    "another button": lambda it: it["data"].update(custom_id="details:1"),
    "a ping": lambda it: it.update(type=1),
    "an autocompletion": lambda it: it.update(type=4),
    "another way of casting": lambda it: it.update(
        type=2,
        data={
            "name": "vote",
            "options": [
                {
                    "name": "cast",
                    "options": [{"name": "proposal", "value": "1"}, {"name": "choice", "value": "1"}],
                }
            ],
        },
    ),
    "a reason that the record doesn't have": lambda it: it.update(
        type=5,
        data={
            "custom_id": "reason-modal:1:1",
            "components": [{"component": {"custom_id": "reason", "value": "So."}}],
        },
    ),
    "the choice of an earlier ballot that nobody has": lambda it: it.update(
        type=5, data={"custom_id": "reason-modal:1:=0123456789abcdef", "components": []}
    ),
    "no member": lambda it: it.pop("member"),
    "no data": lambda it: it.pop("data"),
}


@pytest.mark.attack("files")
@pytest.mark.parametrize("what", BODIES)
def test_a_request_that_is_signed_and_says_another_thing_than_its_ballot_is_found(
    countersigned: Told, what: str
) -> None:
    """Whoever holds the application's own interactions may choose among them; here the key stands for Discord's."""
    evidence = countersigned.changed(lambda it: None)
    for each in evidence["ballots"]:
        body = json.loads(base64.b64decode(each["evidence"]["body"]))
        if each["place"] == 1:
            receipt = each["receipt"]
            BODIES[what](body)
        each["evidence"] = signed_by_forger(each["evidence"], json.dumps(body).encode(), own_key_named=True)

    def rewrite(record: Any) -> None:
        for each in evidence["ballots"]:
            if each["place"] is not None:
                recommitted(record, each["place"] - 1, each["evidence"])

    said = refused(rewritten(countersigned.record, rewrite), evidence, public_key=FORGERS)
    assert said is not None
    if what != "another server":
        assert receipt in said


@pytest.mark.attack("files")
@pytest.mark.parametrize("own_key_named", [True, False])
def test_a_ballot_that_an_operator_invents_is_found_out(countersigned: Told, own_key_named: bool) -> None:
    evidence = countersigned.changed(lambda it: None)
    model = next(each for each in evidence["ballots"] if each["place"] == 1)
    invented = copy.deepcopy(model)
    invented["choice"] = 2
    invented["receipt"] = received(evidence["proposal"], invented)
    body = json.loads(base64.b64decode(model["evidence"]["body"]))
    body["data"]["custom_id"] = "vote:1:2"
    invented["evidence"] = signed_by_forger(
        model["evidence"], json.dumps(body).encode(), own_key_named=own_key_named
    )
    evidence["ballots"][evidence["ballots"].index(model)] = invented

    def invent(record: Any) -> None:
        record["ballots"][0]["choice"] = 2
        recommitted(record, 0, invented["evidence"])

    record = rewritten(countersigned.record, invent)
    said = refusal(record) if own_key_named else refused(record, evidence)
    assert said is not None
    assert (FORGERS if own_key_named else "never came from Discord") in said


@pytest.mark.attack("files")
@pytest.mark.parametrize("place", range(4))
def test_a_commitment_to_a_request_that_nobody_has_is_found_out(countersigned: Told, place: int) -> None:
    def invent(record: Any) -> None:
        record["ballots"][place]["vote_evidence"]["commitment"] = "ab" * 32

    said = refused(rewritten(countersigned.record, invent), countersigned.evidence)
    assert said is not None
    assert "ab" * 32 in said


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("signed", "recorded"), [((), (77,)), ((78,), (77,)), ((77,), ()), ((77, 78), ()), ((77,), (77,))]
)
async def test_a_role_that_the_signed_request_does_not_name_is_found(
    harness: ServiceHarness, signed: tuple[int, ...], recorded: tuple[int, ...]
) -> None:
    """An operator who gives a voter the power of a role, or takes it from them."""
    await harness.set_up(sources=f"erc20_votes {TOKEN.contract} + role <@&77> x 30", quorum="5 votes")
    await rule(harness, rules=MAJORITY, trust=TrustLevel.COUNTERSIGNED)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    vote = harness.ballot("ada", "For", roles=map(RoleId, recorded))
    cast = await harness.services.voting.cast(replace(vote, evidence=discord_signed(click(vote))))
    await harness.close(proposal)
    record = await harness.services.cards.record(proposal)
    assert record is not None
    of_vote = await told(harness.services.uow, proposal, record)
    evidence = of_vote.changed(lambda it: None)
    (entry,) = evidence["ballots"]
    body = json.loads(base64.b64decode(entry["evidence"]["body"]))
    body["member"]["roles"] = [str(role) for role in signed]
    entry["evidence"] = signed_by_forger(entry["evidence"], json.dumps(body).encode(), own_key_named=True)
    forged = rewritten(record, lambda it: recommitted(it, 0, entry["evidence"]))
    _, said = checked(forged, evidence, public_key=FORGERS)
    if signed == recorded:
        assert said is None
    else:
        assert said is not None
        assert "member.roles" in said
        assert cast.code in said
