"""Making and taking back delegations, and what delegates are judged by."""

from datetime import timedelta

import pytest

from bot.domain.delegation.delegation import Delegation
from bot.domain.delegation.participation import Participation
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
from bot.domain.policy.model import DelegationRule
from bot.services.delegation.delegated_power import GivenPart
from bot.services.delegation.delegating import STATEMENT_LIMIT
from tests.harness import OTHER_GUILD, TICK, TOKEN, ServiceHarness
from tests.services.delegation.delegating import delegate_power, opened, rule, space


async def made(harness: ServiceHarness, name: str) -> list[tuple[int, int | None]]:
    """To whom a member delegates, and on which track."""
    mine = await harness.services.delegating.mine(harness.actor(name))
    return [(each.delegate, each.track) for each in mine.made]


# -- delegating ----------------------------------------------------------------------------------------------


async def test_a_delegation_says_what_it_replaces_and_until_when_it_holds(harness: ServiceHarness) -> None:
    await space(harness, {})
    first = await delegate_power(harness, "ada", "ben", notify=True)
    second = await delegate_power(harness, "ada", "cleo", until="90d")
    now = harness.clock.now()
    ada, ben, cleo = (harness.member(name) for name in ("ada", "ben", "cleo"))
    assert first.delegations == (Delegation(ada, ben, None, None, now),)
    assert first.replaced == ()
    assert second.delegations == (Delegation(ada, cleo, None, now + timedelta(days=90), now),)
    assert second.replaced == first.delegations
    assert await made(harness, "ada") == [(cleo, None)]


async def test_a_topic_has_a_delegate_of_its_own(harness: ServiceHarness) -> None:
    await space(harness, {})
    parks = await rule(harness, "parks")
    await delegate_power(harness, "ada", "ben")
    result = await delegate_power(harness, "ada", "cleo", track=" PARKS ")
    assert result.track is not None
    assert result.track.id == parks
    assert await made(harness, "ada") == [
        (harness.member("ben"), None),
        (harness.member("cleo"), parks),
    ]


async def test_a_delegation_for_all_tracks_names_those_on_which_it_does_not_count(
    harness: ServiceHarness,
) -> None:
    await space(harness, {})
    await rule(harness, "treasury", delegation=None)
    await rule(harness, "parks", delegation=DelegationRule(depth="transitive"))
    result = await delegate_power(harness, "ada", "ben")
    assert [track.name for track in result.without] == ["treasury"]
    assert result.passed_on


async def test_delegating_is_refused_where_it_would_mean_nothing(harness: ServiceHarness) -> None:
    await space(harness, {})
    await rule(harness, "treasury", delegation=None)
    with pytest.raises(DelegationToOneself):
        await delegate_power(harness, "ada", "ada")
    with pytest.raises(DelegationOver):
        await delegate_power(harness, "ada", "ben", until="0d")
    with pytest.raises(BadSetting):
        await delegate_power(harness, "ada", "ben", until="a while")
    with pytest.raises(DelegationOff) as off:
        await delegate_power(harness, "ada", "ben", track="treasury")
    assert off.value.track == "treasury"
    with pytest.raises(TrackUnknown) as unknown:
        await delegate_power(harness, "ada", "ben", track="moon")
    assert unknown.value.known == ("main", "treasury")
    await rule(harness, delegation=None)
    with pytest.raises(DelegationOff) as off:
        await delegate_power(harness, "ada", "ben")
    assert off.value.track is None
    assert await made(harness, "ada") == []


async def test_without_a_space_nothing_is_delegated(harness: ServiceHarness) -> None:
    with pytest.raises(NotSetUp):
        await delegate_power(harness, "ada", "ben")


