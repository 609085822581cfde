"""What holds for any delegations: nothing is lost but to those who don't vote, nothing counts twice."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json
from bot.domain.delegation.delegation import (
    Delegation,
    DelegationGraph,
    Depth,
    check_new,
    frozen,
    resolve_delegations,
)
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from bot.domain.errors import DelegationCycle, DelegationToOneself
from bot.domain.ids import MemberId, TrackId

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MEMBERS = [MemberId(number) for number in range(1, 9)]
TRACKS = [TrackId(1), TrackId(2)]

members = st.sampled_from(MEMBERS)
depths: st.SearchStrategy[Depth] = st.sampled_from(["one_hop", "transitive"])
delegate_of_ = st.dictionaries(members, members).map(lambda d: {a: b for a, b in d.items() if a != b})
voters_ = st.sets(members)
powers_ = st.fixed_dictionaries({member: st.integers(0, 2**90) for member in MEMBERS})
delegations_ = st.lists(
    st.builds(
        Delegation,
        delegator=members,
        delegate=members,
        track=st.sampled_from([None, *TRACKS]),
        until=st.none() | st.integers(-2, 2).map(lambda hours: NOON + timedelta(hours=hours)),
        made_at=st.integers(0, 9).map(lambda hours: NOON - timedelta(hours=hours)),
    ),
    max_size=20,
)


def walked(
    delegate_of: dict[MemberId, MemberId], voters: set[MemberId], depth: Depth, delegator: MemberId
) -> MemberId | None:
    """The same rule, step by step: where the power of one delegator ends."""
    if delegator in voters:
        return None
    member = delegate_of[delegator]
    if depth == "one_hop":
        return member
    for _ in MEMBERS:
        if member in voters or member not in delegate_of:
            return member
        member = delegate_of[member]
    return None


@given(delegate_of_, voters_, depths)
def test_power_goes_where_one_ends_who_walks_from_delegate_to_delegate(delegate_of, voters, depth):
    expected = {delegator: walked(delegate_of, voters, depth, delegator) for delegator in delegate_of}
    assert resolve_delegations(delegate_of, voters, depth) == {
        a: b for a, b in expected.items() if b is not None
    }


@given(delegate_of_, voters_, depths)
def test_what_a_voter_votes_with_is_what_the_others_delegate(delegate_of, voters, depth):
    found = resolve_delegations(delegate_of, voters, depth)
    delegators = DelegationGraph(delegate_of, depth)
    for voter in voters:
        assert sorted(delegators.of(voter, voters)) == sorted(a for a, b in found.items() if b == voter)


@given(delegate_of_, voters_, depths, st.randoms(use_true_random=False))
def test_the_order_in_which_delegations_are_stored_changes_nothing(
    delegate_of, voters, depth, random: Random
):
    entries = list(delegate_of.items())
    random.shuffle(entries)
    assert resolve_delegations(dict(entries), voters, depth) == resolve_delegations(
        delegate_of, voters, depth
    )


@given(delegations_, st.randoms(use_true_random=False))
def test_what_is_frozen_depends_on_no_order(delegations, random: Random):
    shuffled = list(delegations)
    random.shuffle(shuffled)
    for track in TRACKS:
        found = frozen(shuffled, track, NOON)
        assert list(found.items()) == list(frozen(delegations, track, NOON).items())
        assert all(delegator != delegate for delegator, delegate in found.items())


@given(delegate_of_, voters_, depths, powers_)
def test_in_the_count_every_power_counts_once_or_not_at_all(delegate_of, voters, depth, powers):
    delegated_power = resolve_delegations(delegate_of, voters, depth)
    counted = tally(decode(canonical_json(election(delegated_power, voters, powers))))
    counting = voters | {delegator for delegator, to in delegated_power.items() if to in voters}
    assert int(counted.cast_power) == sum(powers[member] for member in counting)
    assert sum(map(int, counted.scores)) == int(counted.cast_power)


@given(delegate_of_, voters_, depths, powers_, members)
def test_a_delegators_own_ballot_takes_their_power_back_and_their_withdrawal_delegates_it_again(
    delegate_of, voters, depth, powers, member
):
    without = voters - {member}
    before = weights(delegate_of, without, depth, powers)
    after = weights(delegate_of, without | {member}, depth, powers)
    found = resolve_delegations(delegate_of, without, depth).get(member)
    if found in without:
        assert before[found] - after[found] >= powers[member]
    for voter in without:
        assert after[voter] <= before[voter]
    assert after[member] >= powers[member]
    assert weights(delegate_of, (without | {member}) - {member}, depth, powers) == before


@given(delegations_)
def test_where_power_is_passed_on_delegations_made_one_by_one_never_run_in_a_circle(delegations):
    kept: list[Delegation] = []
    for new in delegations:
        lasting = Delegation(new.delegator, new.delegate, new.track, None, new.made_at)
        try:
            check_new(lasting, kept, TRACKS, NOON)
        except (DelegationCycle, DelegationToOneself):
            continue
        kept = [e for e in kept if (e.delegator, e.track) != (new.delegator, new.track)] + [lasting]
    for track in TRACKS:
        delegate_of = frozen(kept, track, NOON)
        assert resolve_delegations(delegate_of, set(), "transitive").keys() == delegate_of.keys()


def weights(
    delegate_of: dict[MemberId, MemberId], voters: set[MemberId], depth: Depth, powers: dict[MemberId, int]
) -> dict[MemberId, int]:
    delegators = DelegationGraph(delegate_of, depth)
    return {
        voter: powers[voter] + sum(powers[each] for each in delegators.of(voter, voters)) for voter in voters
    }


def election(
    delegated_power: dict[MemberId, MemberId], voters: set[MemberId], powers: dict[MemberId, int]
) -> object:
    return {
        "mechanism": "single",
        "choices": ["For", "Against"],
        "ballots": [
            {"voter": str(voter), "power": str(powers[voter]), "choice": 1 + voter % 2}
            for voter in sorted(voters)
        ],
        "delegations": [
            {"from": str(delegator), "to": str(to), "power": str(powers[delegator])}
            for delegator, to in delegated_power.items()
        ],
    }
