"""Who voted what with which power: from memory while a vote is open, from its record when it is closed."""

import asyncio
import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from bot.domain.elections.ballot import milliseconds
from bot.domain.elections.conflicts import Conflict
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import PageUnknown
from bot.domain.ids import MemberId, Power, ProposalId
from bot.domain.policy.legal import names_voters
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import UnitOfWork
from bot.services.power.powers import Powers
from bot.services.proposals.cards import Card
from bot.services.remembered import Remembered
from bot.services.voting.live.live_vote import LiveVote
from bot.services.voting.live.live_votes import LiveVotes

VOTERS_AT_ONCE = 50
_PORTION = 500
"""Ballots that are looked at without a pause for others."""
_RECORDS_IN_MEMORY = 4
"""Records whose ballots are kept: of ten thousand votes each takes a few megabytes."""


@dataclass(frozen=True, slots=True, order=True)
class Voter:
    """One ballot that counts. Those with the most power come first."""

    weight: tuple[Power, int, MemberId]
    """By what it is put in order: the power that is known, then who voted first."""
    choice: Any = field(compare=False)
    power: Power | None = field(compare=False)
    """The voter's own and what is delegated to them, in base units; None while a part of it is not known."""
    reason: str | None = field(compare=False)
    delegated: Power = field(compare=False, default=0)
    """What of the power is known to be delegated to them."""
    conflict: str = field(compare=False, default="")
    """The conflict of interest that they declared; empty for none."""
    parts: tuple[tuple[Power, Any], ...] = field(compare=False, default=())
    """How much of the power is for which choice instead: what single wallets of theirs said apart."""

    def numbered(self, pseudonyms: Pseudonyms) -> "Voter":
        """The same, with the number of the record in the member's place."""
        power, before, member = self.weight
        return replace(self, weight=(power, before, MemberId(int(pseudonyms.of(member)))))

    @property
    def member(self) -> MemberId:
        return self.weight[2]

    @property
    def key(self) -> str:
        """By which the next page begins after this one."""
        power, before, member = self.weight
        return f"{power}-{-before}-{member}"


class VotersPage(msgspec.Struct, frozen=True):
    voters: tuple[Voter, ...]
    number: int
    """Of all who voted."""
    after: str = ""
    """With which the next page is asked for; empty on the last one."""


class DeclaredPower(msgspec.Struct, frozen=True):
    """Those who declared a conflict of interest in a closed vote."""

    voters: int = 0
    """With a ballot that counts."""
    power: Power = 0
    """What those ballots weighed, with what was delegated to them, in base units."""
    cast: Power = 0
    """What all ballots weighed."""
    others: int = 0
    """So many declared one and have no ballot that counts."""


NOBODY_DECLARED = DeclaredPower()


class RecordedVoters(msgspec.Struct, frozen=True):
    """Those of a closed vote, as its record has them."""

    voters: list[Voter]
    declared: DeclaredPower


class _RecordedBallot(msgspec.Struct):
    voter: str
    choice: Any
    cast_at_ms: str
    power: str
    reason: str | None = None


class _RecordedConflict(msgspec.Struct):
    member: str
    text: str


class _RecordedDelegation(msgspec.Struct):
    to: str
    power: str


class _RecordedPart(msgspec.Struct):
    voter: str
    power: str
    choice: Any


class _RecordedElection(msgspec.Struct):
    parts: list[_RecordedPart] = []


class _Recorded(msgspec.Struct):
    """What of a record says who voted what."""

    ballots: list[_RecordedBallot]
    delegated_power: list[_RecordedDelegation]
    election: _RecordedElection
    conflicts: list[_RecordedConflict] = []


class Voters:
    def __init__(self, uow: UnitOfWork, live_votes: LiveVotes, powers: Powers) -> None:
        self._uow = uow
        self._live_votes = live_votes
        self._powers = powers
        self._recorded: Remembered[tuple[ProposalId, bool], RecordedVoters] = Remembered(_RECORDS_IN_MEMORY)

    async def of(self, card: Card, after: str = "") -> VotersPage | None:
        """Those who come after the voter with this key. None while that is hidden, before a vote, and where nobody
        votes with a ballot. Raises PageUnknown for what is no key."""
        proposal = card.proposal
        if (
            proposal.opening is None
            or card.hidden
            or proposal.rules.open_ended
            or proposal.pays_for is not None
        ):
            return None
        opening, named = proposal.opening, names_voters(proposal.rules)
        recorded = await self._recorded_of(proposal, named=named) if proposal.closing else None
        if recorded is None:
            live_vote = await self._live_votes.get(proposal.id)
            await self._powers.load(opening)
            async with self._uow.reading() as repositories:
                conflicts = await repositories.conflicts.of(proposal.id)
            found = await _voters(live_vote, self._powers, conflicts)
            if not named:
                found = [each.numbered(opening.pseudonyms) for each in found]
        else:
            found = recorded.voters
        return await asyncio.to_thread(_page, found, _weight(after) if after else None)

    async def weights(self, proposal: Proposal) -> dict[MemberId, Power]:
        """What each ballot of a closed vote weighed, with what was delegated to it."""
        found = await self._recorded_of(proposal)
        return {each.member: each.power or 0 for each in found.voters} if found else {}

    async def declared(self, proposal: Proposal) -> DeclaredPower:
        """Who declared a conflict of interest; nobody where there is no record of ballots."""
        if proposal.closing is None or proposal.rules.open_ended or proposal.pays_for is not None:
            return NOBODY_DECLARED
        found = await self._recorded_of(proposal)
        return found.declared if found else NOBODY_DECLARED

    def forget(self) -> None:
        """What was read of records; somebody in one may have been erased."""
        self._recorded.clear()

    async def _recorded_of(self, closed: Proposal, *, named: bool = True) -> RecordedVoters | None:
        proposal, opening = closed.id, closed.opening
        kept = (proposal, named)
        if (known := self._recorded.get(kept)) is not None:
            self._recorded.move_to_end(kept)
            return known
        async with self._uow.reading() as repositories:
            record = await repositories.proposals.record(proposal)
            members = await repositories.ballots.first_cast(proposal) if named else {}
        if record is None or opening is None:
            return None
        found = await asyncio.to_thread(recorded_voters, record, opening.pseudonyms, members)
        self._recorded.remember(kept, found)
        return found


