"""What holds for any delegations: nothing is lost but to those who don't vote or to a cap, nothing counts twice."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.canonical import canonical_json
from bot.domain.delegation.caps import NO_CAPS, Caps
from bot.domain.delegation.delegation import Delegation, FrozenDelegation, check_new, frozen
from bot.domain.delegation.delegation_graph import DelegationGraph, Depth
from bot.domain.delegation.shares import DelegatedShare, least_share, shares_of
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from bot.domain.errors import DelegationCycle, DelegationToOneself
from bot.domain.ids import MemberId, TrackId
from tests.naive.count import count

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MEMBERS = [MemberId(number) for number in range(1, 9)]
TRACKS = [TrackId(1), TrackId(2)]
Made = Sequence[FrozenDelegation]

members = st.sampled_from(MEMBERS)
depths: st.SearchStrategy[Depth] = st.sampled_from(["one_hop", "transitive"])
shares = st.dictionaries(members, st.integers(1, 7), min_size=1, max_size=3)
made_ = st.dictionaries(members, shares).map(
    lambda given: [
        FrozenDelegation(delegator, delegate, parts)
        for delegator, of_one in given.items()
        for delegate, parts in of_one.items()
        if delegate != delegator
    ]
)
voters_ = st.sets(members)
powers_ = st.fixed_dictionaries({member: st.integers(0, 2**90) for member in MEMBERS})
_cap = st.integers(0, 2**91) | st.integers(0, 5)
caps = st.builds(Caps, st.none() | _cap, st.dictionaries(members, _cap, max_size=4))
"""That of the policy, and what some accept at most."""
delegations_ = st.lists(
    st.builds(
        Delegation,
        delegator=members,
        delegate=members,
        track=st.sampled_from([None, *TRACKS]),
        until=st.none() | st.integers(-2, 2).map(lambda hours: NOON + timedelta(hours=hours)),
        made_at=st.integers(0, 9).map(lambda hours: NOON - timedelta(hours=hours)),
        parts=st.integers(1, 3),
    ),
    max_size=20,
)


def walked(made: Made, voters: set[MemberId], depth: Depth, share: FrozenDelegation) -> MemberId | None:
    """The same rule, step by step: in whose ballot one share of a delegator's power ends; None: in nobody's."""
    if share.delegator in voters:
        return None
    member = share.delegate
    for _ in range(len(MEMBERS) + 1):
        if member in voters:
            return member
        onward = [each for each in made if each.delegator == member]
        if depth == "one_hop" or not onward:
            return None
        member = min(onward, key=lambda each: -each.parts).delegate
    return None


def effective(
    made: Made, voters: set[MemberId], depth: Depth, powers: dict[MemberId, int], caps: Caps = NO_CAPS
) -> list[DelegatedShare]:
    return shares_of(
        DelegationGraph(made, depth).effective(voters),
        {member: power for member, power in powers.items() if member not in voters},
        caps,
    )


@given(made_, voters_, depths)
def test_each_share_goes_where_one_ends_who_walks_from_delegate_to_delegate(made, voters, depth):
    found = DelegationGraph(made, depth).effective(voters)
    expected: dict[MemberId, list[tuple[MemberId | None, int]]] = {}
    for each in sorted(made, key=lambda each: -each.parts):
        expected.setdefault(each.delegator, []).append((walked(made, voters, depth, each), each.parts))
    assert {a: list(zip(split.ends, split.parts, strict=True)) for a, split in found.items()} == {
        a: ends for a, ends in expected.items() if any(end is not None for end, _ in ends)
    }


@given(made_, voters_, depths, powers_)
def test_what_a_voter_votes_with_is_what_the_others_delegate(made, voters, depth, powers):
    found = effective(made, voters, depth, powers)
    graph = DelegationGraph(made, depth)
    for voter in voters:
        asked = {
            delegator: split.amounts(powers[delegator])[voter]
            for delegator, split in graph.of(voter, voters).items()
        }
        assert asked == {each.delegator: each.counts for each in found if each.to == voter}


@given(made_, voters_, depths, powers_, caps, st.randoms(use_true_random=False))
def test_who_members_are_changes_nothing(made, voters, depth, powers, cap, random: Random):
    """A record has numbers in their place, in the same order: what is rounded must be rounded alike."""
    members = sorted({*powers, *voters, *(who for each in made for who in (each.delegator, each.delegate))})
    numbers = dict(zip(members, random.sample(range(10**6), len(members)), strict=True))
    renamed = effective(
        [FrozenDelegation(numbers[each.delegator], numbers[each.delegate], each.parts) for each in made],
        {numbers[each] for each in voters},
        depth,
        {numbers[member]: power for member, power in powers.items()},
        Caps(cap.of_all, {numbers[member]: own for member, own in cap.own.items()}),
    )
    assert renamed == [
        replace(each, delegator=numbers[each.delegator], to=numbers[each.to])
        for each in effective(made, voters, depth, powers, cap)
    ]


@given(delegations_, st.randoms(use_true_random=False))
def test_what_is_frozen_depends_on_no_order(delegations, random: Random):
    shuffled = list(delegations)
    random.shuffle(shuffled)
    for track in TRACKS:
        found = frozen(shuffled, track, NOON)
        assert found == frozen(delegations, track, NOON)
        assert all(each.delegator != each.delegate for each in found)
        assert len({(each.delegator, each.delegate) for each in found}) == len(found)


@given(made_, voters_, depths, powers_, caps)
def test_in_the_count_every_power_counts_once_or_not_at_all(made, voters, depth, powers, cap):
    found = effective(made, voters, depth, powers, cap)
    document = election(found, voters, powers)
    counted, naive = tally(decode(canonical_json(document))), count(document)
    assert list(counted.scores) == naive["scores"]
    assert sum(map(int, counted.scores)) == int(counted.cast_power)
    # Of each delegator as much counts as goes to those who vote, less than a base unit off for each share ...
    for delegator in {each.delegator for each in made} - voters:
        theirs = [each for each in found if each.delegator == delegator]
        of_them = [each for each in made if each.delegator == delegator]
        whole = sum(each.parts for each in of_them)
        counting = sum(each.parts for each in of_them if walked(made, voters, depth, each) is not None)
        given_away = sum(each.power for each in theirs)
        assert abs(given_away - Fraction(powers[delegator] * counting, whole)) < len(of_them)
        if counting == whole:
            assert given_away == powers[delegator]
        assert all(0 <= each.counts <= each.power for each in theirs)
    # ... and with each ballot counts what it is given, or a cap where that is less, the policy's or the delegate's own,
    # to the last base unit.
    for voter in voters:
        given_to = sum(each.power for each in found if each.to == voter)
        counts = sum(each.counts for each in found if each.to == voter)
        bounds = [given_to, cap.of_all, cap.own.get(voter)]
        assert counts == min(each for each in bounds if each is not None)
    assert int(counted.cast_power) == sum(powers[voter] for voter in voters) + sum(
        each.counts for each in found
    )


@given(made_, voters_, depths, powers_, caps, members)
def test_a_delegators_own_ballot_takes_their_power_back_and_their_withdrawal_delegates_it_again(
    made, voters, depth, powers, cap, member
):
    without = voters - {member}
    before = weights(made, without, depth, powers, cap)
    after = weights(made, without | {member}, depth, powers, cap)
    for voter in without:
        # What others delegate to a member who begins to vote may be taken from a capped delegate; nothing is added.
        assert after[voter] <= before[voter]
    assert after[member] >= powers[member]
    # A member who votes keeps what others delegate to them, of which a cap may count less than where it went before.
    assert cap or sum(after.values()) >= sum(before.values())
    assert weights(made, (without | {member}) - {member}, depth, powers, cap) == before


@given(delegations_)
def test_where_power_is_passed_on_delegations_made_one_by_one_never_run_in_a_circle(delegations):
    kept: list[Delegation] = []
    for new in delegations:
        given_to = {MEMBERS[new.delegate % len(MEMBERS)]: 1, new.delegate: new.parts}
        lasting = [
            Delegation(new.delegator, delegate, new.track, None, new.made_at, parts)
            for delegate, parts in given_to.items()
            if delegate != new.delegator or delegate == new.delegate
        ]
        try:
            check_new(lasting, kept, TRACKS, NOON)
        except (DelegationCycle, DelegationToOneself):
            continue
        kept = [e for e in kept if (e.delegator, e.track) != (new.delegator, new.track)] + lasting
    for track in TRACKS:
        found = DelegationGraph(frozen(kept, track, NOON), "transitive").resolved(set())
        assert all(split.whole for split in found.values())


def weights(
    made: Made, voters: set[MemberId], depth: Depth, powers: dict[MemberId, int], cap: Caps
) -> dict[MemberId, int]:
    found = effective(made, voters, depth, powers, cap)
    return {voter: powers[voter] + sum(each.counts for each in found if each.to == voter) for voter in voters}


def election(
    delegated: Sequence[DelegatedShare], voters: set[MemberId], powers: dict[MemberId, int]
) -> dict[str, object]:
    return {
        "mechanism": "single",
        "choices": ["For", "Against"],
        "ballots": [
            {"voter": str(voter), "power": str(powers[voter]), "choice": 1 + voter % 2}
            for voter in sorted(voters)
        ],
        "delegations": [
            {"from": str(each.delegator), "to": str(each.to), "power": str(each.counts)} for each in delegated
        ],
    }


@given(st.integers(1, 10**6), st.integers(1, 5), caps)
def test_a_share_may_be_less_than_anybodys_own_power_only_where_power_is_split_or_capped(
    least: int, delegates: int, cap: Caps
) -> None:
    assert least_share(least, [1, *[2] * delegates], cap) == (
        least if delegates == 1 and cap == NO_CAPS else 1
    )
