"""What a vote pays to whom, for every mechanism."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Election
from bot.domain.elections.tally import tally
from bot.domain.ids import MemberId
from bot.domain.policy.voter_rewards import SharedBy, VoterRewards
from bot.domain.voter_rewards.rewards import (
    NoReward,
    Rewards,
    Voter,
    is_due,
    powers_of,
    rewards_document,
    rewards_in,
    rewards_of,
)
from tests.assurance import examples
from tests.fakes import account
from tests.mechanisms import VOTED_ON, choices_of
from tests.naive.count import valid_ballots
from tests.naive.rewards import shared as naively_shared

TOKEN = account("river")
LATE_FROM = 1_000
SIZE = 3
POWERS = st.integers(min_value=0, max_value=5) | st.integers(min_value=0, max_value=10**24)


def rule(pool: int, shared: SharedBy, cap: int | None = None, **more: Any) -> VoterRewards:
    return VoterRewards(token=TOKEN, symbol="RIVER", decimals=18, pool=pool, shared=shared, cap=cap, **more)


@st.composite
def elections(draw: st.DrawFn, mechanism: str) -> dict[str, Any]:
    """Ballots of up to eight members, some of whom voted again, and powers that others delegated."""
    members = st.integers(min_value=1, max_value=8).map(str)
    ballots = draw(
        st.lists(
            st.fixed_dictionaries(
                {"voter": members, "power": POWERS.map(str), "choice": choices_of(mechanism, SIZE)}
            ),
            max_size=12,
        )
    )
    delegations = draw(
        st.lists(
            st.fixed_dictionaries({"from": members, "to": members, "power": POWERS.map(str)}), max_size=3
        )
    )
    return {
        "mechanism": mechanism,
        "choices": ["For", "Against", "Abstain"],
        "ballots": ballots,
        "delegations": delegations,
    }


def election_of(document: dict[str, Any]) -> Election:
    return decode(json.dumps(document).encode())


def voters_of(election: Election, wallets: dict[int, bool], firsts: dict[int, int]) -> list[Voter]:
    return [
        Voter(
            member,
            power,
            firsts.get(member, 0),
            account(f"wallet {member}") if wallets.get(member, True) else None,
        )
        for member, power in powers_of(election).items()
    ]


@pytest.mark.parametrize("mechanism", VOTED_ON)
@settings(max_examples=examples(40, 2_000))
@given(st.data())
def test_what_voters_get_is_the_whole_pool_and_twice_the_same_whatever_the_mechanism(
    mechanism: str, data: st.DataObject
) -> None:
    document = data.draw(elections(mechanism))
    by: SharedBy = data.draw(st.sampled_from(get_args(SharedBy)))
    pool, cap = data.draw(st.integers(1, 10**24)), data.draw(st.none() | st.integers(1, 10**24))
    members = st.integers(min_value=1, max_value=8)
    wallets = data.draw(st.dictionaries(members, st.booleans()))
    firsts = data.draw(
        st.dictionaries(members, st.sampled_from([0, LATE_FROM - 1, LATE_FROM, 2 * LATE_FROM]))
    )
    voters = voters_of(election_of(document), wallets, firsts)
    rewards = rewards_of(rule(pool, by, cap), voters, LATE_FROM)
    assert rewards.total + rewards.remainder == pool
    weighed = {int(ballot["voter"]): ballot["weight"] for ballot in valid_ballots(document)[0]}
    entitled = [
        weighed[member] if wallets.get(member, True) and firsts.get(member, 0) < LATE_FROM else 0
        for member in sorted(weighed)
    ]
    amounts, left = naively_shared(pool, entitled, by, cap)
    paid = {reward.voter.member: reward.amount for reward in rewards.paid}
    naively = dict(zip(sorted(weighed), amounts, strict=True))
    assert paid == {member: amount for member, amount in naively.items() if amount}
    assert rewards.remainder == left


@pytest.mark.parametrize("mechanism", VOTED_ON)
@settings(max_examples=examples(20, 500))
@given(st.data())
def test_the_powers_that_are_rewarded_are_those_that_were_counted(
    mechanism: str, data: st.DataObject
) -> None:
    election = election_of(data.draw(elections(mechanism)))
    assert sum(powers_of(election).values()) == tally(election).cast_power


@settings(max_examples=examples(50, 1_000))
@given(st.data(), st.randoms())
def test_the_order_of_the_ballots_decides_nothing(data: st.DataObject, random: Any) -> None:
    voters = voters_of(election_of(data.draw(elections("single"))), {}, {})
    shuffled = random.sample(voters, len(voters))
    by: SharedBy = data.draw(st.sampled_from(get_args(SharedBy)))
    found = rule(data.draw(st.integers(1, 100)), by, data.draw(st.none() | st.integers(1, 100)))
    assert rewards_of(found, voters, None) == rewards_of(found, shuffled, None)


@given(st.data())
def test_what_stands_in_a_record_is_read_back_as_it_was(data: st.DataObject) -> None:
    voters = voters_of(election_of(data.draw(elections("single"))), {1: False}, {2: LATE_FROM})
    rewards = rewards_of(rule(data.draw(st.integers(1, 9)), "equal"), voters, LATE_FROM)
    assert rewards_in(json.loads(json.dumps(rewards_document(rewards, LATE_FROM)))) == rewards


def _rewards(*voters: Voter, **more: Any) -> Rewards:
    return rewards_of(rule(100, "power", **more), voters, LATE_FROM)


def test_who_voted_late_or_has_no_wallet_leaves_all_to_the_others() -> None:
    late = Voter(MemberId(1), 1_000, LATE_FROM, account("late"))
    without = Voter(MemberId(2), 1_000, 0, None)
    both = Voter(MemberId(3), 1_000, LATE_FROM, None)
    paid = Voter(MemberId(4), 1, LATE_FROM - 1, account("paid"))
    rewards = _rewards(late, without, both, paid)
    assert [(each.amount, each.why_not) for each in rewards.each] == [
        (0, NoReward.LATE),
        (0, NoReward.NO_WALLET),
        (0, NoReward.LATE),
        (100, None),
    ]


def test_a_part_below_the_smallest_unit_is_said() -> None:
    large = Voter(MemberId(1), 10**9, 0, account("large"))
    tiny = Voter(MemberId(2), 1, 0, account("tiny"))
    assert [each.why_not for each in _rewards(large, tiny).each] == [None, NoReward.TOO_SMALL]


def test_where_nobody_can_be_paid_the_whole_pool_stays() -> None:
    assert _rewards(Voter(MemberId(1), 5, 0, None)).remainder == 100
    assert _rewards().remainder == 100


@pytest.mark.parametrize(
    ("needs_quorum", "cast", "due"), [(True, "5", True), (True, "4", False), (False, "4", True)]
)
def test_a_vote_without_its_quorum_pays_only_where_the_rule_says_so(
    needs_quorum: bool, cast: str, due: bool
) -> None:
    document = {
        "mechanism": "single",
        "choices": ["For", "Against"],
        "ballots": [{"voter": "1", "power": cast, "choice": 1}],
        "rules": {"quorum": {"kind": "absolute", "value": "5"}},
    }
    found = rule(10, "equal", needs_quorum=needs_quorum)
    assert is_due(found, tally(election_of(document))) is due
