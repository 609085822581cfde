"""A Safe that is asked for what passed, and short ways to see what is said of it."""

from datetime import timedelta

from bot.domain.executors import ExecutionRequest
from bot.domain.ids import ProposalId
from bot.services.delivery.notifications import PostEvent
from bot.services.execution.polling import LONGEST
from bot.wording.delivery.events import event_text
from bot.wording.execution.requests import request_text
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from tests.fakes import account
from tests.harness import ServiceHarness

WELL_BUILDER = account("well builder")
ACTION = f"transfer 5 to {WELL_BUILDER}"
SAY = language(markup=DISCORD)


async def passed(harness: ServiceHarness, actions: str = ACTION) -> ProposalId:
    """One that waits for its timelock."""
    proposal = await harness.opened(powers={"ada": 10}, actions=actions)
    await harness.passed(proposal)
    return proposal


async def in_execution(harness: ServiceHarness) -> tuple[ProposalId, ExecutionRequest]:
    """One of which the Safe was asked, and its request as it was made."""
    proposal = await passed(harness)
    return proposal, await harness.prepared(proposal)


async def handed_over(harness: ServiceHarness) -> tuple[ProposalId, ExecutionRequest]:
    """The same, after everything was said and handed over for the first time."""
    proposal, request = await in_execution(harness)
    await harness.notifications()
    return proposal, request


async def look(harness: ServiceHarness, proposal: ProposalId, after: timedelta = LONGEST) -> None:
    """Time passes until the service is asked again, and it is."""
    await harness.pass_time(after)
    await harness.services.following.follow(proposal)


async def told(harness: ServiceHarness) -> list[PostEvent]:
    """What was said of all proposals, after the opening of their votes."""
    return [each for each in await harness.notified(PostEvent) if each.event != "opened"]


async def events(harness: ServiceHarness) -> list[str]:
    return [each.event for each in await told(harness)]


async def said(harness: ServiceHarness) -> str:
    """What was said last, as members read it."""
    last = (await told(harness))[-1]
    return event_text(last.event, last.data, SAY)


async def on_card(harness: ServiceHarness, proposal: ProposalId) -> str:
    """What the card says of its state."""
    return "\n".join(state_lines(await harness.services.cards.card(proposal), SAY))


async def to_sign(harness: ServiceHarness, proposal: ProposalId) -> str:
    """What the owners are told to sign now."""
    card = await harness.services.cards.card(proposal)
    (request,) = card.proposal.standing
    asked = await harness.services.request_instructions.to_sign(card.space.guild, card.proposal, request)
    text = request_text(card, asked, SAY)
    return "\n".join([*text.warned, text.summary, *text.deeds])
