"""Figures over many votes of one space."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.elections.election import mechanism_of
from bot.domain.ids import GuildId, MemberId, ProposalId, SpaceId, TrackId
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.health import People
from bot.domain.statistics.outcomes import Outcomes
from bot.domain.statistics.timing import EDGES, Delays
from bot.services.ports import Acts
from bot.storage.columns import document, microseconds
from bot.storage.dialect import listed, rows_of
from bot.storage.repositories.statistics import vote_queries as votes
from bot.storage.repositories.statistics import voter_queries as voters
from bot.storage.unreadable import FAULTS, UnreadableRows


class StoredStatistics:
    """`ports.Statistics`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def closed_votes(
        self, space: SpaceId, since: datetime, until: datetime, limit: int
    ) -> list[ClosedVote]:
        asked = {"space": space, "since": since, "until": until, "limit": limit}
        return self._votes(await rows_of(self._connection, votes.CLOSED_VOTES, asked))

    async def closed_vote(self, space: SpaceId, proposal: ProposalId) -> ClosedVote | None:
        asked = {"space": space, "proposal": proposal}
        return next(iter(self._votes(await rows_of(self._connection, votes.CLOSED_VOTE, asked))), None)

    def _votes(self, rows: Iterable[list[Any]]) -> list[ClosedVote]:
        found = []
        for row in rows:
            try:
                vote = votes.closed_vote_of(row)
            except FAULTS as error:
                self._unreadable.report(f"closings {row[0]}", error)
                continue
            if not mechanism_of(vote.mechanism).open_ended:
                found.append(vote)
        return found

    async def outcomes(self, space: SpaceId, since: datetime, until: datetime) -> list[Outcomes]:
        asked = {"space": space, "since": since, "until": until}
        found: dict[TrackId, list[int]] = {}
        for track, end, number in await self._connection.execute(votes.OUTCOMES, asked):
            found.setdefault(TrackId(track), [0, 0, 0, 0])[end] = number
        return [Outcomes(track, *numbers) for track, numbers in found.items()]

    async def delays(self, space: SpaceId, since: datetime, until: datetime) -> Delays:
        asked = {"space": space, "since": since, "until": until}
        rows = await self._connection.execute(voters.DELAYS, asked)
        found = {row.span: row.number for row in rows}
        return Delays(tuple(found.get(span, 0) for span in range(len(EDGES) + 1)))

    async def most_active(
        self, space: SpaceId, since: datetime, until: datetime, limit: int
    ) -> list[tuple[MemberId, int]]:
        asked = {"space": space, "since": since, "until": until, "limit": limit}
        found = await self._connection.execute(voters.MOST_ACTIVE, asked)
        return [(MemberId(member), number) for member, number in found]

    async def choices(
        self, proposals: Iterable[ProposalId], members: Iterable[MemberId]
    ) -> list[tuple[ProposalId, MemberId, Any]]:
        asked = {"proposals": listed(proposals), "members": listed(members)}
        last: dict[tuple[ProposalId, MemberId], str | None] = {}
        for proposal, member, choice in await rows_of(self._connection, voters.CHOICES, asked):
            last[proposal, member] = choice
        found = []
        for (proposal, member), choice in last.items():
            if choice is None:
                continue
            try:
                found.append((proposal, member, document(choice)))
            except FAULTS as error:
                self._unreadable.report(f"ballots {proposal} {member}", error)
        return found

    async def people(
        self, space: SpaceId, edges: tuple[datetime, datetime, datetime, datetime]
    ) -> tuple[People, People, int]:
        asked = {"space": space, **{f"edge{place}": edge for place, edge in enumerate(edges)}}
        now, new, again, before, new_before, again_before, first = (
            await self._connection.execute(voters.VOTERS, asked)
        ).one()
        authors = [
            await self._connection.scalar(voters.AUTHORS, {"space": space, "since": since, "until": until})
            for since, until in ((edges[2], edges[3]), (edges[1], edges[2]))
        ]
        return (
            People(now, new, again, authors[0] or 0),
            People(before, new_before, again_before, authors[1] or 0),
            first,
        )

    async def linked(self, guild: GuildId, moments: Sequence[datetime]) -> list[int]:
        rows = await rows_of(self._connection, voters.LINKED, {"guild": guild})
        begins = sorted(began for began, _ in rows)
        ends = sorted(ended for _, ended in rows if ended is not None)
        at = [microseconds(each) for each in moments]
        # At the time itself: who links then is there, and who unlinks then isn't any more.
        return [bisect_right(begins, each) - bisect_right(ends, each) for each in at]

    async def acts(self, guild: GuildId, since: datetime, until: datetime) -> list[Acts]:
        asked = {"guild": guild, "since": since, "until": until}
        found = await self._connection.execute(voters.ACTS, asked)
        return [Acts(act, MemberId(actor), number) for act, actor, number in found]
