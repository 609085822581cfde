"""What holds for any delegations: nothing is lost but to those who don't vote, nothing counts twice."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json
from bot.domain.delegation import Delegation, Depth, Lenders, check_new, frozen, lendings
from bot.domain.election import decode
from bot.domain.errors import DelegationCycle, DelegationToOneself
from bot.domain.ids import MemberId, TrackId
from bot.domain.tally import tally

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MEMBERS = [MemberId(number) for number in range(1, 9)]
TRACKS = [TrackId(1), TrackId(2)]

members = st.sampled_from(MEMBERS)
depths: st.SearchStrategy[Depth] = st.sampled_from(["one_hop", "transitive"])
lends_ = st.dictionaries(members, members).map(lambda d: {a: b for a, b in d.items() if a != b})
voters_ = st.sets(members)
powers_ = st.fixed_dictionaries({member: st.integers(0, 2**90) for member in MEMBERS})
delegations_ = st.lists(
    st.builds(
        Delegation,
        delegator=members,
        delegate=members,
        track=st.sampled_from([None, *TRACKS]),
        until=st.none() | st.integers(-2, 2).map(lambda hours: NOON + timedelta(hours=hours)),
        told=st.booleans(),
        made_at=st.integers(0, 9).map(lambda hours: NOON - timedelta(hours=hours)),
    ),
    max_size=20,
)


def walked(
    lends: dict[MemberId, MemberId], voters: set[MemberId], depth: Depth, delegator: MemberId
) -> MemberId | None:
    """The same rule, step by step: where the power of one delegator ends."""
    if delegator in voters:
        return None
    member = lends[delegator]
    if depth == "one_hop":
        return member
    for _ in MEMBERS:
        if member in voters or member not in lends:
            return member
        member = lends[member]
    return None


@given(lends_, voters_, depths)
def test_power_goes_where_one_ends_who_walks_from_delegate_to_delegate(lends, voters, depth):
    expected = {delegator: walked(lends, voters, depth, delegator) for delegator in lends}
    assert lendings(lends, voters, depth) == {a: b for a, b in expected.items() if b is not None}


@given(lends_, voters_, depths)
def test_what_a_voter_votes_with_is_what_the_others_lend_them(lends, voters, depth):
    found = lendings(lends, voters, depth)
    lenders = Lenders(lends, depth)
    for voter in voters:
        assert sorted(lenders.of(voter, voters)) == sorted(a for a, b in found.items() if b == voter)


@given(lends_, voters_, depths, st.randoms(use_true_random=False))
def test_the_order_in_which_delegations_are_stored_changes_nothing(lends, voters, depth, random: Random):
    entries = list(lends.items())
    random.shuffle(entries)
    assert lendings(dict(entries), voters, depth) == lendings(lends, voters, depth)


@given(delegations_, st.randoms(use_true_random=False))
def test_what_is_frozen_depends_on_no_order(delegations, random: Random):
    shuffled = list(delegations)
    random.shuffle(shuffled)
    for track in TRACKS:
        found = frozen(shuffled, track, NOON)
        assert list(found.items()) == list(frozen(delegations, track, NOON).items())
        assert all(delegator != delegate for delegator, delegate in found.items())


@given(lends_, voters_, depths, powers_)
def test_in_the_count_every_power_counts_once_or_not_at_all(lends, voters, depth, powers):
    lent = lendings(lends, voters, depth)
    counted = tally(decode(canonical_json(election(lent, voters, powers))))
    counting = voters | {delegator for delegator, to in lent.items() if to in voters}
    assert int(counted.cast_power) == sum(powers[member] for member in counting)
    assert sum(map(int, counted.scores)) == int(counted.cast_power)


@given(lends_, voters_, depths, powers_, members)
def test_a_delegators_own_ballot_takes_their_power_back_and_their_withdrawal_lends_it_again(
    lends, voters, depth, powers, member
):
    without = voters - {member}
    before = weights(lends, without, depth, powers)
    after = weights(lends, without | {member}, depth, powers)
    found = lendings(lends, without, depth).get(member)
    if found in without:
        assert before[found] - after[found] >= powers[member]
    for voter in without:
        assert after[voter] <= before[voter]
    assert after[member] >= powers[member]
    assert weights(lends, (without | {member}) - {member}, depth, powers) == before


@given(delegations_)
def test_where_power_is_passed_on_delegations_made_one_by_one_never_run_in_a_circle(delegations):
    kept: list[Delegation] = []
    for new in delegations:
        lasting = Delegation(new.delegator, new.delegate, new.track, None, new.told, new.made_at)
        try:
            check_new(lasting, kept, TRACKS, NOON)
        except (DelegationCycle, DelegationToOneself):
            continue
        kept = [e for e in kept if (e.delegator, e.track) != (new.delegator, new.track)] + [lasting]
    for track in TRACKS:
        lends = frozen(kept, track, NOON)
        assert lendings(lends, set(), "transitive").keys() == lends.keys()


def weights(
    lends: dict[MemberId, MemberId], voters: set[MemberId], depth: Depth, powers: dict[MemberId, int]
) -> dict[MemberId, int]:
    lenders = Lenders(lends, depth)
    return {
        voter: powers[voter] + sum(powers[each] for each in lenders.of(voter, voters)) for voter in voters
    }


def election(lent: dict[MemberId, MemberId], voters: set[MemberId], powers: dict[MemberId, int]) -> object:
    return {
        "mechanism": "single",
        "choices": ["For", "Against"],
        "ballots": [
            {"voter": str(voter), "power": str(powers[voter]), "choice": 1 + voter % 2}
            for voter in sorted(voters)
        ],
        "delegations": [
            {"from": str(delegator), "to": str(to), "power": str(powers[delegator])}
            for delegator, to in lent.items()
        ],
    }
