"""Who of those who haven't voted holds what is missing to the quorum of a vote."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.claims import Claim
from bot.domain.accounts.wallet import Wallet, covered
from bot.domain.delegation.delegation import Delegator
from bot.domain.delegation.shares import Split
from bot.domain.ids import MemberId, Power
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.facts import Opening
from bot.domain.rules.missing import MissingPower, missing_power
from bot.domain.spaces.space import PagesFor
from bot.services.ports import Clock, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.proposals.cards import Card
from bot.services.voting.live.live_vote import Joining, LiveVote, contracts
from bot.services.voting.live.live_votes import LiveVotes

MOST_HOLDERS = 5
"""Of more it isn't said that they hold it: those are no longer a few who could be asked."""
_PORTION = 100
"""Members who are looked at without a pause for others."""


class RestHolders(msgspec.Struct, frozen=True):
    """The few who together reach the quorum if they vote."""

    number: int
    delegates: bool
    """Whether others delegate to each of them."""
    named: tuple[MemberId, ...] = ()
    """Who they are; nobody where that isn't shown."""


class _Candidate(msgspec.Struct, frozen=True):
    """A member who hasn't voted, with what they would bring."""

    member: MemberId
    claims: Sequence[Claim]
    """What their wallets would come to count for."""
    own: Power
    delegated: Power
    delegate: bool

    @property
    def rank(self) -> tuple[Power, MemberId]:
        return -self.own - self.delegated, self.member


class MissingVoters(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes
    powers: Powers
    clock: Clock

    async def holders(self, card: Card) -> RestHolders | None:
        """Those with the most power, as few as reach the quorum. Only what was read of the snapshot counts, so it may
        take fewer than that. None where the count is hidden, where power isn't what is missing, where a few don't hold
        it, and where roles give power: the bot doesn't know who has them.

        Delegates are named, who stand for others in public; and only where the pages show who voted.
        """
        opening, result = card.proposal.opening, card.result
        if card.hidden or result is None or opening is None or opening.policy.power.roles:
            return None
        missing = missing_power(rules_of(card.proposal.rules), result)
        if missing is None:
            return None
        live_vote = await self.live_votes.get(card.proposal.id)
        await self.powers.load(opening)
        await live_vote.weigh(self.powers)
        candidates = await self._candidates(live_vote, opening)
        chosen = self._fewest(live_vote, missing, sorted(candidates, key=lambda each: each.rank))
        if not chosen:
            return None
        delegates = all(each.delegate for each in chosen)
        named = delegates and card.space.pages is not PagesFor.NOBODY
        return RestHolders(len(chosen), delegates, tuple(each.member for each in chosen) if named else ())

    async def _candidates(self, live_vote: LiveVote, opening: Opening) -> list[_Candidate]:
        """Those who would add something. In portions, between which others have their turn."""
        async with self.uow.reading() as repositories:
            linked = await repositories.wallets.of_guild(live_vote.guild)
        wallets: dict[MemberId, list[Wallet]] = {}
        for wallet in covered(linked, opening.at, opening.policy.trust):
            wallets.setdefault(wallet.member, []).append(wallet)
        graph = live_vote.delegation_graph
        members = dict.fromkeys([*wallets, *(graph.delegates if graph else ())])
        counted = live_vote.effective_delegations()
        found = []
        for place, member in enumerate(members, start=1):
            if place % _PORTION == 0:
                await asyncio.sleep(0)
            if member not in live_vote.voting and not _counts_whole(counted, member):
                candidate = self._candidate(live_vote, opening, member, wallets.get(member, ()))
                found += [candidate] if candidate is not None else []
        return found

    def _candidate(
        self, live_vote: LiveVote, opening: Opening, member: MemberId, wallets: Sequence[Wallet]
    ) -> _Candidate | None:
        """None for who would add nothing, and for whose own power isn't known."""
        now = self.clock.now()
        claimed = [
            claim
            for wallet in wallets
            if live_vote.left_out(wallet.address, wallet.chains) is None
            for claim in live_vote.claims.unclaimed(wallet)
        ]
        claims = live_vote.claims.joined(claimed)
        held = live_vote.held(member, now, claims, unsigned=True)
        holder = replace(live_vote.holder(member), wallets=tuple(held), chains=contracts(held))
        own = self.powers.known(opening, holder).total
        if own is None:
            return None
        delegators = live_vote.delegated_to(member, self.powers, joining=Joining(claims, now))
        delegated = live_vote.caps.cut(member, sum(power or 0 for _, power in delegators))
        if not own + delegated:
            return None
        return _Candidate(member, claimed, own, delegated, bool(delegators))

    def _fewest(
        self, live_vote: LiveVote, missing: MissingPower, candidates: Sequence[_Candidate]
    ) -> Sequence[_Candidate]:
        """What is passed on may be with several of them, and what counts with a delegate who has voted goes back to
        who votes: so what they add is worked out as if they had voted."""
        before = self._power_of(live_vote, self._delegating(live_vote, ()))
        chosen: list[_Candidate] = []
        counted: Mapping[Delegator, Split] = {}
        for candidate in candidates:
            if _counts_whole(counted, candidate.member):
                continue
            if len(chosen) == MOST_HOLDERS:
                break
            chosen.append(candidate)
            counted = self._delegating(live_vote, chosen)
            added = sum(each.own for each in chosen) + self._power_of(live_vote, counted) - before
            if missing.is_there_with(added):
                return chosen
        return ()

    def _delegating(self, live_vote: LiveVote, chosen: Sequence[_Candidate]) -> Mapping[Delegator, Split]:
        """Whose power counts by delegation if these vote beside those who have."""
        voting = live_vote.voting | {each.member for each in chosen}
        claims = live_vote.claims.joined([claim for each in chosen for claim in each.claims])
        return live_vote.effective_delegations(voting, Joining(claims, self.clock.now()))

    def _power_of(self, live_vote: LiveVote, delegating: Mapping[Delegator, Split]) -> Power:
        """As far as it is known."""
        return sum(share.counts for share in live_vote.delegated_shares(delegating, self.powers))


def _counts_whole(counted: Mapping[Delegator, Split], member: MemberId) -> bool:
    """Whether all of the member's power counts with the ballots of others."""
    return member in counted and counted[member].whole
