"""Making and taking back delegations, and what delegates are judged by."""

from datetime import timedelta

import pytest

from bot.domain.delegation import Delegation
from bot.domain.errors import (
    BadSetting,
    DelegationCycle,
    DelegationOff,
    DelegationOver,
    DelegationToOneself,
    DelegationUnknown,
    NotSetUp,
    TextTooLong,
    TrackUnknown,
)
from bot.domain.participation import Participation
from bot.domain.policy import DelegationRule
from bot.services.delegations import STATEMENT_LIMIT
from tests.assembly import OTHER_GUILD, TICK, TOKEN, Assembly
from tests.services.delegating import lend, opened, rule, space


async def made(assembly: Assembly, name: str) -> list[tuple[int, int | None]]:
    """To whom a member delegates, and on which track."""
    mine = await assembly.folkmoot.delegating.mine(assembly.actor(name))
    return [(each.delegate, each.track) for each in mine.made]


# -- delegating ----------------------------------------------------------------------------------------------


async def test_a_delegation_says_what_it_replaces_and_until_when_it_holds(assembly: Assembly) -> None:
    await space(assembly, {})
    first = await lend(assembly, "ada", "ben", told=True)
    second = await lend(assembly, "ada", "cleo", until="90d")
    now = assembly.clock.now()
    ada, ben, cleo = (assembly.member(name) for name in ("ada", "ben", "cleo"))
    assert first.delegation == Delegation(ada, ben, None, None, True, now)
    assert first.replaced is None
    assert second.delegation == Delegation(ada, cleo, None, now + timedelta(days=90), False, now)
    assert second.replaced == first.delegation
    assert await made(assembly, "ada") == [(cleo, None)]


async def test_a_topic_has_a_delegate_of_its_own(assembly: Assembly) -> None:
    await space(assembly, {})
    parks = await rule(assembly, "parks")
    await lend(assembly, "ada", "ben")
    result = await lend(assembly, "ada", "cleo", track=" PARKS ")
    assert result.track is not None
    assert result.track.id == parks
    assert await made(assembly, "ada") == [
        (assembly.member("ben"), None),
        (assembly.member("cleo"), parks),
    ]


async def test_a_delegation_for_all_tracks_names_those_on_which_it_does_not_count(
    assembly: Assembly,
) -> None:
    await space(assembly, {})
    await rule(assembly, "treasury", delegation=None)
    await rule(assembly, "parks", delegation=DelegationRule(depth="transitive"))
    result = await lend(assembly, "ada", "ben")
    assert [track.name for track in result.without] == ["treasury"]
    assert result.passed_on


async def test_delegating_is_refused_where_it_would_mean_nothing(assembly: Assembly) -> None:
    await space(assembly, {})
    await rule(assembly, "treasury", delegation=None)
    with pytest.raises(DelegationToOneself):
        await lend(assembly, "ada", "ada")
    with pytest.raises(DelegationOver):
        await lend(assembly, "ada", "ben", until="0d")
    with pytest.raises(BadSetting):
        await lend(assembly, "ada", "ben", until="a while")
    with pytest.raises(DelegationOff) as off:
        await lend(assembly, "ada", "ben", track="treasury")
    assert off.value.track == "treasury"
    with pytest.raises(TrackUnknown) as unknown:
        await lend(assembly, "ada", "ben", track="moon")
    assert unknown.value.known == ("main", "treasury")
    await rule(assembly, delegation=None)
    with pytest.raises(DelegationOff) as off:
        await lend(assembly, "ada", "ben")
    assert off.value.track is None
    assert await made(assembly, "ada") == []


async def test_without_a_space_nothing_is_delegated(assembly: Assembly) -> None:
    with pytest.raises(NotSetUp):
        await lend(assembly, "ada", "ben")


async def test_where_power_is_passed_on_a_circle_is_refused_with_its_path(assembly: Assembly) -> None:
    await space(assembly, {}, "transitive")
    await lend(assembly, "ada", "ben")
    await lend(assembly, "ben", "cleo")
    with pytest.raises(DelegationCycle) as refusal:
        await lend(assembly, "cleo", "ada")
    assert refusal.value.path == tuple(assembly.member(name) for name in ("cleo", "ada", "ben", "cleo"))
    assert await made(assembly, "cleo") == []