async def test_where_power_is_passed_on_a_circle_is_refused_with_its_path(harness: ServiceHarness) -> None:
    await space(harness, {}, "transitive")
    await delegate_power(harness, "ada", "ben")
    await delegate_power(harness, "ben", "cleo")
    with pytest.raises(DelegationCycle) as refusal:
        await delegate_power(harness, "cleo", "ada")
    assert refusal.value.path == tuple(harness.member(name) for name in ("cleo", "ada", "ben", "cleo"))
    assert await made(harness, "cleo") == []


async def test_where_it_is_not_passed_on_two_may_delegate_to_each_other(harness: ServiceHarness) -> None:
    await space(harness, {}, "one_hop")
    await delegate_power(harness, "ada", "ben")
    await delegate_power(harness, "ben", "ada")
    assert await made(harness, "ben") == [(harness.member("ada"), None)]


async def test_delegations_belong_to_their_server(harness: ServiceHarness) -> None:
    await space(harness, {})
    await harness.set_up(guild=OTHER_GUILD)
    await delegate_power(harness, "ada", "ben")
    there = await harness.services.delegating.mine(harness.actor("ada", guild=OTHER_GUILD))
    assert there.made == ()


# -- taking back ---------------------------------------------------------------------------------------------


async def test_one_topic_the_rest_or_everything_is_revoked(harness: ServiceHarness) -> None:
    await space(harness, {})
    parks = await rule(harness, "parks")
    revoke, ada = harness.services.delegating.revoke, harness.actor("ada")

    async def both() -> None:
        await delegate_power(harness, "ada", "ben")
        await delegate_power(harness, "ada", "cleo", track="parks")

    await both()
    assert [each.track for each in await revoke(ada, "parks")] == [parks]
    assert await made(harness, "ada") == [(harness.member("ben"), None)]
    await both()
    assert [each.track for each in await revoke(ada, "*")] == [None]
    assert await made(harness, "ada") == [(harness.member("cleo"), parks)]
    await both()
    assert [each.track for each in await revoke(ada)] == [None, parks]
    assert await made(harness, "ada") == []
    with pytest.raises(DelegationUnknown):
        await revoke(ada)


async def test_nobody_revokes_what_others_delegate_to_them(harness: ServiceHarness) -> None:
    await space(harness, {})
    await delegate_power(harness, "ada", "ben")
    with pytest.raises(DelegationUnknown):
        await harness.services.delegating.revoke(harness.actor("ben"))


async def test_a_member_sees_both_sides_and_what_is_over(harness: ServiceHarness) -> None:
    await space(harness, {})
    await delegate_power(harness, "ada", "ben", until="1d")
    await delegate_power(harness, "cleo", "ada")
    await harness.pass_time(timedelta(days=1))
    mine = await harness.services.delegating.mine(harness.actor("ada"))
    assert [(each.delegate, each.over(harness.clock.now())) for each in mine.made] == [
        (harness.member("ben"), True)
    ]
    assert [each.delegator for each in mine.received] == [harness.member("cleo")]


# -- delegates -----------------------------------------------------------------------------------------------


async def test_a_profile_is_written_by_its_owner_and_read_by_all(harness: ServiceHarness) -> None:
    await space(harness, {})
    delegating, ada = harness.services.delegating, harness.actor("ada")
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


async def test_a_portrait_tells_what_a_delegate_did_in_closed_votes(harness: ServiceHarness) -> None:
    first = await opened(harness, {"ada": 10, "ben": 5, "cleo": 3}, {"ben": "cleo"})
    await harness.vote("cleo", "For", reason="We need it.")
    await harness.vote("ada", "Against")
    await harness.close(first)
    second = await harness.submitted("ada", title="Another well")
    await harness.open(second)
    await harness.vote("cleo", "For")
    seen = await harness.services.delegating.portrait(harness.actor("ada").guild, harness.member("cleo"))
    assert seen.delegators == 1
    assert seen.participation == Participation(votes=1, cast=1, decided=1, agreed=0, reasons=1)
    await harness.close(second)
    seen = await harness.services.delegating.portrait(harness.actor("ada").guild, harness.member("cleo"))
    assert seen.participation == Participation(votes=2, cast=2, decided=2, agreed=1, reasons=1)


