"""What `/stats` costs in a space with 500 closed votes and 200,000 ballots: what each command asks its service for.

    python -m bench.statistics                          (a minute, most of it for the building)
    python -m bench.statistics --votes 100 --voters 100
    python -m bench.statistics --database postgresql

The time is that of the first such command after a start, when nothing is in memory but what a start loads, and of the
one after it; charts are drawn by `cogs/statistics/` afterwards. The goal is a second for each.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import uvloop
from rich.console import Console
from rich.table import Table

from bench.scale import database_url, services_on
from bench.scale_world import CHAIN, guild, member, wallet
from bot import logs
from bot.domain.accounts.wallet import Wallet
from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json
from bot.domain.elections.ballot import Ballot, CastMethod, milliseconds
from bot.domain.frozen_document import freeze_hash, frozen_document
from bot.domain.ids import BlockHash, ChannelId, ContentHash, ProposalId, RoleId, SpaceId, TrackId
from bot.domain.policy.model import preset
from bot.domain.power import Erc20Votes, PowerRule
from bot.domain.proposals.facts import Closing, Content, Opening, Submission
from bot.domain.proposals.proposal import Proposal
from bot.domain.secrecy import Redaction
from bot.services.actors import Actor
from bot.services.container import Services
from bot.services.ports import PowerReading, Repositories, source_key
from bot.services.statistics.statistics import Statistics
from bot.storage.engine import open_database
from tests.fakes import ManualClock

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUILD = 1
GOAL = 1.0
"""Seconds."""
BETWEEN = timedelta(hours=17)
"""Between two closes: 500 votes are a year."""
LONG = timedelta(days=7)
_TOGETHER = 10
_SOURCE = Erc20Votes(chain=CHAIN, contract=wallet(GUILD, 0))
POLICY = preset("token").model_copy(update={"power": PowerRule(sources=(_SOURCE,)), "executor": None})

COMMANDS: dict[str, Callable[[Statistics, Actor], Awaitable[object]]] = {
    "health": lambda statistics, actor: statistics.health.of(actor, 180),
    "space": lambda statistics, actor: statistics.space.of(actor, 365),
    "participation: turnout": lambda statistics, actor: statistics.participation.turnout(actor, 365),
    "participation: time to vote": lambda statistics, actor: statistics.participation.time_to_vote(
        actor, 365
    ),
    "participation: who votes with whom": lambda statistics, actor: statistics.participation.overlap(
        actor, 365
    ),
    "concentration": lambda statistics, actor: statistics.concentration.of(actor),
    "delegate": lambda statistics, actor: statistics.delegate.of(actor, member(GUILD, 0), 365),
    "treasury": lambda statistics, actor: statistics.treasury.of(actor),
}


async def build(services: Services, votes: int, voters: int) -> AsyncIterator[int]:
    """A space with so many closed votes, in each of which so many voted. Yields how many votes are there."""
    chosen = random.Random(7)
    powers = [int(chosen.paretovariate(1.16) * 10**18) for _ in range(voters)]
    async with services.uow.writing() as repositories:
        await _found(repositories, voters)
    for start in range(0, votes, _TOGETHER):
        async with services.uow.writing() as repositories:
            for number in range(start, min(start + _TOGETHER, votes)):
                await _vote(repositories, NOW - BETWEEN * (votes - number), powers, chosen)
        yield min(start + _TOGETHER, votes)


async def _found(repositories: Repositories, voters: int) -> None:
    space = await repositories.spaces.bind(
        guild(GUILD),
        "Busy DAO",
        announcements=ChannelId(1),
        discussion=ChannelId(1),
        log=ChannelId(1),
        moderators=RoleId(1),
        guardians=RoleId(2),
        at=NOW - timedelta(days=400),
    )
    await repositories.spaces.set_track(space.id, "main", POLICY, NOW - timedelta(days=400))
    for place in range(voters):
        await repositories.wallets.link(
            Wallet(guild(GUILD), member(GUILD, place), wallet(GUILD, place), NOW - timedelta(days=399), True)
        )


async def _vote(
    repositories: Repositories, closed_at: datetime, powers: list[int], chosen: random.Random
) -> None:
    space = await repositories.spaces.of_guild(guild(GUILD))
    (track,) = await repositories.spaces.tracks(space.id)
    opened_at = closed_at - LONG
    proposal, block = await _opened(repositories, space.id, track.id, opened_at, sum(powers) * 3)
    ballots = [
        Ballot(
            proposal,
            member(GUILD, place),
            chosen.choice((1, 1, 1, 2, 2, 3)),
            opened_at + LONG * min(chosen.expovariate(4), 0.999),
            CastMethod.BUTTON,
            10_000 + place,
        )
        for place in range(len(powers))
    ]
    await repositories.ballots.add(ballots)
    scores = [
        sum(power for power, each in zip(powers, ballots, strict=True) if each.choice == n) for n in (1, 2, 3)
    ]
    result = {
        "mechanism": "single",
        "scores": [str(score) for score in scores],
        "cast_power": str(sum(scores)),
        "voters": len(ballots),
        "winner": 1,
        "tied": [],
        "invalid": [],
        "rounds": [],
    }
    closing = Closing(closed_at, result, scores[0] > scores[1], ContentHash("0" * 64))
    await repositories.proposals.close(proposal, closing, _record(ballots, powers))
    await repositories.power_readings.add(
        [
            PowerReading(source_key(_SOURCE), block, wallet(GUILD, place), power)
            for place, power in enumerate(powers)
        ]
    )


async def _opened(
    repositories: Repositories, space: SpaceId, track: TrackId, at: datetime, total: int
) -> tuple[ProposalId, BlockHash]:
    proposals, author = repositories.proposals, member(GUILD, 0)
    content = Content("A new well", "We need water. " * 20)
    proposal = await proposals.add(space, track, author, content, at)
    submission = Submission(at, 10**18, (), RoleId(2), await proposals.next_number(space))
    await proposals.submit(proposal, submission)
    block = BlockRef(CHAIN, proposal, BlockHash(f"0x{proposal:064x}"), int(at.timestamp()))
    stored = Proposal(proposal, space, track, author, at, content, POLICY, submission=submission)
    document = frozen_document(stored, POLICY, (block,), total)
    opening = Opening(at, at + LONG, (block,), total, POLICY, freeze_hash(document))
    await proposals.open(proposal, opening, canonical_json(document))
    return proposal, block.hash


def _record(ballots: list[Ballot], powers: list[int]) -> bytes:
    """What a record has of each ballot, as long as in a real one."""
    both = list(zip(ballots, powers, strict=True))
    document = {
        "election": {
            "ballots": [
                {"voter": str(ballot.member), "power": str(power), "choice": ballot.choice, "time": 1}
                for ballot, power in both
            ]
        },
        "ballots": [
            {
                "receipt": "0" * 64,
                "voter": str(ballot.member),
                "choice": ballot.choice,
                "cast_at_ms": str(milliseconds(ballot.cast_at)),
                "cast_method": ballot.cast_method.value,
                "source": str(ballot.source),
                "reason": None,
                "roles": [],
                "power": str(power),
                "evidence": [
                    {
                        "source": "erc20_votes",
                        "place": 1,
                        "contract": wallet(GUILD, 0),
                        "chain": "1",
                        "block": "0x" + "0" * 64,
                        "wallet": wallet(GUILD, 0),
                        "raw": str(power),
                    }
                ],
            }
            for ballot, power in both
        ],
        "delegated_power": [],
    }
    return json.dumps(document).encode()


async def measure(url: str, votes: int, voters: int) -> int:
    database = open_database(url)
    await database.migrate()
    clock = ManualClock(NOW)
    began = time.perf_counter()
    async for _ in build(services_on(database, clock), votes, voters):
        pass
    print(
        f"{votes} votes with {votes * voters:,} ballots, built in {time.perf_counter() - began:.0f} s",
        file=sys.stderr,
    )
    await database.close()
    table = Table(title=f"{votes} closed votes, {votes * voters:,} ballots")
    for column in ("/stats", "first, s", "again, s"):
        table.add_column(column, justify="left" if column == "/stats" else "right")
    actor = Actor(member(GUILD, 1), "somebody", guild(GUILD), "a server")
    missed = False
    for name, command in COMMANDS.items():
        database = open_database(url)
        services = services_on(database, clock)
        times = []
        for _ in range(2):
            began = time.perf_counter()
            await command(services.statistics, actor)
            times.append(time.perf_counter() - began)
        missed |= times[0] > GOAL
        table.add_row(name, *(f"{each:.2f}" for each in times))
        await database.close()
    Console(width=100).print(table)
    return 1 if missed else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--votes", type=int, default=500)
    parser.add_argument("--voters", type=int, default=400)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args()
    logs.configure("ERROR", Redaction(()))
    with database_url(options.database) as url:
        return uvloop.run(measure(url, options.votes, options.voters))


if __name__ == "__main__":
    sys.exit(main())
