"""What a policy hides before the close is on no page before the close, whatever is voted."""

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import AboveBudget
from bot.domain.ids import ProposalId
from tests.databases import Databases
from tests.harness import CHOICES, ServiceHarness, convened
from tests.loops import run
from tests.mechanisms import VOTED_ON, choices_of, options_of
from tests.services.delegation.delegating import rule
from tests.web.reading.reading_room import ReadingRoom, reading_room

POWERS = {"ada": 10**19, "ben": 5 * 10**18, "cleo": 10**18}
Cast = tuple[str, Any, str | None]
SOUGHT = ("voters", "record", "")


async def opened(
    harness: ServiceHarness, mechanism: str, privacy: str, options: Mapping[str, Any]
) -> ProposalId:
    await harness.set_up()
    rules = {"rules": {}, "mechanism": mechanism, "options": dict(options), "choices": CHOICES}
    await rule(harness, **rules, privacy=privacy, reactions=False)
    await harness.powers(POWERS)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    return proposal


async def seen(room: ReadingRoom, proposal: ProposalId) -> list[tuple[int, str]]:
    """Everything that a stranger can look at."""
    paths = [f"/proposals/{proposal}{f'/{part}' if part else ''}" for part in SOUGHT]
    of_programs = [f"/api/v1/{path}" for path in (f"proposals/{proposal}", "spaces/1/proposals")]
    of_programs += ["/spaces/1/feed.atom", "/spaces/1/deadlines.ics"]
    answers = [await room.get(path) for path in [*paths, "/spaces/1", *of_programs]]
    return [(answer.status, answer.text) for answer in answers]


def with_a_room(databases: Databases, visit: Any) -> None:
    async def inside() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with convened(databases, Path(folder) / "folkmoot.db") as harness:
                await visit(harness)

    run(inside())


def ballots_of(mechanism: str, options: Mapping[str, Any]) -> st.SearchStrategy[list[Cast]]:
    choice = choices_of(mechanism, len(CHOICES), full=bool(options.get("require_full")))
    reason = st.none() | st.text("abc <>&", min_size=1, max_size=20)
    return st.lists(st.tuples(st.sampled_from(list(POWERS)), choice, reason), max_size=6)


async def cast_all(harness: ServiceHarness, proposal: ProposalId, ballots: Iterable[Cast]) -> None:
    for name, choice, reason in ballots:
        # What costs too much is refused.
        with suppress(AboveBudget):
            await harness.vote(name, choice, reason=reason, proposal=proposal)


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("mechanism", VOTED_ON)
def test_a_hidden_vote_looks_the_same_whatever_is_voted(mechanism: str, databases: Databases) -> None:
    @settings(
        max_examples=4,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        options = data.draw(st.sampled_from(options_of(mechanism)))
        ballots = data.draw(ballots_of(mechanism, options))

        async def visit(harness: ServiceHarness) -> None:
            proposal = await opened(harness, mechanism, "after_close", options)
            async with reading_room(harness) as room:
                before = await seen(room, proposal)
                assert [status for status, _ in before] == [404, 404, *[200] * 6]
                await cast_all(harness, proposal, ballots)
                assert await seen(room, proposal) == before

        with_a_room(databases, visit)

    holds()


@pytest.mark.parametrize("mechanism", VOTED_ON)
def test_an_open_vote_shows_what_is_voted_and_a_hidden_one_after_its_close(
    mechanism: str, databases: Databases
) -> None:
    @settings(
        max_examples=2,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        choice = data.draw(choices_of(mechanism, len(CHOICES), full=True))
        privacy = data.draw(st.sampled_from(["open", "after_close"]))

        async def visit(harness: ServiceHarness) -> None:
            proposal = await opened(harness, mechanism, privacy, {})
            ada = str(harness.member("ada"))
            async with reading_room(harness) as room:
                await cast_all(harness, proposal, [("ada", choice, "Because <it> rains.")])
                statuses = [status for status, _ in await seen(room, proposal)]
                assert statuses[0] == (200 if privacy == "open" else 404)
                await harness.end(proposal)
                await harness.services.closing.close(proposal)
                voters, record, page, *_ = await seen(room, proposal)
                assert (voters[0], record[0], page[0]) == (200, 200, 200)
                assert ada in voters[1]
                assert "Because &lt;it&gt; rains." in voters[1]
                assert "1 voted" in page[1]

        with_a_room(databases, visit)

    holds()
