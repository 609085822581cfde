"""A server whose Safe holds votes in another DAO's Governor, and short ways to decide there."""

from datetime import timedelta
from typing import Any

from bot.domain.actions.actions import Action
from bot.domain.ids import ChannelId, MessageId, ProposalId
from bot.domain.policy.model import preset
from bot.services.ports import Posted
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.proposals.cards.changes import changes_lines
from tests.fakes import GOVERNOR, FakeForeignVote
from tests.harness import GRACE, GUILD, ServiceHarness

LINE = f"cast {GOVERNOR} 7"
SAY = language(markup=DISCORD)
PERIODS = preset("metagovernance").periods
_DAY = timedelta(days=1)


async def convene(harness: ServiceHarness, powers: dict[str, int], **policy: Any) -> FakeForeignVote:
    """The server, whose members hold so much, and a vote on the Governor that lasts long enough."""
    await harness.set_up(preset="metagovernance")
    await change(harness, **policy)
    await harness.powers(powers)
    return harness.foreign_votes.begin()


async def change(harness: ServiceHarness, **policy: Any) -> None:
    """Give the track other rules."""
    async with harness.services.uow.writing() as repositories:
        (track,) = await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id)
        changed = track.policy.model_validate({**track.policy.model_dump(), **policy})
        await repositories.spaces.set_track(track.space, track.name, changed, harness.clock.now())


async def opened(harness: ServiceHarness, author: str = "ada") -> ProposalId:
    """The vote on the vote, under way."""
    proposal = await harness.submitted(author, actions=LINE)
    async with harness.services.uow.writing() as repositories:
        await repositories.messages.set(proposal, Posted("thread", ChannelId(2), MessageId(2)))
    await harness.pass_time(PERIODS.discussion)
    assert await harness.open_now(proposal) is not None
    await harness.services.power_reads.everyone(proposal)
    harness.proposal = proposal
    return proposal


async def closed(harness: ServiceHarness, proposal: ProposalId) -> None:
    """Its time is over, and it has a result."""
    await harness.pass_time(PERIODS.voting + GRACE)
    assert await harness.services.closing.close(proposal) is not None


async def decided(harness: ServiceHarness, votes: dict[str, str], author: str = "ada") -> ProposalId:
    """A vote in which members chose so, closed."""
    proposal = await opened(harness, author)
    for name, choice in votes.items():
        await harness.vote(name, choice)
    await closed(harness, proposal)
    return proposal


async def call(harness: ServiceHarness, proposal: ProposalId) -> Action | None:
    """What its executor is to call; None for nothing."""
    actions = (await harness.get(proposal)).actions
    return actions[0] if actions else None


async def shown(harness: ServiceHarness, proposal: ProposalId) -> str:
    """What draft, card and page say of what is cast."""
    return "\n".join(changes_lines(await harness.get(proposal), SAY))
