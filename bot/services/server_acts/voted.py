"""Whether the acts that are stored are those that were voted on."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors import StoredDataInvalid
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import Repositories


class _Recorded(msgspec.Struct):
    """What is read of a record here."""

    elected: dict[str, Any] | None = None


async def require_voted(repositories: Repositories, proposal: Proposal) -> None:
    """Raises StoredDataInvalid where the acts aren't those whose hash everybody saw when the vote opened, or where
    others were elected than the record has."""
    opening, frozen = proposal.opening, await repositories.proposals.frozen(proposal.id)
    if opening is None or content_hash(frozen) != opening.content_hash:
        raise StoredDataInvalid(f"openings {proposal.id}: frozen", proposal=proposal.id)
    voted = json.loads(frozen).get("acts", [])
    acts = [act.document() for act in proposal.content.acts]
    if canonical_json(voted) != canonical_json(opening.pseudonyms.veil(acts)):
        raise StoredDataInvalid(f"revisions {proposal.id}: acts", proposal=proposal.id)
    closing = proposal.closing
    if closing is None or closing.winners is None:
        return
    record = await repositories.proposals.record(proposal.id)
    if record is None or content_hash(record) != closing.record_hash:
        raise StoredDataInvalid(f"closings {proposal.id}: record", proposal=proposal.id)
    if msgspec.json.decode(record, type=_Recorded).elected != opening.pseudonyms.veil(
        closing.winners.document()
    ):
        raise StoredDataInvalid(f"closings {proposal.id}: winners", proposal=proposal.id)
