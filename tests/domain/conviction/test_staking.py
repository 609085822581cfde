"""Stakes: nobody has more than they hold, and the newest give way."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conviction.staking import Staking, held, portion, reduce, staked_by
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import BadAmount
from bot.domain.ids import MemberId, ProposalId

START = datetime(2026, 1, 1, tzinfo=UTC)
ADA, BEN = MemberId(1), MemberId(2)
PARK, WELL, ROAD = ProposalId(1), ProposalId(2), ProposalId(3)


def put(amount: int, proposal: ProposalId = PARK, *, minute: int = 0, member: MemberId = ADA) -> Staking:
    return Staking(proposal, member, amount, START + timedelta(minutes=minute), minute, 10**6)


def shown(stakings: list[Staking], power: int, member: MemberId = ADA) -> dict[int, int]:
    """What gives way when the member holds so much at an hour: the new stakes by proposal."""
    found = reduce(stakings, member, power, START + timedelta(hours=1), 7, "0xblock")
    return {staking.proposal: staking.amount for staking in found}


def test_a_stake_is_what_the_last_change_says() -> None:
    stakings = [put(100), put(30, WELL, minute=1), put(60, minute=2), put(0, WELL, minute=3)]
    assert held(stakings) == {(ADA, PARK): 60}
    assert staked_by([*stakings, put(5, ROAD, member=BEN)], ADA) == 60


def test_the_newest_stake_gives_way_first() -> None:
    assert shown([put(50, PARK), put(40, WELL, minute=1)], power=60) == {WELL: 10}


def test_what_was_added_later_is_newer_than_what_lay_there() -> None:
    stakings = [put(50, PARK), put(40, WELL, minute=1), put(70, PARK, minute=2)]
    assert shown(stakings, power=100) == {PARK: 60}
    assert shown(stakings, power=75) == {PARK: 50, WELL: 25}


def test_what_is_taken_away_is_the_newest_of_its_proposal() -> None:
    stakings = [put(50), put(70, minute=1), put(40, WELL, minute=2), put(40, minute=3)]
    assert shown(stakings, power=45) == {WELL: 5}


def test_nothing_gives_way_while_the_power_suffices() -> None:
    assert shown([put(50), put(40, WELL, minute=1)], power=90) == {}


def test_what_gives_way_counts_from_the_block_on_and_names_it() -> None:
    (change,) = reduce([put(50)], ADA, 20, START + timedelta(hours=1), 7, "0xblock")
    assert (change.at, change.source, change.block, change.power) == (
        START + timedelta(hours=1),
        7,
        "0xblock",
        20,
    )


def test_a_stake_made_after_the_block_gives_way_from_its_own_time_on() -> None:
    (change,) = reduce([put(50, minute=90)], ADA, 20, START + timedelta(hours=1), 7, "0xblock")
    assert change.at == START + timedelta(minutes=90)


_changes = st.lists(
    st.tuples(st.sampled_from([ADA, BEN]), st.sampled_from([PARK, WELL, ROAD]), st.integers(0, 100)),
    max_size=15,
)


@given(changes=_changes, power=st.integers(0, 300))
def test_afterwards_exactly_the_power_is_staked_and_nobody_else_lost_anything(
    changes: list[tuple[MemberId, ProposalId, int]], power: int
) -> None:
    stakings = [
        put(amount, proposal, minute=i, member=who) for i, (who, proposal, amount) in enumerate(changes)
    ]
    before = staked_by(stakings, ADA)
    after = [*stakings, *reduce(stakings, ADA, power, START + timedelta(days=1), 7, "0xblock")]
    assert staked_by(after, ADA) == min(before, power)
    assert staked_by(after, BEN) == staked_by(stakings, BEN)
    assert all(amount <= held(stakings)[place] for place, amount in held(after).items())


@pytest.mark.parametrize(
    ("text", "amount"), [("12.5", 1250), ("50%", 500), ("all", 1001), (" ALL ", 1001), ("0.1%", 1)]
)
def test_an_amount_is_tokens_or_a_share_or_all(text: str, amount: int) -> None:
    assert portion(text, 1001, 2) == amount


@pytest.mark.parametrize("text", ["", "0", "0%", "101%", "-5", "half", "1.234", "1e3", "%", "all of it"])
def test_an_amount_that_cannot_be_read_or_is_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        portion(text, 1001, 2)


def test_all_of_nothing_is_refused() -> None:
    with pytest.raises(BadAmount):
        portion("all", 0, 2)


def test_two_changes_have_two_receipts() -> None:
    numbers = Pseudonyms(bytes(32))
    assert len({each.receipt(numbers) for each in (put(5), put(6), put(5, WELL), put(5, minute=1))}) == 4
