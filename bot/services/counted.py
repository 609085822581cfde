"""What a close counts, as the facts have it: ballots and loans, each with its power."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ballot import Ballot
from bot.domain.delegation import FrozenDelegation, loans
from bot.domain.election import Election
from bot.domain.ids import Address, MemberId, ProposalId, RoleId
from bot.domain.power import Holder, MemberPower
from bot.domain.proposal import Opening, Proposal
from bot.domain.record import WeighedBallot, WeighedLoan, election_of
from bot.services.ports import Facts
from bot.services.powers import Powers
from bot.services.reputation import frozen_reputation


@dataclass(frozen=True)
class Counted:
    """What is counted: every ballot with its own power, and what is lent to them."""

    ballots: list[WeighedBallot]
    delegations: list[FrozenDelegation]
    loans: list[WeighedLoan]

    @property
    def members(self) -> list[MemberId]:
        """All whose power counts."""
        return [*(each.ballot.member for each in self.ballots), *(loan.delegator for loan in self.loans)]

    @property
    def heard(self) -> list[MemberId]:
        """Those whose ballot weighs something, be it by what others lent to it."""
        lent_to = {loan.to for loan in self.loans if loan.power.total}
        members = [(each.ballot.member, each.power.total) for each in self.ballots]
        return [member for member, power in members if power or member in lent_to]

    @property
    def undetermined(self) -> list[WeighedBallot]:
        """The ballots of whose power, their own or lent, a part is not known."""
        unread = {loan.to for loan in self.loans if loan.power.total is None}
        return [each for each in self.ballots if each.power.total is None or each.ballot.member in unread]

    def election(self, opening: Opening) -> Election:
        """What `folkmoot tally` counts. All of it must be determined."""
        return election_of(
            opening,
            [(each.ballot, each.power.total) for each in self.ballots if each.power.total is not None],
            [
                (each.delegator, each.to, each.power.total)
                for each in self.loans
                if each.power.total is not None
            ],
        )


async def wallets_that_count(facts: Facts, proposal: ProposalId, opening: Opening) -> list[Address]:
    """Those of all who voted, and of those who lend them their power."""
    ballots, wallets = await _counting(facts, proposal), await _claimed(facts, proposal)
    delegations = await facts.delegations.frozen(proposal)
    members = [*ballots, *_loans(opening, delegations, ballots)]
    return [wallet for member in members for wallet in wallets.get(member, ())]


async def counted(facts: Facts, powers: Powers, proposal: Proposal, opening: Opening) -> Counted:
    """Every ballot that counts, in the order of their times, with what the database knows of its power."""
    ballots, wallets = await _counting(facts, proposal.id), await _claimed(facts, proposal.id)
    delegations = await facts.delegations.frozen(proposal.id)
    reputation = await frozen_reputation(facts, proposal)
    power_of = await powers.stored(facts, opening)

    def power(member: MemberId, roles: tuple[RoleId, ...] = ()) -> MemberPower:
        claimed, held = tuple(wallets.get(member, ())), reputation.get(member, {})
        return power_of(Holder(claimed, frozenset(roles), held))

    return Counted(
        [
            WeighedBallot(ballot, power(member, ballot.roles))
            for member, ballot in sorted(ballots.items(), key=lambda item: (item[1].cast_at, item[0]))
        ],
        delegations,
        [
            WeighedLoan(delegator, to, power(delegator))
            for delegator, to in _loans(opening, delegations, ballots).items()
        ],
    )


def _loans(
    opening: Opening, delegations: list[FrozenDelegation], ballots: Mapping[MemberId, Ballot]
) -> dict[MemberId, MemberId]:
    """Whose power counts with whose ballot: those who delegated and cast none themselves → those who did."""
    rule = opening.policy.delegation
    if rule is None:
        return {}
    lends = {each.delegator: each.delegate for each in delegations}
    return loans(lends, ballots.keys(), rule.depth)


async def _counting(facts: Facts, proposal: ProposalId) -> dict[MemberId, Ballot]:
    """The ballots that count: each member's last one, unless it was withdrawn."""
    current = await facts.ballots.current(proposal)
    return {member: ballot for member, ballot in current.items() if ballot.choice is not None}


async def _claimed(facts: Facts, proposal: ProposalId) -> dict[MemberId, list[Address]]:
    wallets: dict[MemberId, list[Address]] = {}
    for wallet, member in (await facts.claims.of(proposal)).items():
        wallets.setdefault(member, []).append(wallet)
    return wallets
