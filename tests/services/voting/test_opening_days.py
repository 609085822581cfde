"""Votes of a track that names opening days wait for the next one, and people are told when that is."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.policy.opening_days import OpeningDays
from bot.domain.proposals.state import State, state
from tests.harness import DISCUSSION, ServiceHarness
from tests.services.delegation.delegating import rule

THURSDAYS = OpeningDays(days=("thursday",), at="15:00", zone="Europe/Berlin", holidays=(date(2026, 3, 5),))
THURSDAY = datetime(2026, 3, 12, 14, tzinfo=UTC)
"""The first one that is no holiday: the discussion begins on Sunday, the first of March."""


async def track_of(harness: ServiceHarness, opens: OpeningDays | None) -> None:
    async with harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(harness.moderator().guild)
        (track,) = await repositories.spaces.tracks(space.id)
    await rule(harness, periods=track.policy.periods.model_copy(update={"opens": opens}))


async def test_a_vote_waits_for_the_next_opening_day(harness: ServiceHarness) -> None:
    await harness.set_up()
    await track_of(harness, THURSDAYS)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.proceed()
    assert (await harness.services.cards.card(proposal)).opens_at == THURSDAY
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    found = await harness.get(proposal)
    assert (found.opening, state(found, harness.clock.now())) == (None, State.DISCUSSION)
    await harness.pass_time(THURSDAY - harness.clock.now() - timedelta(seconds=1))
    await harness.proceed()
    assert (await harness.get(proposal)).opening is None
    await harness.restart()
    await harness.pass_time(timedelta(seconds=1))
    await harness.proceed()
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    assert opening.at == THURSDAY
    assert opening.ends_at == THURSDAY + found.policy.periods.voting


async def test_a_change_of_the_days_counts_for_what_is_discussed(harness: ServiceHarness) -> None:
    await harness.set_up()
    await track_of(harness, THURSDAYS)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.proceed()
    await track_of(harness, None)
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert (await harness.get(proposal)).opening is not None
