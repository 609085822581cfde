"""Whatever stands in the rows of one server: the votes of all others go on, from the discussion to the request."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.domain.delegation.delegation import Delegation
from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import State
from bot.services.delivery.notifications import PostRequest, PostResult
from bot.services.jobs.job import SpaceJob
from bot.services.jobs.registry import JOBS
from tests.databases import Databases
from tests.fakes import account
from tests.harness import DISCUSSION, GRACE, GUILD, OTHER_GUILD, TIMELOCK, VOTING, ServiceHarness
from tests.storage.damage import damage

ACTION = f"transfer 5 to {account('the well digger')}"
BROKEN, OTHER_KIND, DEEP = "{", '[[7], {"kind": "dice"}]', "[" * 100_000

DOCUMENTS = (
    "track_policies.policy",
    "revisions.actions",
    "revisions.choices",
    "revisions.grants",
    "submissions.blocks",
    "openings.policy",
    "openings.snapshot",
    "openings.earlier",
    "openings.examined",
    "closings.result",
    "execution_requests.payload",
    "execution_requests.visibility",
    "ballots.choice",
    "ballots.roles",
    "outbox.notification",
    "log_entries.details",
)
WORDS = (
    "ballots.cast_method",
    "execution_requests.kind",
    "executor_bindings.kind",
    "executor_bindings.demand",
    "executor_bindings.account",
    "proposals.executor",
    "outbox.lane",
    "outbox.queue",
    "revisions.requested",
    "submissions.power",
    "openings.total_power",
    "openings.content_hash",
    "power_readings.raw",
)
TIMES = (
    "proposals.created_at",
    "revisions.at",
    "submissions.at",
    "openings.at",
    "openings.ends_at",
    "closings.at",
    "ballots.cast_at",
    "wallets.linked_at",
    "card_standings.asked_at",
    "execution_requests.prepared_at",
    "executor_bindings.bound_at",
    "outbox.first_attempt_at",
    "outbox.added_at",
    "jobs.due_at",
    "log_entries.at",
    "tracks.retired_at",
    "delegations.made_at",
)
FAR_AWAY = 2**63 - 1
"""Microseconds that no calendar has."""


class Another(SpaceJob):
    """A kind that the program before didn't have, so that all times are found again at the start."""

    kind = "another"

    @staticmethod
    def due(space: object) -> None:
        return None

    async def run(self, services: object, space: object) -> None:
        raise AssertionError("it is never due")


@dataclass
class TwoServers:
    """One with a proposal in discussion, and another one, whose rows are damaged, with a vote that runs."""

    harness: ServiceHarness
    good: ProposalId
    running: ProposalId


@pytest.fixture(scope="session")
def known() -> dict[str, TwoServers]:
    """The two servers on each kind of database, which tests copy."""
    return {}


@pytest.fixture
async def two(
    databases: Databases,
    known: dict[str, TwoServers],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[TwoServers]:
    found = known.get(databases.kind)
    if found is None:
        harness = ServiceHarness(await databases.make(tmp_path_factory.mktemp("two") / "folkmoot.db"))
        harness.start()
        good, running = await two_servers(harness)
        await harness.stop()
        found = known[databases.kind] = TwoServers(harness, good, running)
    url = await databases.copy(found.harness.url, tmp_path / "folkmoot.db")
    harness = found.harness.copied(url)
    harness.start()
    yield TwoServers(harness, found.good, found.running)
    await harness.stop()
    await databases.drop(url)


async def two_servers(harness: ServiceHarness) -> tuple[ProposalId, ProposalId]:
    """A server with a proposal in discussion; another one with proposals in every state, one of them open for voting,
    and something of all that a database holds."""
    for guild, name in ((GUILD, "ada"), (OTHER_GUILD, "ben")):
        await harness.set_up(guild=guild)
        await harness.powers({name: 10}, guild=guild)
    passed = await harness.submitted("ben", actions=ACTION, guild=OTHER_GUILD)
    await harness.open(passed)
    await harness.vote("ben", "For", guild=OTHER_GUILD)
    await harness.close(passed)
    await harness.prepared(passed)
    running = await harness.submitted("ben", guild=OTHER_GUILD)
    await harness.open(running)
    await harness.vote("ben", "For", guild=OTHER_GUILD)
    async with harness.services.uow.writing() as repositories:
        space = (await repositories.spaces.of_guild(OTHER_GUILD)).id
        delegation = Delegation(
            harness.member("cleo"), harness.member("ben"), None, None, True, harness.clock.now()
        )
        await repositories.delegations.set(space, delegation)
    await harness.submitted("ben", guild=OTHER_GUILD)
    await harness.drafted("ben", guild=OTHER_GUILD)
    return await harness.submitted("ada", actions=ACTION), running


async def whole_vote(two: TwoServers) -> None:
    """From the discussion to the request, by what is due alone, with starts of the program in between, the first one of
    a program that looks through all proposals; with ballots that come in one moment with those of the other server."""
    harness, proposal = two.harness, two.good
    harness.jobs = (*JOBS, Another())
    await harness.restart()
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert await harness.state(proposal) is State.VOTING
    receipt, _ = await asyncio.gather(
        harness.services.voting.cast(harness.ballot("ada", "For", proposal=proposal)),
        harness.services.voting.cast(harness.ballot("ben", "For", proposal=two.running, guild=OTHER_GUILD)),
        return_exceptions=True,
    )
    assert not isinstance(receipt, BaseException), receipt
    assert (await harness.services.voting.weigh(receipt)).weight == 10
    await harness.restart()
    await harness.pass_time(VOTING + GRACE)
    await harness.proceed()
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    found = await harness.get(proposal)
    assert found.closing is not None
    assert found.closing.passed
    assert [request.payload.nonce for request in found.requests] == [0]
    told = await harness.notifications()
    assert [each.proposal for each in told if isinstance(each, PostResult)].count(proposal) == 1
    assert [each.proposal for each in told if isinstance(each, PostRequest)].count(proposal) == 1


async def held(two: TwoServers, where: str, value: Any) -> None:
    async with two.harness.database.write_transaction() as connection:
        assert await damage(connection, OTHER_GUILD, where, value) > 0
    await whole_vote(two)


@pytest.mark.attack("database")
@pytest.mark.parametrize("value", [BROKEN, OTHER_KIND, DEEP], ids=["broken", "of another kind", "deep"])
@pytest.mark.parametrize("where", DOCUMENTS)
async def test_a_damaged_document_stops_no_other_server(two: TwoServers, where: str, value: str) -> None:
    await held(two, where, value)


@pytest.mark.attack("database")
@pytest.mark.parametrize("where", WORDS)
async def test_a_word_that_nobody_wrote_stops_no_other_server(two: TwoServers, where: str) -> None:
    await held(two, where, "dice")


@pytest.mark.attack("database")
@pytest.mark.parametrize("where", TIMES)
async def test_a_time_that_no_calendar_has_stops_no_other_server(two: TwoServers, where: str) -> None:
    await held(two, where, FAR_AWAY)
