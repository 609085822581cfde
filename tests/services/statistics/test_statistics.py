"""A space's votes in numbers, as its members ask for them."""

import asyncio
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from bot.domain.errors import NothingCounted, NotSetUp, ProposalUnknown
from bot.domain.ids import GuildId, ProposalId
from bot.domain.imported.snapshot import read_snapshot
from bot.domain.proposals.proposal import Proposal
from bot.domain.statistics.distribution import distribution
from bot.domain.statistics.health import Move
from bot.services.imported.importing import Importing
from bot.services.statistics.treasury import all_months
from bot.services.statistics.turns import Turns
from tests.domain.imported.hub import VOTES, answer, proposal
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.delegation.delegating import opened
from tests.services.treasury.test_spending import executed

POWERS = {"ada": 10, "ben": 5, "cleo": 4, "dan": 1}


async def of(harness: ServiceHarness, proposal: ProposalId) -> Proposal:
    return await harness.get(proposal)


async def closed(harness: ServiceHarness, **changes: Any) -> ProposalId:
    """Cleo has delegated to ben; ada and ben vote, one day and two days after the opening. Dan stays away."""
    proposal = await opened(harness, POWERS, {"cleo": "ben"}, **changes)
    await harness.pass_time(timedelta(days=1))
    await harness.vote("ada", "For")
    await harness.pass_time(timedelta(days=1))
    await harness.vote("ben", "Against")
    await harness.close(proposal)
    return proposal


async def again(harness: ServiceHarness, *voters: str) -> ProposalId:
    """Another vote, in which these speak for it."""
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    for name in voters:
        await harness.vote(name, "For")
    await harness.close(proposal)
    return proposal


async def test_power_is_that_of_voters_with_what_was_delegated_and_that_of_all_members(
    harness: ServiceHarness,
) -> None:
    await closed(harness)
    found = await harness.services.statistics.concentration.of(harness.actor("dan"))
    assert found.voted == distribution([10, 9])
    assert found.members == distribution([10, 5, 4, 1])
    assert [(each.member, each.weight[0], each.delegated) for each in found.voters] == [
        (harness.member("ada"), 10, 0),
        (harness.member("ben"), 9, 4),
    ]
    assert found.vote.turnout == Fraction(19, 20)
    assert found.of_all == 2
    rows = found.table().rows
    assert rows[0] == (1, str(harness.member("ada")), 10, 0, Fraction(10, 19), Fraction(10, 19))


async def test_one_vote_tells_who_voted_for_what_and_when(harness: ServiceHarness) -> None:
    proposal = await of(harness, await closed(harness))
    found = await harness.services.statistics.proposal.of(harness.actor("dan"), proposal)
    assert (found.vote.voters, found.linked) == (2, 4)
    first = next(each for each in found.arrivals if each.heads)
    opened_at = found.vote.opened_at
    assert timedelta(days=1) <= first.at - opened_at <= timedelta(days=1, hours=3)
    assert (first.heads, first.power) == (Fraction(1, 2), Fraction(10, 19))
    assert (found.arrivals[0].heads, found.arrivals[-1].heads, found.arrivals[-1].power) == (0, 1, 1)
    assert [row[5] for row in found.table().rows] == ["For", "Against"]


async def test_nothing_is_told_of_a_vote_before_its_close(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, {}, privacy="after_close", reactions=False)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    actor, statistics = harness.actor("dan"), harness.services.statistics
    with pytest.raises(NothingCounted):
        await statistics.proposal.of(actor, await of(harness, proposal))
    with pytest.raises(NothingCounted):
        await statistics.concentration.of(actor, await of(harness, proposal))
    with pytest.raises(NothingCounted):
        await statistics.concentration.of(actor)
    assert (await statistics.participation.turnout(actor, 90)).votes == ()
    assert (await statistics.participation.time_to_vote(actor, 90)).delays.number == 0
    assert (await statistics.participation.overlap(actor, 90)).agreement.voters == ()
    assert (await statistics.space.of(actor, 90)).people.voters == 0
    assert (await statistics.health.of(actor, 90)).health.voters.now == 0
    assert (await statistics.delegate.of(actor, harness.member("ada"), 90)).casts == ()
    await harness.close(proposal)
    assert (await statistics.concentration.of(actor)).voted == distribution([10, 5])