def _page(found: list[Voter], beginning: tuple[Power, int, MemberId] | None) -> VotersPage:
    """Those that come after one with this weight."""
    rest = [each for each in found if beginning is None or each.weight < beginning]
    shown = tuple(heapq.nlargest(VOTERS_AT_ONCE, rest))
    return VotersPage(shown, len(found), shown[-1].key if len(rest) > len(shown) else "")


def _weight(key: str) -> tuple[Power, int, MemberId]:
    """Raises PageUnknown."""
    power, _, rest = key.partition("-")
    cast, _, member = rest.partition("-")
    try:
        return int(power), -int(cast), MemberId(int(member))
    except ValueError:
        raise PageUnknown from None


async def _voters(live_vote: LiveVote, powers: Powers, conflicts: Mapping[MemberId, Conflict]) -> list[Voter]:
    """Those of a vote under way. In portions, between which others have their turn: ballots may come meanwhile."""
    found = []
    delegated: dict[MemberId, Power | None] = {}
    effective = live_vote.effective_delegations() if live_vote.delegated else {}
    for share in live_vote.delegated_shares(effective, powers):
        delegated[share.to] = (delegated.get(share.to) or 0) + share.counts
    for delegator, split in effective.items():
        if live_vote.own(delegator, powers) is None:
            delegated.update(dict.fromkeys(split.to))
    for place, (member, ballot) in enumerate(list(live_vote.ballots.items()), start=1):
        if place % _PORTION == 0:
            await asyncio.sleep(0)
        if ballot.choice is None:
            continue
        others = delegated.get(member, 0)
        power = _plus(live_vote.own(member, powers), others)
        weight = (power or 0, -milliseconds(ballot.cast_at), member)
        conflict = conflicts[member].text if member in conflicts else ""
        parts = tuple((part, choice) for _, part, choice in live_vote.parts_of(member, powers))
        found.append(Voter(weight, ballot.choice, power, ballot.reason, others or 0, conflict, parts))
    return found


def _plus(one: Power | None, other: Power | None) -> Power | None:
    return None if one is None or other is None else one + other


def recorded_voters(
    record: bytes, pseudonyms: Pseudonyms | None = None, members: Iterable[MemberId] = ()
) -> RecordedVoters:
    """Those whose ballots counted in a closed vote, in the order of its record. It takes a second of a hundred thousand
    of them. `members` are named whose numbers the record has, by the vote's pseudonyms; others are their numbers."""
    names = {} if pseudonyms is None else pseudonyms.names(members)
    read = msgspec.json.decode(record, type=_Recorded)
    delegated: dict[str, Power] = {}
    for each in read.delegated_power:
        delegated[each.to] = delegated.get(each.to, 0) + int(each.power)
    conflicts = {each.member: each.text for each in read.conflicts}
    parts: dict[str, list[tuple[Power, Any]]] = {}
    for part in read.election.parts:
        parts.setdefault(part.voter, []).append((int(part.power), part.choice))
    found, cast, declared, declared_power = list[Voter](), 0, 0, 0
    for ballot in read.ballots:
        others = delegated.get(ballot.voter, 0)
        power = int(ballot.power) + others
        member = names.get(ballot.voter, MemberId(int(ballot.voter)))
        weight = (power, -int(ballot.cast_at_ms), member)
        conflict = conflicts.pop(ballot.voter, "")
        cast += power
        if conflict:
            declared += 1
            declared_power += power
        apart = tuple(parts.get(ballot.voter, ()))
        found.append(Voter(weight, ballot.choice, power, ballot.reason, others, conflict, apart))
    return RecordedVoters(found, DeclaredPower(declared, declared_power, cast, len(conflicts)))
