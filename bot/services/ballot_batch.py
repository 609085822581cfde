"""The votes of one transaction on their way to being ballots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ballot import Ballot, Way
from bot.domain.choices import check_choice, choice_of_reaction, describe
from bot.domain.errors import (
    NoPower,
    NoWallet,
    ProposalUnknown,
    Refused,
    TextTooLong,
    WalletsClaimed,
)
from bot.domain.ids import Address, GuildId, MemberId, ProposalId, RoleId
from bot.domain.power import Allowlist, Holder, MemberPower, OnChain
from bot.domain.proposal import Opening
from bot.services.accepting import check_first, check_objects, check_open
from bot.services.boards import Board, Lent
from bot.services.notices import AnyNotice, PostReason, TellDelegator, TellMember
from bot.services.ports import Facts
from bot.services.powers import Powers

REASON_LIMIT = 500
_NEXT = timedelta(milliseconds=1)
"""The time in a receipt is in milliseconds: two ballots of one member must differ in it."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What a member asks for. `choice` None: a reaction was taken back."""

    guild: GuildId
    proposal: ProposalId
    member: MemberId
    choice: Any
    at: datetime
    """When Discord made the interaction."""
    way: Way
    source: int
    """The id of the interaction, or of the message that was reacted to."""
    reason: str | None = None
    emoji: str | None = None
    """The reaction, where it is one."""
    roles: frozenset[RoleId] = frozenset()
    """All roles that the member has."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a ballot was stored, with what it weighs as far as that is known."""

    ballot: Ballot
    choice: str
    before: Ballot | None
    """The ballot that it replaces."""
    power: MemberPower
    """The voter's own."""
    opening: Opening
    lent: Lent | None = None
    """What others lend to it; None where nobody delegates to the voter."""
    delegate: MemberId | None = None
    """Whom the voter had delegated to in this vote: their own ballot goes before that."""

    @property
    def code(self) -> str:
        return self.ballot.receipt

    @property
    def determined(self) -> bool:
        """Whether all of its power is known."""
        return self.power.total is not None and (self.lent is None or self.lent.power is not None)