async def test_the_board_begins_with_those_whom_most_delegate_to(harness: ServiceHarness) -> None:
    await space(harness, {})
    await rule(harness, "parks")
    delegating = harness.services.delegating
    await delegate_power(harness, "ada", "cleo", until="1d")
    await delegate_power(harness, "ada", "dan", track="parks")
    for delegator in ("ben", "eve"):
        await delegate_power(harness, delegator, "dan")
        await delegate_power(harness, delegator, "dan", track="parks")
    await delegating.describe(harness.actor("finn"), "Delegate to me.", "", "")
    await delegating.describe(harness.actor("ada"), "", "", "none")
    board = await delegating.board(harness.actor("ada").guild)
    assert [(each.member, each.delegators) for each in board] == [
        (harness.member("dan"), 3),
        (harness.member("cleo"), 1),
        (harness.member("finn"), 0),
    ]
    await harness.pass_time(timedelta(days=1))
    board = await delegating.board(harness.actor("ada").guild)
    assert [each.member for each in board] == [harness.member("dan"), harness.member("finn")]


# -- what a member is told of delegated power ---------------------------------------------------------------------


async def test_a_delegate_is_told_whose_power_they_vote_with(harness: ServiceHarness) -> None:
    proposal = await opened(
        harness, {"ada": 10, "ben": 5, "cleo": 30}, {"ben": "ada", "cleo": "ada", "eve": "ada"}
    )
    explanation = await harness.services.delegated_powers.explained(
        harness.actor("ada").guild, proposal, harness.member("ada")
    )
    assert explanation.delegators == (
        (harness.member("cleo"), 30),
        (harness.member("ben"), 5),
        (harness.member("eve"), 0),
    )
    assert (explanation.votes, explanation.given) == (False, ())


async def test_a_delegator_is_told_who_votes_with_their_power(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    explained = harness.services.delegated_powers.explained
    guild, ada, ben = harness.actor("ada").guild, harness.member("ada"), harness.member("ben")
    before = await explained(guild, proposal, ben)
    assert (before.given, before.votes) == ((GivenPart(ada, 1, None),), False)
    await harness.vote("ada", "For")
    assert (await explained(guild, proposal, ben)).given == (GivenPart(ada, 1, ada),)
    await harness.pass_time(TICK)
    await harness.vote("ben", "Against")
    after = await explained(guild, proposal, ben)
    assert (after.given, after.votes) == ((GivenPart(ada, 1, None),), True)


async def test_delegation_on_chain_is_told_as_of_the_snapshot_and_as_of_now(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    stranger = harness.wallet("stranger")
    harness.chain.delegate(TOKEN.contract, harness.wallet("ada"), stranger)
    harness.chain.advance(harness.chain.finality + 1)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    harness.chain.delegate(TOKEN.contract, harness.wallet("ada"), harness.wallet("ada"))
    harness.chain.advance()
    delegated_powers, ada = harness.services.delegated_powers, harness.actor("ada")
    (then,) = (await delegated_powers.explained(ada.guild, proposal, ada.member)).on_chain
    (now,) = await delegated_powers.on_chain_now(ada)
    (of_ben,) = await delegated_powers.on_chain_now(harness.actor("ben"))
    assert (then.source, then.wallet, then.delegate) == (TOKEN, harness.wallet("ada"), stranger)
    assert now.delegate == harness.wallet("ada")
    assert of_ben.delegate is None
    assert await delegated_powers.on_chain_now(harness.actor("eve")) == []


async def test_delegation_on_chain_that_can_not_be_read_is_undetermined(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10})
    harness.chain.silent = True
    (found,) = await harness.services.delegated_powers.on_chain_now(harness.actor("ada"))
    assert found.delegate is not None
    assert not isinstance(found.delegate, str)
