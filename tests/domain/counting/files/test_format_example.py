"""Single choice on the election document's own example."""

from __future__ import annotations

from bot.domain.elections.decoding import decode
from bot.domain.elections.election import (
    Ballot,
    Delegation,
    Election,
    Electorate,
    Majority,
    Quorum,
    Rules,
    encode,
)
from bot.domain.elections.tally import encode_result, tally

EXAMPLE = Election(
    mechanism="single",
    choices=["For", "Against", "Abstain"],
    electorate=Electorate(total_power="1000000", eligible=120),
    rules=Rules(
        quorum=Quorum(kind="share", value="4/100", counts=["For", "Abstain"]), majority=Majority(value="1/2")
    ),
    ballots=[
        Ballot(voter="a", power="300", choice=1, cast_at=1700000000),
        Ballot(voter="d", power="100", choice=2),
        Ballot(voter="c", power="7", choice=4),
    ],
    delegations=[Delegation(from_="b", to="a", power="120")],
)


def test_the_example_of_the_format_counts_to_the_result_of_the_format() -> None:
    assert encode_result(tally(EXAMPLE)) == (
        b'{"cast_power":"520","invalid":[{"reason":"choice 4 is not on the ballot","voter":"c"}],'
        b'"mechanism":"single","outcome":{"majority_reached":true,"passed":false,"quorum_needed":"40000",'
        b'"quorum_power":"420","quorum_reached":false},"rounds":[],"scores":["420","100","0"],"tied":[],'
        b'"voters":2,"winner":1}'
    )


def test_an_election_survives_being_written_and_read() -> None:
    assert tally(decode(encode(EXAMPLE))) == tally(EXAMPLE)
    assert encode(decode(encode(EXAMPLE))) == encode(EXAMPLE)
