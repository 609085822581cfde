"""Whether the acts that are stored are those that were voted on."""

import json

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors import StoredDataInvalid
from bot.domain.proposals.proposal import Proposal


def require_voted(proposal: Proposal, frozen: bytes) -> None:
    """Raises StoredDataInvalid where the acts aren't those whose hash everybody saw when the vote opened."""
    opening = proposal.opening
    if opening is None or content_hash(frozen) != opening.content_hash:
        raise StoredDataInvalid(f"openings {proposal.id}: frozen", proposal=proposal.id)
    voted = json.loads(frozen).get("acts", [])
    if canonical_json(voted) != canonical_json([act.document() for act in proposal.content.acts]):
        raise StoredDataInvalid(f"revisions {proposal.id}: acts", proposal=proposal.id)