async def test_where_it_is_not_passed_on_two_may_delegate_to_each_other(assembly: Assembly) -> None:
    await space(assembly, {}, "one_hop")
    await lend(assembly, "ada", "ben")
    await lend(assembly, "ben", "ada")
    assert await made(assembly, "ben") == [(assembly.member("ada"), None)]


async def test_delegations_belong_to_their_server(assembly: Assembly) -> None:
    await space(assembly, {})
    await assembly.set_up(guild=OTHER_GUILD)
    await lend(assembly, "ada", "ben")
    there = await assembly.folkmoot.delegating.mine(assembly.actor("ada", guild=OTHER_GUILD))
    assert there.made == ()


# -- taking back ---------------------------------------------------------------------------------------------


async def test_one_topic_the_rest_or_everything_is_revoked(assembly: Assembly) -> None:
    await space(assembly, {})
    parks = await rule(assembly, "parks")
    revoke, ada = assembly.folkmoot.delegating.revoke, assembly.actor("ada")

    async def both() -> None:
        await lend(assembly, "ada", "ben")
        await lend(assembly, "ada", "cleo", track="parks")

    await both()
    assert [each.track for each in await revoke(ada, "parks")] == [parks]
    assert await made(assembly, "ada") == [(assembly.member("ben"), None)]
    await both()
    assert [each.track for each in await revoke(ada, "*")] == [None]
    assert await made(assembly, "ada") == [(assembly.member("cleo"), parks)]
    await both()
    assert [each.track for each in await revoke(ada)] == [None, parks]
    assert await made(assembly, "ada") == []
    with pytest.raises(DelegationUnknown):
        await revoke(ada)


async def test_nobody_revokes_what_others_lend_to_them(assembly: Assembly) -> None:
    await space(assembly, {})
    await lend(assembly, "ada", "ben")
    with pytest.raises(DelegationUnknown):
        await assembly.folkmoot.delegating.revoke(assembly.actor("ben"))


async def test_a_member_sees_both_sides_and_what_is_over(assembly: Assembly) -> None:
    await space(assembly, {})
    await lend(assembly, "ada", "ben", until="1d")
    await lend(assembly, "cleo", "ada")
    await assembly.pass_time(timedelta(days=1))
    mine = await assembly.folkmoot.delegating.mine(assembly.actor("ada"))
    assert [(each.delegate, each.over(assembly.clock.now())) for each in mine.made] == [
        (assembly.member("ben"), True)
    ]
    assert [each.delegator for each in mine.received] == [assembly.member("cleo")]


# -- delegates -----------------------------------------------------------------------------------------------


async def test_a_profile_is_written_by_its_owner_and_read_by_all(assembly: Assembly) -> None:
    await space(assembly, {})
    delegating, ada = assembly.folkmoot.delegating, assembly.actor("ada")
    await delegating.describe(ada, " I read all of it. ", "parks", "I sell pumps.")
    seen = await delegating.portrait(ada.guild, ada.member)
    assert seen.profile is not None
    assert (seen.profile.statement, seen.profile.topics, seen.profile.conflicts) == (
        "I read all of it.",
        "parks",
        "I sell pumps.",
    )
    with pytest.raises(TextTooLong):
        await delegating.describe(ada, "x" * (STATEMENT_LIMIT + 1), "", "")


async def test_a_portrait_tells_what_a_delegate_did_in_closed_votes(assembly: Assembly) -> None:
    first = await opened(assembly, {"ada": 10, "ben": 5, "cleo": 3}, {"ben": "cleo"})
    await assembly.vote("cleo", "For", reason="We need it.")
    await assembly.vote("ada", "Against")
    await assembly.close(first)
    second = await assembly.submitted("ada", title="Another well")
    await assembly.open(second)
    await assembly.vote("cleo", "For")
    seen = await assembly.folkmoot.delegating.portrait(assembly.actor("ada").guild, assembly.member("cleo"))
    assert seen.delegators == 1
    assert seen.participation == Participation(votes=1, cast=1, decided=1, agreed=0, reasons=1)
    await assembly.close(second)
    seen = await assembly.folkmoot.delegating.portrait(assembly.actor("ada").guild, assembly.member("cleo"))
    assert seen.participation == Participation(votes=2, cast=2, decided=2, agreed=1, reasons=1)


