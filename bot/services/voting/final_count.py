"""What a close counts, as the facts have it: ballots and delegated powers, each with its power."""

from dataclasses import dataclass, replace

from bot.domain.delegation.delegation import FrozenDelegation
from bot.domain.election import Election
from bot.domain.ids import MemberId, RoleId
from bot.domain.power import MemberPower
from bot.domain.proposal import Opening
from bot.domain.record import WeighedBallot, WeighedDelegation, election_of
from bot.services.ports import Repositories
from bot.services.power.powers import Powers
from bot.services.voting.live_vote import LiveVote


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


async def final_count(
    repositories: Repositories, powers: Powers, live_vote: LiveVote, opening: Opening
) -> FinalCount:
    """Every ballot that counts, in the order of their times, with what the database knows of its power."""
    power_of = await powers.stored(repositories, opening)

    def power(member: MemberId, roles: tuple[RoleId, ...] = ()) -> MemberPower:
        return power_of(replace(live_vote.holder(member), roles=frozenset(roles)))

    ballots = [ballot for ballot in live_vote.ballots.values() if ballot.choice is not None]
    return FinalCount(
        [
            WeighedBallot(ballot, power(ballot.member, ballot.roles))
            for ballot in sorted(ballots, key=lambda each: (each.cast_at, each.member))
        ],
        list(live_vote.delegations),
        [
            # Delegated power has no roles: they are read with a ballot of one's own.
            WeighedDelegation(delegator, to, power(delegator))
            for delegator, to in live_vote.effective_delegations().items()
        ],
    )
