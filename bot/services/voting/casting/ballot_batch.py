"""The votes of one transaction on their way to being ballots."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from bot.domain.accounts.claims import Claim, Claims
from bot.domain.accounts.mandate import Uncovered, not_mandated
from bot.domain.accounts.wallet import Wallet, covered, uncovered
from bot.domain.elections.ballot import Ballot, CastMethod, SaidApart, kept_reason
from bot.domain.elections.choices import check_choice, choice_of_reaction, describe
from bot.domain.elections.evidence import Evidence, signed_on
from bot.domain.errors import (
    BallotStands,
    NoPower,
    NotEligible,
    NoWallet,
    ProposalUnknown,
    Refused,
    TextTooLong,
    WalletsClaimed,
    WalletsUnreadable,
)
from bot.domain.errors.inputs import (
    TextField,
)
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, GuildId, MemberId, ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Holder
from bot.domain.proposals.facts import Opening
from bot.services.delivery.notifications import AnyNotification, NotifyMember, PostReason, TellDelegators
from bot.services.ports import Repositories
from bot.services.power.powers import Powers
from bot.services.voting.casting.as_signed import as_signed
from bot.services.voting.casting.eligibility import check_first, check_objects, check_open, check_trust
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.casting.successive_ballots import (
    cast_at,
    counts_after,
    has_time,
    is_older,
    says,
    withdraws,
)
from bot.services.voting.casting.vote_request import VoteRequest
from bot.services.voting.casting.wallets_apart import check_apart, joined, kept_apart, newly_said
from bot.services.voting.live.live_vote import Joining, LiveVote, contracts
from bot.services.wallets.page_links import PageLinks

REASON_LIMIT = 500


class Batch:
    """The votes of one transaction on their way to being ballots; `results` has one place for each."""

    def __init__(
        self,
        votes: Sequence[VoteRequest],
        live_votes: Mapping[ProposalId, LiveVote],
        now: datetime,
        page_links: PageLinks,
    ) -> None:
        self.votes = list(votes)
        self.live_votes = live_votes
        self.now = now
        self._page_links = page_links
        self.results: list[Receipt | Refused | None] = [None] * len(votes)
        self.ballots: list[Ballot] = []
        self.evidence: list[tuple[Ballot, Evidence]] = []
        """Of those ballots that have to bring some along."""
        self._open: dict[int, Opening] = {}
        self._new_claims: dict[ProposalId, list[Claim]] = {}
        self._claims: dict[ProposalId, Claims] = {}
        """Where anything new is claimed: those of the vote with the new ones."""
        self._linked: dict[tuple[GuildId, MemberId], list[Wallet]] = {}
        self._known: set[int] = set()
        self._standing: dict[int, list[str]] = {}
        """Of a reaction that was taken back: those of the member that still stand on the card."""
        self._counting: dict[int, None] = {}
        """Votes whose ballot counts from now on: neither an event that came again nor one that came too late to."""
        self._voting: dict[ProposalId, set[MemberId]] = {}
        """Where power is delegated: whose ballots count after this batch, as far as it has been gone through."""

    async def note_reactions(self, repositories: Repositories) -> None:
        """Remember which reactions stand on the card; one that was known is no vote again."""
        for index, vote in enumerate(self.votes):
            if vote.emoji is None:
                continue
            if vote.choice is None:
                new = await repositories.reactions.remove(vote.proposal, vote.member, vote.emoji)
                self._standing[index] = await repositories.reactions.of_member(vote.proposal, vote.member)
            else:
                new = await repositories.reactions.add(vote.proposal, vote.member, vote.emoji, vote.at)
            if not new:
                self._known.add(index)

    def check_times_and_choices(self) -> None:
        for index, vote in enumerate(self.votes):
            if index in self._known:
                continue
            live_vote = self.live_votes.get(vote.proposal)
            try:
                if live_vote is None or live_vote.guild != vote.guild:
                    raise ProposalUnknown
                number = live_vote.proposal.number
                opening = check_open(live_vote.proposal, vote.cast_method, vote.at, self.now)
                if vote.agreed_at is not None:  # Whom nobody waits for may not decide after the end.
                    check_open(live_vote.proposal, vote.cast_method, vote.agreed_at, self.now)
                check_apart(number, opening.policy, vote)
                check_trust(live_vote.proposal, opening.policy, vote.evidence, self._page_links)
                before = live_vote.ballots.get(vote.member)
                self.votes[index] = vote = as_signed(vote, number, opening, before)
                if vote.choice is not None:
                    check_choice(number, opening.policy, vote.choice)
                    self._check_accepted(vote, before, opening)
                if vote.reason is not None and len(vote.reason) > REASON_LIMIT:
                    raise TextTooLong(TextField.REASON, len(vote.reason), REASON_LIMIT)
                self._open[index] = opening
            except Refused as refused:
                self.results[index] = refused

    def _check_accepted(self, vote: VoteRequest, before: Ballot | None, opening: Opening) -> None:
        """Raises BallotStands, VotedAlready, OnlyObjections."""
        proposal = self.live_votes[vote.proposal].proposal
        if has_time(before) and vote.cast_method is CastMethod.REACTION and vote.choice is not None:
            assert before is not None, "it has a time"
            if before.choice != vote.choice:
                raise BallotStands(proposal.number, describe(opening.policy, before.choice))
        joins = vote.cast_method is CastMethod.PAGE and before is not None and before.choice == vote.choice
        if not joins:  # Another wallet of the voter's may sign a ballot that is final.
            check_first(proposal.number, opening.policy, before, cast_at(vote, before), vote.source)
        for choice in newly_said(vote):
            check_objects(proposal, opening.policy, choice, vote.at, self.now)

    async def claim_wallets(self, repositories: Repositories) -> None:
        """Claim the wallets that the voters have linked, for this vote, as far as nobody has before them.

        Who takes a reaction back claims nothing: there may be no ballot of theirs.
        """
        voters = [self.votes[index] for index in self._open if self.votes[index].votes]
        for guild in {vote.guild for vote in voters}:
            members = {vote.member for vote in voters if vote.guild == guild}
            for member, wallets in (await repositories.wallets.of_members(guild, members)).items():
                self._linked[guild, member] = wallets
        wanted = {
            (vote.proposal, wallet): None
            for vote in voters
            for wallet in self._offered(vote)
            if self.live_votes[vote.proposal].claims.unclaimed(wallet)
            and self.live_votes[vote.proposal].left_out(wallet.address, wallet.chains) is None
        }
        if not wanted:
            return
        # What is stored decides: somebody may have come first of whom the live vote hasn't heard yet.
        stored: dict[ProposalId, Claims] = {
            proposal: Claims(self.live_votes[proposal].claims.chains) for proposal, _ in wanted
        }
        addresses = {wallet.address for _, wallet in wanted}
        for proposal, claim in await repositories.claims.of_wallets(stored, addresses):
            stored[proposal].add([claim])
        for proposal, wallet in wanted:
            new = stored[proposal].add(stored[proposal].unclaimed(wallet))
            self._new_claims.setdefault(proposal, []).extend(new)
        await repositories.claims.add(
            [(proposal, claim) for proposal, new in self._new_claims.items() for claim in new]
        )
        self._claims = {
            proposal: self.live_votes[proposal].claims.joined(new)
            for proposal, new in self._new_claims.items()
        }
        await self._follow_unlinked(repositories)

    async def _follow_unlinked(self, repositories: Repositories) -> None:
        """A live vote hears of a wallet that comes or goes only where it is claimed: one that went before, and was
        linked again, is known there as gone."""
        for proposal, new in self._new_claims.items():
            live_vote = self.live_votes[proposal]
            opening = live_vote.proposal.opening
            if opening is not None and any(claim in live_vote.unlinked for claim in new):
                live_vote.take_off(await repositories.wallets.unlinked(live_vote.guild, opening.at))

    def _offered(self, vote: VoteRequest) -> list[Wallet]:
        """Of the wallets that the voter has linked, those that count with this ballot: where ballots are signed, those
        that have signed it."""
        wallets = self._covered(vote)
        if not self.live_votes[vote.proposal].takes_signed:
            return wallets
        signers = signed_on(vote.evidence)
        return [wallet for wallet in wallets if wallet.address in signers]

    def receive(self, powers: Powers) -> None:
        """Make the ballots, with what they replace and what is known of their power."""
        last: dict[tuple[ProposalId, MemberId], Ballot] = {}
        for index, opening in self._open.items():
            vote = self.votes[index]
            key = (vote.proposal, vote.member)
            live_vote = self.live_votes[vote.proposal]
            before = last.get(key) or live_vote.ballots.get(vote.member)
            at = cast_at(vote, before)
            signers = signed_on(vote.evidence) if live_vote.takes_signed else None
            claims = self._claims.get(vote.proposal)
            held = live_vote.held(vote.member, at, claims, signers)
            reputation = live_vote.reputation.get(vote.member, {})
            if vote.cast_method is CastMethod.REACTION and says(before, vote.choice):
                continue  # The reaction says what the ballot says.
            late = before is not None and before.rank > (at, vote.source)
            kept = () if late else kept_apart(live_vote, before, held, claims)
            counts = bool(held) or _counts_without_wallet(vote, live_vote, opening, reputation)
            if vote.wallet is not None and counts:
                try:
                    number = live_vote.proposal.number
                    self.votes[index] = vote = joined(vote, before, kept, held, number)
                except Refused as refused:
                    self.results[index] = refused
                    continue
            if not vote.votes:
                if before is None or not withdraws(vote, before, opening):
                    continue
                if (choice := self._still_chosen(index, opening)) is not None:
                    # Another reaction of theirs still stands there, and says what it said, if they have power to say
                    # it with. Discord names no roles where one is taken back: those count that were read before.
                    again = replace(vote, choice=choice, roles=frozenset(before.roles))
                    if held or _counts_without_wallet(again, live_vote, opening, reputation):
                        vote = again
            elif not counts:
                self.results[index] = self._without_power(vote, opening)
                continue
            try:
                # Again, for what came with the same transaction before it, and for what is taken back.
                self._check_accepted(vote, before, opening)
            except Refused as refused:
                self.results[index] = refused
                continue
            roles = vote.roles & opening.policy.power.roles
            days = live_vote.account_days(vote.member)
            known = powers.known(opening, Holder(tuple(held), roles, reputation, contracts(held), days))
            delegated_power = live_vote.delegated_power(
                vote.member, powers, self._voting.get(vote.proposal), self._joining(vote, at)
            )
            if vote.choice is not None and delegated_power is None and known.lacking:
                # Nothing would count with it. Who votes for others may cast theirs, whatever they lack themselves.
                number = live_vote.proposal.number
                self.results[index] = NotEligible(number, opening.policy.power, known.lacking)
                continue
            ballot = Ballot(
                *key,
                vote.choice,
                at,
                vote.cast_method,
                vote.source,
                kept_reason(vote.reason),
                tuple(sorted(roles)),
                _apart(vote, kept),
            )
            self.ballots.append(ballot)
            if vote.evidence is not None and opening.policy.trust is not TrustLevel.DISCORD:
                self.evidence.append((ballot, vote.evidence))
            if counts_after(ballot, before):
                last[key] = ballot
                self._counting[index] = None
                self._follow(live_vote, ballot)
            self.results[index] = Receipt(
                ballot,
                live_vote.proposal.number,
                describe(opening.policy, vote.choice),
                before if index in self._counting else None,
                known,
                opening,
                delegated_power,
                live_vote.delegates_of(vote.member),
                unreadable=self._unreadable(vote, live_vote),
                uncovered=self._uncovered(vote),
                newer=before if before is not None and is_older(ballot, before) else None,
            )

    def _still_chosen(self, index: int, opening: Opening) -> int | None:
        """What the newest reaction says that the member has left on the card; None where none says anything."""
        chosen = (choice_of_reaction(opening.policy, emoji) for emoji in reversed(self._standing[index]))
        return next((choice for choice in chosen if choice is not None), None)

    def _unreadable(self, vote: VoteRequest, live_vote: LiveVote) -> dict[Address, ReadFailure]:
        """Which of the member's wallets don't count in this vote, since what they hold can't be read."""
        if not live_vote.unreadable:
            return {}
        linked = {
            wallet.address: live_vote.left_out(wallet.address, wallet.chains)
            for wallet in self._covered(vote)
        }
        found = {wallet: failure for wallet, failure in linked.items() if failure is not None}
        return found | live_vote.unreadable_of(vote.member)

    def _covered(self, vote: VoteRequest) -> list[Wallet]:
        """The voter's linked wallets that by their mandates count in this vote."""
        opening = self._opening(vote)
        linked = self._linked.get((vote.guild, vote.member), [])
        return covered(linked, opening.at, opening.policy.trust)

    def _uncovered(self, vote: VoteRequest) -> dict[Address, Uncovered]:
        """The others, but for those that are claimed for the voter already, and why they don't count."""
        live_vote, opening = self.live_votes[vote.proposal], self._opening(vote)
        linked = self._linked.get((vote.guild, vote.member), [])
        others = [wallet for wallet in linked if live_vote.claims.unclaimed(wallet)]
        return uncovered(others, opening.at, opening.policy.trust)

    def _opening(self, vote: VoteRequest) -> Opening:
        opening = self.live_votes[vote.proposal].proposal.opening
        assert opening is not None, "the vote is open"
        return opening

    def _follow(self, live_vote: LiveVote, ballot: Ballot) -> None:
        """Whose ballots count after this one, where it matters to what is delegated."""
        if not live_vote.delegated:
            return
        voting = self._voting.setdefault(ballot.proposal, set(live_vote.voting))
        if ballot.choice is None:
            voting.discard(ballot.member)
        else:
            voting.add(ballot.member)

    def _joining(self, vote: VoteRequest, at: datetime) -> Joining:
        """What counts in the vote with all that this batch has claimed."""
        return Joining(self._claims.get(vote.proposal) or self.live_votes[vote.proposal].claims, at)

    def _without_power(self, vote: VoteRequest, opening: Opening) -> Refused:
        """Why a member has no power in this vote."""
        number = self.live_votes[vote.proposal].proposal.number
        if not any(source.needs_wallet for source in opening.policy.power.sources):
            return NoPower(number)
        unreadable = self._unreadable(vote, self.live_votes[vote.proposal])
        if unreadable:
            return WalletsUnreadable(number, tuple(unreadable), next(iter(unreadable.values())))
        linked = self._linked.get((vote.guild, vote.member))
        if not linked:
            return NoWallet()
        if claimable := self._covered(vote):
            return WalletsClaimed(number, tuple(wallet.address for wallet in claimable))
        return not_mandated(number, self._uncovered(vote), opening.policy.trust)

    def notifications(self) -> list[AnyNotification]:
        """Reasons for the thread; in private, refusals for those who voted by reaction, and how their delegate votes
        for those who asked to be told."""
        notifications: list[AnyNotification] = []
        for index, (vote, result) in enumerate(zip(self.votes, self.results, strict=True)):
            where = (vote.guild, vote.proposal, vote.member)
            hidden = isinstance(result, Receipt) and result.opening.policy.privacy == "after_close"
            if (
                isinstance(result, Receipt)
                and result.ballot.reason
                and vote.wallet is None  # Then it was said with the ballot before.
                and index in self._counting
                and not hidden
            ):
                notifications.append(PostReason(*where, choice=result.choice, reason=result.ballot.reason))
            if isinstance(result, Receipt) and index in self._counting:
                notifications += self._to_delegators(vote, result)
            if vote.cast_method is CastMethod.REACTION and isinstance(result, Refused):
                notifications.append(NotifyMember(*where, error=type(result).__name__))
        return notifications

    def _to_delegators(self, vote: VoteRequest, receipt: Receipt) -> list[AnyNotification]:
        """Those are told who delegate to the voter and asked for it, where the choice is another one than before.

        While choices are hidden nobody is told; the close tells them.
        """
        live_vote, before = self.live_votes[vote.proposal], receipt.before
        if (
            not live_vote.delegates_to(vote.member)
            or receipt.opening.policy.privacy == "after_close"
            or (before.choice if before else None) == vote.choice
        ):
            return []
        return [TellDelegators(vote.guild, vote.proposal, vote.member)]

    def publish(self) -> None:
        """After the commit: let the live votes follow."""
        for proposal, claimed in self._new_claims.items():
            self.live_votes[proposal].apply([], claimed)
        signers = {ballot.identity: signed_on(evidence) for ballot, evidence in self.evidence}
        for ballot in self.ballots:
            live_vote = self.live_votes[ballot.proposal]
            signed = {ballot.identity: signers[ballot.identity]} if live_vote.takes_signed else None
            live_vote.apply([ballot], [], signers=signed)
        for index in self._counting:
            result = self.results[index]
            if not isinstance(result, Receipt) or result.ballot.choice is None:
                continue
            live_vote = self.live_votes[result.ballot.proposal]
            if (power := result.power.total) is not None and not live_vote.unlinked:
                # It was worked out for the receipt, and need not be once more for the count.
                live_vote.weights[result.ballot.member] = power


def _apart(vote: VoteRequest, kept: tuple[SaidApart, ...]) -> tuple[SaidApart, ...]:
    """What single wallets say in the vote's ballot. `kept`: what they go on saying."""
    if vote.wallet is not None:
        return vote.apart
    return () if vote.choice is None else kept


def _counts_without_wallet(
    vote: VoteRequest, live_vote: LiveVote, opening: Opening, reputation: Mapping[str, int]
) -> bool:
    """Whether the member has power of another kind: a role, reputation, what others delegate."""
    if live_vote.delegates_to(vote.member):
        return True
    giving = (source for source in opening.policy.power.sources if not source.gate)
    return bool(reputation) or any(not vote.roles.isdisjoint(source.roles) for source in giving)
