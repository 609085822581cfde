"""What a mandate covers: votes that open before its end, on tracks up to its trust level."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts.mandate import Mandate, MandateTerms, Term, Uncovered, terms_named
from bot.domain.errors import BadMandate
from bot.domain.policy.trust import TrustLevel

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LEVELS = list(TrustLevel)
TIMES = st.integers(1_577_836_800, 3_786_912_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(TIMES, st.sampled_from(Term), st.sampled_from(LEVELS))
def test_a_mandate_lasts_at_least_as_long_as_was_chosen_and_ends_with_a_day(
    now: datetime, term: Term, up_to: TrustLevel
) -> None:
    mandate = MandateTerms(term, up_to).given(now)
    assert mandate.up_to is up_to
    if term.days is None:
        assert mandate.until is None
        return
    assert mandate.until is not None
    assert timedelta(0) < mandate.until - (now + timedelta(days=term.days)) <= timedelta(days=1)
    assert mandate.until.time() == datetime.min.time()


@given(TIMES, st.none() | TIMES, st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_it_covers_what_opens_before_its_end_on_tracks_up_to_its_level_and_nothing_else(
    at: datetime, until: datetime | None, up_to: TrustLevel, trust: TrustLevel
) -> None:
    mandate = Mandate(until, up_to)
    in_time = until is None or at < until
    reaches = LEVELS.index(trust) <= LEVELS.index(up_to)
    assert mandate.covers(at, trust) == (in_time and reaches)
    expected = None if in_time and reaches else Uncovered.EXPIRED if reaches else Uncovered.TRUST
    assert mandate.lacks(at, trust) is expected


@pytest.mark.attack("time")
def test_at_its_very_end_it_has_ended() -> None:
    mandate = Mandate(NOON)
    assert mandate.covers(NOON - timedelta(microseconds=1), TrustLevel.DISCORD)
    assert mandate.lacks(NOON, TrustLevel.DISCORD) is Uncovered.EXPIRED


def test_what_is_left_out_is_the_usual() -> None:
    assert terms_named("", "") == MandateTerms(Term.ENDLESS, TrustLevel.SIGNED)
    assert terms_named("90d", "discord") == MandateTerms(Term.QUARTER, TrustLevel.DISCORD)


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    ("term", "up_to"),
    [("31d", ""), ("-1d", ""), ("365000d", ""), ("forever", ""), ("", "root"), ("", "SIGNED"), ("30d\n", "")],
)
def test_no_other_terms_can_be_had(term: str, up_to: str) -> None:
    with pytest.raises(BadMandate):
        terms_named(term, up_to)
