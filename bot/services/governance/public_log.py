"""The public log: every administrative act, hash-chained, and shown in the space's log channel."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.errors import ReasonMissing
from bot.domain.ids import ProposalId
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostLogEntry
from bot.services.ports import Repositories


async def log_act(
    repositories: Repositories,
    actor: Actor,
    act: str,
    *,
    at: datetime,
    proposal: ProposalId | None = None,
    reason: str | None = None,
    details: Mapping[str, str] = {},
) -> None:
    """Write the act into the log and have it shown, in the transaction of the act itself."""
    entry = await repositories.log.add(
        actor.guild, actor.member, act, at=at, proposal=proposal, reason=reason, details=details
    )
    await repositories.outbox.add(PostLogEntry(guild=actor.guild, entry=entry.id), at=at)


def public_reason(reason: str) -> str:
    """The reason of an act that must be explained. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    return reason
