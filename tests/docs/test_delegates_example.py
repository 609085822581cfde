"""The worked example of docs/delegates.md, counted."""

import re

from bot.domain.canonical import canonical_json
from bot.domain.delegation.caps import Caps
from bot.domain.delegation.delegation import FrozenDelegation
from bot.domain.delegation.delegation_graph import DelegationGraph, Depth
from bot.domain.delegation.shares import shares_of
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from bot.domain.ids import MemberId
from tests.docs.pages import read, rows

PAGE = "docs/delegates.md"
MEMBERS = {name: MemberId(number) for number, name in enumerate(("ada", "ben", "cleo"), start=1)}
POWERS = {"ada": 10, "ben": 5, "cleo": 3}
MADE = [
    FrozenDelegation(MEMBERS["cleo"], MEMBERS["ben"]),
    FrozenDelegation(MEMBERS["ben"], MEMBERS["ada"]),
]
CHOICES = ["For", "Against"]


def counted(votes: dict[str, str], depth: Depth) -> dict[str, int]:
    delegated_power = DelegationGraph(MADE, depth).effective({MEMBERS[name] for name in votes})
    power = {MEMBERS[name]: str(amount) for name, amount in POWERS.items()}
    document = {
        "mechanism": "single",
        "choices": CHOICES,
        "ballots": [
            {"voter": str(MEMBERS[name]), "power": power[MEMBERS[name]], "choice": CHOICES.index(choice) + 1}
            for name, choice in votes.items()
        ],
        "delegations": [
            {"from": str(delegator), "to": str(to), "power": power[MemberId(int(delegator))]}
            for delegator, split in delegated_power.items()
            for to in split.to
        ],
    }
    scores = tally(decode(canonical_json(document))).scores
    return {name: int(score) for name, score in zip(CHOICES, scores, strict=True) if score != "0"}


def test_the_page_names_these_members_and_their_powers() -> None:
    assert "ada holds 10, ben 5, cleo 3. Cleo delegates to ben, ben delegates to ada." in read(PAGE)


def test_the_numbers_of_the_page_are_those_of_the_count() -> None:
    table = [line for line in read(PAGE).splitlines() if line.startswith("| ada ")]
    assert len(table) == 3
    for line in table:
        who, one_hop, transitive = (cell.strip() for cell in line.strip("| ").split("|"))
        votes = dict(re.findall(r"(ada|ben|cleo)\b(?: alone,)? (For|Against)", who))
        assert votes
        assert said(one_hop) == counted(votes, "one_hop")
        assert said(transitive) == counted(votes, "transitive")


def said(cell: str) -> dict[str, int]:
    """`For 15: …` or `For 10, Against 8` as numbers."""
    return {name: int(number) for name, number in re.findall(r"(For|Against) (\d+)", cell)}


def test_both_depths_are_explained() -> None:
    assert set(rows(read(PAGE), "depth")) >= {"`one_hop`", "`transitive`"}


def test_the_example_of_a_cap_is_what_is_counted() -> None:
    page = read(PAGE)
    assert "the cap is 7, ben holds 11 and gives 60 parts to ada and 40 to cleo, dan holds 6" in page
    ada, ben, cleo = MEMBERS.values()
    dan = MemberId(4)
    made = [FrozenDelegation(ben, ada, 60), FrozenDelegation(ben, cleo, 40), FrozenDelegation(dan, cleo)]
    for voters, expected in (
        ({ada}, {(ben, ada): 7}),
        ({cleo}, {(ben, cleo): 3, (dan, cleo): 4}),
        ({cleo, dan}, {(ben, cleo): 4}),
    ):
        shares = shares_of(DelegationGraph(made, "one_hop").effective(voters), {ben: 11, dan: 6}, Caps(7))
        assert {(each.delegator, each.to): each.counts for each in shares} == expected
