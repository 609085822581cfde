"""A forecast is an average of what was closed before, and says how often such averages were right."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bench import forecast as bench
from bot.domain.forecast.forecast import LEAST_VOTES, MOST_VOTES, PastVote, Range, forecast, scored
from bot.domain.ids import TrackId

START = datetime(2027, 1, 1, tzinfo=UTC)
MAIN, GRANTS = TrackId(1), TrackId(2)
LATER = START + timedelta(days=10_000)


def vote(day: int, voters: int, *, passed: bool = True, track: TrackId = MAIN, lasts: int = 5) -> PastVote:
    opened = START + timedelta(days=day)
    return PastVote(track, opened, opened + timedelta(days=lasts), voters, passed)


def after_another(*voters: int, **how: object) -> list[PastVote]:
    return [vote(10 * place, number, **how) for place, number in enumerate(voters)]


def test_a_track_of_which_little_is_known_is_like_its_space() -> None:
    votes = [*after_another(*[100] * 9), vote(95, 10, track=GRANTS, passed=False)]
    found = forecast(votes, GRANTS, LATER)
    assert found is not None
    # The space: (9·100 + 10)/10 = 91 voters. The track: (10 + 2·91)/3 = 64.
    assert found.voters == 64
    # The space: 9½ of 11 passed. The track: (0 + 2·9½/11)/3.
    assert found.passes == Fraction(2 * Fraction(19, 22), 3)


def test_where_all_votes_are_alike_so_is_what_comes() -> None:
    found = forecast(after_another(*[40] * 12), MAIN, LATER)
    assert found is not None
    assert (found.voters, found.range, found.votes) == (40, Range(40, 40), 12)
    assert (found.range_hits, found.ranges) == (7, 7)
    assert (found.hits, found.hits_as_last_time, found.forecasts) == (11, 11, 11)


def test_hits_are_of_forecasts_from_what_was_closed_by_then() -> None:
    # One that fails after ten that passed is forecast wrongly, and "as last time" is wrong of the next, too.
    votes = after_another(*[40] * 10)
    votes += [vote(100, 40, passed=False), vote(110, 40), vote(120, 40)]
    found = forecast(votes, MAIN, LATER)
    assert found is not None
    assert (found.hits, found.hits_as_last_time, found.forecasts) == (11, 10, 12)


def test_votes_that_ran_at_the_same_time_tell_nothing_of_each_other() -> None:
    at_once = [vote(0, 10), vote(0, 20), vote(1, 30)]
    assert scored(at_once) == []
    (only,) = scored([*at_once, vote(5, 40)])
    assert only.expected.voters == 15
    assert only.last.voters == 20


def test_too_little_past_gives_no_forecast() -> None:
    votes = after_another(*[10] * LEAST_VOTES)
    assert forecast(votes[1:], MAIN, LATER) is None
    assert forecast(votes, MAIN, LATER) is not None
    assert forecast(votes, MAIN, votes[-1].opened_at) is None, "what was closed later counts"


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 500), st.booleans()), max_size=60))
def test_a_forecast_stays_within_what_there_was(past: list[tuple[int, int, bool]]) -> None:
    votes = [vote(day, voters, passed=passed) for day, voters, passed in past]
    found = forecast(votes, MAIN, LATER)
    if found is None:
        return
    last = sorted(votes, key=lambda each: each.closed_at)[-MOST_VOTES:]
    assert found.votes == len(last)
    if len(last) == len(votes):
        assert min(each.voters for each in last) <= found.voters <= max(each.voters for each in last)
    assert 0 < found.passes < 1
    assert 0 <= found.range.least <= found.range.most
    assert 0 <= found.range_hits <= found.ranges <= found.forecasts


def test_on_real_votes_it_is_no_worse_than_as_last_time(capsys) -> None:
    assert bench.main() == 0
    printed = capsys.readouterr().out
    assert "14 votes of 6 DAOs, 7 with one before them" in printed
    assert all(name in printed for name in ("voters", "outcomes", "Brier", "as last time"))
