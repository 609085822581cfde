"""What a close brings its voters and its author, and what a member is shown of it."""

from bot.domain.policy.model import RewardRule
from bot.domain.power import Reputation
from bot.domain.reputation.ledger import Why
from bot.services.reputation.reputation import MemberReputation
from tests.harness import GUILD, ServiceHarness
from tests.services.reputation.merit import (
    DAY,
    POINT,
    REWARDS,
    change_policy,
    close_quietly,
    founded,
    held,
    next_vote,
    passed,
)

NO_RULES: dict[str, object] = {}


async def test_a_close_brings_something_for_each_ballot_and_the_accepted_proposal(
    harness: ServiceHarness,
) -> None:
    await founded(harness, {"ada": 10, "ben": 5, "cleo": 3}, REWARDS)
    proposal, _ = await next_vote(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.vote("ben", "Abstain")
    count = await harness.close(proposal)
    assert count.passed
    events = await harness.services.reputation.decided_by(proposal)
    assert [(event.member, event.amount, event.why) for event in events] == [
        (harness.member("ada"), 2 * POINT, Why.BALLOT),
        (harness.member("ben"), 2 * POINT, Why.BALLOT),
        (harness.member("ada"), 10 * POINT, Why.ACCEPTED),
    ]
    assert {event.at for event in events} == {count.closing.at}


async def test_closing_again_brings_nothing_again(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10}, REWARDS)
    proposal = await passed(harness, "")
    await harness.restart()
    await harness.services.closing.close(proposal)
    await harness.sweep.run()
    assert await held(harness, "ada") == [12 * POINT]


async def test_a_defeated_proposal_brings_its_author_nothing(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10, "ben": 50}, REWARDS)
    proposal, _ = await next_vote(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.close(proposal)
    assert await held(harness, "ada", "ben") == [2 * POINT, 2 * POINT]


async def test_ballots_bring_nothing_where_the_quorum_is_missed(harness: ServiceHarness) -> None:
    rules = {"quorum": {"kind": "absolute", "value": "11"}, "majority": {"kind": "simple"}}
    await founded(harness, {"ada": 10, "ben": 1}, REWARDS, rules=rules)
    proposal, _ = await next_vote(harness)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    assert await held(harness, "ada") == [0]
    second, _ = await next_vote(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.close(second)
    assert await held(harness, "ada", "ben") == [12 * POINT, 2 * POINT]


async def test_a_vote_without_a_quorum_brings_for_its_ballots(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10}, REWARDS, rules=NO_RULES)
    proposal, _ = await next_vote(harness)
    await harness.vote("ada", "Against")
    await harness.close(proposal)
    assert await held(harness, "ada") == [2 * POINT]


async def test_ballots_that_weigh_nothing_or_were_withdrawn_bring_nothing(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10, "ben": 5, "dan": 0}, REWARDS)
    proposal, _ = await next_vote(harness)
    await harness.post_card(proposal)
    await harness.vote("ada", "For")
    await harness.vote("dan", "For")
    await harness.react("ben", "👎")
    await harness.react("ben", "👎", added=False)
    await harness.close(proposal)
    assert await held(harness, "ben", "dan") == [0, 0]


async def test_the_frozen_policy_says_what_is_earned(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10}, REWARDS)
    proposal, _ = await next_vote(harness)
    await change_policy(harness, rewards=RewardRule(ballot=1000 * POINT))
    await harness.vote("ada", "For")
    await harness.close(proposal)
    assert await held(harness, "ada") == [12 * POINT]


async def test_a_veto_leaves_what_the_vote_brought(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10}, REWARDS)
    proposal = await passed(harness, "")
    await harness.services.moderation.veto(harness.guardian(), proposal, "not now")
    assert await held(harness, "ada") == [12 * POINT]


async def test_what_a_member_has_is_shown_with_the_newest_events(harness: ServiceHarness) -> None:
    await founded(harness, {"ada": 10}, RewardRule(ballot=POINT))
    for _ in range(7):
        await close_quietly(harness, (await next_vote(harness))[0])
    assert (await held_reputation(harness, "ada")).events == 0
    proposals = []
    for _ in range(7):
        proposal, _ = await next_vote(harness)
        await harness.vote("ada", "For")
        await close_quietly(harness, proposal)
        proposals.append(proposal)
    shown = await held_reputation(harness, "ada")
    assert (shown.balance, shown.events) == (7 * POINT, 7)
    assert [event.proposal for event in shown.newest] == proposals[:1:-1]
    await change_policy(harness, sources=(Reputation(half_life=DAY),))
    await harness.pass_time(2 * DAY)
    assert (await held_reputation(harness, "ada")).balance < 2 * POINT


async def held_reputation(harness: ServiceHarness, name: str) -> MemberReputation:
    return await harness.services.reputation.of_member(GUILD, harness.member(name))
