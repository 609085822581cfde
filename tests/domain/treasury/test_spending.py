"""What was spent, added up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.outlays import Outlay
from bot.domain.ids import Address, ChainId, TrackId
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.spending import Spent, SpentBy, Sum, month_of, summed

COIN, TOKEN = None, Address("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48")
ADA, BEN = Address("0x" + "1" * 40), Address("0x" + "2" * 40)
MAIN, OTHER = ChainId(1), ChainId(10)


def spent(track: int, amount: int, to: Address = ADA, **more: object) -> Spent:
    asset, chain = more.get("asset"), more.get("chain", MAIN)
    at = more.get("at", datetime(2026, 3, 31, 23, 59, tzinfo=UTC))
    assert isinstance(at, datetime)
    return Spent(
        TrackId(track),
        ChainId(int(str(chain))),
        Outlay(None if asset is None else Address(str(asset)), amount, to),
        at,
    )


def test_each_track_has_a_sum_for_each_asset_of_each_chain() -> None:
    found = [spent(1, 5), spent(2, 7), spent(1, 6), spent(1, 8, asset=TOKEN), spent(1, 9, chain=OTHER)]
    assert summed(found, SpentBy.TRACK) == (
        Sum(TrackId(1), AssetRef(MAIN), 11, 2),
        Sum(TrackId(2), AssetRef(MAIN), 7, 1),
        Sum(TrackId(1), AssetRef(MAIN, TOKEN), 8, 1),
        Sum(TrackId(1), AssetRef(OTHER), 9, 1),
    )


def test_months_are_those_of_utc_and_the_newest_comes_first() -> None:
    late = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
    found = summed([spent(1, 5), spent(1, 6, at=late)], SpentBy.MONTH)
    assert [(each.key, each.amount) for each in found] == [((2026, 4), 6), ((2026, 3), 5)]


def test_a_recipient_has_what_all_tracks_sent() -> None:
    found = summed([spent(1, 5), spent(2, 6), spent(1, 7, BEN)], SpentBy.RECIPIENT)
    assert [(each.key, each.amount, each.times) for each in found] == [(ADA, 11, 2), (BEN, 7, 1)]


SPENT = st.builds(
    lambda track, amount, to, days: spent(
        track, amount, to, at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
    ),
    st.integers(1, 3),
    st.integers(0, 2**128),
    st.sampled_from([ADA, BEN]),
    st.integers(0, 700),
)


@given(st.lists(SPENT), st.sampled_from(list(SpentBy)))
def test_however_it_is_added_up_it_is_all_of_it_and_each_once(found: list[Spent], by: SpentBy) -> None:
    sums = summed(found, by)
    assert sum(each.amount for each in sums) == sum(each.outlay.amount for each in found)
    assert sum(each.times for each in sums) == len(found)
    assert len({(each.key, each.asset) for each in sums}) == len(sums)
    if by is SpentBy.MONTH:
        assert [each.key for each in sums] == sorted({month_of(each.at) for each in found}, reverse=True)
