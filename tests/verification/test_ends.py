"""Whether a vote ended when it had to: early ends, and extensions of records that would take very long to check."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.ids import ProposalId
from bot.domain.rules.ballot_timeline import timeline_of
from bot.domain.rules.late_swing import seconds
from bot.domain.verification import findings as right
from bot.domain.verification.content import check_content
from bot.domain.verification.counting.extensions import check_extensions
from bot.domain.verification.files.record_file import read_record
from tests.harness import ServiceHarness
from tests.services.voting.ending import COUNCIL, opened
from tests.verification.checking import changed, findings, forged, refusal

FINAL_MAJORITY = {"majority": {"kind": "simple", "of": "total"}, "revote": False}
POWERS = {"ada": 40, "ben": 11, "cleo": 49}


async def recorded(harness: ServiceHarness, proposal: ProposalId) -> bytes:
    await harness.sweep.run()
    if (await harness.get(proposal)).decided_at is None:
        await harness.end(proposal)
    await harness.close(proposal)
    record = await harness.services.cards.record(proposal)
    assert record is not None
    return record


def without_last(record: bytes, ballots: int) -> bytes:
    """The record without its last ballots, counted anew: as if the vote had ended before they came."""

    def drop(document: Any) -> None:
        del document["ballots"][-ballots:]

    document = json.loads(forged(record, drop))
    document["result"] = json.loads(encode_result(tally(decode(canonical_json(document["election"])))))
    return canonical_json(document)


@pytest.mark.parametrize(
    ("rules", "powers", "cast"),
    [
        (COUNCIL, {"ada": 1, "ben": 1, "cleo": 1}, {"ada": "For", "ben": "For"}),
        (COUNCIL, {"ada": 1, "ben": 1, "cleo": 1}, {"ada": "Against", "ben": "Against"}),
        (FINAL_MAJORITY, POWERS, {"ada": "For", "ben": "For"}),
        (FINAL_MAJORITY, POWERS, {"cleo": "Against", "ada": "Abstain"}),
    ],
    ids=["council for it", "council against it", "majority for it", "majority against it"],
)
async def test_a_vote_that_was_decided_when_it_ended_is_right(
    harness: ServiceHarness, rules: dict[str, Any], powers: dict[str, int], cast: dict[str, str]
) -> None:
    proposal = await opened(harness, powers, rules=rules, early_end=True)
    for name, choice in cast.items():
        await harness.vote(name, choice)
    record = await recorded(harness, proposal)
    assert json.loads(record)["decided_at"] is not None
    assert any(isinstance(each, right.DecidedRight) for each in findings(record))


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("rules", "powers"), [(COUNCIL, {"ada": 1, "ben": 1, "cleo": 1}), (FINAL_MAJORITY, POWERS)]
)
async def test_a_vote_that_was_ended_before_it_was_decided_is_found_out(
    harness: ServiceHarness, rules: dict[str, Any], powers: dict[str, int]
) -> None:
    proposal = await opened(harness, powers, rules=rules, early_end=True)
    await harness.vote("ada", "For")
    await harness.pass_time(timedelta(seconds=5))
    await harness.vote("ben", "For")
    record = await recorded(harness, proposal)
    said = refusal(without_last(record, 1))
    assert said is not None
    assert said.startswith("decided_at: ")
    assert "could still change the outcome" in said


async def test_ballots_on_their_way_leave_a_decision_what_it_was(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 1, "ben": 1, "cleo": 1}, rules=COUNCIL, early_end=True)
    await harness.vote("ada", "For")
    await harness.vote("ben", "For")
    await harness.pass_time(timedelta(seconds=5))
    on_its_way = harness.clock.now() - timedelta(seconds=2)
    await harness.sweep.run()
    await harness.vote("cleo", "Against", at=on_its_way)
    record = await recorded(harness, proposal)
    assert len(json.loads(record)["ballots"]) == 3
    assert refusal(record) is None


def restless(document: Any) -> None:
    """Somebody votes and takes it back each second of the last hour before the ballot that moved the end."""
    timeline = document["timeline"]
    last = timeline["ballots"].pop()
    first = int(last["at_ms"]) - 3_000_000
    timeline["ballots"] += [
        {"at_ms": str(first + 1000 * place), "voter": "999", "power": "0", "choice": choice}
        for place, choice in enumerate([1, None] * 100)
    ]
    timeline["ballots"].append(last)


@pytest.mark.attack("files")
def test_what_would_take_very_long_to_count_is_left_open_and_never_said_to_be_right(
    records: dict[str, bytes],
) -> None:
    vote, _ = check_content(read_record(changed(records["delegated"], restless)))
    assert isinstance(check_extensions(vote), right.ExtensionsRight)
    left_open = check_extensions(vote, most_counted=600)
    assert isinstance(left_open, right.ExtensionsNotChecked)
    assert isinstance(left_open, right.Open)


@pytest.mark.attack("files")
def test_only_seconds_with_ballots_are_counted_however_long_the_window_is(records: dict[str, bytes]) -> None:
    document = json.loads(records["delegated"])
    document["timeline"]["window_ms"] = str(10**12)
    timeline = timeline_of(document)
    assert timeline is not None
    swings = timeline.begun()
    for second in seconds(timeline.ballots):
        swings.take(second)
    ballots, delegations = len(timeline.ballots), len(timeline.delegations)
    assert 0 < swings.counted <= (ballots + 1) * (ballots + delegations)
