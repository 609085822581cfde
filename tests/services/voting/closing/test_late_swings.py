"""Late swings: a vote goes on when its outcome changes shortly before the end."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.errors import VotingOver
from bot.domain.proposals.state import State
from bot.domain.rules.ballot_timeline import timeline_of
from bot.services.delivery.notifications import PostEvent, RefreshCard
from tests.databases import Databases
from tests.harness import GRACE, TICK, ServiceHarness, convened
from tests.loops import run
from tests.services.delegation.delegating import delegate_power, space
from tests.services.voting.ending import EXTENSION, HOUR, MAJORITY, before_end, end_of, extensions, opened

POWERS = {"ada": 10, "ben": 20, "cleo": 5}


async def test_a_late_swing_extends_the_vote_and_it_is_said(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    first_end = await end_of(harness, proposal)
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert await end_of(harness, proposal) == first_end + HOUR
    said = [
        notification for notification in await harness.notified(PostEvent) if notification.event == "extended"
    ]
    assert [notification.data for notification in said] == [{"end": str(int((first_end + HOUR).timestamp()))}]
    assert not said[0].announce
    assert await harness.notified(RefreshCard)


async def test_a_ballot_after_the_first_end_counts_in_an_extended_vote(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    await harness.pass_time(HOUR + HOUR / 2)
    await harness.vote("cleo", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 25}


async def test_a_late_ballot_that_changes_nothing_extends_nothing(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ben", "For")
    await before_end(harness, proposal, HOUR)
    await harness.vote("ada", "Against")
    await harness.sweep.run()
    assert await extensions(harness, proposal) == ()


async def test_a_swing_before_the_window_extends_nothing(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, 2 * HOUR + TICK)
    await harness.vote("ben", "Against")
    await before_end(harness, proposal, HOUR)
    await harness.sweep.run()
    assert await extensions(harness, proposal) == ()


async def test_a_vote_whose_swing_nobody_has_looked_at_goes_on_instead_of_closing(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    await harness.vote("ben", "Against")
    await harness.restart()
    await harness.end(proposal)
    assert await harness.state(proposal) is State.CLOSED
    assert await harness.services.closing.close(proposal) is None
    assert await harness.state(proposal) is State.VOTING
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 20}


async def test_an_extended_vote_is_swept_again_at_its_new_end(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await before_end(harness, proposal, HOUR)
    await harness.vote("ben", "For")
    await harness.sweep.run()
    assert await harness.sweep.run() == await end_of(harness, proposal) + GRACE
    await harness.end(proposal)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.TIMELOCK


async def test_all_extensions_together_have_a_limit(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    first_end = await end_of(harness, proposal)
    await before_end(harness, proposal, TICK)
    for turn in range(4):
        await harness.vote("ben", "For" if turn % 2 == 0 else "Against")
        await harness.sweep.run()
        await before_end(harness, proposal, TICK)
    assert await end_of(harness, proposal) == first_end + EXTENSION.at_most
    await harness.pass_time(TICK)
    with pytest.raises(VotingOver):
        await harness.vote("ben", "For")


async def test_power_that_is_read_late_extends_as_from_its_ballot(harness: ServiceHarness) -> None:
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    first_end = await end_of(harness, proposal)
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert await extensions(harness, proposal) == ()
    harness.chain.unreadable.clear()
    await harness.try_again()
    assert await end_of(harness, proposal) == first_end + HOUR


async def test_a_swing_that_becomes_known_long_after_the_end_reopens_nothing(harness: ServiceHarness) -> None:
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    await harness.vote("ben", "Against")
    await before_end(harness, proposal, -3 * HOUR)
    await harness.sweep.run()
    harness.chain.unreadable.clear()
    await harness.try_again()
    assert len(await extensions(harness, proposal)) == 1
    assert await harness.state(proposal) is not State.VOTING
    await harness.try_again()
    closing = (await harness.get(proposal)).closing
    assert closing is not None
    assert closing.result["scores"] == ["10", "20", "0"]


async def test_a_pause_moves_the_window_along(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, extension=EXTENSION)
    await harness.vote("ada", "For")
    await before_end(harness, proposal, HOUR)
    await harness.services.moderation.pause(harness.moderator(), proposal, "The token was paused.")
    await harness.pass_time(5 * HOUR)
    await harness.services.moderation.resume(harness.moderator(), proposal, "It goes on.")
    end = await end_of(harness, proposal)
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert await end_of(harness, proposal) == end + HOUR


async def test_a_delegators_late_ballot_may_be_a_swing(harness: ServiceHarness) -> None:
    await space(harness, POWERS, extension=EXTENSION, rules=MAJORITY)
    await delegate_power(harness, "ben", "cleo")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.vote("ada", "Against")
    await harness.vote("cleo", "For")
    await before_end(harness, proposal, HOUR)
    first_end = await end_of(harness, proposal)
    await harness.vote("ben", "Against")
    await harness.sweep.run()
    assert await end_of(harness, proposal) == first_end + HOUR


async def test_a_vote_without_the_rule_keeps_its_end(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    await before_end(harness, proposal, HOUR)
    end = await end_of(harness, proposal)
    await harness.vote("ben", "For")
    await harness.sweep.run()
    await harness.close(proposal)
    assert (await harness.get(proposal)).ends_at(harness.clock.now()) == end
    async with harness.services.uow.reading() as repositories:
        record = json.loads(await repositories.proposals.record(proposal) or b"")
    assert timeline_of(record) is None


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
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS, explanation=st.sampled_from([None, "one_hop", "transitive"]))
def test_whatever_comes_the_record_tells_its_extensions(
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    acts: list[tuple[str, str, int]],
    explanation: Any,
) -> None:
    """Found while the votes came, found again from the record alone."""

    async def life() -> None:
        async with convened(databases, tmp_path_factory.mktemp("life") / "folkmoot.db") as harness:
            await space(harness, POWERS, explanation or "one_hop", extension=EXTENSION, rules=MAJORITY)
            if explanation:
                await delegate_power(harness, "ada", "ben")
                await delegate_power(harness, "ben", "cleo")
            proposal = await harness.submitted("ada")
            await harness.open(proposal)
            await before_end(harness, proposal, 3 * HOUR)
            for name, choice, seconds in acts:
                await harness.pass_time(timedelta(seconds=1 + seconds % 1800))
                if await harness.state(proposal) is State.VOTING:
                    await harness.vote(name, choice)
                    await harness.sweep.run()
            await harness.close(proposal)
            async with harness.services.uow.reading() as repositories:
                record = json.loads(await repositories.proposals.record(proposal) or b"")
            timeline = timeline_of(record)
            assert timeline is not None
            found = [{"at_ms": str(swing.at), "by_ms": str(swing.by)} for swing in timeline.swings()]
            assert found == record["extensions"]
            assert (
                int(record["ended_at"]) == (timeline.ends_at + sum(s.by for s in timeline.swings())) // 1000
            )

    run(life())
