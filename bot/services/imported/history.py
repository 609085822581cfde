"""A space's past goes along to another server: its closed votes, each with the record that everybody could read."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

import msgspec

from bot.domain.canonical import content_hash
from bot.domain.errors import HistoryUnreadable, OwnHistory, StoredDataInvalid
from bot.domain.ids import GuildId, ProposalId, ProposalNumber
from bot.domain.imported.history_file import (
    FORMAT,
    MANIFEST,
    HistoryEntry,
    HistoryReader,
    HistoryWriter,
    Manifest,
)
from bot.domain.imported.imported_vote import Fate, ImportedFacts, Origin
from bot.domain.imported.recorded_vote import recorded_vote
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.search import Phase, Search
from bot.domain.proposals.state import State, state
from bot.domain.spaces.settings_file import SpaceSettings, settings_toml
from bot.domain.spaces.space import Space
from bot.domain.verification.ballots.signed_ballots import Recover
from bot.domain.verification.errors import Differs
from bot.services.actors import ITSELF, Actor
from bot.services.governance.public_log import log_act
from bot.services.governance.setup.settings_copies import ServerNames, settings_of
from bot.services.imported.importing import Importing, Taken
from bot.services.imported.space_named import space_named
from bot.services.ports import Clock, Repositories, UnitOfWork

_AT_ONCE = 100
_FINAL: frozenset[Fate | None] = frozenset(("vetoed", "cancelled", "executed"))


class Exported(msgspec.Struct, frozen=True):
    space: Space
    votes: int
    unreadable: int
    """So many proposals can't be read, and were left out."""
    hash: str
    """Of the manifest, and by it of all that the file holds."""


