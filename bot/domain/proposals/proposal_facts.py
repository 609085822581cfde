"""All that is stored of a proposal (governance.md §2)."""

from datetime import datetime

import msgspec

from bot.domain.councils.seats import SafeOwners
from bot.domain.executors import ExecutionRequest
from bot.domain.ids import MemberId, ProposalId, SpaceId, TrackId
from bot.domain.milestones.release import Release
from bot.domain.policy.model import Policy
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import (
    Cancellation,
    Closing,
    Content,
    Extended,
    Opening,
    RegistryOmission,
    Stop,
    Submission,
    Suspension,
    Veto,
)
from bot.domain.proposals.holds import Hold
from bot.domain.proposals.sponsoring import SponsorCall
from bot.domain.proposals.standing import Standing
from bot.domain.server_acts.outcomes import ActOutcome


class ProposalFacts(msgspec.Struct, frozen=True):
    """All facts of one proposal: what happened, and nothing that follows from it."""

    id: ProposalId
    space: SpaceId
    track: TrackId
    author: MemberId
    created_at: datetime
    content: Content
    policy: Policy
    """The track's policy today, or from the submission on the newest with the same electorate. `rules` decides."""
    revision: int = 1
    """Which one of its contents `content` is, by their order."""
    revised_at: datetime | None = None
    """When that was written."""
    submission: Submission | None = None
    coauthors: tuple[MemberId, ...] = ()
    """Who writes it with its author, in the order in which they accepted."""
    readers: tuple[MemberId, ...] = ()
    """To whom the author shows it while it is a draft, in the order in which that was done."""
    sponsor_call: SponsorCall | None = None
    """That its author asked for sponsors last."""
    withdrawn_at: datetime | None = None
    opening: Opening | None = None
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extended, ...] = ()
    decided_at: datetime | None = None
    """When nothing could change the outcome any more, and the policy ends such votes early."""
    origin: ProposalId | None = None
    """The passed temperature check that it follows."""
    pays_for: ProposalId | None = None
    """The vote whose voters it pays, by the frozen rule of that: nobody votes on this one. None: it is voted on."""
    release: Release | None = None
    """Of which earlier proposal it releases a milestone; None: of none."""
    brought_up: BroughtUp | None = None
    """Which part brought it up to the space that decides on it; None: it was proposed here."""
    rewards_settled_at: datetime | None = None
    """When the rewards for its voters were asked for, or it turned out that there are none."""
    holds: tuple[Hold, ...] = ()
    """By votes of the space above on its veto, the oldest first."""
    cancellation: Cancellation | None = None
    closing: Closing | None = None
    seating: SafeOwners | None = None
    """Who owned the Safe when it was asked last to seat those who were elected."""
    veto: Veto | None = None
    stop: Stop | None = None
    requests: tuple[ExecutionRequest, ...] = ()
    """What its executors were asked to do, the oldest first."""
    act_outcomes: tuple[ActOutcome, ...] = ()
    """What became of its acts on the server, in their order; of those that were tried."""
    reminded_at: datetime | None = None
    """When those were reminded who could vote and hadn't."""
    unresolved_reported_at: datetime | None = None
    """When the close was reported to wait for power that can't be read."""
    registry_unread_since: datetime | None = None
    """Since when it can't be read, at any attempt to open the vote, what wallets delegate on chain."""
    registry_omission: RegistryOmission | None = None
    guardians_lost_at: datetime | None = None
    """When it was found that the role that may veto it was deleted, so that nobody can."""
    concluded_at: datetime | None = None
    """When the last thing that passing brought was done: what it grants was given, or that it expired was said."""
    thread: Standing | None = None
    """What is known of its thread, from the submission on."""
    card: Standing | None = None
    """What is known of its card, from when it was asked for."""
    version: int = 0
    """Grows with every stored fact: who holds a copy knows by it whether the copy still is the truth."""
