"""Taking a server over from another operator's Folkmoot, whose file was just imported."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import Address, ProposalId
from bot.domain.succession.handover import Handover
from bot.services.actors import ITSELF, Actor
from bot.services.delivery.notifications import PostRequest, PostStartPanel, ShowSponsors, ShowStatements
from bot.services.execution.instructions import shown_as
from bot.services.governance.public_log import log_act
from bot.services.ports import Repositories
from bot.services.proposals.cards import post_anew
from bot.services.proposals.drafting.sponsoring import MESSAGE as SPONSORS
from bot.services.statements.results import MESSAGE as STATEMENTS


async def take_over(
    repositories: Repositories,
    handover: Handover,
    signer: Address,
    proposals: Sequence[ProposalId],
    now: datetime,
) -> None:
    """In the transaction that imports a server: it is run here from now on. What the other bot has posted can't be
    edited by this one, so that it is posted anew where it may still change."""
    guild = handover.guild
    for proposal in proposals:
        found = await repositories.proposals.get(proposal)
        await repositories.proposals.index_words(proposal, found.content)
        for what, show in ((SPONSORS, ShowSponsors), (STATEMENTS, ShowStatements)):
            if await repositories.messages.get(proposal, what) is not None:
                await repositories.messages.forget(proposal, what)
                await repositories.outbox.add(show(guild, proposal), at=now)
    for space in (await repositories.spaces.tree(guild)).spaces:
        await repositories.start_panels.stands(space.id, None, None)
        for found in await repositories.proposals.live_in_space(space.id):
            if await repositories.messages.get(found.id, "card") is not None:
                await post_anew(repositories, guild, found, since=handover.at, at=now)
            for request in found.requests:
                shown = shown_as(request.id)
                if request.execution is None and await repositories.messages.get(found.id, shown):
                    await repositories.messages.forget(found.id, shown)
                    await repositories.outbox.add(PostRequest(guild, found.id, request.id), at=now)
    await repositories.jobs.rebuild()
    await repositories.outbox.add(PostStartPanel(guild), at=now)
    actor = Actor(ITSELF, "", guild, "")
    details = {"fingerprint": signer}
    await log_act(repositories, actor, "handover import", at=now, details=details)
