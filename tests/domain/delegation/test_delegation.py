"""Who delegates to whom, and with whose ballot it counts."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

import pytest

from bot.domain.delegation import delegation
from bot.domain.delegation.delegation import MOST_DELEGATES, Delegation, FrozenDelegation, check_new
from bot.domain.delegation.delegation_graph import DelegationGraph
from bot.domain.delegation.shares import divided
from bot.domain.errors import BadParts, DelegationCycle, DelegationOver, DelegationToOneself
from bot.domain.ids import MemberId, TrackId

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PARKS, ROADS = TrackId(1), TrackId(2)
ADA, BEN, CLEO, DAN, EVE = map(MemberId, (1, 2, 3, 4, 5))


def delegate_power(
    delegator: MemberId,
    delegate: MemberId,
    track: TrackId | None = None,
    *,
    until: datetime | None = None,
    made_at: datetime = NOON,
    parts: int = 1,
) -> Delegation:
    return Delegation(delegator, delegate, track, until, made_at=made_at, parts=parts)


def frozen(delegations: list[Delegation], track: TrackId, at: datetime) -> dict[MemberId, MemberId]:
    """Where each has one delegate."""
    made = delegation.frozen(delegations, track, at)
    assert len({each.delegator for each in made}) == len(made)
    return {each.delegator: each.delegate for each in made}


def graph_of(delegate_of: Mapping[MemberId, MemberId], depth: Any) -> DelegationGraph:
    return DelegationGraph([FrozenDelegation(a, b) for a, b in delegate_of.items()], depth)


def goes(
    delegate_of: Mapping[MemberId, MemberId], voters: set[MemberId], depth: Any
) -> dict[MemberId, MemberId]:
    """What the two ways of asking agree on."""
    graph = graph_of(delegate_of, depth)
    found = {each: split.ends[0] for each, split in graph.resolved(voters).items()}
    for voter in voters:
        assert set(graph.of(voter, voters)) == {d for d, to in found.items() if to == voter}
    return {delegator: to for delegator, to in found.items() if to is not None}


# -- frozen at an opening ------------------------------------------------------------------------------------


def test_a_delegation_for_the_track_goes_before_the_one_for_the_whole_space():
    both = [delegate_power(ADA, CLEO, PARKS), delegate_power(ADA, BEN, made_at=NOON + HOUR)]
    assert frozen(both, PARKS, NOON + 2 * HOUR) == {ADA: CLEO}
    assert frozen(both, ROADS, NOON + 2 * HOUR) == {ADA: BEN}


def test_a_delegation_ends_at_its_end_to_the_moment():
    limited = [delegate_power(ADA, BEN, until=NOON + HOUR)]
    assert frozen(limited, PARKS, NOON + HOUR - timedelta(microseconds=1)) == {ADA: BEN}
    assert frozen(limited, PARKS, NOON + HOUR) == {}


def test_when_the_tracks_own_delegation_is_over_the_one_for_the_space_counts_again():
    both = [delegate_power(ADA, BEN), delegate_power(ADA, CLEO, PARKS, until=NOON)]
    assert frozen(both, PARKS, NOON) == {ADA: BEN}


def test_of_two_delegations_for_one_topic_the_later_counts_in_whatever_order_they_are_stored():
    first, second = delegate_power(ADA, CLEO), delegate_power(ADA, BEN, made_at=NOON + HOUR)
    assert frozen([first, second], PARKS, NOON) == frozen([second, first], PARKS, NOON) == {ADA: BEN}


# -- what is refused -----------------------------------------------------------------------------------------


def test_nobody_delegates_to_themself():
    with pytest.raises(DelegationToOneself):
        check_new([delegate_power(ADA, ADA)], [], (), NOON)


def test_a_delegation_that_is_over_already_is_refused():
    with pytest.raises(DelegationOver) as refusal:
        check_new([delegate_power(ADA, BEN, until=NOON)], [], (), NOON)
    assert refusal.value.until == NOON


def test_where_power_is_passed_on_a_circle_is_refused_with_its_path():
    with pytest.raises(DelegationCycle) as refusal:
        check_new(
            [delegate_power(CLEO, ADA)], [delegate_power(ADA, BEN), delegate_power(BEN, CLEO)], (PARKS,), NOON
        )
    assert refusal.value.path == (CLEO, ADA, BEN, CLEO)


def test_where_power_is_not_passed_on_two_members_may_delegate_to_each_other():
    check_new([delegate_power(BEN, ADA)], [delegate_power(ADA, BEN)], (), NOON)


def test_a_circle_of_different_tracks_is_none():
    check_new([delegate_power(BEN, ADA, ROADS)], [delegate_power(ADA, BEN, PARKS)], (PARKS, ROADS), NOON)


def test_a_circle_of_a_tracks_delegation_with_one_for_the_space_is_refused():
    with pytest.raises(DelegationCycle):
        check_new([delegate_power(BEN, ADA, ROADS)], [delegate_power(ADA, BEN)], (PARKS, ROADS), NOON)


def test_a_delegation_that_replaces_the_one_that_would_close_the_circle_is_allowed():
    check_new(
        [delegate_power(BEN, CLEO)], [delegate_power(BEN, ADA), delegate_power(CLEO, DAN)], (PARKS,), NOON
    )
    check_new(
        [delegate_power(ADA, BEN)],
        [delegate_power(ADA, CLEO), delegate_power(CLEO, ADA, until=NOON)],
        (PARKS,),
        NOON,
    )


def test_a_member_who_delegates_into_a_circle_of_others_closes_none_themself():
    check_new(
        [delegate_power(DAN, ADA)], [delegate_power(ADA, BEN), delegate_power(BEN, ADA)], (PARKS,), NOON
    )


# -- with whose ballot it counts -----------------------------------------------------------------------------


@pytest.mark.parametrize("depth", ["one_hop", "transitive"])
def test_a_delegators_own_ballot_overrides_the_delegate(depth: Literal["one_hop", "transitive"]):
    delegate_of = {ADA: BEN, CLEO: BEN}
    assert goes(delegate_of, {BEN}, depth) == {ADA: BEN, CLEO: BEN}
    assert goes(delegate_of, {BEN, ADA}, depth) == {CLEO: BEN}


def test_with_one_hop_what_was_delegated_is_not_passed_on():
    delegate_of = {ADA: BEN, BEN: CLEO}
    assert goes(delegate_of, {CLEO}, "one_hop") == {ADA: BEN, BEN: CLEO}


def test_passed_on_power_goes_to_the_first_on_the_path_who_votes():
    delegate_of = {ADA: BEN, BEN: CLEO, CLEO: DAN}
    assert goes(delegate_of, {CLEO, DAN}, "transitive") == {ADA: CLEO, BEN: CLEO}
    assert goes(delegate_of, {DAN}, "transitive") == {ADA: DAN, BEN: DAN, CLEO: DAN}


def test_passed_on_power_stays_with_the_last_where_nobody_votes():
    assert goes({ADA: BEN, BEN: CLEO}, {EVE}, "transitive") == {ADA: CLEO, BEN: CLEO}


def test_a_circle_of_older_data_gives_power_to_nobody_until_one_in_it_votes():
    delegate_of = {ADA: BEN, BEN: CLEO, CLEO: ADA, DAN: ADA}
    assert goes(delegate_of, {EVE}, "transitive") == {}
    assert goes(delegate_of, {BEN}, "transitive") == {ADA: BEN, CLEO: BEN, DAN: BEN}
    assert goes(delegate_of, {ADA, BEN, CLEO}, "transitive") == {DAN: ADA}


def test_a_long_path_is_followed_to_its_end():
    members = [MemberId(number) for number in range(20_000)]
    delegate_of = dict(pairwise(members))
    end = members[-1]
    graph = graph_of(delegate_of, "transitive")
    assert {split.ends for split in graph.resolved({end}).values()} == {(end,)}
    assert len(graph.of(end, {end})) == len(delegate_of)


def test_before_a_member_votes_one_can_ask_what_would_be_delegated_to_them():
    delegators = graph_of({ADA: BEN, BEN: CLEO, CLEO: BEN}, "transitive")
    assert list(delegators.of(BEN, set())) == [ADA, CLEO]
    assert list(delegators.of(CLEO, {BEN})) == []


# -- split among several -------------------------------------------------------------------------------------


def split(*shares: tuple[MemberId, int], delegator: MemberId = ADA) -> list[Delegation]:
    return [delegate_power(delegator, to, parts=parts) for to, parts in shares]


def test_the_shares_of_one_topic_count_together_and_the_greatest_stands_first():
    both = [delegate_power(ADA, EVE, made_at=NOON - HOUR), *split((BEN, 40), (CLEO, 60))]
    assert delegation.frozen(both, PARKS, NOON) == [
        FrozenDelegation(ADA, CLEO, 60),
        FrozenDelegation(ADA, BEN, 40),
    ]


def test_each_share_counts_with_its_own_delegates_ballot():
    graph = DelegationGraph([FrozenDelegation(ADA, BEN, 60), FrozenDelegation(ADA, CLEO, 40)], "one_hop")
    both, one = graph.effective({BEN, CLEO})[ADA], graph.effective({CLEO})[ADA]
    assert both.amounts(10) == {BEN: 6, CLEO: 4}
    assert (one.amounts(10), one.whole) == ({CLEO: 4}, False)
    assert graph.effective({ADA, BEN, CLEO}) == {}


def test_what_was_delegated_to_a_splitting_member_goes_on_whole_to_the_one_they_give_most():
    made = [
        FrozenDelegation(DAN, ADA),
        FrozenDelegation(ADA, BEN, 40),
        FrozenDelegation(ADA, CLEO, 60),
    ]
    found = DelegationGraph(made, "transitive").effective({BEN, CLEO})
    assert found[DAN].amounts(10) == {CLEO: 10}
    assert found[ADA].amounts(10) == {CLEO: 6, BEN: 4}
    # Where nothing is passed on, Ada has nothing of Dan's to give.
    assert DAN not in DelegationGraph(made, "one_hop").effective({BEN, CLEO})


@pytest.mark.parametrize(
    ("amount", "parts", "expected"),
    [
        (10, (60, 40), [6, 4]),
        (1, (1, 1), [1, 0]),
        (100, (1, 1, 1), [34, 33, 33]),
        (5, (1, 2), [2, 3]),  # 1 2/3 and 3 1/3: what is left over goes to the larger remainder.
        (0, (3, 1), [0, 0]),
    ],
)
def test_a_split_loses_not_one_base_unit(amount: int, parts: tuple[int, ...], expected: list[int]):
    assert divided(amount, parts) == expected


@pytest.mark.parametrize(
    "shares",
    [
        [(BEN, 1), (BEN, 2)],
        [(BEN, 0), (CLEO, 1)],
        [(BEN, 1_001), (CLEO, 1)],
        [(MemberId(10 + number), 1) for number in range(MOST_DELEGATES + 1)],
    ],
)
def test_power_is_split_in_sound_parts_among_a_few(shares: list[tuple[MemberId, int]]):
    with pytest.raises(BadParts):
        check_new(split(*shares), [], (), NOON)
