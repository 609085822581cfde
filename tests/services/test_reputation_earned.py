"""What a close brings its voters and its author, and what a member is shown of it."""

from bot.domain.policy import Earning
from bot.domain.power import Reputation
from bot.domain.reputation import Why
from bot.services.reputation import MemberReputation
from tests.assembly import GUILD, Assembly
from tests.services.merit import (
    DAY,
    EARNS,
    POINT,
    change_policy,
    close_quietly,
    founded,
    held,
    next_vote,
    passed,
)

NO_RULES: dict[str, object] = {}


async def test_a_close_brings_something_for_each_ballot_and_the_accepted_proposal(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10, "ben": 5, "cleo": 3}, EARNS)
    proposal, _ = await next_vote(assembly)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "Against")
    await assembly.vote("ben", "Abstain")
    count = await assembly.close(proposal)
    assert count.passed
    events = await assembly.folkmoot.reputation.decided_by(proposal)
    assert [(event.member, event.amount, event.why) for event in events] == [
        (assembly.member("ada"), 2 * POINT, Why.BALLOT),
        (assembly.member("ben"), 2 * POINT, Why.BALLOT),
        (assembly.member("ada"), 10 * POINT, Why.ACCEPTED),
    ]
    assert {event.at for event in events} == {count.closing.at}


async def test_closing_again_brings_nothing_again(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10}, EARNS)
    proposal = await passed(assembly, "")
    await assembly.restart()
    await assembly.folkmoot.closing.close(proposal)
    await assembly.folkmoot.sweep.run()
    assert await held(assembly, "ada") == [12 * POINT]


async def test_a_defeated_proposal_brings_its_author_nothing(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10, "ben": 50}, EARNS)
    proposal, _ = await next_vote(assembly)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "Against")
    await assembly.close(proposal)
    assert await held(assembly, "ada", "ben") == [2 * POINT, 2 * POINT]


async def test_ballots_bring_nothing_where_the_quorum_is_missed(assembly: Assembly) -> None:
    rules = {"quorum": {"kind": "absolute", "value": "11"}, "majority": {"kind": "simple"}}
    await founded(assembly, {"ada": 10, "ben": 1}, EARNS, rules=rules)
    proposal, _ = await next_vote(assembly)
    await assembly.vote("ada", "For")
    await assembly.close(proposal)
    assert await held(assembly, "ada") == [0]
    second, _ = await next_vote(assembly)
    await assembly.vote("ada", "For")
    await assembly.vote("ben", "Against")
    await assembly.close(second)
    assert await held(assembly, "ada", "ben") == [12 * POINT, 2 * POINT]


async def test_a_vote_without_a_quorum_brings_for_its_ballots(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10}, EARNS, rules=NO_RULES)
    proposal, _ = await next_vote(assembly)
    await assembly.vote("ada", "Against")
    await assembly.close(proposal)
    assert await held(assembly, "ada") == [2 * POINT]


async def test_ballots_that_weigh_nothing_or_were_withdrawn_bring_nothing(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10, "ben": 5, "dan": 0}, EARNS)
    proposal, _ = await next_vote(assembly)
    await assembly.post_card(proposal)
    await assembly.vote("ada", "For")
    await assembly.vote("dan", "For")
    await assembly.react("ben", "👎")
    await assembly.react("ben", "👎", added=False)
    await assembly.close(proposal)
    assert await held(assembly, "ben", "dan") == [0, 0]


async def test_the_frozen_policy_says_what_is_earned(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10}, EARNS)
    proposal, _ = await next_vote(assembly)
    await change_policy(assembly, earns=Earning(ballot=1000 * POINT))
    await assembly.vote("ada", "For")
    await assembly.close(proposal)
    assert await held(assembly, "ada") == [12 * POINT]


async def test_a_veto_leaves_what_the_vote_brought(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10}, EARNS)
    proposal = await passed(assembly, "")
    await assembly.folkmoot.moderation.veto(assembly.guardian(), proposal, "not now")
    assert await held(assembly, "ada") == [12 * POINT]


async def test_what_a_member_has_is_shown_with_the_newest_events(assembly: Assembly) -> None:
    await founded(assembly, {"ada": 10}, Earning(ballot=POINT))
    for _ in range(7):
        await close_quietly(assembly, (await next_vote(assembly))[0])
    assert (await standing(assembly, "ada")).events == 0
    proposals = []
    for _ in range(7):
        proposal, _ = await next_vote(assembly)
        await assembly.vote("ada", "For")
        await close_quietly(assembly, proposal)
        proposals.append(proposal)
    shown = await standing(assembly, "ada")
    assert (shown.balance, shown.events) == (7 * POINT, 7)
    assert [event.proposal for event in shown.newest] == proposals[:1:-1]
    await change_policy(assembly, sources=(Reputation(half_life=DAY),))
    await assembly.pass_time(2 * DAY)
    assert (await standing(assembly, "ada")).balance < 2 * POINT


async def standing(assembly: Assembly, name: str) -> MemberReputation:
    return await assembly.folkmoot.reputation.standing_of(GUILD, assembly.member(name))
