"""Ballots: every one is kept, the last one counts."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.ids import MemberId, ProposalId
from tests.storage.repositories.stored_world import ADA, BEN, CAM, START, World, after, ballot

CHOICES: list[Any] = [
    "For",
    '“Für”, ☃ \\ " \x00 \x1f',
    ["B", "A"],
    {"A": 3, "B": 0},
    {"A": 10**30},
    7,
    True,
    None,
    [],
    "",
]


@pytest.mark.parametrize("choice", CHOICES, ids=repr)
async def test_a_choice_comes_back_as_the_mechanism_has_it(world: World, choice: Any) -> None:
    cast = ballot(await world.proposal(), ADA, choice)
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([cast])
        found = await repositories.ballots.current(cast.proposal)
    assert found == {ADA: cast}
    assert type(found[ADA].choice) is type(choice)


async def test_ballots_of_all_ways_come_back_whole(world: World) -> None:
    proposal = await world.proposal()
    cast = [
        ballot(proposal, member, "For", after(0.000001), 2**63 - 1, cast_method, "why “not”\n🌳")
        for member, cast_method in zip((ADA, BEN, CAM, MemberId(5)), CastMethod, strict=True)
    ]
    async with world.unit.writing() as repositories:
        await repositories.ballots.add(cast)
    async with world.unit.reading() as repositories:
        assert await repositories.ballots.current(proposal) == {b.member: b for b in cast}
        assert type((await repositories.ballots.current(proposal))[ADA].cast_method) is CastMethod


async def test_a_repeated_event_writes_nothing(world: World) -> None:
    proposal = await world.proposal()
    cast = ballot(proposal, ADA, "For")
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([cast, replace(cast, choice="Against")])
        await repositories.ballots.add([replace(cast, choice="Abstain"), ballot(proposal, BEN)])
        assert await repositories.ballots.of_member(proposal, ADA) == [cast]
        assert set(await repositories.ballots.current(proposal)) == {ADA, BEN}


async def test_a_late_event_does_not_replace_a_newer_ballot(world: World) -> None:
    proposal = await world.proposal()
    newer, older = ballot(proposal, ADA, "For", after(2), 2), ballot(proposal, ADA, "Against", after(1), 1)
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([newer])
        await repositories.ballots.add([older])
        assert await repositories.ballots.current(proposal) == {ADA: newer}
        assert await repositories.ballots.of_member(proposal, ADA) == [older, newer]


async def test_of_two_ballots_of_one_moment_the_one_with_the_later_id_counts(world: World) -> None:
    proposal = await world.proposal()
    later, earlier = ballot(proposal, ADA, "For", source=2), ballot(proposal, ADA, "Against", source=1)
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([later, earlier])
        assert await repositories.ballots.current(proposal) == {ADA: later}
        assert await repositories.ballots.of_member(proposal, ADA) == [earlier, later]


async def test_a_withdrawn_ballot_is_the_current_one(world: World) -> None:
    proposal = await world.proposal()
    withdrawal = ballot(proposal, ADA, None, after(1), 2)
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA), withdrawal])
        assert await repositories.ballots.current(proposal) == {ADA: withdrawal}


async def test_ballots_of_other_votes_and_members_are_not_touched(world: World) -> None:
    here, there = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(here, ADA), ballot(there, ADA, "Against"), ballot(here, BEN)])
        assert await repositories.ballots.current(there) == {ADA: ballot(there, ADA, "Against")}
        assert set(await repositories.ballots.current(here, [ADA, CAM])) == {ADA}
        assert await repositories.ballots.current(here, []) == {}
        assert await repositories.ballots.of_member(there, BEN) == []


async def test_nothing_is_stored_of_an_empty_batch(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([])
        assert await repositories.ballots.current(proposal) == {}


async def test_a_reason_that_no_database_can_hold_holds_up_nobody(world: World) -> None:
    proposal = await world.proposal()
    odd = ballot(proposal, ADA, reason="a\0b\ud800c")
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([odd, ballot(proposal, BEN)])
        found = await repositories.ballots.current(proposal)
    assert found[ADA] == replace(odd, reason="a\ufffdb\ufffdc")
    assert found[BEN] == ballot(proposal, BEN)


async def test_a_ballot_without_a_time_zone_is_refused(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        with pytest.raises(ValueError, match="no time zone"):
            await repositories.ballots.add([ballot(proposal, ADA, at=START.replace(tzinfo=None))])


async def test_a_ballot_of_no_proposal_is_refused(world: World) -> None:
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(ProposalId(99), ADA)])


async def test_large_votes_come_back_whole(world: World) -> None:
    proposal = await world.proposal()
    cast = [ballot(proposal, MemberId(number), "For", after(number), number) for number in range(2501)]
    async with world.unit.writing() as repositories:
        await repositories.ballots.add(cast)
        assert list((await repositories.ballots.current(proposal)).values()) == cast
        assert len(await repositories.ballots.current(proposal, [b.member for b in cast])) == len(cast)


events = st.lists(
    st.tuples(
        st.integers(1, 2),  # proposal
        st.integers(1, 4),  # member
        st.integers(0, 3),  # seconds
        st.integers(1, 3),  # source
        st.sampled_from(["For", "Against", None]),
    ),
    max_size=30,
)


@given(batches=st.lists(events, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_current_ballots_are_those_that_a_naive_reading_finds(
    world: World, batches: list[list[Any]]
) -> None:
    proposals = [await world.proposal(), await world.proposal()]
    stored: list[Ballot] = []
    async with world.unit.writing() as repositories:
        for batch in batches:
            cast = [
                ballot(proposals[proposal - 1], MemberId(member), choice, after(seconds), source)
                for proposal, member, seconds, source, choice in batch
            ]
            await repositories.ballots.add(cast)
            for one in cast:
                known = {(b.proposal, b.member, b.cast_at, b.source) for b in stored}
                if (one.proposal, one.member, one.cast_at, one.source) not in known:
                    stored.append(one)
    async with world.unit.reading() as repositories:
        for proposal in proposals:
            expected: dict[MemberId, Ballot] = {}
            for one in stored:
                before = expected.get(one.member)
                if one.proposal == proposal and (before is None or one.rank > before.rank):
                    expected[one.member] = one
            assert await repositories.ballots.current(proposal) == expected
            some = [MemberId(1), MemberId(3)]
            of_some = {member: expected[member] for member in some if member in expected}
            assert await repositories.ballots.current(proposal, some) == of_some
            history = {(one.member, one.rank): one for one in stored if one.proposal == proposal}
            found = await repositories.ballots.history(proposal)
            assert [one.rank for one in found] == sorted(one.rank for one in history.values())
            assert {(one.member, one.rank): one for one in found} == history
