"""The facts of a proposal's life, each written once."""

import json
from datetime import datetime
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import ScalarSelect, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.councils.seats import SafeOwners
from bot.domain.executors import AnyExecutor
from bot.domain.ids import MemberId, ProposalId
from bot.domain.milestones.release import Release
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import (
    Cancellation,
    Closing,
    Extended,
    Opening,
    RegistryOmission,
    Stop,
    Submission,
    Suspension,
    Veto,
)
from bot.domain.proposals.holds import Hold
from bot.domain.proposals.standing import Standing
from bot.domain.server_acts.outcomes import ActOutcome
from bot.storage.dialect import insert
from bot.storage.repositories.block_rows import blocks_text
from bot.storage.repositories.execution.execution_rows import examined_text
from bot.storage.repositories.proposals import fact_rows as rows
from bot.storage.repositories.proposals import proposal_queries as queries
from bot.storage.repositories.proposals.cast_rows import cast_terms_text
from bot.storage.repositories.proposals.pseudonym_rows import pseudonym_columns
from bot.storage.repositories.proposals.sponsor_rows import sponsors_text
from bot.storage.repositories.spaces.role_looks import RoleLooks
from bot.storage.tables import (
    act_outcomes,
    brought_up,
    cancellations,
    card_standings,
    closings,
    coauthors,
    conclusions,
    early_ends,
    execution_stops,
    extensions,
    guardian_losses,
    holds,
    openings,
    payouts,
    proposals,
    readers,
    registry_omissions,
    releases,
    reward_settlements,
    seatings,
    spaces,
    submissions,
    suspensions,
    thread_standings,
    track_policies,
    unread_registries,
    unresolved_reports,
    vetoes,
    vote_reminders,
    withdrawals,
)


