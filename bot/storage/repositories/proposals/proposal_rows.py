"""Between a proposal's facts and their rows.

The fields of a row's class are the columns that are read, in that order; an amount is decimal text, a time
microseconds since 1970.
"""

from typing import Any

import msgspec

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import (
    MemberId,
    ProposalId,
    SpaceId,
    TrackId,
)
from bot.domain.policy.model import Policy
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import (
    Opening,
)
from bot.domain.proposals.proposal import Proposal
from bot.storage.columns import moment
from bot.storage.repositories.execution.execution_rows import (
    ConfirmationRow,
    ExecutionRow,
    RequestRow,
    StopRow,
    requests_of,
)
from bot.storage.repositories.proposals.content_rows import RevisionRow
from bot.storage.repositories.proposals.fact_rows import (
    ActOutcomeRow,
    BroughtUpRow,
    CancellationRow,
    ClosingRow,
    ExtensionRow,
    HoldRow,
    MemberRow,
    OpeningRow,
    OriginRow,
    PayoutRow,
    RegistryOmissionRow,
    ReleaseRow,
    SeatingRow,
    StandingRow,
    SubmissionRow,
    SuspensionRow,
    TimeRow,
    VetoRow,
    members_of,
)
from bot.storage.repositories.proposals.sponsor_rows import SponsorCallRow
from bot.storage.repositories.spaces.space_rows import policy_of


class ProposalRow(msgspec.Struct, array_like=True):
    """One proposal with all of its facts. What isn't (yet) so is None."""

    id: int
    space: int
    track: int
    author: int
    created_at: int
    version: int
    policy: str
    revision: RevisionRow
    suspensions: list[SuspensionRow]
    extensions: list[ExtensionRow]
    requests: list[RequestRow]
    confirmations: list[ConfirmationRow]
    signatures: list[ConfirmationRow]
    executions: list[ExecutionRow]
    act_outcomes: list[ActOutcomeRow]
    holds: list[HoldRow]
    coauthors: list[MemberRow]
    readers: list[MemberRow]
    origin: OriginRow | None
    payout: PayoutRow | None
    release: ReleaseRow | None
    brought_up: BroughtUpRow | None
    reward_settlement: TimeRow | None
    submission: SubmissionRow | None
    withdrawal: TimeRow | None
    opening: OpeningRow | None
    early_end: TimeRow | None
    cancellation: CancellationRow | None
    closing: ClosingRow | None
    seating: SeatingRow | None
    veto: VetoRow | None
    stop: StopRow | None
    vote_reminder: TimeRow | None
    unresolved_report: TimeRow | None
    unread_registry: TimeRow | None
    registry_omission: RegistryOmissionRow | None
    guardian_loss: TimeRow | None
    conclusion: TimeRow | None
    thread: StandingRow | None
    card: StandingRow | None
    sponsor_call: SponsorCallRow | None

    def proposal(self) -> Proposal:
        """Raises one of `unreadable.FAULTS` for what this program wouldn't write."""
        opening = self.opening.fact() if self.opening else None
        release = self.release.fact() if self.release else None
        brought_up = self.brought_up.fact() if self.brought_up else None
        return Proposal(
            id=ProposalId(self.id),
            space=SpaceId(self.space),
            track=TrackId(self.track),
            author=MemberId(self.author),
            created_at=moment(self.created_at),
            content=self.revision.content(),
            revision=self.revision.number,
            revised_at=moment(self.revision.at),
            policy=self._policy(opening, brought_up) if release is None else release.policy,
            submission=self.submission.fact() if self.submission else None,
            coauthors=members_of(self.coauthors),
            readers=members_of(self.readers),
            sponsor_call=self.sponsor_call.fact() if self.sponsor_call else None,
            withdrawn_at=self.withdrawal.fact() if self.withdrawal else None,
            opening=opening,
            suspensions=tuple(row.fact() for row in sorted(self.suspensions, key=lambda row: row.id)),
            extensions=tuple(row.fact() for row in sorted(self.extensions, key=lambda row: row.id)),
            decided_at=self.early_end.fact() if self.early_end else None,
            origin=self.origin.fact() if self.origin else None,
            pays_for=self.payout.fact() if self.payout else None,
            release=release,
            brought_up=brought_up,
            rewards_settled_at=self.reward_settlement.fact() if self.reward_settlement else None,
            holds=tuple(row.fact() for row in sorted(self.holds, key=lambda row: (row.at, row.by))),
            cancellation=self.cancellation.fact() if self.cancellation else None,
            closing=self.closing.fact() if self.closing else None,
            seating=self.seating.fact() if self.seating else None,
            veto=self.veto.fact() if self.veto else None,
            stop=self.stop.fact() if self.stop else None,
            requests=requests_of(self.requests, self.confirmations, self.signatures, self.executions),
            act_outcomes=tuple(row.fact() for row in sorted(self.act_outcomes, key=lambda row: row.place)),
            registry_unread_since=self.unread_registry.fact() if self.unread_registry else None,
            registry_omission=self.registry_omission.fact() if self.registry_omission else None,
            guardians_lost_at=self.guardian_loss.fact() if self.guardian_loss else None,
            reminded_at=self.vote_reminder.fact() if self.vote_reminder else None,
            unresolved_reported_at=self.unresolved_report.fact() if self.unresolved_report else None,
            concluded_at=self.conclusion.fact() if self.conclusion else None,
            thread=self.thread.fact() if self.thread else None,
            card=self.card.fact() if self.card else None,
            version=self.version,
        )

    def _policy(self, opening: Opening | None, brought_up: BroughtUp | None) -> Policy:
        """That of the track, by which the executor of a part acts where that has brought it up. A vote that has opened
        needs it no more: it has its own."""
        try:
            policy = policy_of(self.policy)
            return policy if brought_up is None else brought_up.rules(policy)
        except StoredDataInvalid:
            if opening is None:
                raise
            return opening.policy


each_row = msgspec.json.Decoder(list[msgspec.Raw])
proposal_row = msgspec.json.Decoder(ProposalRow)
row_id = msgspec.json.Decoder(list[Any])
