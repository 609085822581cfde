"""The register of a space's decisions, by their numbers, and before them those that it took in another server."""

from collections.abc import Mapping

import msgspec

from bot.domain.ids import ProposalNumber, TrackId
from bot.domain.imported.imported_vote import Origin
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.search import Phase, Search
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Space
from bot.domain.statistics.table import Cell, Table
from bot.services.actors import Actor
from bot.services.ports import Clock, ImportedFigures, UnitOfWork
from bot.services.statistics.turns import Turns, in_turn

MOST_DECISIONS = 500
"""So many of the newest."""
_AT_ONCE = 100
_COLUMNS = (
    "number",
    "title",
    "track",
    "outcome",
    "closed_at",
    "record_sha256",
    "executed",
    "imported_from",
    "number_there",
)


class Decisions(msgspec.Struct, frozen=True):
    space: Space
    decided: tuple[tuple[Proposal, State], ...]
    """By number, each with its state now."""
    tracks: Mapping[TrackId, str]
    """Their names, of those that can be read."""
    cut: bool
    """Whether there are older ones that are left out."""
    imported: tuple[ImportedFigures, ...] = ()
    """Those of another server that were imported with their records, the oldest first."""
    imported_cut: bool = False
    """Whether there are older ones of these."""

    def table(self) -> Table:
        """`outcome` is passed, defeated, withdrawn, cancelled or vetoed; `closed_at` is when that was so. `executed` is
        empty where there was nothing to do. What was imported has no number here, but its space and server, and the
        number there, in columns of their own."""
        rows = [_imported_row(each, each.origin) for each in self.imported if each.origin is not None]
        return Table("register", _COLUMNS, [*rows, *(self._row(*each) for each in self.decided)])

    def _row(self, proposal: Proposal, now: State) -> tuple[Cell, ...]:
        closing, cancelled = proposal.closing, proposal.cancellation
        outcome, at = "withdrawn", proposal.withdrawn_at
        if cancelled is not None:
            outcome, at = "cancelled", cancelled.at
        elif closing is not None:
            at = closing.at
            outcome = "vetoed" if now is State.VETOED else "passed" if closing.passed else "defeated"
        passed = closing is not None and closing.passed and proposal.carried_out
        return (
            proposal.number,
            proposal.content.title,
            self.tracks.get(proposal.track),
            outcome,
            at,
            None if closing is None else closing.record_hash,
            now is State.EXECUTED if passed else None,
            None,
            None,
        )


def _imported_row(vote: ImportedFigures, origin: Origin) -> tuple[Cell, ...]:
    fate = origin.fate
    outcome = "passed" if vote.passed else "defeated"
    return (
        None,
        vote.title,
        None,
        fate if fate in ("vetoed", "cancelled") else outcome,
        vote.ended_at,
        vote.key,
        fate == "executed" if fate in ("executed", "not_executed") else None,
        f"{origin.space} ({origin.server})",
        origin.number,
    )


class DecisionRegister(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    turns: Turns
    clock: Clock

    @in_turn
    async def of(self, actor: Actor) -> Decisions:
        """Of the space of the channel in which the actor asks. Raises NotSetUp."""
        found: list[Proposal] = []
        below: ProposalNumber | None = None
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            tracks = await repositories.spaces.tracks(space.id)
            imported = await repositories.imported_votes.with_records(space.id, MOST_DECISIONS + 1)
        search, goes_on = Search(Phase.DECIDED, space=space.id), True
        while goes_on and len(found) <= MOST_DECISIONS:
            async with self.uow.reading() as repositories:
                numbered = await repositories.proposals.search(
                    actor.guild, search, limit=_AT_ONCE, below=below
                )
                read = await repositories.proposals.get_many([proposal for _, proposal in numbered])
            found += sorted(read.values(), key=lambda proposal: proposal.number, reverse=True)
            goes_on = len(numbered) == _AT_ONCE
            below = numbered[-1][0] if numbered else None
        now = self.clock.now()
        kept = found[:MOST_DECISIONS][::-1]
        return Decisions(
            space,
            tuple((proposal, state(proposal, now)) for proposal in kept),
            {track.id: track.name for track in tracks},
            len(found) > MOST_DECISIONS,
            tuple(imported[:MOST_DECISIONS][::-1]),
            len(imported) > MOST_DECISIONS,
        )
