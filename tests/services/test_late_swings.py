"""Late swings: a vote goes on when its outcome changes shortly before the end."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.errors import VotingOver
from bot.domain.extending import course_of
from bot.domain.proposal import State
from bot.services.notices import PostEvent, RefreshCard
from tests.assembly import GRACE, TICK, Assembly, convened
from tests.services.delegating import lend, space
from tests.services.ending import EXTENSION, HOUR, MAJORITY, before_end, end_of, extensions, opened

POWERS = {"ada": 10, "ben": 20, "cleo": 5}


async def test_a_late_swing_extends_the_vote_and_it_is_said(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    first_end = await end_of(assembly, proposal)
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    assert await end_of(assembly, proposal) == first_end + HOUR
    said = [notice for notice in await assembly.told(PostEvent) if notice.event == "extended"]
    assert [notice.data for notice in said] == [{"end": str(int((first_end + HOUR).timestamp()))}]
    assert not said[0].announce
    assert await assembly.told(RefreshCard)


async def test_a_ballot_after_the_first_end_counts_in_an_extended_vote(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    await assembly.pass_time(HOUR + HOUR / 2)
    await assembly.vote("cleo", "Against")
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 25}


async def test_a_late_ballot_that_changes_nothing_extends_nothing(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ben", "For")
    await before_end(assembly, proposal, HOUR)
    await assembly.vote("ada", "Against")
    await assembly.folkmoot.sweep.run()
    assert await extensions(assembly, proposal) == ()


async def test_a_swing_before_the_window_extends_nothing(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, 2 * HOUR + TICK)
    await assembly.vote("ben", "Against")
    await before_end(assembly, proposal, HOUR)
    await assembly.folkmoot.sweep.run()
    assert await extensions(assembly, proposal) == ()


async def test_a_vote_whose_swing_nobody_has_looked_at_goes_on_instead_of_closing(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    await assembly.vote("ben", "Against")
    await assembly.restart()
    await assembly.end(proposal)
    assert await assembly.state(proposal) is State.CLOSED
    assert await assembly.folkmoot.closing.close(proposal) is None
    assert await assembly.state(proposal) is State.VOTING
    assert (await assembly.close(proposal)).scores == {"For": 10, "Against": 20}


async def test_an_extended_vote_is_swept_again_at_its_new_end(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await before_end(assembly, proposal, HOUR)
    await assembly.vote("ben", "For")
    await assembly.folkmoot.sweep.run()
    assert await assembly.folkmoot.sweep.run() == await end_of(assembly, proposal) + GRACE
    await assembly.end(proposal)
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.TIMELOCK


async def test_all_extensions_together_have_a_limit(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    first_end = await end_of(assembly, proposal)
    await before_end(assembly, proposal, TICK)
    for turn in range(4):
        await assembly.vote("ben", "For" if turn % 2 == 0 else "Against")
        await assembly.folkmoot.sweep.run()
        await before_end(assembly, proposal, TICK)
    assert await end_of(assembly, proposal) == first_end + EXTENSION.at_most
    await assembly.pass_time(TICK)
    with pytest.raises(VotingOver):
        await assembly.vote("ben", "For")


async def test_power_that_is_read_late_extends_as_from_its_ballot(assembly: Assembly) -> None:
    assembly.chain.unreadable.add(assembly.wallet("ben"))
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    first_end = await end_of(assembly, proposal)
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    assert await extensions(assembly, proposal) == ()
    assembly.chain.unreadable.clear()
    await assembly.folkmoot.sweep.run()
    assert await end_of(assembly, proposal) == first_end + HOUR


async def test_a_swing_that_becomes_known_long_after_the_end_reopens_nothing(assembly: Assembly) -> None:
    assembly.chain.unreadable.add(assembly.wallet("ben"))
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    await assembly.vote("ben", "Against")
    await before_end(assembly, proposal, -3 * HOUR)
    await assembly.folkmoot.sweep.run()
    assembly.chain.unreadable.clear()
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.CLOSED
    await assembly.folkmoot.sweep.run()
    closing = (await assembly.get(proposal)).closing
    assert closing is not None
    assert closing.result["scores"] == ["10", "20", "0"]


async def test_a_pause_moves_the_window_along(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, extension=EXTENSION)
    await assembly.vote("ada", "For")
    await before_end(assembly, proposal, HOUR)
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "The token was paused.")
    await assembly.pass_time(5 * HOUR)
    await assembly.folkmoot.moderation.resume(assembly.moderator(), proposal, "It goes on.")
    end = await end_of(assembly, proposal)
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    assert await end_of(assembly, proposal) == end + HOUR


async def test_a_delegators_late_ballot_may_be_a_swing(assembly: Assembly) -> None:
    await space(assembly, POWERS, extension=EXTENSION, rules=MAJORITY)
    await lend(assembly, "ben", "cleo")
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    await assembly.vote("ada", "Against")
    await assembly.vote("cleo", "For")
    await before_end(assembly, proposal, HOUR)
    first_end = await end_of(assembly, proposal)
    await assembly.vote("ben", "Against")
    await assembly.folkmoot.sweep.run()
    assert await end_of(assembly, proposal) == first_end + HOUR


async def test_a_vote_without_the_rule_keeps_its_end(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS)
    await before_end(assembly, proposal, HOUR)
    end = await end_of(assembly, proposal)
    await assembly.vote("ben", "For")
    await assembly.folkmoot.sweep.run()
    await assembly.close(proposal)
    assert (await assembly.get(proposal)).ends_at(assembly.clock.now()) == end
    async with assembly.folkmoot.uow.reading() as facts:
        record = json.loads(await facts.proposals.record(proposal) or b"")
    assert course_of(record) is None


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ada", "ben", "cleo"]),
        st.sampled_from(["For", "Against", "Abstain"]),
        st.integers(0, 3 * 3600),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS, lending=st.sampled_from([None, "one_hop", "transitive"]))
def test_whatever_comes_the_record_tells_its_extensions(
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    acts: list[tuple[str, str, int]],
    lending: Any,
) -> None:
    """Found while the votes came, found again from the record alone."""

    async def life() -> None:
        async with convened(template, tmp_path_factory.mktemp("life") / "folkmoot.db") as assembly:
            await space(assembly, POWERS, lending or "one_hop", extension=EXTENSION, rules=MAJORITY)
            if lending:
                await lend(assembly, "ada", "ben")
                await lend(assembly, "ben", "cleo")
            proposal = await assembly.submitted("ada")
            await assembly.open(proposal)
            await before_end(assembly, proposal, 3 * HOUR)
            for name, choice, seconds in acts:
                await assembly.pass_time(timedelta(seconds=1 + seconds % 1800))
                if await assembly.state(proposal) is State.VOTING:
                    await assembly.vote(name, choice)
                    await assembly.folkmoot.sweep.run()
            await assembly.close(proposal)
            async with assembly.folkmoot.uow.reading() as facts:
                record = json.loads(await facts.proposals.record(proposal) or b"")
            course = course_of(record)
            assert course is not None
            found = [{"at_ms": str(swing.at), "by_ms": str(swing.by)} for swing in course.swings()]
            assert found == record["extensions"]
            assert int(record["ended_at"]) == (course.ends_at + sum(s.by for s in course.swings())) // 1000

    asyncio.run(life())
