"""How few voters could have made a vote come out otherwise, against trying every change of every few voters."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.json import encode
from msgspec.structs import replace

from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Ballot, Election
from bot.domain.elections.tally import counted_roll, tally
from bot.domain.what_if.decision import decision
from bot.domain.what_if.flipping import Flip, fewest
from tests.mechanisms import choices_of

SUMMED = ["single", "headcount", "weighted", "approval", "quadratic"]
TURNS = {
    "single": [1, 2, 3],
    "headcount": [1, 2, 3],
    "weighted": [{"1": 1}, {"2": 1}, {"3": 1}, {"1": 1, "2": 1}, {"2": 2, "3": 1}],
    "approval": [(), (1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)],
    "quadratic": [1, 2, 3, {"1": 1, "2": 1}, {"2": 1, "3": 1}],
}
"""What a voter may turn to: of splits only some, since the others lie between."""

FRACTIONS = st.sampled_from(["0/1", "1/2", "1/3", "2/3", "1/5"])
NAMES = ["For", "Against", "Abstain"]
SOME = st.lists(st.sampled_from(NAMES), unique=True, max_size=3)


def quorums() -> st.SearchStrategy[dict[str, Any]]:
    counts = st.fixed_dictionaries({}, optional={"counts": SOME, "strict": st.booleans()})
    kinds = st.one_of(
        st.fixed_dictionaries({"kind": st.just("absolute"), "value": st.integers(0, 30).map(str)}),
        st.fixed_dictionaries({"kind": st.just("headcount"), "value": st.integers(0, 5)}),
        st.fixed_dictionaries({"kind": st.just("share"), "value": FRACTIONS}, optional={"without": SOME}),
    )
    return st.builds(lambda kind, more: {**kind, **more}, kinds, counts)


@st.composite
def elections(draw: st.DrawFn) -> Election:
    mechanism = draw(st.sampled_from(SUMMED))
    names = draw(st.sampled_from([NAMES, ["Park", "Well", "Road"]]))
    rules: dict[str, Any] = {}
    if names is NAMES:
        if draw(st.booleans()):
            rules["quorum"] = draw(st.lists(quorums(), max_size=2))
        if draw(st.booleans()):
            rules["majority"] = draw(
                st.fixed_dictionaries(
                    {"value": FRACTIONS, "strict": st.booleans()},
                    optional={"abstain": st.just("included"), "of": st.just("total")},
                )
            )
        if draw(st.booleans()):
            rules["veto"] = {"choices": draw(SOME), "value": draw(FRACTIONS)}
    if draw(st.booleans()):
        rules["min_voters"] = draw(st.integers(0, 4))
    document = {
        "mechanism": mechanism,
        "choices": names,
        "rules": rules,
        "electorate": {"total_power": "30", "eligible": 6},
        "ballots": [
            {"voter": f"v{place}", "power": str(draw(st.integers(0, 12))), "choice": choice}
            for place, choice in enumerate(draw(st.lists(choices_of(mechanism, 3), max_size=4)))
        ],
    }
    return decode(encode(document))


def flips(election: Election, stood: Any, places: tuple[int, ...]) -> bool:
    """Whether these voters together can change what came out, each by any ballot of `TURNS` or by none."""
    for turns in product([None, *TURNS[election.mechanism]], repeat=len(places)):
        turned = dict(zip(places, turns, strict=True))
        ballots: list[Ballot[Any]] = [
            replace(ballot, choice=turned[place]) if place in turned else ballot
            for place, ballot in enumerate(election.ballots)
            if turned.get(place, ...) is not None
        ]
        fields = {name: getattr(election, name) for name in election.__struct_fields__}
        changed = Election(**{**fields, "ballots": ballots})
        if decision(changed, tally(changed)) != stood:
            return True
    return False


def tried(election: Election) -> Flip:
    stood = decision(election, tally(election))
    for number in range(len(election.ballots) + 1):
        if any(
            flips(election, stood, places) for places in combinations(range(len(election.ballots)), number)
        ):
            return Flip(number)
    return Flip(None)


@given(elections())
def test_the_number_is_the_least_that_trying_all_changes_finds(election: Election) -> None:
    found = fewest(election, counted_roll(election)[0])
    if found is not None:
        assert found == tried(election)