class Batch:
    """The votes of one transaction on their way to being ballots; `results` has one place for each."""

    def __init__(self, votes: Sequence[Vote], boards: Mapping[ProposalId, Board], now: datetime) -> None:
        self.votes = votes
        self.boards = boards
        self.now = now
        self.results: list[Receipt | Refused | None] = [None] * len(votes)
        self.ballots: list[Ballot] = []
        self._open: dict[int, Opening] = {}
        self._new_claims: dict[tuple[ProposalId, MemberId], list[Address]] = {}
        self._linked: dict[tuple[GuildId, MemberId], list[Address]] = {}
        self._known: set[int] = set()
        self._counting: set[int] = set()
        """Votes whose ballot counts from now on: neither an event that came again nor one that came too late to."""
        self._voting: dict[ProposalId, set[MemberId]] = {}
        """Where power is lent: whose ballots count after this batch, as far as it has been gone through."""

    async def note_reactions(self, facts: Facts) -> None:
        """Remember which reactions stand on the card; one that was known is no vote again."""
        for index, vote in enumerate(self.votes):
            if vote.emoji is None:
                continue
            if vote.choice is None:
                new = await facts.reactions.remove(vote.proposal, vote.member, vote.emoji)
            else:
                new = await facts.reactions.add(vote.proposal, vote.member, vote.emoji, vote.at)
            if not new:
                self._known.add(index)

    def check_times_and_choices(self) -> None:
        for index, vote in enumerate(self.votes):
            if index in self._known:
                continue
            board = self.boards.get(vote.proposal)
            try:
                if board is None or board.guild != vote.guild:
                    raise ProposalUnknown(str(vote.proposal))
                opening = check_open(board.proposal, vote.way, vote.at, self.now)
                if vote.choice is not None:
                    check_choice(vote.proposal, opening.policy, vote.choice)
                    self._check_accepted(vote, board.ballots.get(vote.member), opening)
                if vote.reason is not None and len(vote.reason) > REASON_LIMIT:
                    raise TextTooLong("reason", len(vote.reason), REASON_LIMIT)
                self._open[index] = opening
            except Refused as refused:
                self.results[index] = refused

    def _check_accepted(self, vote: Vote, before: Ballot | None, opening: Opening) -> None:
        """Raises VotedAlready, OnlyObjections."""
        check_first(vote.proposal, opening.policy, before, _cast_at(vote, before), vote.source)
        proposal = self.boards[vote.proposal].proposal
        check_objects(proposal, opening.policy, vote.choice, vote.at, self.now)

    async def claim_wallets(self, facts: Facts) -> None:
        """Claim the wallets that the voters have linked, for this vote, as far as nobody has before them.

        Who takes a reaction back claims nothing: there may be no ballot of theirs.
        """
        voters = [self.votes[index] for index in self._open if self.votes[index].choice is not None]
        for guild in {vote.guild for vote in voters}:
            members = {vote.member for vote in voters if vote.guild == guild}
            for member, wallets in (await facts.wallets.of_members(guild, members)).items():
                self._linked[guild, member] = [wallet.address for wallet in wallets]
        wanted = {
            (vote.proposal, wallet, vote.member): None
            for vote in voters
            for wallet in self._linked.get((vote.guild, vote.member), ())
            if wallet not in self.boards[vote.proposal].claims
        }
        if not wanted:
            return
        await facts.claims.add(list(wanted))
        owners = await facts.claims.of_wallets({p for p, _, _ in wanted}, {wallet for _, wallet, _ in wanted})
        for proposal, wallet, member in wanted:
            if owners.get((proposal, wallet)) == member:
                self._new_claims.setdefault((proposal, member), []).append(wallet)

    def receive(self, powers: Powers) -> None:
        """Make the ballots, with what they replace and what is known of their power."""
        last: dict[tuple[ProposalId, MemberId], Ballot] = {}
        for index, opening in self._open.items():
            vote = self.votes[index]
            key = (vote.proposal, vote.member)
            board = self.boards[vote.proposal]
            wallets = [*board.wallets.get(vote.member, ()), *self._new_claims.get(key, ())]
            reputation = board.reputation.get(vote.member, {})
            before = last.get(key) or board.ballots.get(vote.member)
            if vote.choice is None:
                if not _withdraws(vote, before, opening):
                    continue
            elif not wallets and not _counts_without_wallet(vote, board, opening, reputation):
                self.results[index] = self._without_power(vote, opening)
                continue
            try:
                # Again, for what came with the same transaction before it, and for what is taken back.
                self._check_accepted(vote, before, opening)
            except Refused as refused:
                self.results[index] = refused
                continue
            ballot = Ballot(
                *key,
                vote.choice,
                _cast_at(vote, before),
                vote.way,
                vote.source,
                _unicode(vote.reason),
                tuple(sorted(vote.roles & opening.policy.power.roles)),
            )
            self.ballots.append(ballot)
            if _counts_after(ballot, before):
                last[key] = ballot
                self._counting.add(index)
                self._follow(board, ballot)
            self.results[index] = Receipt(
                ballot,
                describe(opening.policy, vote.choice),
                before if index in self._counting else None,
                powers.known(opening, Holder(tuple(wallets), frozenset(ballot.roles), reputation)),
                opening,
                board.lent(vote.member, powers, self._voting.get(vote.proposal)),
                board.lenders.lends.get(vote.member) if board.lenders else None,
            )

    def _follow(self, board: Board, ballot: Ballot) -> None:
        """Whose ballots count after this one, where it matters to what is lent."""
        if board.lenders is None:
            return
        voting = self._voting.setdefault(ballot.proposal, set(board.voting))
        if ballot.choice is None:
            voting.discard(ballot.member)
        else:
            voting.add(ballot.member)

    def _without_power(self, vote: Vote, opening: Opening) -> Refused:
        """Why a member has no power in this vote."""
        if not any(isinstance(source, OnChain | Allowlist) for source in opening.policy.power.sources):
            return NoPower(vote.proposal)
        linked = self._linked.get((vote.guild, vote.member))
        return WalletsClaimed(vote.proposal, tuple(linked)) if linked else NoWallet()

    def notices(self) -> list[AnyNotice]:
        """Reasons for the thread; in private, refusals for those who voted by reaction, and how their delegate votes
        for those who asked to be told."""
        notices: list[AnyNotice] = []
        for index, (vote, result) in enumerate(zip(self.votes, self.results, strict=True)):
            where = (vote.guild, vote.proposal, vote.member)
            hidden = isinstance(result, Receipt) and result.opening.policy.privacy == "after_close"
            if (
                isinstance(result, Receipt)
                and result.ballot.reason
                and index in self._counting
                and not hidden
            ):
                notices.append(PostReason(*where, choice=result.choice, reason=result.ballot.reason))
            if isinstance(result, Receipt) and index in self._counting:
                notices += self._to_delegators(vote, result)
            if vote.way is Way.REACTION and isinstance(result, Refused):
                notices.append(TellMember(*where, error=type(result).__name__))
        return notices

    def _to_delegators(self, vote: Vote, receipt: Receipt) -> list[AnyNotice]:
        """What is told to those whose power counts with this ballot, where it changes what they are counted for.

        While choices are hidden nobody is told; the close tells them.
        """
        board, before = self.boards[vote.proposal], receipt.before
        if board.lenders is None or not board.hearers or receipt.opening.policy.privacy == "after_close":
            return []
        if (before.choice if before else None) == vote.choice:
            return []
        lenders = board.lenders.of(vote.member, self._voting[vote.proposal])
        choice = "" if vote.choice is None else receipt.choice
        return [
            TellDelegator(vote.guild, vote.proposal, lender, delegate=vote.member, choice=choice)
            for lender in lenders
            if lender in board.hearers
        ]

    def publish(self) -> None:
        """After the commit: let the boards follow."""
        for (proposal, member), wallets in self._new_claims.items():
            self.boards[proposal].apply([], [(wallet, member) for wallet in wallets])
        for ballot in self.ballots:
            self.boards[ballot.proposal].apply([ballot], [])