async def test_nobody_measures_somebody_elses_draft(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers(POWERS)
    draft = await of(harness, await harness.drafted("ada"))
    with pytest.raises(ProposalUnknown):
        await harness.services.statistics.proposal.of(harness.actor("ada"), draft)


async def test_participation_is_told_by_heads_by_power_and_by_time(harness: ServiceHarness) -> None:
    await closed(harness)
    await again(harness, "ada")
    actor, participation = harness.actor("dan"), harness.services.statistics.participation
    turnout = await participation.turnout(actor, 90)
    assert [(each.voters, each.turnout) for each in turnout.votes] == [
        (2, Fraction(19, 20)),
        (1, Fraction(1, 2)),
    ]
    assert turnout.linked == (4, 4)
    assert turnout.table().rows[0][3:] == (2, 4, 19, 20, Fraction(19, 20))
    delays = (await participation.time_to_vote(actor, 90)).delays
    assert delays.counts == (1, 0, 0, 1, 1, 0, 0, 0)
    assert (await participation.turnout(actor, 7)).votes == turnout.votes[1:], "a week has one of them"


async def test_who_votes_with_whom_is_told_of_those_who_met_often_enough(harness: ServiceHarness) -> None:
    await closed(harness)
    for _ in range(2):
        await again(harness, "ada", "ben", "dan")
    found = await harness.services.statistics.participation.overlap(harness.actor("dan"), 90)
    ada, ben, dan = (harness.member(name) for name in ("ada", "ben", "dan"))
    assert found.agreement.voters == (ada, ben, dan)
    assert (found.votes, found.cast) == (3, (3, 3, 2))
    assert found.table().rows == [
        (str(ada), str(ben), 3, 2, Fraction(2, 3)),
        (str(ada), str(dan), 2, 2, None),
        (str(ben), str(dan), 2, 2, None),
    ]


async def test_a_space_is_held_beside_its_own_past(harness: ServiceHarness) -> None:
    await closed(harness)
    await harness.pass_time(timedelta(days=10))
    await again(harness, "ada", "ben", "dan")
    found = await harness.services.statistics.health.of(harness.actor("dan"), 14)
    health = found.health
    assert (health.heads.now, health.heads.before, health.heads.move) == (3, 2, Move.UP)
    assert (health.newcomers.now, health.returned.now) == (1, 1)
    assert (health.nakamoto.now, health.nakamoto.before) == (2, 1), "ten of twenty are no more than half"
    assert (health.largest.now, health.largest.before) == (Fraction(1, 2), Fraction(10, 19))
    assert found.imported is None
    assert ("heads", 3, 2, "up", None) in found.table().rows


async def test_a_space_is_held_beside_what_was_imported_of_its_past_too(harness: ServiceHarness) -> None:
    """Of the same length of time, which ends with the newest imported vote."""
    await closed(harness)
    importing = Importing(harness.services.uow, harness.services.clock)
    long_before = proposal("0x03", end=1_700_600_000 - 14 * 86_400)
    past = read_snapshot([answer([proposal("0x01"), proposal("0x02"), long_before], VOTES)])
    await importing.take(GUILD, "", past.documents())
    found = await harness.services.statistics.health.of(harness.actor("dan"), 14)
    rows = {row[0]: row[1:] for row in found.table().rows}
    assert (rows["votes"], rows["passed"][3]) == ((1, 0, "up", 2), Fraction(1, 2))
    assert (rows["heads"][0], rows["heads"][3]) == (2, 1), "two voted in the one, and nobody in the other"
    assert (rows["nakamoto"][3], rows["largest"][3]) == (1, Fraction(10050, 12075))
    assert rows["gini"][3] == Fraction(1, 2) - Fraction(2025, 12075)
    assert {rows[name][3] for name in ("turnout", "voters", "newcomers", "returned", "authors")} == {None}
    assert len(found.votes) == 1, "they are never mixed"


async def test_a_space_tells_what_came_of_its_proposals_and_what_moderators_did(
    harness: ServiceHarness,
) -> None:
    await closed(harness)
    other = await harness.submitted("ada")
    await harness.services.moderation.cancel(harness.moderator(), other, "spam")
    await harness.submitted("ada")
    found = await harness.services.statistics.space.of(harness.actor("dan"), 90)
    assert found.table().rows == [("main", 3, 1, 0, 1, 1)]
    assert (found.linked, found.people.voters, found.people.authors) == (4, 2, 1)
    assert ("cancelled", harness.member("mo"), 1) in [
        (each.act, each.actor, each.number) for each in found.acts
    ]


async def test_a_delegates_record_tells_what_of_their_power_was_others(harness: ServiceHarness) -> None:
    await closed(harness)
    await again(harness, "ada")
    found = await harness.services.statistics.delegate.of(harness.actor("dan"), harness.member("ben"), 90)
    assert [(each.own, each.delegated, each.share, each.voted) for each in found.casts] == [
        (5, 4, Fraction(9, 19), True),
        (0, 0, 0, False),
    ]
    assert (found.portrait.delegators, found.portrait.participation.cast) == (1, 1)


async def test_a_treasury_tells_what_went_out_by_month(harness: ServiceHarness) -> None:
    await executed(harness)
    found = await harness.services.statistics.treasury.of(harness.actor("dan"))
    (month,) = found.months
    assert (month.dollars, month.unpriced) == (0, 1), "nothing says what a wei is worth"
    now = harness.clock.now()
    assert found.table().rows == [(f"{now.year}-{now.month:02}", 1, None, "ETH", 5, 1)]


def test_a_month_in_which_nothing_went_out_is_shown_as_one() -> None:
    assert all_months([(2026, 2), (2025, 11)]) == [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]
    assert all_months([]) == []


async def test_a_server_is_in_no_figure_of_another(harness: ServiceHarness) -> None:
    await closed(harness)
    actor, statistics = harness.actor("eve", guild=OTHER_GUILD), harness.services.statistics
    with pytest.raises(NotSetUp):
        await statistics.health.of(actor, 90)
    await harness.set_up(guild=OTHER_GUILD)
    assert (await statistics.participation.turnout(actor, 90)).votes == ()
    assert (await statistics.space.of(actor, 90)).outcomes == ()
    with pytest.raises(NothingCounted):
        await statistics.concentration.of(actor)


async def test_servers_take_turns_and_one_measures_at_a_time() -> None:
    turns, order = Turns(), []

    async def measure(guild: GuildId, name: str) -> None:
        async with turns.of(guild):
            order.append(name)
            await asyncio.sleep(0)
            order.append(name)

    asked = [(GUILD, "first"), (GUILD, "second"), (GUILD, "third"), (OTHER_GUILD, "other")]
    await asyncio.gather(*(measure(guild, name) for guild, name in asked))
    assert order[::2] == order[1::2], "nobody begins before another one has ended"
    assert order[::2] == ["first", "other", "second", "third"]
