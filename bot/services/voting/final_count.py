"""What a close counts, as the facts have it: ballots and delegated powers, each with its power."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ballot import Ballot
from bot.domain.delegation.delegation import FrozenDelegation, effective_delegations
from bot.domain.election import Election
from bot.domain.ids import Address, MemberId, ProposalId, RoleId
from bot.domain.power import Holder, MemberPower
from bot.domain.proposal import Opening, Proposal
from bot.domain.record import WeighedBallot, WeighedDelegation, election_of
from bot.services.ports import Repositories
from bot.services.power.powers import Powers
from bot.services.reputation.reputation import frozen_reputation


@dataclass(frozen=True)
class FinalCount:
    """What is counted: every ballot with its own power, and what is delegated to them."""

    ballots: list[WeighedBallot]
    delegations: list[FrozenDelegation]
    effective_delegations: list[WeighedDelegation]

    @property
    def members(self) -> list[MemberId]:
        """All whose power counts."""
        return [
            *(each.ballot.member for each in self.ballots),
            *(delegation.delegator for delegation in self.effective_delegations),
        ]

    @property
    def effective_voters(self) -> list[MemberId]:
        """Those whose ballot weighs something, be it by what others delegated to it."""
        delegated_to = {delegation.to for delegation in self.effective_delegations if delegation.power.total}
        members = [(each.ballot.member, each.power.total) for each in self.ballots]
        return [member for member, power in members if power or member in delegated_to]

    @property
    def undetermined(self) -> list[WeighedBallot]:
        """The ballots of whose power, their own or delegated, a part is not known."""
        unread = {
            delegation.to for delegation in self.effective_delegations if delegation.power.total is None
        }
        return [each for each in self.ballots if each.power.total is None or each.ballot.member in unread]

    def election(self, opening: Opening) -> Election:
        """What `folkmoot tally` counts. All of it must be determined."""
        return election_of(
            opening,
            [(each.ballot, each.power.total) for each in self.ballots if each.power.total is not None],
            [
                (each.delegator, each.to, each.power.total)
                for each in self.effective_delegations
                if each.power.total is not None
            ],
        )


async def wallets_that_count(
    repositories: Repositories, proposal: ProposalId, opening: Opening
) -> list[Address]:
    """Those of all who voted, and of those who delegate them their power."""
    ballots, wallets = await _counting(repositories, proposal), await _claimed(repositories, proposal)
    delegations = await repositories.delegations.frozen(proposal)
    members = [*ballots, *_effective_delegations(opening, delegations, ballots)]
    return [wallet for member in members for wallet in wallets.get(member, ())]


async def final_count(
    repositories: Repositories, powers: Powers, proposal: Proposal, opening: Opening
) -> FinalCount:
    """Every ballot that counts, in the order of their times, with what the database knows of its power."""
    ballots, wallets = await _counting(repositories, proposal.id), await _claimed(repositories, proposal.id)
    delegations = await repositories.delegations.frozen(proposal.id)
    reputation = await frozen_reputation(repositories, proposal)
    power_of = await powers.stored(repositories, opening)

    def power(member: MemberId, roles: tuple[RoleId, ...] = ()) -> MemberPower:
        claimed, held = tuple(wallets.get(member, ())), reputation.get(member, {})
        return power_of(Holder(claimed, frozenset(roles), held))

    return FinalCount(
        [
            WeighedBallot(ballot, power(member, ballot.roles))
            for member, ballot in sorted(ballots.items(), key=lambda item: (item[1].cast_at, item[0]))
        ],
        delegations,
        [
            WeighedDelegation(delegator, to, power(delegator))
            for delegator, to in _effective_delegations(opening, delegations, ballots).items()
        ],
    )


def _effective_delegations(
    opening: Opening, delegations: list[FrozenDelegation], ballots: Mapping[MemberId, Ballot]
) -> dict[MemberId, MemberId]:
    """Whose power counts with whose ballot: those who delegated and cast none themselves → those who did."""
    rule = opening.policy.delegation
    if rule is None:
        return {}
    delegate_of = {each.delegator: each.delegate for each in delegations}
    return effective_delegations(delegate_of, ballots.keys(), rule.depth)


async def _counting(repositories: Repositories, proposal: ProposalId) -> dict[MemberId, Ballot]:
    """The ballots that count: each member's last one, unless it was withdrawn."""
    current = await repositories.ballots.current(proposal)
    return {member: ballot for member, ballot in current.items() if ballot.choice is not None}


async def _claimed(repositories: Repositories, proposal: ProposalId) -> dict[MemberId, list[Address]]:
    wallets: dict[MemberId, list[Address]] = {}
    for wallet, member in (await repositories.claims.of(proposal)).items():
        wallets.setdefault(member, []).append(wallet)
    return wallets
