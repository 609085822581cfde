"""Cards that are lost and found again."""

from datetime import timedelta

import pytest

from bot.domain.ids import ProposalId
from bot.domain.proposals.standing import Unseen
from tests.fakes import account
from tests.harness import ServiceHarness

ACTION = f"transfer 5 to {account('well builder')}"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
KINDS = [pytest.param(why, id=why.value) for why in Unseen]
visibility = pytest.mark.attack("visibility")


async def discussed(harness: ServiceHarness, **setup: object) -> ProposalId:
    """A proposal whose discussion is over now."""
    await harness.set_up(**setup)
    await harness.powers({"ada": 10, "ben": 4})
    proposal = await harness.submitted("ada", actions=ACTION)
    await harness.pass_time((await harness.get(proposal)).policy.periods.discussion)
    return proposal


async def lose(harness: ServiceHarness, proposal: ProposalId, why: Unseen = Unseen.FORBIDDEN) -> None:
    await harness.services.card_visibility.unseen(proposal, why)


async def find(harness: ServiceHarness, proposal: ProposalId) -> None:
    """The card is seen where it was."""
    await harness.services.card_visibility.seen(await harness.get(proposal))


async def later(harness: ServiceHarness, by: timedelta) -> None:
    await harness.pass_time(by)
    await harness.sweep.run()
