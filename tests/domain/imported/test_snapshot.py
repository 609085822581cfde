"""A space's votes on Snapshot, as its hub tells of them."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from bot.domain.elections.tally import tally
from bot.domain.errors import ImportUnreadable
from bot.domain.imported.snapshot import SnapshotPast, read_snapshot
from bot.domain.what_if.decision import decision
from tests.domain.imported.hub import OTHER, SMALL, VOTES, WHALE, answer, proposal, vote

TOKEN = 10**18


def scores(past: SnapshotPast) -> list[list[str]]:
    return [list(tally(each.election).scores) for each in past.votes]


def one(kind: str, choices: list[Any], powers: list[float], **changed: Any) -> SnapshotPast:
    names = ["Park", "Well", "Road"]
    votes = [
        vote("0x01", voter, power, choice)
        for voter, power, choice in zip([WHALE, SMALL, OTHER], powers, choices, strict=False)
    ]
    return read_snapshot([answer([proposal("0x01", type=kind, choices=names, **changed)], votes)])


def test_a_vote_is_counted_from_its_ballots_and_held_against_the_published_scores() -> None:
    past = read_snapshot([answer([proposal("0x01"), proposal("0x02", scores=[7, 0, 0])], VOTES)])
    first, second = past.votes
    assert scores(past) == [
        [str(100 * TOKEN + TOKEN // 2), str(20 * TOKEN + TOKEN // 4), "0"],
        ["0", "0", "0"],
    ]
    assert decision(first.election, tally(first.election)).passed
    assert (first.agrees, second.agrees) == (True, False)
    assert (first.key, first.source, first.title) == ("0x01", "snapshot", "Proposal 0x01")
    assert (past.still_open, past.other_types, past.unread_ballots) == (0, 0, 0)


def test_pages_add_up_and_ballots_may_stand_in_their_proposal() -> None:
    inside = {
        **proposal("0x01"),
        "votes": [{key: each[key] for key in ("voter", "vp", "choice")} for each in VOTES],
    }
    pages = [answer([proposal("0x01")], VOTES[:1]), gzip.compress(answer([], VOTES[1:]))]
    embedded = read_snapshot([json.dumps({"proposals": [inside]}).encode()])
    assert read_snapshot(pages) == embedded == read_snapshot([answer([proposal("0x01")], VOTES)])


def test_each_type_is_counted_as_snapshot_counts_it() -> None:
    assert scores(one("single-choice", [1, 1, 2], [3, 4, 5])) == [[str(7 * TOKEN), str(5 * TOKEN), "0"]]
    assert scores(one("approval", [[1, 2], [2]], [3, 4])) == [[str(3 * TOKEN), str(7 * TOKEN), "0"]]
    ranked = one("ranked-choice", [[1, 2, 3], [2, 1, 3], [3, 2, 1]], [4, 3, 2])
    assert scores(ranked) == [[str(4 * TOKEN), str(5 * TOKEN), "0"]]
    weighted = one("weighted", [{"1": 1, "2": 3}, {"2": 33.5, "3": 66.5}], [4, 200])
    assert scores(weighted) == [[str(TOKEN), str(70 * TOKEN), str(133 * TOKEN)]]
    quadratic = one("quadratic", [{"1": 1}, {"2": 1}, {"2": 1}], [16, 4, 4])
    assert [score.split(".")[0] for score in scores(quadratic)[0]] == [str(12 * TOKEN), str(12 * TOKEN), "0"]


def test_what_is_left_out_is_counted() -> None:
    odd = [
        vote("0x01", WHALE, 1, "0x" + "ee" * 32),
        vote("0x01", SMALL, 2, 4),
        vote("0x01", OTHER, -3, 1),
        {**vote("0x01", "0xdd", 1, 1), "vp": None},
    ]
    past = read_snapshot(
        [answer([proposal("0x01"), proposal("0x02", state="active"), proposal("0x03", type="lottery")], odd)]
    )
    assert (len(past.votes), past.still_open, past.other_types, past.unread_ballots) == (1, 1, 1, 4)
    assert tally(past.votes[0].election).voters == 0


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\x1f\x8b",
        b"[" * 50_000,
        b'{"proposals": [{}]}',
        b'{"votes": [{"voter": "", "vp": 1, "choice": 1}]}',
        b'{"votes": [{"voter": "0xa", "vp": 1, "choice": 1}]}',
        b'{"proposals": [{"id": "0x1", "title": "", "choices": [], "start": 1, "end": 2, "state": "closed"}]}',
    ],
)
def test_what_is_no_answer_of_the_hub_is_refused(data: bytes) -> None:
    with pytest.raises(ImportUnreadable):
        read_snapshot([data])


@pytest.mark.attack("files")
def test_numbers_of_monstrous_length_cost_nothing() -> None:
    numbers = ["1e999999999", "1e-999999999", "9" * 3_000_000, "0." + "9" * 3_000_000]
    votes = ",".join(
        f'{{"voter":"0x{place}","vp":{number},"choice":{{"1":{number}}},"proposal":{{"id":"0x01"}}}}'
        for place, number in enumerate(numbers)
    )
    file = json.dumps({"proposals": [proposal("0x01", type="weighted")]})[:-1] + f',"votes":[{votes}]}}'
    past = read_snapshot([file.encode()])
    assert past.unread_ballots == len(numbers)
