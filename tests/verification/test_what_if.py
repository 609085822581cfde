"""`folkmoot whatif` on the records of real votes, held against `folkmoot tally` of the file that it writes."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.cli.whatif import Asked, whatif
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.policy.model import DelegationRule
from bot.domain.what_if.past_vote import past_vote
from bot.domain.what_if.repowering import repowered
from tests.domain.what_if.rewriting import READABLE, rewritten
from tests.forked import command
from tests.naive.count import count
from tests.verification.votes import VOTES


async def folkmoot(folder: Path, *arguments: str) -> tuple[int, str, str]:
    return await command(folder, *arguments, environment={"PATH": os.environ["PATH"], "COLUMNS": "200"})


def test_each_record_is_counted_by_each_rule_as_the_file_rewritten_by_hand(
    records: dict[str, bytes], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What the command says of the record, what `tally` says of the file, and what the naive count does."""
    counted: Counter[tuple[str, str]] = Counter()
    for kind in VOTES:
        (tmp_path / kind).write_bytes(records[kind])
        document = json.loads(records[kind])["election"]
        assert whatif(str(tmp_path / kind), Asked(), as_json=True) == 0
        own, *others = json.loads(capsysbinary.readouterr().out)["rules"]
        assert own["result"] == json.loads(records[kind])["result"]
        for each in others:
            by_hand = rewritten(document, each["mechanism"], each["options"])
            assert each["result"] == count(by_hand)
            assert each["result"] == json.loads(encode_result(tally(decode(json.dumps(by_hand).encode()))))
            asked = Asked(each["mechanism"], [f"{name}={value}" for name, value in each["options"].items()])
            assert whatif(str(tmp_path / kind), asked, as_json=True) == 0
            assert json.loads(capsysbinary.readouterr().out)["otherwise"]["result"] == each["result"]
            counted[document["mechanism"], each["mechanism"]] += 1
        told = {each["mechanism"] for each in others}
        assert told >= {to for of, to in READABLE if of == document["mechanism"]} - _left_out(document)
    cast = {of for of, _ in counted}
    assert set(counted) == {pair for pair in READABLE if pair[0] in cast}
    assert cast == {"single", "ranked_choice"}


def _left_out(document: dict[str, Any]) -> set[str]:
    """Whose scores are no power: they aren't compared where a majority is a share of all power; nor do they say what a
    voter would have said whose wallets say different things."""
    of_total = (document.get("rules") or {}).get("majority", {}).get("of") == "total"
    return {"headcount", "quadratic"} if of_total or "parts" in document else set()


async def test_the_file_that_it_writes_is_counted_by_tally(records: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(records["ranked"])
    asked = ["--mechanism", "quadratic", "--option", "form=matching", "--quorum", "none"]
    status, out, err = await folkmoot(tmp_path, "whatif", "record.json", *asked, "--json")
    assert (status, err) == (0, "")
    status, election, _ = await folkmoot(tmp_path, "whatif", "record.json", *asked, "--election")
    assert status == 0
    (tmp_path / "election.json").write_text(election)
    status, result, _ = await folkmoot(tmp_path, "tally", "election.json")
    assert (status, json.loads(result)) == (0, json.loads(out)["otherwise"]["result"])


async def test_it_says_by_which_rules_the_outcome_holds(records: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(records["plain"])
    status, out, err = await folkmoot(tmp_path, "whatif", "record.json")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Proposal 1: ")
    assert lines[1] == (
        "By its own rules (one choice by power): Passed: more voted for it than against and the quorum was reached."
    )
    assert lines[-1] == "Holds under 3 of the 4 rules that its ballots allow. 1 voter could flip it."


async def test_other_rules_are_asked_for_one_by_one(records: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(records["plain"])
    status, out, _ = await folkmoot(tmp_path, "whatif", "record.json", "--quorum", "600 votes")
    assert status == 0
    assert "Otherwise by one choice by power: Defeated: the quorum is not reached." in out
    status, out, err = await folkmoot(tmp_path, "whatif", "record.json", "--mechanism", "approval")
    assert (status, out) == (2, "")
    assert err == (
        "whatif: The ballots don't say what approval asks. They can be counted by single, quadratic, headcount.\n"
    )
    for wrong in (
        ["--majority", "1/0"],
        ["--option", "form=lot", "--mechanism", "quadratic"],
        ["--quorum", "x"],
    ):
        status, out, err = await folkmoot(tmp_path, "whatif", "record.json", *wrong)
        assert (status, out, len(err.splitlines())) == (2, "", 1)


async def test_a_file_that_is_neither_is_one_line_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(b'{"record":"\x1b[2J\\n"}')
    status, out, err = await folkmoot(tmp_path, "whatif", "record.json")
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert "\x1b" not in err


def test_powers_by_a_rule_that_changes_nothing_are_those_of_the_record(records: dict[str, bytes]) -> None:
    for kind in ("plain", "delegated", "split", "gated", "by_registry"):
        past = past_vote(records[kind])
        again = repowered(past, past.policy.power.model_copy(update={"cap": 10**30}))
        assert again is not None
        assert (again.ballots, again.delegations) == (past.election.ballots, past.election.delegations)


def test_a_wallet_apart_weighs_in_another_rule_what_was_read_of_it(records: dict[str, bytes]) -> None:
    past = past_vote(records["apart"])
    sources = tuple(each.model_copy(update={"weight": 2 * each.weight}) for each in past.policy.power.sources)
    twice = repowered(past, past.policy.power.model_copy(update={"sources": sources}))
    assert twice is not None
    assert past.election.parts
    assert [(each.voter, int(each.power), each.choice) for each in twice.parts] == [
        (each.voter, 2 * int(each.power), each.choice) for each in past.election.parts
    ]
    assert sum(tally(twice).score_values) == tally(twice).cast_power


def test_a_cap_that_is_a_share_of_all_power_is_not_taken_from_another_total(
    records: dict[str, bytes],
) -> None:
    past = past_vote(records["split"])
    policy, (source, *_) = past.policy, past.policy.power.sources
    shared = policy.model_copy(update={"delegation": DelegationRule(depth="transitive", cap_share="1/2")})
    of_share = replace(past, vote=replace(past.vote, policy=shared))
    twice = policy.power.model_copy(
        update={"sources": (source.model_copy(update={"weight": 2 * source.weight}),)}
    )
    assert repowered(past, twice) is not None
    assert repowered(of_share, twice) is None
    assert repowered(of_share, policy.power.model_copy(update={"cap": 10**30})) is not None


def test_without_its_gate_a_vote_counts_what_was_kept_out(records: dict[str, bytes]) -> None:
    past = past_vote(records["gated"])
    sources = tuple(each.model_copy(update={"required": None}) for each in past.policy.power.sources)
    opened = repowered(past, past.policy.power.model_copy(update={"sources": sources}))
    assert opened is not None
    before, after = (
        [int(ballot.power) for ballot in election.ballots] for election in (past.election, opened)
    )
    assert (0 in before, 0 in after) == (True, False)
