"""Votes whose policy says more about their end, and short ways to let time come to a point before it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Extension
from bot.domain.proposals.facts import Extended
from tests.harness import GUILD, ServiceHarness
from tests.services.delegation.delegating import rule

HOUR = timedelta(hours=1)
EXTENSION = Extension(window=timedelta(hours=2), at_most=timedelta(hours=5))
COUNCIL = {"quorum": {"kind": "headcount", "value": 2, "counts": ["For"]}, "revote": False}
"""Two must be for it, and ballots are final."""
MAJORITY = {"majority": {"kind": "simple"}}


async def opened(harness: ServiceHarness, powers: Mapping[str, int], **changes: Any) -> ProposalId:
    """A vote under way by the main track's policy with these changes; members hold so much."""
    await harness.set_up()
    await rule(harness, guild=GUILD, **{"rules": MAJORITY, **changes})
    await harness.powers(powers)
    proposal = await harness.submitted(next(iter(powers)))
    await harness.open(proposal)
    return proposal


async def end_of(harness: ServiceHarness, proposal: ProposalId) -> datetime:
    ends_at = (await harness.get(proposal)).ends_at(harness.clock.now())
    assert ends_at is not None
    return ends_at


async def before_end(harness: ServiceHarness, proposal: ProposalId, by: timedelta) -> None:
    """Time passes until so long before the end."""
    await harness.pass_time(await end_of(harness, proposal) - by - harness.clock.now())


async def extensions(harness: ServiceHarness, proposal: ProposalId) -> tuple[Extended, ...]:
    return (await harness.get(proposal)).extensions
