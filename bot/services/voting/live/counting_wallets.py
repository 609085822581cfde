"""Which wallets count for whom in a vote that is under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.accounts.claims import Claim, Claims
from bot.domain.accounts.unlinked import Unlinked, still_counts
from bot.domain.elections.ballot import Ballot, BallotIdentity
from bot.domain.elections.evidence import SignedOn
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, GuildId, MemberId
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.proposal import Proposal


@dataclass
class CountingWallets:
    guild: GuildId
    proposal: Proposal
    ballots: dict[MemberId, Ballot] = field(default_factory=dict)
    claims: Claims = field(default_factory=Claims)
    """Which wallets count for whom."""
    unlinked: Mapping[Claim, Sequence[Unlinked]] = field(default_factory=dict)
    """Which wallets were taken off which members since the opening, and when."""
    signers: dict[BallotIdentity, SignedOn] = field(default_factory=dict)
    """Which wallets have signed a ballot, each on which chain: only these count with it in votes that take signed
    ballots."""
    unreadable: dict[Address, dict[ChainId, ReadFailure]] = field(default_factory=dict)
    """Wallets that count for nobody where what they have on a chain can't be read at the snapshot, at any time."""

    def __post_init__(self) -> None:
        self.claims.chains = self.proposal.rules.power.chains

    def held(
        self,
        member: MemberId,
        at: datetime | None = None,
        claims: Claims | None = None,
        signers: SignedOn | None = None,
        *,
        unsigned: bool = False,
    ) -> dict[Address, frozenset[ChainId] | None]:
        """The wallets that count for the member, and on which chains each does (None: on all), with a ballot that is
        cast `at` that time, or (None) with the one that stands.

        `claims`: what would count beside, too. `signers`: which of them have signed the ballot, where that is not the
        one that stands; a contract counts on the chain on which it signed. `unsigned`: also those that haven't."""
        claims = claims or self.claims
        gone = self._taken_off(claims, member, at)
        signed = self._signed_by(member) if signers is None else signers
        found: dict[Address, frozenset[ChainId] | None] = {}
        for wallet in claims.wallets(member):
            chains = claims.on(wallet, member, gone)
            if self.takes_signed and not unsigned:
                if wallet not in signed:
                    continue
                chains = None if chains is None else chains & {signed[wallet]}
            if chains != frozenset() and self.left_out(wallet, chains) is None:
                found[wallet] = chains
        return found

    def _signed_by(self, member: MemberId) -> SignedOn:
        ballot = self.ballots.get(member)
        return {} if ballot is None else self.signers.get(ballot.identity, {})

    @property
    def takes_signed(self) -> bool:
        """Whether only those wallets count that have signed the ballot."""
        return self.proposal.rules.trust is TrustLevel.SIGNED

    def with_ballot(self, ballot: Ballot) -> dict[Address, frozenset[ChainId] | None]:
        """The wallets that count with a ballot, also one that was replaced; see `held`."""
        signers = self.signers.get(ballot.identity, {}) if self.takes_signed else None
        return self.held(ballot.member, ballot.cast_at, signers=signers)

    def left_out(self, wallet: Address, chains: frozenset[ChainId] | None) -> ReadFailure | None:
        """Why a wallet that would count on these chains (None: on all) counts for nobody."""
        for chain, failure in self.unreadable.get(wallet, {}).items():
            if chains is None or chain in chains:
                return failure
        return None

    def unreadable_of(self, member: MemberId) -> dict[Address, ReadFailure]:
        """Which of the wallets that are claimed for the member count for nobody, and why."""
        if not self.unreadable:
            return {}
        found = {
            wallet: self.left_out(wallet, self.claims.on(wallet, member))
            for wallet in self.claims.wallets(member)
        }
        return {wallet: failure for wallet, failure in found.items() if failure is not None}

    def has_kept(self, claim: Claim, at: datetime | None = None) -> bool:
        """Whether a wallet has not been taken off the member for whom it is claimed, see `held`.

        What was delegated was so at the opening.
        """
        unlinked = self.unlinked.get(claim)
        opening = self.proposal.opening
        if not unlinked or opening is None:
            return True
        if at is None:
            ballot = self.ballots.get(claim.member)
            at = opening.at if ballot is None or ballot.choice is None else ballot.cast_at
        return still_counts(
            unlinked,
            at,
            leaves=opening.policy.unlinked_wallets == "leave",
            ends_at=self.proposal.ends_at(unlinked[-1].since),
        )

    def _taken_off(self, claims: Claims, member: MemberId, at: datetime | None) -> list[Claim]:
        """What is claimed for the member, and has been taken off them, see `held`."""
        if not self.unlinked:
            return []
        return [each for each in claims.of(member) if each in self.unlinked and not self.has_kept(each, at)]
