"""Proposals that share their members' stakes: the open ones of a track that weigh the same power."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.accounts.mandate import Uncovered
from bot.domain.accounts.wallet import covered, proved_on, uncovered
from bot.domain.conviction.staking import Staking, held, staked_by
from bot.domain.ids import Address, ChainId, GuildId, MemberId, Power, ProposalId, TrackId
from bot.domain.policy.model import Policy
from bot.domain.power import Holder, PowerRule
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal, State, state
from bot.services.ports import ReadPower, Repositories

OPEN = (State.VOTING, State.PAUSED)


@dataclass(frozen=True)
class StakeGroup:
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
    claims: Mapping[Address, MemberId]
    linked: Mapping[MemberId, tuple[Address, ...]]
    """The wallets of those who staked, and of whom else was asked for."""
    powers: Mapping[MemberId, ReadPower]
    proved: Mapping[Address, frozenset[ChainId]]
    """Of those wallets that are contracts, on which chains each was proved."""
    uncovered: Mapping[MemberId, Mapping[Address, Uncovered]]
    """The wallets that don't count now by their mandates, and why."""

    @property
    def stakers(self) -> list[MemberId]:
        """Who has staked anything now."""
        return sorted({member for member, _ in held(self.stakings)})

    def wallets(self, member: MemberId) -> tuple[Address, ...]:
        """Those that count for the member: linked, and not another member's on this track."""
        return tuple(
            wallet for wallet in self.linked.get(member, ()) if self.claims.get(wallet, member) == member
        )

    def holder(self, member: MemberId) -> Holder:
        return Holder(self.wallets(member), chains=self.proved)

    def of(self, proposal: ProposalId) -> list[Staking]:
        return [staking for staking in self.stakings if staking.proposal == proposal]

    def staked(self, member: MemberId) -> Power:
        """All that the member has staked on these proposals."""
        return staked_by(self.stakings, member)

    def on(self, proposal: ProposalId, member: MemberId) -> Power:
        """What the member has staked on this proposal."""
        return held(self.of(proposal)).get((member, proposal), 0)

    def free_wallets(self) -> list[Address]:
        """Claimed wallets that need not count for their member any more: nothing is staked, or they were unlinked."""
        staking = {*self.stakers, *self.elsewhere}
        return [
            wallet
            for wallet, member in self.claims.items()
            if member not in staking
            or (member not in self.elsewhere and wallet not in self.linked.get(member, ()))
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
    claims = await repositories.stakes.claims(proposal.track)
    members = {staking.member for staking in stakings} | set(claims.values()) | set(asking)
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
        {member: tuple(wallet.address for wallet in wallets) for member, wallets in linked.items()},
        await repositories.stakes.powers(proposal.track),
        proved_on(wallet for wallets in linked.values() for wallet in wallets),
        {member: uncovered(wallets, now, policy.trust) for member, wallets in found.items()},
    )