class ExportingHistory(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def settings(self, guild: GuildId, name: str) -> SpaceSettings:
        """Those of the server's space of that name, or of its root where none is given; roles and categories by their
        numbers. Raises NotSetUp, SpaceUnknown."""
        async with self.uow.reading() as repositories:
            space = await space_named(repositories, guild, name)
            return await settings_of(repositories, space, ServerNames({}, {}))

    async def write(
        self, guild: GuildId, name: str, settings: SpaceSettings, write: Callable[[bytes], object]
    ) -> Exported:
        """Write the settings, and the records of all closed votes of the space, one of them after the other. Raises
        NotSetUp, SpaceUnknown, TooManyVotes, VoteTooLarge; StoredDataInvalid where a record isn't the one that was
        published."""
        async with self.uow.reading() as repositories:
            space = await space_named(repositories, guild, name)
        votes, unreadable = await self._closed(space)
        rules = settings_toml(settings).encode()
        manifest = Manifest(
            FORMAT,
            str(guild),
            space.name,
            int(self.clock.now().timestamp()),
            content_hash(rules),
            [entry for _, entry in votes],
        )
        writer = HistoryWriter(write, manifest, rules)
        for proposal, entry in votes:
            async with self.uow.reading() as repositories:
                record = await repositories.proposals.record(proposal)
            if record is None or content_hash(record) != entry.sha256:
                raise StoredDataInvalid(f"proposal {proposal}: record")
            await asyncio.to_thread(writer.add, entry, record)
        writer.end()
        return Exported(space, len(votes), unreadable, writer.hash)

    async def _closed(self, space: Space) -> tuple[list[tuple[ProposalId, HistoryEntry]], int]:
        """The closed votes, by number; and how many proposals can't be read."""
        found: list[tuple[ProposalId, HistoryEntry]] = []
        unreadable, above, goes_on = 0, ProposalNumber(0), True
        search, now = Search(Phase.DECIDED, space=space.id), self.clock.now()
        while goes_on:
            async with self.uow.reading() as repositories:
                numbered = await repositories.proposals.search(
                    space.guild, search, limit=_AT_ONCE, above=above
                )
                read = await repositories.proposals.get_many([proposal for _, proposal in numbered])
            unreadable += len(numbered) - len(read)
            for number, proposal_id in numbered:
                above = max(above, number)
                proposal = read.get(proposal_id)
                # What pays voters was never voted on.
                if proposal is None or proposal.closing is None or proposal.pays_for is not None:
                    continue
                fate = _fate(proposal, state(proposal, now))
                found.append((proposal_id, HistoryEntry(number, proposal.closing.record_hash, fate)))
            goes_on = len(numbered) == _AT_ONCE
        return sorted(found, key=lambda each: each[1].number), unreadable


class TakenHistory(msgspec.Struct, frozen=True):
    space: Space
    manifest: Manifest
    hash: str
    new: int
    changed: int
    """So many were there with something else of what became of them."""


class ImportingHistory(msgspec.Struct, frozen=True):
    importing: Importing
    recover: Recover
    """Says whose key signed."""

    async def take(
        self, guild: GuildId, name: str, file: BinaryIO, expected_hash: str | None = None
    ) -> TakenHistory:
        """Check all that the file holds, and then store its votes as the past of the server's space of that name, or of
        its root where none is given. Of a file in which anything is wrong nothing is taken. What is there already stays
        as it is, but for what became of a decision since. `file` can be read again from its beginning.

        Raises HistoryUnreadable, OwnHistory, NotSetUp, SpaceUnknown, HandedOver. In several transactions, as
        `Importing.take`."""
        uow = self.importing.uow
        async with uow.reading() as repositories:
            space = await space_named(repositories, guild, name)
        reader = HistoryReader(file)
        if expected_hash is not None and reader.hash != expected_hash:
            raise _manifest_differs(reader.hash, expected_hash)
        manifest, facts = reader.manifest, list[ImportedFacts]()
        async with uow.reading() as repositories:
            if await _is_own(repositories, guild, manifest):
                raise OwnHistory
            known = await repositories.imported_votes.origins(space.id)
        now = self.importing.clock.now()
        for entry, record in reader.records():
            facts.append(await asyncio.to_thread(recorded_vote, manifest, entry, record, self.recover, now))
        wanted = [each for each in facts if _is_news(each.origin, known.get(each.key))]
        taken = Taken(space, 0, 0)
        told = {"server": manifest.server, "from": manifest.space, "file": reader.hash}

        async def noted(repositories: Repositories, space: Space) -> None:
            await self._log(repositories, space, "history import", len(wanted), told)

        if wanted:
            file.seek(0)
            again = _again(HistoryReader(file), reader.hash, wanted)
            taken = await self.importing.take(guild, name, again, noted)
        return TakenHistory(taken.space, manifest, reader.hash, taken.new, taken.replaced)

    async def forget(self, guild: GuildId, name: str) -> tuple[Space, int]:
        """Take away all that came from other servers; so many votes there were. Raises NotSetUp, SpaceUnknown,
        HandedOver."""

        async def noted(repositories: Repositories, space: Space, number: int) -> None:
            await self._log(repositories, space, "history forget", number, {})

        return await self.importing.forget(guild, name, "folkmoot", noted)

    async def _log(
        self, repositories: Repositories, space: Space, act: str, votes: int, details: Mapping[str, str]
    ) -> None:
        """For all to see: what is shown of the past follows from it."""
        actor = Actor(ITSELF, "", space.guild, "")
        noted, at = {"votes": str(votes), **details}, self.importing.clock.now()
        await log_act(repositories, actor, act, at=at, space=space, details=noted)


def _fate(proposal: Proposal, now: State) -> Fate | None:
    """What became of a proposal that is in this state, after its vote."""
    if now is State.CANCELLED:
        return "cancelled"
    if now is State.VETOED:
        return "vetoed"
    if proposal.closing is None or not proposal.closing.passed or not proposal.carried_out:
        return None
    return "executed" if now is State.EXECUTED else "not_executed"


def _is_news(told: Origin | None, there: Origin | None) -> bool:
    """Whether it says what isn't there. An older file, which knows less of what became of a decision, has nothing new:
    what was carried out, vetoed or cancelled never isn't again."""
    if told is None or there is None:
        return True
    return told != there and (told.fate in _FINAL or there.fate not in _FINAL)


async def _is_own(repositories: Repositories, guild: GuildId, manifest: Manifest) -> bool:
    """Whether one of the votes is a vote of this very server that is stored here, whatever server the manifest says:
    nothing but the record's hash tells it."""
    told = {ProposalNumber(entry.number): entry.sha256 for entry in manifest.votes}
    found = await repositories.proposals.record_hashes(guild, told)
    return any(told[number] == record for number, record in found.items())


def _again(
    reader: HistoryReader, hashed: str, wanted: Sequence[ImportedFacts]
) -> Iterator[tuple[ImportedFacts, bytes]]:
    """The votes that are wanted with their records, read a second time from the file that was checked."""
    if reader.hash != hashed:
        raise _manifest_differs(reader.hash, hashed)
    facts = {each.key: each for each in wanted}
    return ((facts[entry.sha256], record) for entry, record in reader.records() if entry.sha256 in facts)


def _manifest_differs(found: str, expected: str) -> HistoryUnreadable:
    return HistoryUnreadable(MANIFEST, "", Differs(found, expected))
