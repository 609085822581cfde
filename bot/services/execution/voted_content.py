"""Whether what is stored of a proposal is what was voted on."""

import asyncio
from typing import Any

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors import ContentAltered
from bot.domain.frozen_document import (
    action_document,
    called_document,
    cast_document,
    milestone_document,
)
from bot.domain.milestones.release import Release
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import UnitOfWork

_COMPARED = ("policy", "actions", "called", "cast", "seats", "milestones", "releases", "brought_up")


class _Recorded(msgspec.Struct):
    """What is compared of a vote's record, or of what stands for it where voters are paid."""

    content_hash: str
    result: msgspec.Raw
    elected: dict[str, Any] | None = None


class VotedContent(msgspec.Struct, frozen=True):
    uow: UnitOfWork

    async def require_of(self, proposal: Proposal) -> None:
        """Raises ContentAltered where the proposal is not as it was voted on."""
        if not await self.is_of(proposal):
            raise ContentAltered(proposal.number)

    async def is_of(self, proposal: Proposal) -> bool:
        """Whether the actions, the policy and what they call are those whose hash was voted on, and the result, which
        says how votes are cast elsewhere and who was elected, is that of the record."""
        async with self.uow.reading() as repositories:
            frozen = await repositories.proposals.frozen(proposal.id)
            record = await repositories.proposals.record(proposal.id)
            release = proposal.release
            promise = None if release is None else await repositories.proposals.frozen(release.promise)
        if release is not None and not _is_promised(proposal, release, promise):
            return False
        # A record may have the ballots of a hundred thousand voters.
        return await asyncio.to_thread(_is_frozen, proposal, frozen) and await asyncio.to_thread(
            _is_recorded, proposal, record
        )


def _is_promised(proposal: Proposal, release: Release, promise: bytes | None) -> bool:
    """Whether it pays exactly the milestone that was frozen with the proposal which promised it."""
    if promise is None or content_hash(promise) != release.content_hash:
        return False
    milestones = msgspec.json.decode(promise).get("milestones", [])
    if not 1 <= release.place <= len(milestones):
        return False
    paid = [action_document(action) for action in proposal.content.actions]
    return canonical_json(paid) == canonical_json([milestones[release.place - 1]["payment"]])


def _is_frozen(proposal: Proposal, frozen: bytes) -> bool:
    opening = proposal.opening
    if opening is None or content_hash(frozen) != opening.content_hash:
        return False
    voted = msgspec.json.decode(frozen)
    stored = {
        "policy": opening.policy.document(),
        "actions": [action_document(action) for action in proposal.content.actions],
    }
    if opening.examined:
        stored["called"] = [called_document(each) for each in opening.examined]
    if (foreign := proposal.content.foreign) is not None:
        stored["cast"] = cast_document(foreign, opening.cast_terms)
    if proposal.content.milestones:
        stored["milestones"] = [milestone_document(each) for each in proposal.content.milestones]
    if proposal.release is not None:
        stored["releases"] = proposal.release.document()
    if proposal.brought_up is not None:
        stored["brought_up"] = proposal.brought_up.document()
    paid = voted.get("pays_for", {}).get("proposal")
    if paid != (None if proposal.pays_for is None else str(proposal.pays_for)):
        return False
    if voted.get("candidates", []) != [opening.pseudonyms.of(each) for each in proposal.content.candidates]:
        return False
    if (seats := proposal.content.seats) is not None:
        stored["seats"] = seats.document()
    kept = {name: voted[name] for name in _COMPARED if name in voted}
    return canonical_json(kept) == canonical_json(stored)


def _is_recorded(proposal: Proposal, record: bytes | None) -> bool:
    opening, closing = proposal.opening, proposal.closing
    if opening is None or closing is None or record is None or content_hash(record) != closing.record_hash:
        return False
    try:
        recorded = msgspec.json.decode(record, type=_Recorded)
    except msgspec.DecodeError:
        return False
    return (
        recorded.content_hash == opening.content_hash
        and msgspec.json.decode(recorded.result) == opening.pseudonyms.veil(closing.result)
        and recorded.elected
        == (None if closing.winners is None else opening.pseudonyms.veil(closing.winners.document()))
    )
