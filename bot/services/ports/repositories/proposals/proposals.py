"""The repository of proposals with the facts of their lives."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.councils.seats import SafeOwners
from bot.domain.errors import StoredDataInvalid
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
from bot.domain.milestones.release import Release
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import (
    Cancellation,
    Closing,
    Content,
    Extended,
    Opening,
    RegistryOmission,
    Revision,
    Stop,
    Submission,
    Suspension,
    Veto,
)
from bot.domain.proposals.holds import Hold
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.search import Search
from bot.domain.proposals.standing import Standing
from bot.domain.server_acts.outcomes import ActOutcome


class Proposals(Protocol):
    """Whatever reads several leaves those out that can't be read: a damaged row stops its own proposal only."""

    async def add(
        self,
        space: SpaceId,
        track: TrackId,
        author: MemberId,
        content: Content,
        at: datetime,
        origin: ProposalId | None = None,
    ) -> ProposalId:
        """`origin`: the passed temperature check that it follows."""
        ...

    async def following(self, origin: ProposalId) -> ProposalId | None:
        """The proposal that a passed temperature check became."""
        ...

    async def pay_for(self, vote: ProposalId, payout: ProposalId) -> None:
        """The second one pays the voters of the first one; once."""
        ...

    async def payout_of(self, vote: ProposalId) -> ProposalId | None:
        """What pays the voters of this vote; None where nothing does, or not yet."""
        ...

    async def release(self, proposal: ProposalId, release: Release) -> None:
        """The proposal decides on a milestone of an earlier one: of each attempt one proposal."""
        ...

    async def releases_of(self, promise: ProposalId) -> list[Proposal]:
        """What decided, or decides, on the milestones of this proposal, the oldest first.

        Raises StoredDataInvalid where one of them can't be read.
        """
        ...

    async def move(self, proposal: ProposalId, space: SpaceId, track: TrackId) -> None:
        """A draft is one of another track, in another space of its server, from now on."""
        ...

    async def bring_up(self, proposal: ProposalId, by: BroughtUp) -> None:
        """A part has brought the proposal up to the space that decides on it; once."""
        ...

    async def settle_rewards(self, vote: ProposalId, at: datetime) -> None:
        """The rewards for its voters were asked for, or there are none."""
        ...

    async def remind(self, proposal: ProposalId, at: datetime) -> None:
        """Those are reminded who could vote and haven't."""
        ...

    async def drafts(self, space: SpaceId, author: MemberId) -> int:
        """How many drafts the member has that were neither submitted nor discarded."""
        ...

    async def undecided(self, space: SpaceId, author: MemberId | None = None) -> int:
        """How many proposals were submitted, by this member or by anybody, and have neither a result nor ended
        otherwise."""
        ...

    async def get(self, proposal: ProposalId, guild: GuildId | None = None) -> Proposal:
        """With its facts. Raises ProposalUnknown, also when it belongs to another guild than the one given;
        StoredDataInvalid where it can't be read."""
        ...

    async def index_words(self, proposal: ProposalId, content: Content) -> None:
        """Let it be found by the words of this content, and by no others."""
        ...

    async def get_many(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, Proposal]: ...

    async def unreadable(self, space: SpaceId | None = None) -> Mapping[ProposalId, StoredDataInvalid]:
        """Those that can't be read, of one space or of all, and why."""
        ...

    async def versions(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, int]:
        """`Proposal.version` of each, in one cheap statement: every method below that stores a fact adds one.
        (A track's new policy does so for its proposals too, while their vote has not opened.)"""
        ...

    async def live_in_space(self, space: SpaceId) -> list[Proposal]:
        """The proposals of a space that were submitted and for which something may still come."""
        ...

    async def settled_in_space(
        self, space: SpaceId, *, limit: int, before: ProposalId | None = None, track: TrackId | None = None
    ) -> list[Proposal]:
        """Those for which nothing will come any more, the newest first: of all that were submitted there, or on one of
        its tracks; only those with a smaller number than `before`."""
        ...

    async def live_on_track(self, track: TrackId) -> list[Proposal]:
        """Those of a track."""
        ...

    async def live_with_executor(self, executor: AnyExecutor) -> list[Proposal]:
        """Those of any space whose vote has opened with this executor in its policy."""
        ...

    async def requested_unreadable(self, executor: AnyExecutor) -> Mapping[ProposalId, Power | None]:
        """What those of them ask for that can't be read otherwise; None where that can't be read either."""
        ...

    async def of_guild(
        self, guild: GuildId, *, limit: int = 25, drafts_of: MemberId | None = None
    ) -> list[Proposal]:
        """The newest first; of the drafts those that this member writes only, where one is named."""
        ...

    async def search(
        self,
        guild: GuildId,
        search: Search,
        *,
        limit: int,
        below: ProposalNumber | None = None,
        above: ProposalNumber | None = None,
    ) -> list[tuple[ProposalNumber, ProposalId]]:
        """Of a server's submitted proposals so many that one looks for: of those with a number below this one, the
        newest first or, where `above` is given, of those above it, the oldest first."""
        ...

    async def drafts_of(self, guild: GuildId, author: MemberId) -> list[Proposal]:
        """The member's own that were neither submitted nor discarded, in all spaces of a server, the newest first."""
        ...

    async def revise(self, proposal: ProposalId, content: Content, by: MemberId, at: datetime) -> Revision:
        """Store a new content. `number` counts from 1, the content it was created with."""
        ...

    async def revisions(self, proposal: ProposalId) -> list[Revision]:
        """The oldest first."""
        ...

    async def next_number(self, space: SpaceId) -> ProposalNumber:
        """That of the next submission in the space's server, for the transaction that submits."""
        ...

    async def numbered(self, guild: GuildId, number: ProposalNumber) -> ProposalId:
        """The guild's proposal of that number. Raises ProposalUnknown."""
        ...

    async def numbers(self, proposals: Iterable[ProposalId]) -> Mapping[ProposalId, ProposalNumber]:
        """The number of each of these that was submitted."""
        ...

    async def record_hashes(
        self, guild: GuildId, numbers: Iterable[ProposalNumber]
    ) -> Mapping[ProposalNumber, ContentHash]:
        """Those of the guild's proposals with these numbers that are closed."""
        ...

    async def submit(self, proposal: ProposalId, submission: Submission) -> None: ...
    async def withdraw(self, proposal: ProposalId, at: datetime) -> None: ...
    async def add_coauthor(self, proposal: ProposalId, member: MemberId, at: datetime) -> None:
        """The member writes it with its author; is none of them yet."""
        ...

    async def remove_coauthor(self, proposal: ProposalId, member: MemberId) -> None: ...
    async def add_reader(self, proposal: ProposalId, member: MemberId, at: datetime) -> None:
        """The member may read it while it is a draft; is none of its readers yet."""
        ...

    async def remove_reader(self, proposal: ProposalId, member: MemberId) -> None: ...
    async def open(self, proposal: ProposalId, opening: Opening, frozen: bytes) -> None:
        """`frozen` are the canonical bytes whose SHA-256 is `opening.content_hash`."""
        ...

    async def frozen(self, proposal: ProposalId) -> bytes: ...
    async def note_thread(self, proposal: ProposalId, thread: Standing) -> None:
        """Whether its thread can be seen, as far as is known now."""
        ...

    async def note_card(self, proposal: ProposalId, card: Standing) -> None:
        """What is known of its card now, in place of what was known."""
        ...

    async def suspend(self, proposal: ProposalId, suspension: Suspension) -> None: ...
    async def extend(self, proposal: ProposalId, extension: Extended) -> None: ...
    async def decide(self, proposal: ProposalId, at: datetime) -> None:
        """Nothing can change the outcome any more: the vote ends now."""
        ...

    async def resume(self, proposal: ProposalId, at: datetime) -> None: ...
    async def cancel(self, proposal: ProposalId, cancellation: Cancellation) -> None: ...
    async def close(self, proposal: ProposalId, closing: Closing, record: bytes) -> None:
        """`record` are the canonical bytes whose SHA-256 is `closing.record_hash`."""
        ...

    async def record(self, proposal: ProposalId) -> bytes | None: ...
    async def veto(self, proposal: ProposalId, veto: Veto) -> None: ...
    async def hold(self, proposal: ProposalId, hold: Hold) -> None:
        """A vote on its veto holds it, in place of what was known of that vote."""
        ...

    async def held_by(self, veto: ProposalId) -> list[ProposalId]:
        """What this vote on a veto holds."""
        ...

    async def end_hold(self, proposal: ProposalId, veto: ProposalId, at: datetime) -> None:
        """That vote on its veto is over."""
        ...

    async def stop(self, proposal: ProposalId, stop: Stop) -> None:
        """What passed must not be carried out."""
        ...

    async def note_act(self, proposal: ProposalId, outcome: ActOutcome) -> None:
        """What is known of one of its acts on the server now, in place of what was known."""
        ...

    async def note_owners(self, proposal: ProposalId, owners: SafeOwners) -> None:
        """Who owns the Safe now that it is asked to seat those who were elected, in place of what was known."""
        ...

    async def guarded(self, guild: GuildId | None = None) -> list[tuple[GuildId, ProposalId, RoleId]]:
        """The submitted proposals, of one guild or of all, for which something may still come, and the role that may
        veto each; without those whose role is known to be lost."""
        ...

    async def voting_roles(self, guild: GuildId, roles: Collection[RoleId]) -> set[RoleId]:
        """Those of these roles that give power in a submitted proposal of the guild which isn't decided yet, by the
        policy that decides it."""
        ...

    async def lose_guardians(self, proposal: ProposalId, at: datetime) -> None:
        """The role that may veto it isn't there any more."""
        ...

    async def report_unresolved(self, proposal: ProposalId, at: datetime) -> None: ...
    async def miss_registry(self, proposal: ProposalId, at: datetime) -> None:
        """From now on it can't be read what wallets delegate on chain, and its vote can't open."""
        ...

    async def find_registry(self, proposal: ProposalId) -> None:
        """It can be read again."""
        ...

    async def omit_registry(self, proposal: ProposalId, omission: RegistryOmission) -> None: ...
    async def conclude(self, proposal: ProposalId, at: datetime) -> None:
        """The last thing that passing brought was done."""
        ...
