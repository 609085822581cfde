"""Roles by rules: given to whoever meets one, taken after a time of grace, by what was read and by nobody's mistake."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.errors import (
    BadSetting,
    CircularPower,
    GraceOutOfBounds,
    NotModerator,
    RoleRulesFull,
    RoleRuleUnknown,
    RoleUnfit,
    VotesOutOfBounds,
)
from bot.domain.holder_roles.rule import MOST_RULES, READ_AGAIN, UNREAD_AGAIN, USUAL_GRACE, Halt
from bot.domain.ids import ProposalId, RoleId
from bot.domain.notices.topics import Topic
from bot.domain.retention import RetentionKind
from bot.domain.server_acts.roles.roles import Power
from bot.services.delivery.notifications import TellMember
from bot.services.holder_roles.giving import CHANGES, PAUSE
from bot.services.holder_roles.making import RuleSeen
from tests.databases import ON_EACH_KIND
from tests.harness import GUARDIANS, GUILD, MODERATORS, SILVER, TOKEN, ServiceHarness
from tests.services.server_acts.changed_server import change_policy

HOUR = timedelta(hours=1)
HOLDERS, VOTERS, DELEGATES = RoleId(601), RoleId(602), RoleId(603)
TEN = f"erc20_votes {TOKEN.contract}"


async def founded(harness: ServiceHarness, **powers: int) -> None:
    await harness.set_up()
    server = harness.server
    for role, name in ((HOLDERS, "Holders"), (VOTERS, "Voters"), (DELEGATES, "Delegates")):
        server.add(role, name)
    server.add(MODERATORS, "Moderators", position=2)
    await harness.powers(powers)


async def for_holders(harness: ServiceHarness, amount: str = "10", **more: Any) -> RuleSeen:
    asked = {"sources": TEN, "chain": "", "grace": "", "role": HOLDERS, **more}
    rules, role = harness.services.role_rules, asked.pop("role")
    return await rules.add_holding(harness.moderator(), role, amount, **asked)


async def looked(harness: ServiceHarness, after: timedelta = timedelta(0)) -> None:
    await harness.pass_time(after)
    await harness.sweep.run()


async def vote_open(harness: ServiceHarness) -> ProposalId:
    proposal = await harness.submitted()
    await harness.open(proposal)
    return proposal


def having(harness: ServiceHarness, role: RoleId) -> set[str]:
    names = {harness.member(name): name for name in ("ada", "ben", "cleo", "dan")}
    return {names[member] for held, member in harness.server.holders if held == role}


async def acts(harness: ServiceHarness) -> list[str]:
    return [entry.act for entry in await harness.services.public_log.newest(GUILD, limit=50)]


async def test_whoever_holds_enough_gets_the_role_and_loses_it_after_the_grace(
    harness: ServiceHarness,
) -> None:
    await founded(harness, ada=10, ben=9)
    seen = await for_holders(harness)
    await looked(harness)
    assert having(harness, HOLDERS) == {"ada"}
    assert harness.server.reasons[-1] == f"Folkmoot rule {seen.rule.number} for roles"
    harness.hold("ada", 9)
    harness.hold("ben", 10)
    await looked(harness, READ_AGAIN)
    assert having(harness, HOLDERS) == {"ada", "ben"}, "nothing is taken at once"
    await looked(harness, USUAL_GRACE - HOUR)
    assert having(harness, HOLDERS) == {"ada", "ben"}
    await looked(harness, HOUR)
    assert having(harness, HOLDERS) == {"ben"}
    changed = len(harness.server.reasons)
    await looked(harness, READ_AGAIN * 3)
    assert len(harness.server.reasons) == changed, "nothing is given or taken twice"


async def test_a_wallet_that_is_linked_or_unlinked_is_looked_at_at_once(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await for_holders(harness, grace="1h")
    await looked(harness)
    requests = len(harness.chain.requests)
    harness.hold("cleo", 50)
    harness.chain.advance(harness.chain.finality + 1)
    await harness.link("cleo")
    await harness.sweep.run()
    assert having(harness, HOLDERS) == {"ada", "cleo"}
    (_, asked), *_ = harness.chain.requests[requests:]
    assert {wallet for _, wallet in asked} == {harness.wallet("cleo")}, "nobody else is looked at"
    await harness.unlink("cleo")
    await looked(harness)
    await looked(harness, HOUR)
    assert having(harness, HOLDERS) == {"ada"}


@pytest.mark.attack("rpc")
async def test_a_chain_that_does_not_answer_takes_no_role(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await for_holders(harness, grace="1d")
    await looked(harness)
    harness.hold("ada", 0)
    await looked(harness, READ_AGAIN)
    harness.chain.silent = True
    await looked(harness, READ_AGAIN * 2)
    assert having(harness, HOLDERS) == {"ada"}
    harness.chain.silent = False
    await looked(harness, UNREAD_AGAIN)
    assert having(harness, HOLDERS) == set()


async def test_who_meets_the_rule_again_in_time_keeps_the_role(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await for_holders(harness)
    await looked(harness)
    harness.hold("ada", 0)
    await looked(harness, READ_AGAIN)
    harness.hold("ada", 10)
    await looked(harness, READ_AGAIN)
    harness.hold("ada", 0)
    await looked(harness, USUAL_GRACE - HOUR)
    assert having(harness, HOLDERS) == {"ada"}, "the time begins anew"
    (own,) = await harness.services.role_rules.of(harness.actor("ada"))
    assert own.own is not None
    assert own.own.takes_at == harness.clock.now() + USUAL_GRACE


async def test_who_asked_for_it_is_told_once_before_a_role_is_taken(harness: ServiceHarness) -> None:
    await founded(harness, ada=10, ben=10)
    await for_holders(harness)
    await harness.services.choosing_notices.choose(GUILD, harness.member("ada"), {Topic.ROLES}, "en-US")
    await looked(harness)
    harness.hold("ada", 0)
    harness.hold("ben", 0)
    for _ in range(4):
        await looked(harness, READ_AGAIN)
    told = await harness.notified(TellMember)
    assert [(each.member, [notice.topic for notice in each.about]) for each in told] == [
        (harness.member("ada"), [Topic.ROLES])
    ]


async def test_votes_count_when_they_are_over_and_ballots_that_stand(harness: ServiceHarness) -> None:
    await founded(harness, ada=10, ben=10, cleo=10)
    await harness.services.role_rules.add_voting(harness.moderator(), VOTERS, 2, 2, "", "1h")
    for voters in (("ada", "ben"), ("ada", "cleo")):
        proposal = await vote_open(harness)
        for name in voters:
            await harness.vote(name, "For")
        if "cleo" in voters:
            await harness.post_card(proposal)
            await harness.react("ben", "👍")
            await harness.react("ben", "👍", added=False)
        await looked(harness)
        assert having(harness, VOTERS) == set()
        await harness.close(proposal)
    await looked(harness)
    assert having(harness, VOTERS) == {"ada"}
    await harness.close(await vote_open(harness))
    await looked(harness)
    await looked(harness, HOUR)
    assert having(harness, VOTERS) == set(), "of the last two she voted in one"


async def test_votes_of_some_time_count_until_it_is_over(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await harness.services.role_rules.add_voting(harness.moderator(), VOTERS, 1, None, "30d", "1h")
    proposal = await vote_open(harness)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    await looked(harness)
    assert having(harness, VOTERS) == {"ada"}
    await looked(harness, timedelta(days=31))
    await looked(harness, HOUR)
    assert having(harness, VOTERS) == set()


@ON_EACH_KIND
async def test_a_vote_whose_names_have_gone_takes_no_role_that_it_may_have_earned(
    harness: ServiceHarness,
) -> None:
    await founded(harness, ada=10, ben=10)
    await harness.services.role_rules.add_voting(harness.moderator(), VOTERS, 2, 3, "", "1h")
    await harness.services.retaining.keep(harness.moderator(), RetentionKind.NAMES, 30)

    async def vote_of(*names: str) -> None:
        proposal = await vote_open(harness)
        for name in names:
            await harness.vote(name, "For")
        await harness.close(proposal)
        await harness.notifications()
        await looked(harness)

    await vote_of("ada", "ben")
    await vote_of("ada", "ben")
    assert having(harness, VOTERS) == {"ada", "ben"}
    for _ in range(4):
        await looked(harness, timedelta(days=9))
    await looked(harness, HOUR)
    assert having(harness, VOTERS) == {"ada", "ben"}
    await vote_of("ada")
    await vote_of()
    await looked(harness, HOUR)
    assert having(harness, VOTERS) == {"ada"}, "ben can have voted in one of the last three at most"


@pytest.mark.parametrize(("way", "who"), [("gives", {"ada"}), ("gets", {"ben"}), ("either", {"ada", "ben"})])
async def test_a_role_for_who_delegates_follows_at_once(
    harness: ServiceHarness, way: Any, who: set[str]
) -> None:
    await founded(harness, ada=10, ben=10)
    await change_policy(harness, delegation={"depth": "one_hop"})
    await harness.services.role_rules.add_delegating(harness.moderator(), DELEGATES, way, "1h")
    await looked(harness)
    await harness.services.delegating.delegate(harness.actor("ada"), harness.member("ben"))
    await harness.sweep.run()
    assert having(harness, DELEGATES) == who
    await harness.services.delegating.revoke(harness.actor("ada"))
    await looked(harness)
    await looked(harness, HOUR)
    assert having(harness, DELEGATES) == set()


@pytest.mark.attack("commands")
async def test_roles_with_a_say_are_given_by_no_rule(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    server = harness.server
    server.add(GUARDIANS, "Guardians", position=3)
    admins = server.add(701, "Admins", permissions=Power.ADMINISTRATOR)
    managers = server.add(702, "Managers", permissions=Power.MANAGE_GUILD)
    bots = server.add(703, "A bot's", managed=True)
    above = server.add(704, "Above", position=server.rank)
    counted, elected = server.add(705, "Counted"), server.add(706, "Council")
    await change_policy(harness, power={"sources": [{"kind": "role", "role": counted}], "decimals": 0})
    await change_policy(harness, server={"acts": ["grant_role"], "roles": [str(elected)]})
    for role, halt in (
        (elected, Halt.GIVEN_BY_VOTES),
        (admins, Halt.GIVES_RIGHTS),
        (managers, Halt.GIVES_RIGHTS),
        (MODERATORS, Halt.GIVES_RIGHTS),
        (GUARDIANS, Halt.GIVES_RIGHTS),
        (counted, Halt.GIVES_RIGHTS),
        (bots, Halt.OUT_OF_REACH),
        (above, Halt.OUT_OF_REACH),
        (RoleId(GUILD), Halt.OUT_OF_REACH),
        (RoleId(999), Halt.ROLE_GONE),
    ):
        with pytest.raises(RoleUnfit) as refused:
            await for_holders(harness, role=role)
        assert refused.value.halt is halt, role
    with pytest.raises(CircularPower):
        await for_holders(harness, sources="role 602")
    with pytest.raises(NotModerator):
        await harness.services.role_rules.add_delegating(harness.actor("ada"), HOLDERS, "gives", "")
    assert await harness.services.role_rules.of(harness.moderator()) == []


@pytest.mark.attack("commands")
async def test_what_is_out_of_bounds_is_refused(harness: ServiceHarness) -> None:
    await founded(harness)
    rules, mo = harness.services.role_rules, harness.moderator()
    for amount in ("0", "-1", "much", "0." + "1" * 19):
        with pytest.raises(BadSetting):
            await for_holders(harness, amount)
    for grace in ("59m", "91d"):
        with pytest.raises(GraceOutOfBounds):
            await for_holders(harness, grace=grace)
    for votes, of, within in ((1, None, ""), (1, 2, "30d"), (3, 2, ""), (51, None, "30d"), (1, None, "366d")):
        with pytest.raises(VotesOutOfBounds):
            await rules.add_voting(mo, VOTERS, votes, of, within, "")
    for _ in range(MOST_RULES):
        await rules.add_delegating(mo, DELEGATES, "gives", "")
    with pytest.raises(RoleRulesFull):
        await rules.add_delegating(mo, DELEGATES, "gives", "")
    with pytest.raises(RoleRuleUnknown):
        await rules.remove(mo, MOST_RULES + 1)


@pytest.mark.attack("commands")
async def test_a_role_that_gains_rights_later_is_given_to_nobody_and_that_is_told_once(
    harness: ServiceHarness,
) -> None:
    await founded(harness, ada=10, ben=0)
    await for_holders(harness)
    await looked(harness)
    harness.server.change(HOLDERS, permissions=Power.BAN_MEMBERS)
    harness.hold("ben", 10)
    for _ in range(3):
        await looked(harness, READ_AGAIN)
    assert having(harness, HOLDERS) == {"ada"}
    assert (await acts(harness)).count("roles halted") == 1
    (check,) = await harness.services.checking_roles.check(
        await harness.services.space_setup.place(GUILD, None)
    )
    assert not check.good
    harness.server.change(HOLDERS, permissions=0)
    await looked(harness, READ_AGAIN)
    assert having(harness, HOLDERS) == {"ada", "ben"}


@pytest.mark.attack("commands")
async def test_a_role_that_votes_or_vetoes_in_what_began_before_is_given_to_nobody(
    harness: ServiceHarness,
) -> None:
    await founded(harness, ada=10)
    async with harness.services.uow.reading() as repositories:
        (track,) = await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id)
    before = track.policy.power.model_dump()
    gate = {"kind": "role", "role": str(VOTERS), "gate": True}
    await harness.set_up(guardians=DELEGATES)
    await change_policy(harness, power={**before, "sources": [*before["sources"], gate]})
    draft = await harness.drafted("ada")
    await harness.services.proposing.submit(replace(harness.actor("ada"), roles=frozenset({VOTERS})), draft)
    await harness.set_up()
    for role, right in ((VOTERS, "votes"), (DELEGATES, "vetoes")):
        with pytest.raises(RoleUnfit) as refused:
            await for_holders(harness, role=role)
        assert (refused.value.halt, refused.value.rights) == (Halt.GIVES_RIGHTS, (right,))
    await harness.services.proposing.withdraw(harness.actor("ada"), draft)
    for role in (VOTERS, DELEGATES):
        await for_holders(harness, role=role)
    await looked(harness)
    assert having(harness, VOTERS) == having(harness, DELEGATES) == {"ada"}


async def test_what_somebody_took_by_hand_comes_back_only_when_asked_for(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await for_holders(harness)
    await looked(harness)
    harness.server.holders.clear()
    await looked(harness, READ_AGAIN)
    assert having(harness, HOLDERS) == set()
    await harness.services.role_rules.run(harness.moderator())
    await looked(harness)
    assert having(harness, HOLDERS) == {"ada"}


async def test_who_has_a_role_by_hand_or_by_another_rule_keeps_it(harness: ServiceHarness) -> None:
    await founded(harness, ada=10, ben=0)
    await for_holders(harness, grace="1h")
    harness.hold("ada", 1_000, SILVER)
    await for_holders(harness, sources=f"erc20 {SILVER.contract}", grace="1h")
    harness.server.holders.add((HOLDERS, harness.member("ben")))
    await looked(harness, READ_AGAIN)
    harness.hold("ada", 0)
    await looked(harness, READ_AGAIN)
    await looked(harness, HOUR)
    assert having(harness, HOLDERS) == {"ada", "ben"}
    harness.hold("ada", 0, SILVER)
    await looked(harness, READ_AGAIN)
    await looked(harness, HOUR)
    assert having(harness, HOLDERS) == {"ben"}


async def test_no_rule_takes_a_role_within_the_grace_of_another_rule(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await for_holders(harness, grace="1h")
    await for_holders(harness, amount="5", grace="7d")
    await looked(harness)
    harness.hold("ada", 0)
    await looked(harness, READ_AGAIN)
    await looked(harness, HOUR)
    assert having(harness, HOLDERS) == {"ada"}, "the second rule takes it in seven days"
    harness.hold("ada", 5)
    await looked(harness, READ_AGAIN)
    assert having(harness, HOLDERS) == {"ada"}
    harness.hold("ada", 0)
    await looked(harness, READ_AGAIN)
    await looked(harness, USUAL_GRACE)
    assert having(harness, HOLDERS) == set(), "the last one takes it"


async def test_a_rule_that_is_taken_away_takes_nothing(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    seen = await for_holders(harness)
    await looked(harness)
    removed = await harness.services.role_rules.remove(harness.moderator(), seen.rule.number)
    assert removed.have == 1
    harness.hold("ada", 0)
    await looked(harness, USUAL_GRACE * 2)
    assert having(harness, HOLDERS) == {"ada"}


@pytest.mark.attack("order")
async def test_after_a_crash_and_lost_answers_everybody_has_what_they_should(harness: ServiceHarness) -> None:
    await founded(harness, ada=10, ben=10)
    await for_holders(harness)
    harness.server.forgets_answers = True
    await harness.sweep.run()
    harness.server.forgets_answers = False
    await harness.restart()
    await harness.try_again()
    assert having(harness, HOLDERS) == {"ada", "ben"}
    given = [
        entry
        for entry in await harness.services.public_log.newest(GUILD, limit=9)
        if entry.act == "roles given"
    ]
    assert sum(int(entry.details["members"]) for entry in given) == 2
    assert not any({"to", "from"} & entry.details.keys() for entry in given), "the log names nobody"


async def test_the_log_names_members_where_it_names_their_wallets(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await harness.services.space_setup.log_links(harness.moderator(), True)
    await for_holders(harness)
    await looked(harness)
    (entry,) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.details["to"]) == ("roles given", str(harness.member("ada")))


@pytest.mark.attack("floods")
async def test_many_members_are_looked_at_and_given_their_role_a_few_at_a_time(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    members = [f"m{number}" for number in range(CHANGES + 5)]
    await harness.powers(dict.fromkeys(members, 10))
    await for_holders(harness)
    await harness.sweep.run()
    assert len(harness.server.holders) == CHANGES
    await looked(harness, PAUSE)
    assert len(harness.server.holders) == len(members)
    assert {member for _, member in harness.server.holders} == {harness.member(name) for name in members}


async def test_what_is_to_be_looked_at_anew_meanwhile_is_looked_at_from_the_beginning(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    members = [f"m{number}" for number in range(CHANGES + 5)]
    await harness.powers(dict.fromkeys(members, 10))
    await for_holders(harness)
    await harness.sweep.run()
    harness.server.holders.clear()
    await harness.pass_time(PAUSE / 2)
    await harness.services.role_rules.run(harness.moderator())
    for _ in range(3):
        await looked(harness, PAUSE)
    assert len(harness.server.holders) == len(members), "also whoever was looked at before"


@pytest.mark.attack("floods")
async def test_what_discord_forbids_though_nothing_tells_why_is_told_once(harness: ServiceHarness) -> None:
    await founded(harness)
    members = [f"m{number}" for number in range(CHANGES * 2 + 5)]
    await harness.powers(dict.fromkeys(members, 10))
    await for_holders(harness)
    harness.server.moderates_with_two_factors = True
    for _ in range(6):
        await looked(harness, PAUSE)
    await looked(harness, READ_AGAIN)
    assert (await acts(harness)).count("roles halted") == 1
    (seen,) = await harness.services.role_rules.of(harness.moderator())
    assert seen.rule.halt is Halt.NO_PERMISSION
    harness.server.moderates_with_two_factors = False
    await harness.services.role_rules.run(harness.moderator())
    for _ in range(4):
        await looked(harness, PAUSE)
    assert len(harness.server.holders) == len(members)
    (seen,) = await harness.services.role_rules.of(harness.moderator())
    assert seen.rule.halt is None


async def test_who_left_the_server_holds_up_nobody(harness: ServiceHarness) -> None:
    await founded(harness, ada=10, ben=10)
    harness.server.left.add(harness.member("ada"))
    await for_holders(harness)
    await looked(harness)
    assert having(harness, HOLDERS) == {"ben"}
    (seen,) = await harness.services.role_rules.of(harness.moderator())
    assert seen.have == 1


async def test_an_erased_member_is_forgotten_here_too(harness: ServiceHarness) -> None:
    await founded(harness, ada=10)
    await for_holders(harness)
    await looked(harness)
    await harness.services.own_data.erase(harness.actor("ada"), 1)
    await looked(harness, READ_AGAIN)
    (seen,) = await harness.services.role_rules.of(harness.moderator())
    assert seen.have == 0
    assert having(harness, HOLDERS) == {"ada"}, "what Discord has is Discord's"
