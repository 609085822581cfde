"""Whatever stands in the rows of one server: the votes of all others go on, from the discussion to the request."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, product
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from bot.domain.delegation.delegation import Delegation
from bot.domain.ids import GuildId, ProposalId
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostRequest, PostResult
from bot.services.jobs.job import SpaceJob
from bot.services.jobs.registry import JOBS
from tests.assurance import ASSURANCE
from tests.databases import KINDS, Databases
from tests.fakes import FakeSafe, account
from tests.harness import (
    DISCUSSION,
    GRACE,
    GUILD,
    OTHER_GUILD,
    SIGNERS,
    TIMELOCK,
    VOTING,
    ServiceHarness,
)
from tests.storage.damage import damage

ACTION = f"transfer 5 to {account('the well digger')}"
BROKEN, OTHER_KIND, DEEP = "{", '[[7], {"kind": "dice"}]', "[" * 100_000

DOCUMENTS = (
    "track_policies.policy",
    "revisions.actions",
    "revisions.acts",
    "revisions.cast_on",
    "revisions.choices",
    "revisions.grants",
    "submissions.blocks",
    "openings.policy",
    "openings.snapshot",
    "openings.earlier",
    "openings.cast_terms",
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
AT_ONCE = 1 if ASSURANCE else max(map(len, (DOCUMENTS, WORDS, TIMES)))
"""So many servers are damaged at once, each in one column: in the assurance each damage has its own test."""
Damage = tuple[str, Any]
"""A column, and what is written into it."""
READ_ALIKE_ON = KINDS if ASSURANCE else KINDS[:1]
"""Documents and words are texts on each kind of database, and read by the program alone."""


def at_once(damages: Iterable[Damage]) -> list[Any]:
    """The damages in parts, for a test each."""
    every = list(damages)
    parts = [every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE)]
    return [pytest.param(part, id=part[0][0] if AT_ONCE == 1 else "all") for part in parts]


def of_documents() -> Iterable[Damage]:
    """One of the three in each document; in the assurance all three in each."""
    texts = (BROKEN, OTHER_KIND, DEEP)
    return product(DOCUMENTS, texts) if ASSURANCE else zip(DOCUMENTS, cycle(texts), strict=False)


class Another(SpaceJob):
    """A kind that the program before didn't have, so that all times are found again at the start."""

    kind = "another"

    @staticmethod
    def due(space: object) -> None:
        return None

    async def run(self, services: object, space: object) -> None:
        raise AssertionError("it is never due")


@dataclass
class Servers:
    """One with a proposal in discussion, and others, whose rows are damaged, each with a vote that runs."""

    harness: ServiceHarness
    good: ProposalId
    running: dict[GuildId, ProposalId]


_KNOWN: WeakKeyDictionary[Databases, Servers] = WeakKeyDictionary()
"""The servers on each kind of database, which tests copy."""


@pytest.fixture
async def servers(
    databases: Databases,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Servers]:
    found = _KNOWN.get(databases)
    if found is None:
        harness = ServiceHarness(await databases.make(tmp_path_factory.mktemp("servers") / "folkmoot.db"))
        harness.start()
        found = _KNOWN[databases] = await many_servers(harness)
        await harness.stop()
    url = await databases.copy(found.harness.url, tmp_path / "folkmoot.db")
    harness = found.harness.copied(url)
    harness.start()
    yield Servers(harness, found.good, found.running)
    await harness.stop()
    await databases.drop(url)


async def many_servers(harness: ServiceHarness) -> Servers:
    """A server with a proposal in discussion; and others, as many as are damaged at once."""
    running = {}
    for number in range(AT_ONCE):
        guild = GuildId(OTHER_GUILD + number)
        running[guild] = await other_server(harness, guild)
    await harness.set_up(guild=GUILD)
    await harness.powers({"ada": 10}, guild=GUILD)
    return Servers(harness, await harness.submitted("ada", actions=ACTION), running)


async def other_server(harness: ServiceHarness, guild: GuildId) -> ProposalId:
    """A server with proposals in every state, one of them open for voting, and something of all that a database
    holds."""
    ben, safe = voter(guild), account(f"safe {guild}")
    harness.safes.add(FakeSafe(safe, SIGNERS))
    await harness.set_up(guild=guild, executor=safe)
    await harness.powers({ben: 10}, guild=guild)
    passed = await harness.submitted(ben, actions=ACTION, guild=guild)
    await harness.open(passed)
    await harness.vote(ben, "For", guild=guild)
    await harness.close(passed)
    await harness.prepared(passed)
    running = await harness.submitted(ben, guild=guild)
    await harness.open(running)
    await harness.vote(ben, "For", guild=guild)
    async with harness.services.uow.writing() as repositories:
        space = (await repositories.spaces.of_guild(guild)).id
        delegation = Delegation(harness.member("cleo"), harness.member(ben), None, None, harness.clock.now())
        await repositories.delegations.set(space, [delegation])
    await harness.submitted(ben, guild=guild)
    await harness.drafted(ben, guild=guild)
    return running


def voter(guild: GuildId) -> str:
    return f"ben of {guild}"


async def whole_vote(servers: Servers) -> None:
    """From the discussion to the request, by what is due alone, with starts of the program in between, the first one of
    a program that looks through all proposals; with ballots that come in one moment with those of the other servers."""
    harness, proposal = servers.harness, servers.good
    harness.jobs = (*JOBS, Another())
    await harness.restart()
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    assert await harness.state(proposal) is State.VOTING
    receipt, *_ = await asyncio.gather(
        harness.services.voting.cast(harness.ballot("ada", "For", proposal=proposal)),
        *(
            harness.services.voting.cast(harness.ballot(voter(guild), "For", proposal=running, guild=guild))
            for guild, running in servers.running.items()
        ),
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


async def held(servers: Servers, damages: Sequence[Damage]) -> None:
    """Each damage is done in another server."""
    async with servers.harness.database.write_transaction() as connection:
        for guild, (where, value) in zip(servers.running, damages, strict=False):
            assert await damage(connection, guild, where, value) > 0, where
    await whole_vote(servers)


@pytest.mark.attack("database")
@pytest.mark.parametrize("databases", READ_ALIKE_ON, indirect=True)
@pytest.mark.parametrize("damages", at_once(of_documents()))
async def test_damaged_documents_stop_no_other_server(servers: Servers, damages: Sequence[Damage]) -> None:
    await held(servers, damages)


@pytest.mark.attack("database")
@pytest.mark.parametrize("databases", READ_ALIKE_ON, indirect=True)
@pytest.mark.parametrize("damages", at_once((each, "dice") for each in WORDS))
async def test_words_that_nobody_wrote_stop_no_other_server(
    servers: Servers, damages: Sequence[Damage]
) -> None:
    await held(servers, damages)


@pytest.mark.attack("database")
@pytest.mark.parametrize("damages", at_once((each, FAR_AWAY) for each in TIMES))
async def test_times_that_no_calendar_has_stop_no_other_server(
    servers: Servers, damages: Sequence[Damage]
) -> None:
    await held(servers, damages)
