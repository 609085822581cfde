"""Proposals that share their members' stakes: the open ones of a track that weigh the same power."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from bot.domain.accounts.claims import Claim, Claims
from bot.domain.accounts.mandate import Uncovered
from bot.domain.accounts.wallet import Wallet, covered, uncovered
from bot.domain.conviction.staking import Staking, held, staked_by
from bot.domain.ids import Address, GuildId, MemberId, Power, ProposalId, TrackId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.policy.model import Policy
from bot.domain.power import Holder, PowerRule
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.ports import ReadPower, Repositories

OPEN = (State.VOTING, State.PAUSED)
STAKE = Requirement(Effect.VOTE, frozenset({Who.VOTERS}), (State.VOTING,))
UNSTAKE = Requirement(Effect.VOTE, frozenset({Who.VOTERS}), OPEN)


class StakeGroup(msgspec.Struct, frozen=True):
    """What one transaction knows of them. A proposal that comes to its end leaves, and frees what lay on it.

    A track that changes its power begins a new group; the proposals that are open go on with the power frozen in them.
    """

    guild: GuildId
    track: TrackId
    rule: PowerRule
    proposals: tuple[Proposal, ...]
    """The oldest first."""
    stakings: tuple[Staking, ...]
    """On these proposals, in the order of their times."""
    elsewhere: frozenset[MemberId]
    """Who has staked on other open proposals of the track."""
    claims: Claims
    linked: Mapping[MemberId, tuple[Wallet, ...]]
    """The wallets of those who staked, and of whom else was asked for."""
    powers: Mapping[MemberId, ReadPower]
    uncovered: Mapping[MemberId, Mapping[Address, Uncovered]]
    """The wallets that don't count now by their mandates, and why."""

    @property
    def stakers(self) -> list[MemberId]:
        """Who has staked anything now."""
        return sorted({member for member, _ in held(self.stakings)})

    def counting(self, member: MemberId) -> tuple[Claim, ...]:
        """What counts for the member: linked, and not another member's on this track."""
        return tuple(claim for claim in self._joined(member).of(member) if self._is_linked(claim))

    def holder(self, member: MemberId) -> Holder:
        claims = self._joined(member)
        gone = [claim for claim in claims.of(member) if not self._is_linked(claim)]
        held = {wallet: claims.on(wallet, member, gone) for wallet in claims.wallets(member)}
        return Holder(
            tuple(wallet for wallet, chains in held.items() if chains != frozenset()),
            chains={wallet: chains for wallet, chains in held.items() if chains is not None},
        )

    def _joined(self, member: MemberId) -> Claims:
        """With all that the member would claim now."""
        linked = self.linked.get(member, ())
        return self.claims.joined(claim for wallet in linked for claim in self.claims.unclaimed(wallet))

    def _is_linked(self, claim: Claim) -> bool:
        return any(
            wallet.address == claim.wallet
            and (wallet.chains is None or (claim.chain is not None and claim.chain in wallet.chains))
            for wallet in self.linked.get(claim.member, ())
        )

    def of(self, proposal: ProposalId) -> list[Staking]:
        return [staking for staking in self.stakings if staking.proposal == proposal]

    def staked(self, member: MemberId) -> Power:
        """All that the member has staked on these proposals."""
        return staked_by(self.stakings, member)

    def on(self, proposal: ProposalId, member: MemberId) -> Power:
        """What the member has staked on this proposal."""
        return held(self.of(proposal)).get((member, proposal), 0)

    def free_claims(self) -> list[Claim]:
        """What need not count for its member any more: nothing is staked, or the wallet was unlinked."""
        staking = {*self.stakers, *self.elsewhere}
        return [
            claim
            for claim in self.claims
            if claim.member not in staking
            or (claim.member not in self.elsewhere and not self._is_linked(claim))
        ]


def rules_of(proposal: Proposal) -> tuple[Opening, Policy]:
    """The opening of a proposal that is open for stakes."""
    assert proposal.opening is not None, "a group has opened proposals only"
    return proposal.opening, proposal.opening.policy


async def stake_group(
    repositories: Repositories, proposal: Proposal, now: datetime, asking: Collection[MemberId] = ()
) -> StakeGroup:
    """The group of an opened proposal, with the wallets of those who staked and those who are `asking`."""
    _, policy = rules_of(proposal)
    of_track = [
        other
        for other in await repositories.proposals.live_on_track(proposal.track)
        if other.opening and other.rules.open_ended and state(other, now) in OPEN
    ]
    ours = [other for other in of_track if other.rules.power == policy.power]
    stakings = await repositories.stakes.of_proposals([other.id for other in of_track])
    ids = {other.id for other in ours}
    guild = (await repositories.spaces.get(proposal.space)).guild
    claims = Claims(policy.power.chains, await repositories.stakes.claims(proposal.track))
    members = {staking.member for staking in stakings} | {claim.member for claim in claims} | set(asking)
    found = await repositories.wallets.of_members(guild, members)
    linked = {member: covered(wallets, now, policy.trust) for member, wallets in found.items()}
    return StakeGroup(
        guild,
        proposal.track,
        policy.power,
        tuple(sorted(ours, key=lambda other: other.id)),
        tuple(staking for staking in stakings if staking.proposal in ids),
        frozenset(member for member, on in held(stakings) if on not in ids),
        claims,
        {member: tuple(wallets) for member, wallets in linked.items()},
        await repositories.stakes.powers(proposal.track),
        {member: uncovered(wallets, now, policy.trust) for member, wallets in found.items()},
    )