async def test_the_board_begins_with_those_whom_most_delegate_to(assembly: Assembly) -> None:
    await space(assembly, {})
    await rule(assembly, "parks")
    delegating = assembly.folkmoot.delegating
    await lend(assembly, "ada", "cleo", until="1d")
    await lend(assembly, "ada", "dan", track="parks")
    for delegator in ("ben", "eve"):
        await lend(assembly, delegator, "dan")
        await lend(assembly, delegator, "dan", track="parks")
    await delegating.describe(assembly.actor("finn"), "Delegate to me.", "", "")
    await delegating.describe(assembly.actor("ada"), "", "", "none")
    board = await delegating.board(assembly.actor("ada").guild)
    assert [(each.member, each.delegators) for each in board] == [
        (assembly.member("dan"), 3),
        (assembly.member("cleo"), 1),
        (assembly.member("finn"), 0),
    ]
    await assembly.pass_time(timedelta(days=1))
    board = await delegating.board(assembly.actor("ada").guild)
    assert [each.member for each in board] == [assembly.member("dan"), assembly.member("finn")]


# -- what a member is told of lent power ---------------------------------------------------------------------


async def test_a_delegate_is_told_whose_power_they_vote_with(assembly: Assembly) -> None:
    proposal = await opened(
        assembly, {"ada": 10, "ben": 5, "cleo": 30}, {"ben": "ada", "cleo": "ada", "eve": "ada"}
    )
    lending = await assembly.folkmoot.lendings.explained(
        assembly.actor("ada").guild, proposal, assembly.member("ada")
    )
    assert lending.lenders == (
        (assembly.member("cleo"), 30),
        (assembly.member("ben"), 5),
        (assembly.member("eve"), 0),
    )
    assert (lending.votes, lending.delegate) == (False, None)


async def test_a_delegator_is_told_who_votes_with_their_power(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 10, "ben": 5}, {"ben": "ada"})
    explained = assembly.folkmoot.lendings.explained
    guild, ada, ben = assembly.actor("ada").guild, assembly.member("ada"), assembly.member("ben")
    before = await explained(guild, proposal, ben)
    assert (before.delegate, before.counts_with, before.votes) == (ada, None, False)
    await assembly.vote("ada", "For")
    assert (await explained(guild, proposal, ben)).counts_with == ada
    await assembly.pass_time(TICK)
    await assembly.vote("ben", "Against")
    after = await explained(guild, proposal, ben)
    assert (after.delegate, after.counts_with, after.votes) == (ada, None, True)


async def test_delegation_on_chain_is_told_as_of_the_snapshot_and_as_of_now(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10, "ben": 5})
    stranger = assembly.wallet("stranger")
    assembly.chain.delegate(TOKEN.contract, assembly.wallet("ada"), stranger)
    assembly.chain.advance(assembly.chain.finality + 1)
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    assembly.chain.delegate(TOKEN.contract, assembly.wallet("ada"), assembly.wallet("ada"))
    assembly.chain.advance()
    lendings, ada = assembly.folkmoot.lendings, assembly.actor("ada")
    (then,) = (await lendings.explained(ada.guild, proposal, ada.member)).on_chain
    (now,) = await lendings.on_chain_now(ada)
    (of_ben,) = await lendings.on_chain_now(assembly.actor("ben"))
    assert (then.source, then.wallet, then.delegate) == (TOKEN, assembly.wallet("ada"), stranger)
    assert now.delegate == assembly.wallet("ada")
    assert of_ben.delegate is None
    assert await lendings.on_chain_now(assembly.actor("eve")) == []


async def test_delegation_on_chain_that_can_not_be_read_is_undetermined(assembly: Assembly) -> None:
    await space(assembly, {"ada": 10})
    assembly.chain.silent = True
    (found,) = await assembly.folkmoot.lendings.on_chain_now(assembly.actor("ada"))
    assert found.delegate is not None
    assert not isinstance(found.delegate, str)