def _counts_without_wallet(vote: Vote, board: Board, opening: Opening, reputation: Mapping[str, int]) -> bool:
    """Whether the member has power of another kind: a role, reputation, what others lend."""
    if board.delegates_to(vote.member):
        return True
    return bool(reputation) or not vote.roles.isdisjoint(opening.policy.power.roles)


def _withdraws(vote: Vote, before: Ballot | None, opening: Opening) -> bool:
    """A removed reaction withdraws only the ballot that it cast itself."""
    return (
        before is not None
        and before.way is Way.REACTION
        and vote.emoji is not None
        and before.choice == choice_of_reaction(opening.policy, vote.emoji)
    )


def _counts_after(ballot: Ballot, before: Ballot | None) -> bool:
    """Whether this ballot replaces the one before it: an older one that arrives late doesn't, nor the same again."""
    if before is None:
        return True
    again = (before.cast_at, before.source) == (ballot.cast_at, ballot.source)
    return before.cast_at <= ballot.cast_at and not again


def _cast_at(vote: Vote, before: Ballot | None) -> datetime:
    """Discord says when an interaction was made. For a reaction we only know that it came after what we have."""
    if vote.way is Way.REACTION and before is not None and before.cast_at >= vote.at:
        return before.cast_at + _NEXT
    return vote.at


def _unicode(reason: str | None) -> str | None:
    """The reason with U+FFFD for lone surrogates, which no UTF-8 has."""
    return None if reason is None else reason.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
