"""Votes whose policy says more about their end, and short ways to let time come to a point before it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.policy import Extension
from bot.domain.proposal import Extended
from tests.assembly import GUILD, Assembly
from tests.services.delegating import rule

HOUR = timedelta(hours=1)
EXTENSION = Extension(window=timedelta(hours=2), at_most=timedelta(hours=5))
COUNCIL = {"quorum": {"kind": "headcount", "value": 2, "counts": ["For"]}, "revote": False}
"""Two must be for it, and ballots are final."""
MAJORITY = {"majority": {"kind": "simple"}}


async def opened(assembly: Assembly, powers: Mapping[str, int], **changes: Any) -> ProposalId:
    """A vote under way by the main track's policy with these changes; members hold so much."""
    await assembly.set_up()
    await rule(assembly, guild=GUILD, **{"rules": MAJORITY, **changes})
    await assembly.powers(powers)
    proposal = await assembly.submitted(next(iter(powers)))
    await assembly.open(proposal)
    return proposal


async def end_of(assembly: Assembly, proposal: ProposalId) -> datetime:
    ends_at = (await assembly.get(proposal)).ends_at(assembly.clock.now())
    assert ends_at is not None
    return ends_at


async def before_end(assembly: Assembly, proposal: ProposalId, by: timedelta) -> None:
    """Time passes until so long before the end."""
    await assembly.pass_time(await end_of(assembly, proposal) - by - assembly.clock.now())


async def extensions(assembly: Assembly, proposal: ProposalId) -> tuple[Extended, ...]:
    return (await assembly.get(proposal)).extensions
