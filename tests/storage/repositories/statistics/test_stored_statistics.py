"""Figures over many votes of one space, added up by the database; other servers' votes are in none of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.domain.accounts.wallet import Wallet
from bot.domain.elections.ballot import Ballot
from bot.domain.ids import ContentHash, MemberId, ProposalId, RoleId
from bot.domain.proposals.facts import Cancellation, Closing, Opening, Submission
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.health import People
from bot.domain.statistics.outcomes import Outcomes
from bot.services.ports import Acts, Repositories
from tests.storage.repositories.stored_world import (
    ABROAD,
    ADA,
    BEN,
    BLOCK,
    CAM,
    CONTENT,
    HOME,
    START,
    WEI,
    World,
    after,
    ballot,
    policy,
    wallet,
)

ROOT = policy().model_copy(update={"power": policy().power.model_copy(update={"curve": "root"})})


async def submitted(repositories: Repositories, world: World, author: MemberId, at: datetime) -> ProposalId:
    proposals = repositories.proposals
    proposal = await proposals.add(world.home.id, world.track.id, author, CONTENT, at)
    number = await proposals.next_number(world.home.id)
    await proposals.submit(proposal, Submission(at, 1, (BLOCK,), RoleId(15), number))
    return proposal


async def closed(
    repositories: Repositories,
    proposal: ProposalId,
    opened_at: datetime,
    closed_at: datetime,
    *ballots: Ballot,
    passed: bool = True,
    rules: Any = None,
    **result: Any,
) -> None:
    rules = rules or policy()
    opening = Opening(opened_at, closed_at, (BLOCK,), WEI, rules, ContentHash("ab" * 32))
    await repositories.proposals.open(proposal, opening, b"{}")
    await repositories.ballots.add(ballots)
    found = {"mechanism": "single", "voters": len(ballots), "cast_power": str(WEI - 1), **result}
    await repositories.proposals.close(
        proposal, Closing(closed_at, found, passed, ContentHash("cd" * 32)), b"{}"
    )


async def test_the_closed_votes_of_a_time_and_how_soon_members_came(world: World) -> None:
    async with world.unit.writing() as repositories:
        old, young, open_, conviction = [await submitted(repositories, world, ADA, START) for _ in range(4)]
        await closed(
            repositories,
            old,
            after(0),
            after(days=2),
            ballot(old, ADA, 1, after(minutes=59)),
            ballot(old, ADA, 2, after(hours=30), source=2),
            ballot(old, BEN, 2, after(hours=1)),
            passed=False,
        )
        await closed(
            repositories,
            young,
            after(days=3),
            after(days=5),
            ballot(young, ADA, 1, after(days=4, hours=1)),
            rules=ROOT,
        )
        await closed(repositories, conviction, after(0), after(days=4), mechanism="conviction")
        await repositories.proposals.open(
            open_, Opening(after(1), after(days=9), (BLOCK,), WEI, policy(), ContentHash("ab" * 32)), b"{}"
        )
        await repositories.ballots.add([ballot(open_, CAM, 1, after(2))])
    async with world.unit.reading() as repositories:
        statistics = repositories.statistics
        votes = await statistics.closed_votes(world.home.id, START, after(days=6), 10)
        rule = policy().power
        assert votes[1] == ClosedVote(
            proposal=old,
            number=votes[1].number,
            track=world.track.id,
            mechanism="single",
            opened_at=after(0),
            closed_at=after(days=2),
            passed=False,
            voters=3,
            cast_power=WEI - 1,
            total_power=WEI,
            decimals=rule.decimals,
            symbol=rule.symbol,
        )
        assert votes[0].turnout is None, "roots add up to something else than the whole"
        assert votes[1].turnout is not None
        assert [
            each.proposal for each in await statistics.closed_votes(world.home.id, START, after(days=5), 10)
        ] == [old]
        assert await statistics.closed_votes(world.abroad.id, START, after(days=6), 10) == []
        assert await statistics.closed_vote(world.home.id, young) == votes[0]
        assert await statistics.closed_vote(world.home.id, open_) is None
        assert await statistics.closed_vote(world.abroad.id, young) is None
        delays = await statistics.delays(world.home.id, START, after(days=6))
        assert delays.counts == (1, 1, 0, 1, 0, 0, 0, 0), "each member's first ballot in each closed vote"
        assert await statistics.most_active(world.home.id, START, after(days=6), 1) == [(ADA, 2)]
        assert await statistics.most_active(world.abroad.id, START, after(days=6), 9) == []


async def test_what_stands_last_is_compared_and_what_was_withdrawn_is_not(world: World) -> None:
    one, other = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add(
            [
                ballot(one, ADA, 1),
                ballot(one, ADA, [2, 1], after(1)),
                ballot(one, BEN, 2),
                ballot(one, BEN, None, after(1)),
                ballot(other, BEN, 3),
                ballot(other, CAM, 3),
            ]
        )
    async with world.unit.reading() as repositories:
        found = await repositories.statistics.choices([one, other], [ADA, BEN])
    assert sorted(found, key=lambda each: each[:2]) == [(one, ADA, [2, 1]), (other, BEN, 3)]


async def test_outcomes_are_those_of_the_submissions_of_a_time(world: World) -> None:
    async with world.unit.writing() as repositories:
        passed, defeated, cancelled, _, early = [
            await submitted(repositories, world, ADA, at)
            for at in (after(1), after(1), after(1), after(1), START)
        ]
        await closed(repositories, passed, after(2), after(3))
        await closed(repositories, defeated, after(2), after(3), passed=False)
        await closed(repositories, early, after(2), after(3))
        await repositories.proposals.cancel(cancelled, Cancellation(ADA, "spam", after(2)))
    await world.proposal()
    async with world.unit.reading() as repositories:
        statistics = repositories.statistics
        assert await statistics.outcomes(world.home.id, after(1), after(9)) == [
            Outcomes(world.track.id, passed=1, defeated=1, stopped=1, open=1)
        ], "drafts, and what was submitted before, are none of them"
        assert await statistics.outcomes(world.abroad.id, START, after(9)) == []


async def test_who_voted_in_each_window_came_for_the_first_time_and_came_back(world: World) -> None:
    edges = (after(days=1), after(days=2), after(days=3), after(days=4))
    voters = {0: [ADA], 1: [ADA, BEN], 2: [BEN], 3: [BEN, CAM]}
    async with world.unit.writing() as repositories:
        for day, members in voters.items():
            proposal = await submitted(repositories, world, members[0], after(days=day, hours=1))
            closing = after(days=day, hours=12)
            cast = [ballot(proposal, member, 1, after(days=day, hours=2)) for member in members]
            await closed(repositories, proposal, after(days=day, hours=2), closing, *cast)
    async with world.unit.reading() as repositories:
        now, before, first = await repositories.statistics.people(world.home.id, edges)
        assert now == People(voters=2, newcomers=1, returned=1, authors=1)
        assert before == People(voters=1, newcomers=0, returned=1, authors=1)
        assert first == 2
        assert await repositories.statistics.people(world.abroad.id, edges) == (
            People(0, 0, 0, 0),
            People(0, 0, 0, 0),
            0,
        )


async def test_members_are_there_while_one_of_their_wallets_is_linked(world: World) -> None:
    async with world.unit.writing() as repositories:
        for member, number, at in ((ADA, 1, 1), (ADA, 2, 2), (BEN, 3, 3)):
            await repositories.wallets.link(Wallet(HOME, member, wallet(number), after(at), True))
        await repositories.wallets.link(Wallet(ABROAD, CAM, wallet(1), after(1), True))
        await repositories.wallets.unlink(HOME, ADA, wallet(1), after(4))
        await repositories.wallets.unlink(HOME, BEN, wallet(3), after(5))
    async with world.unit.reading() as repositories:
        moments = [after(seconds) for seconds in (0, 1, 3, 4, 5)]
        assert await repositories.statistics.linked(HOME, moments) == [0, 1, 2, 2, 1]


async def test_acts_are_counted_by_who_did_them(world: World) -> None:
    async with world.unit.writing() as repositories:
        for guild, actor, act, at in (
            (HOME, ADA, "cancel", 1),
            (HOME, ADA, "cancel", 2),
            (HOME, BEN, "pause", 2),
            (HOME, MemberId(0), "cancel", 2),
            (HOME, BEN, "pause", 9),
            (ABROAD, CAM, "pause", 2),
        ):
            await repositories.log.add(guild, actor, act, at=after(at))
    async with world.unit.reading() as repositories:
        found = await repositories.statistics.acts(HOME, after(1), after(9))
    assert found == [Acts("cancel", ADA, 2), Acts("pause", BEN, 1)]


async def test_a_result_that_cannot_be_read_is_left_out_alone(world: World) -> None:
    async with world.unit.writing() as repositories:
        good, bad = [await submitted(repositories, world, ADA, START) for _ in range(2)]
        for proposal in (good, bad):
            await closed(repositories, proposal, after(1), after(2))
    async with world.database.write_transaction() as connection:
        await connection.execute(text("UPDATE closings SET result = '{' WHERE proposal = :bad"), {"bad": bad})
    async with world.unit.reading() as repositories:
        found = await repositories.statistics.closed_votes(world.home.id, START, START + timedelta(days=1), 9)
    assert [each.proposal for each in found] == [good]
