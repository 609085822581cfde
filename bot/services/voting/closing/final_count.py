"""What a close counts, as the facts have it: ballots and delegated powers, each with its power."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.domain.delegation.caps import NO_CAPS, Caps
from bot.domain.delegation.delegate_registry import WalletDelegation
from bot.domain.delegation.delegation import Delegator, FrozenDelegation
from bot.domain.delegation.shares import DelegatedShare, shares_of
from bot.domain.elections.ballot import Ballot, milliseconds
from bot.domain.elections.election import Election
from bot.domain.ids import MemberId, Power, RoleId
from bot.domain.power import Holder, MemberPower
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.record import WeighedBallot, WeighedDelegation, election_of
from bot.domain.rules.undetermined import Undetermined, settled
from bot.services.voting.live.live_vote import LiveVote, counts_for_something


class FinalCount(msgspec.Struct, frozen=True, dict=True):
    """Every ballot with its own power, and what is delegated to them."""

    opening: Opening
    ballots: list[WeighedBallot]
    delegations: list[FrozenDelegation]
    effective_delegations: list[WeighedDelegation]
    caps: Caps = NO_CAPS
    """The most that is delegated to one member."""
    wallet_delegations: list[WalletDelegation] | None = None
    """What was frozen of a registry on chain; None where the policy names none."""

    @property
    def effective_voters(self) -> list[MemberId]:
        """Those whose ballot is known to weigh something, be it by what others delegated to it."""
        delegated_to = {share.to for share in self.delegated if share.counts}
        members = [(each.ballot.member, each.power.total) for each in self.ballots]
        return [member for member, power in members if power or (power == 0 and member in delegated_to)]

    @property
    def undetermined(self) -> list[WeighedBallot]:
        """The ballots of whose power, their own or delegated, a part is not known."""
        unread = self._unread
        return [each for each in self.ballots if each.power.total is None or each.ballot.member in unread]

    @cached_property
    def _unread(self) -> frozenset[MemberId]:
        """To whom something is delegated that isn't known."""
        unknown = (each for each in self.effective_delegations if each.power.total is None)
        return frozenset(to for each in unknown for to in each.split.to)

    @property
    def known_ballots(self) -> list[WeighedBallot]:
        """Those whose own power is known."""
        return [each for each in self.ballots if each.power.total is not None]

    @cached_property
    def delegated(self) -> list[DelegatedShare]:
        """What is delegated and counts, as far as it is known."""
        known = [each for each in self.effective_delegations if each.power.total is not None]
        return shares_of(
            {each.delegator: each.split for each in known},
            {each.delegator: each.power.total or 0 for each in known},
            self.caps,
        )

    @property
    def recorded(self) -> list[tuple[DelegatedShare, MemberPower]]:
        """The same, each with the power of which it is a share."""
        powers = {each.delegator: each.power for each in self.effective_delegations}
        return [(share, powers[share.delegator]) for share in self.delegated]

    def election(self) -> Election:
        """What `folkmoot tally` counts: all that is known."""
        return election_of(
            self.opening,
            [(each.ballot, each.power.total or 0) for each in self.known_ballots],
            [(each.delegator, each.to, each.counts) for each in self.delegated],
            [part for each in self.known_ballots for part in each.parts],
        )

    def settled(self) -> bool:
        """Whether the outcome of what is known is the outcome, whatever the undetermined ballots weigh."""
        undetermined = self.undetermined
        if not undetermined:
            return True
        casts, elects = self.opening.policy.casts, self.opening.policy.elects
        if casts == "split" or (elects is not None and elects.seats > 1):
            return False  # Each part of the count is a part of what is cast, or may turn who gets a seat.
        voters = {each.ballot.member for each in undetermined}
        determined = election_of(
            self.opening,
            [
                (each.ballot, each.power.total or 0)
                for each in self.known_ballots
                if each.ballot.member not in voters
            ],
            [(each.delegator, each.to, each.counts) for each in self.delegated if each.to not in voters],
            [part for each in self.known_ballots if each.ballot.member not in voters for part in each.parts],
        )
        return settled(
            determined,
            [
                Undetermined(
                    str(each.ballot.member),
                    _plain(each.ballot.choice),
                    self._least(each) - _apart(each),
                    self._most(each) - _apart(each),
                    tuple(_between(each)),
                )
                for each in undetermined
            ],
            self._room(),
            winner_asked=casts is not None,
        )

    def _least(self, weighed: WeighedBallot) -> Power:
        """What a ballot weighs in the count of all that is known."""
        if weighed.power.total is None:
            return 0
        member = weighed.ballot.member
        return weighed.power.total + sum(each.counts for each in self.delegated if each.to == member)

    def _most(self, weighed: WeighedBallot) -> Power:
        member = weighed.ballot.member
        delegated = sum(
            each.split.most(each.power.most).get(member, 0) for each in self.effective_delegations
        )
        return weighed.power.most + self.caps.cut(member, delegated)

    def _room(self) -> Power | None:
        """How much power there is beyond what counts for sure; None where nothing tells."""
        opening = self.opening
        # After a root the powers of members add up to something else than what there is in all.
        if opening.total_power is None or opening.policy.power.curve != "linear":
            return None
        known = sum(each.power.total or 0 for each in self.known_ballots)
        voting = {each.ballot.member for each in self.known_ballots}
        known += sum(each.counts for each in self.delegated if each.to in voting)
        # What is there can't be more than all: then nothing can be concluded from how much that is.
        return opening.total_power - known if opening.total_power >= known else None


def final_count(
    live_vote: LiveVote, opening: Opening, power_of: Callable[[Holder], MemberPower]
) -> FinalCount:
    """Every ballot that counts, in the order that records have: by time in milliseconds, the id of the event and the
    voter's number. `power_of`: what is known of a holder's power."""

    def rank(ballot: Ballot) -> tuple[int, int, int]:
        return milliseconds(ballot.cast_at), ballot.source, int(opening.pseudonyms.of(ballot.member))

    def power(member: Delegator, roles: tuple[RoleId, ...] = ()) -> MemberPower:
        return power_of(replace(live_vote.holder(member), roles=frozenset(roles)))

    ballots = [ballot for ballot in live_vote.ballots.values() if ballot.choice is not None]
    return FinalCount(
        opening,
        [WeighedBallot(ballot, power(ballot.member, ballot.roles)) for ballot in sorted(ballots, key=rank)],
        list(live_vote.delegations),
        [
            # Delegated power has no roles: they are read with a ballot of one's own.
            weighed
            for delegator, split in live_vote.effective_delegations().items()
            for weighed in [WeighedDelegation(delegator, split, power(delegator))]
            if counts_for_something(delegator, weighed.power.total)
        ],
        live_vote.caps,
        None
        if opening.policy.registry is None
        else list(live_vote.wallet_delegations.delegations if live_vote.wallet_delegations else ()),
    )


def _apart(weighed: WeighedBallot) -> Power:
    """What of its known power says something else than the ballot."""
    return sum(power for _, power, _ in weighed.parts)


def _between(weighed: WeighedBallot) -> Iterator[tuple[Any, Power, Power]]:
    """Between what those parts lie that say something apart: their choices, the least, the most."""
    if weighed.power.total is not None:
        yield from ((choice, power, power) for _, power, choice in weighed.parts)
    else:
        yield from ((each.choice, 0, weighed.power.most) for each in weighed.ballot.apart)


def _plain(choice: object) -> object:
    """The choice in the shape that a document has."""
    return list(choice) if isinstance(choice, tuple) else choice
