"""Proposals: how they begin, what is written in them, and how they are found."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import ProposalUnknown, StoredDataInvalid
from bot.domain.executors import AnyExecutor
from bot.domain.ids import (
    ContentHash,
    GuildId,
    MemberId,
    Power,
    ProposalId,
    ProposalNumber,
    RoleId,
    SpaceId,
    TrackId,
)
from bot.domain.proposals.facts import Content, Revision
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.search import Search
from bot.domain.proposals.words import words_of
from bot.storage.dialect import insert, listed, many, rows_of
from bot.storage.full_text import keyed
from bot.storage.repositories.proposals import proposal_queries as queries
from bot.storage.repositories.proposals import proposal_rows as rows
from bot.storage.repositories.proposals import proposal_search as searching
from bot.storage.repositories.proposals.cast_rows import foreign_text
from bot.storage.repositories.proposals.content_rows import (
    actions_text,
    acts_text,
    candidates_text,
    choices_text,
    grants_text,
    milestones_text,
    revision_row,
    seats_text,
)
from bot.storage.repositories.proposals.proposal_facts import StoredFacts, executor_text
from bot.storage.repositories.proposals.proposal_reading import invalid, read
from bot.storage.repositories.proposals.voting_roles import voting_roles
from bot.storage.repositories.spaces.role_looks import RoleLooks
from bot.storage.tables import guardian_losses, origins, proposals, revisions, spaces, submissions
from bot.storage.unreadable import FAULTS, UnreadableRows

_BEYOND = 2**63 - 1
"""Above the number of any proposal."""
_BEYOND_NUMBERS = 2**31 - 1
_AT_ONCE = 500
"""So many proposals are looked at together when all of them are."""

_GUARDED = (
    select(spaces.c.guild, proposals.c.id, submissions.c.guardians)
    .join_from(proposals, spaces, spaces.c.id == proposals.c.space)
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .outerjoin(guardian_losses, guardian_losses.c.proposal == proposals.c.id)
    .where(~proposals.c.settled, guardian_losses.c.proposal.is_(None))
    .order_by(proposals.c.id)
)
_GUARDED_IN_ALL = many(_GUARDED)
_GUARDED_IN_GUILD = many(_GUARDED.where(spaces.c.guild == bindparam("guild")))


class StoredProposals(StoredFacts):
    """`ports.Proposals`."""

    def __init__(
        self,
        connection: AsyncConnection,
        changed: set[ProposalId],
        unreadable: UnreadableRows,
        role_looks: RoleLooks,
    ) -> None:
        """`changed` gathers the proposals of which a fact is stored here."""
        super().__init__(connection, changed, role_looks)
        self._unreadable = unreadable

    async def add(
        self,
        space: SpaceId,
        track: TrackId,
        author: MemberId,
        content: Content,
        at: datetime,
        origin: ProposalId | None = None,
    ) -> ProposalId:
        statement = (
            insert(proposals)
            .values(space=space, track=track, author=author, created_at=at)
            .returning(proposals.c.id)
        )
        proposal = ProposalId((await self._connection.execute(statement)).scalar_one())
        await self._add_revision(proposal, Revision(content, author, at, 1))
        if origin is not None:
            await self._add(origins, proposal, origin=origin)
        return proposal

    async def move(self, proposal: ProposalId, space: SpaceId, track: TrackId) -> None:
        moved = update(proposals).where(proposals.c.id == proposal).values(space=space, track=track)
        await self._connection.execute(moved)
        await self._count_up(proposal)

    async def following(self, origin: ProposalId) -> ProposalId | None:
        found = await self._connection.scalar(queries.FOLLOWING, {"origin": origin})
        return None if found is None else ProposalId(found)

    async def payout_of(self, vote: ProposalId) -> ProposalId | None:
        found = await self._connection.scalar(queries.PAYOUT, {"vote": vote})
        return None if found is None else ProposalId(found)

    async def releases_of(self, promise: ProposalId) -> list[Proposal]:
        found, faults = await read(self._connection, queries.RELEASES, promise=promise)
        for fault in faults.values():
            raise fault
        return found

    async def drafts(self, space: SpaceId, author: MemberId) -> int:
        answer = await self._connection.execute(queries.DRAFTS, {"space": space, "author": author})
        return answer.scalar_one()

    async def undecided(self, space: SpaceId, author: MemberId | None = None) -> int:
        statement, asked = queries.UNDECIDED, {"space": space}
        if author is not None:
            statement = statement.where(proposals.c.author == author)
        return int((await self._connection.execute(statement, asked)).scalar_one())

    async def get(self, proposal: ProposalId, guild: GuildId | None = None) -> Proposal:
        if guild is None:
            found, faults = await read(self._connection, queries.BY_ID, proposal=proposal)
        else:
            found, faults = await read(
                self._connection, queries.BY_ID_IN_GUILD, proposal=proposal, guild=guild
            )
        for fault in faults.values():
            raise fault
        if not found:
            raise ProposalUnknown
        return found[0]

    async def get_many(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, Proposal]:
        found = await self._load(queries.BY_IDS, proposals=listed(proposals))
        return {proposal.id: proposal for proposal in found}

    async def versions(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, int]:
        return dict(await rows_of(self._connection, queries.VERSIONS, {"proposals": listed(proposals)}))

    async def live_in_space(self, space: SpaceId) -> list[Proposal]:
        return await self._load(queries.LIVE_IN_SPACE, space=space)

    async def settled_in_space(
        self, space: SpaceId, *, limit: int, before: ProposalId | None = None, track: TrackId | None = None
    ) -> list[Proposal]:
        asked = {"limit": limit, "before": _BEYOND if before is None else before}
        if track is None:
            return (await self._load(queries.SETTLED_IN_SPACE, **asked, space=space))[::-1]
        return (await self._load(queries.SETTLED_ON_TRACK, **asked, track=track))[::-1]

    async def live_on_track(self, track: TrackId) -> list[Proposal]:
        return await self._load(queries.LIVE_ON_TRACK, track=track)

    async def live_with_executor(self, executor: AnyExecutor) -> list[Proposal]:
        return await self._load(queries.LIVE_WITH_EXECUTOR, executor=executor_text(executor))

    async def requested_unreadable(self, executor: AnyExecutor) -> Mapping[ProposalId, Power | None]:
        _, faults = await read(self._connection, queries.LIVE_WITH_EXECUTOR, executor=executor_text(executor))
        return {proposal: await self._requested(proposal) for proposal in faults}

    async def _requested(self, proposal: ProposalId) -> Power | None:
        try:
            found: int | None = await self._connection.scalar(queries.REQUESTED, {"proposal": proposal})
        except FAULTS:
            return None
        return found

    async def unreadable(self, space: SpaceId | None = None) -> dict[ProposalId, StoredDataInvalid]:
        statement, asked = queries.AFTER, {"last": 0, "limit": _AT_ONCE}
        if space is not None:
            statement, asked = queries.AFTER_IN_SPACE, {**asked, "space": space}
        found: dict[ProposalId, StoredDataInvalid] = {}
        while ids := list(await self._connection.scalars(statement, asked)):
            found |= (await read(self._connection, queries.BY_IDS, proposals=listed(ids)))[1]
            asked["last"] = ids[-1]
        return found

    async def of_guild(
        self, guild: GuildId, *, limit: int = 25, drafts_of: MemberId | None = None
    ) -> list[Proposal]:
        if drafts_of is None:
            found = await self._load(queries.OF_GUILD, guild=guild, limit=limit)
        else:
            found = await self._load(queries.OF_GUILD_SEEN_BY, guild=guild, limit=limit, viewer=drafts_of)
        return found[::-1]

    async def search(
        self,
        guild: GuildId,
        search: Search,
        *,
        limit: int,
        below: ProposalNumber | None = None,
        above: ProposalNumber | None = None,
    ) -> list[tuple[ProposalNumber, ProposalId]]:
        statement = searching.found(search, limit=limit, newest=above is None)
        asked = {
            "guild": guild,
            "below": _BEYOND_NUMBERS if below is None else min(below, _BEYOND_NUMBERS),
            "above": 0 if above is None else above,
            "space": search.space,
            "track": search.track,
            "author": search.author,
            "words": keyed(guild, search.words),
        }
        found = await self._connection.execute(statement, asked)
        return [(ProposalNumber(row.number), ProposalId(row.proposal)) for row in found]

    async def drafts_of(self, guild: GuildId, author: MemberId) -> list[Proposal]:
        return (await self._load(queries.DRAFTS_OF, guild=guild, author=author))[::-1]

    async def revise(self, proposal: ProposalId, content: Content, by: MemberId, at: datetime) -> Revision:
        latest = select(func.max(revisions.c.number)).where(revisions.c.proposal == proposal)
        number = (await self._connection.execute(latest)).scalar_one()
        if number is None:
            raise ProposalUnknown
        revision = Revision(content, by, at, number + 1)
        await self._add_revision(proposal, revision)
        await self._count_up(proposal)
        return revision

    async def revisions(self, proposal: ProposalId) -> list[Revision]:
        answer = await self._connection.execute(queries.REVISIONS, {"proposal": proposal})
        try:
            found = [revision_row.decode(raw).fact() for raw in rows.each_row.decode(answer.scalar_one())]
        except FAULTS as error:
            raise invalid(proposal, error) from error
        return sorted(found, key=lambda revision: revision.number)

    async def next_number(self, space: SpaceId) -> ProposalNumber:
        last = await self._connection.scalar(queries.LAST_NUMBER, {"space": space})
        return ProposalNumber((last or 0) + 1)

    async def numbered(self, guild: GuildId, number: ProposalNumber) -> ProposalId:
        found = await self._connection.scalar(queries.NUMBERED, {"guild": guild, "number": number})
        if found is None:
            raise ProposalUnknown(str(number))
        return ProposalId(found)

    async def numbers(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, ProposalNumber]:
        return dict(await rows_of(self._connection, queries.NUMBERS, {"proposals": listed(proposals)}))

    async def record_hashes(
        self, guild: GuildId, numbers: Iterable[ProposalNumber]
    ) -> dict[ProposalNumber, ContentHash]:
        asked = {"guild": guild, "numbers": listed(numbers)}
        return dict(await rows_of(self._connection, queries.RECORD_HASHES, asked))

    async def frozen(self, proposal: ProposalId) -> bytes:
        """The bytes that were given to `open`. Raises ProposalUnknown when its vote hasn't opened."""
        found: bytes | None = await self._connection.scalar(queries.FROZEN, {"proposal": proposal})
        if found is None:
            raise ProposalUnknown
        return found

    async def record(self, proposal: ProposalId) -> bytes | None:
        found: bytes | None = await self._connection.scalar(queries.RECORD, {"proposal": proposal})
        return found

    async def guarded(self, guild: GuildId | None = None) -> list[tuple[GuildId, ProposalId, RoleId]]:
        found = (
            await rows_of(self._connection, _GUARDED_IN_ALL, {})
            if guild is None
            else await rows_of(self._connection, _GUARDED_IN_GUILD, {"guild": guild})
        )
        return [(GuildId(of_guild), ProposalId(proposal), RoleId(role)) for of_guild, proposal, role in found]

    async def voting_roles(self, guild: GuildId, roles: Collection[RoleId]) -> set[RoleId]:
        return await voting_roles(self._connection, guild, roles, self._unreadable)

    async def _add_revision(self, proposal: ProposalId, revision: Revision) -> None:
        await self._connection.execute(
            insert(revisions).values(
                proposal=proposal,
                number=revision.number,
                title=revision.content.title,
                body=revision.content.text,
                actions=actions_text(revision.content.actions),
                choices=choices_text(revision.content.choices),
                requested=revision.content.requested,
                grants=grants_text(revision.content.grants),
                cast_on=foreign_text(revision.content.foreign),
                acts=acts_text(revision.content.acts),
                candidates=candidates_text(revision.content.candidates),
                seats=seats_text(revision.content.seats),
                milestones=milestones_text(revision.content.milestones),
                by=revision.by,
                at=revision.at,
            )
        )
        await self.index_words(proposal, revision.content)

    async def index_words(self, proposal: ProposalId, content: Content) -> None:
        guild = (await self._connection.execute(searching.GUILD, {"proposal": proposal})).scalar_one()
        words = keyed(guild, words_of(content.title, content.text))
        await self._connection.execute(searching.FORGET_WORDS, {"of": proposal})
        await self._connection.execute(searching.ADD_WORDS, {"of": proposal, "found": words})

    async def _load(self, which: queries.Proposals, **parameters: Any) -> list[Proposal]:
        """In the order of their ids. Those that can't be read are left out, so that they stop no others."""
        found, faults = await read(self._connection, which, **parameters)
        for proposal, fault in faults.items():
            self._unreadable.report(f"proposal {proposal}", fault)
        return found