class StoredFacts:
    """The part of `ports.Proposals` that writes facts. One that a proposal can have once is refused the second time
    (IntegrityError): whoever writes it looked first, in the same transaction."""

    def __init__(self, connection: AsyncConnection, changed: set[ProposalId], role_looks: RoleLooks) -> None:
        """`changed` gathers the proposals of which a fact is stored here."""
        self._connection = connection
        self._changed = changed
        self._role_looks = role_looks

    async def submit(self, proposal: ProposalId, submission: Submission) -> None:
        await self._add(
            submissions,
            proposal,
            at=submission.at,
            power=submission.power,
            blocks=blocks_text(submission.blocks),
            guardians=submission.guardians,
            policy=_newest_policy(proposal),
            guild=_guild(proposal),
            number=submission.number,
            sponsors=sponsors_text(submission.sponsors),
        )

    async def pay_for(self, vote: ProposalId, payout: ProposalId) -> None:
        await self._add(payouts, payout, vote=vote)

    async def release(self, proposal: ProposalId, release: Release) -> None:
        await self._add(
            releases,
            proposal,
            promise=release.promise,
            content_hash=release.content_hash,
            place=release.place,
            attempt=release.attempt,
            policy=release.policy.model_dump_json(),
        )

    async def bring_up(self, proposal: ProposalId, by: BroughtUp) -> None:
        executor = by.executor
        await self._add(
            brought_up,
            proposal,
            space=by.space,
            name=by.name,
            kind=executor.kind,
            chain=executor.chain,
            account=executor.address,
        )

    async def settle_rewards(self, vote: ProposalId, at: datetime) -> None:
        await self._add(reward_settlements, vote, at=at)

    async def withdraw(self, proposal: ProposalId, at: datetime) -> None:
        await self._add(withdrawals, proposal, at=at)

    async def add_coauthor(self, proposal: ProposalId, member: MemberId, at: datetime) -> None:
        await self._add(coauthors, proposal, member=member, at=at)

    async def remove_coauthor(self, proposal: ProposalId, member: MemberId) -> None:
        await self._remove(coauthors, proposal, member)

    async def add_reader(self, proposal: ProposalId, member: MemberId, at: datetime) -> None:
        await self._add(readers, proposal, member=member, at=at)

    async def remove_reader(self, proposal: ProposalId, member: MemberId) -> None:
        await self._remove(readers, proposal, member)

    async def open(self, proposal: ProposalId, opening: Opening, frozen: bytes) -> None:
        await self._add(
            openings,
            proposal,
            at=opening.at,
            ends_at=opening.ends_at,
            snapshot=blocks_text(opening.snapshot),
            total_power=opening.total_power,
            policy=opening.policy.model_dump_json(),
            content_hash=opening.content_hash,
            frozen=frozen,
            earlier=blocks_text(opening.earlier),
            examined=examined_text(opening.examined),
            cast_terms=cast_terms_text(opening.cast_terms),
            **pseudonym_columns(opening.pseudonyms),
        )
        await self._connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal)
            .values(executor=executor_text(opening.policy.executor))
        )

    async def suspend(self, proposal: ProposalId, suspension: Suspension) -> None:
        await self._add(
            suspensions,
            proposal,
            by=suspension.by,
            reason=suspension.reason,
            at=suspension.at,
            resumed_at=suspension.resumed_at,
            unseen_since=suspension.unseen_since,
        )

    async def note_thread(self, proposal: ProposalId, thread: Standing) -> None:
        await self._note(thread_standings, proposal, thread)

    async def note_card(self, proposal: ProposalId, card: Standing) -> None:
        await self._note(card_standings, proposal, card)

    async def _note(self, table: Table, proposal: ProposalId, standing: Standing) -> None:
        found = asdict(standing)
        statement = insert(table).values(proposal=proposal, **found)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[table.c.proposal], set_=found)
        )
        await self._count_up(proposal)

    async def extend(self, proposal: ProposalId, extension: Extended) -> None:
        await self._add(extensions, proposal, at=extension.at, by=extension.by)

    async def decide(self, proposal: ProposalId, at: datetime) -> None:
        await self._add(early_ends, proposal, at=at)

    async def resume(self, proposal: ProposalId, at: datetime) -> None:
        await self._connection.execute(
            update(suspensions)
            .where(suspensions.c.proposal == proposal, suspensions.c.resumed_at.is_(None))
            .values(resumed_at=at)
        )
        await self._count_up(proposal)

    async def cancel(self, proposal: ProposalId, cancellation: Cancellation) -> None:
        await self._add(
            cancellations, proposal, by=cancellation.by, reason=cancellation.reason, at=cancellation.at
        )

    async def close(self, proposal: ProposalId, closing: Closing, record: bytes) -> None:
        await self._add(
            closings,
            proposal,
            at=closing.at,
            result=rows.result_text(closing.result),
            passed=closing.passed,
            record_hash=closing.record_hash,
            winners=rows.winners_text(closing.winners),
            record=record,
        )
        await self._role_looks.closed(proposal, closing.at)

    async def veto(self, proposal: ProposalId, veto: Veto) -> None:
        await self._add(vetoes, proposal, by=veto.by, reason=veto.reason, at=veto.at, voted=veto.voted)

    async def hold(self, proposal: ProposalId, hold: Hold) -> None:
        found = asdict(hold)
        statement = insert(holds).values(proposal=proposal, **found)
        keys = [holds.c.proposal, holds.c.by]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=found))
        await self._count_up(proposal)

    async def held_by(self, veto: ProposalId) -> list[ProposalId]:
        found = await self._connection.scalars(queries.HELD_BY, {"by": veto})
        return [ProposalId(proposal) for proposal in found]

    async def end_hold(self, proposal: ProposalId, veto: ProposalId, at: datetime) -> None:
        await self._connection.execute(
            update(holds).where(holds.c.proposal == proposal, holds.c.by == veto).values(ended_at=at)
        )
        await self._count_up(proposal)

    async def stop(self, proposal: ProposalId, stop: Stop) -> None:
        await self._add(execution_stops, proposal, cause=stop.cause, data=json.dumps(stop.data), at=stop.at)

    async def note_act(self, proposal: ProposalId, outcome: ActOutcome) -> None:
        found = asdict(outcome)
        statement = insert(act_outcomes).values(proposal=proposal, **found)
        keys = [act_outcomes.c.proposal, act_outcomes.c.place]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=found))
        await self._count_up(proposal)

    async def note_owners(self, proposal: ProposalId, owners: SafeOwners) -> None:
        found = {
            "block": blocks_text((owners.at,)),
            "owners": json.dumps(owners.owners),
            "threshold": owners.threshold,
        }
        statement = insert(seatings).values(proposal=proposal, **found)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[seatings.c.proposal], set_=found)
        )
        await self._count_up(proposal)

    async def lose_guardians(self, proposal: ProposalId, at: datetime) -> None:
        await self._add(guardian_losses, proposal, at=at)

    async def remind(self, proposal: ProposalId, at: datetime) -> None:
        await self._add(vote_reminders, proposal, at=at)

    async def report_unresolved(self, proposal: ProposalId, at: datetime) -> None:
        await self._add(unresolved_reports, proposal, at=at)

    async def miss_registry(self, proposal: ProposalId, at: datetime) -> None:
        await self._add(unread_registries, proposal, at=at)

    async def find_registry(self, proposal: ProposalId) -> None:
        await self._connection.execute(
            delete(unread_registries).where(unread_registries.c.proposal == proposal)
        )
        await self._count_up(proposal)

    async def omit_registry(self, proposal: ProposalId, omission: RegistryOmission) -> None:
        await self._add(registry_omissions, proposal, by=omission.by, reason=omission.reason, at=omission.at)

    async def conclude(self, proposal: ProposalId, at: datetime) -> None:
        await self._add(conclusions, proposal, at=at)

    async def _add(self, table: Table, proposal: ProposalId, **values: Any) -> None:
        await self._connection.execute(insert(table).values(proposal=proposal, **values))
        await self._count_up(proposal)

    async def _remove(self, table: Table, proposal: ProposalId, member: MemberId) -> None:
        await self._connection.execute(
            delete(table).where(table.c.proposal == proposal, table.c.member == member)
        )
        await self._count_up(proposal)

    async def _count_up(self, proposal: ProposalId) -> None:
        await self._connection.execute(queries.COUNT_UP, {"of": proposal})
        self._changed.add(proposal)


def executor_text(executor: AnyExecutor | None) -> str | None:
    """By what proposals with this executor are found."""
    return None if executor is None else f"{executor.kind}:{executor.chain}:{executor.address}"


def _guild(proposal: ProposalId) -> ScalarSelect[int]:
    its_space = proposals.join(spaces, spaces.c.id == proposals.c.space)
    return select(spaces.c.guild).select_from(its_space).where(proposals.c.id == proposal).scalar_subquery()


def _newest_policy(proposal: ProposalId) -> ScalarSelect[int]:
    """The id of the policy that the proposal's track has today."""
    track = select(proposals.c.track).where(proposals.c.id == proposal).scalar_subquery()
    return select(func.max(track_policies.c.id)).where(track_policies.c.track == track).scalar_subquery()
