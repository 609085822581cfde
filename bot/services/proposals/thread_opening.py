"""A proposal was submitted: its thread is asked for."""

from datetime import datetime

from bot.domain.ids import GuildId, ProposalId
from bot.domain.notices.topics import Topic
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.standing import Standing, Unseen
from bot.services.delivery.notifications import AnnounceDiscussion, OpenDiscussion, TellPart, TellSubscribers
from bot.services.ports import Repositories


async def ask_for_thread(
    repositories: Repositories,
    proposal: ProposalId,
    guild: GuildId,
    now: datetime,
    brought_up: BroughtUp | None = None,
) -> None:
    """In the transaction of a submission: have the thread opened. The discussion begins when it stands. Those are told
    who asked for it, and the part that brought it up."""
    await repositories.proposals.note_thread(proposal, Standing(now, unseen_since=now, why=Unseen.UNPOSTED))
    await repositories.outbox.add(
        OpenDiscussion(guild, proposal),
        AnnounceDiscussion(guild, proposal),
        TellSubscribers(guild, proposal, Topic.PROPOSALS),
        *(() if brought_up is None else (TellPart(guild, proposal),)),
        at=now,
    )
