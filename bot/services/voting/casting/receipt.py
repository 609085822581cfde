"""What a voter is told of a ballot that is stored."""

from collections.abc import Mapping

import msgspec

from bot.domain.accounts.mandate import Uncovered
from bot.domain.elections.ballot import Ballot
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, MemberId, Power, ProposalNumber
from bot.domain.power import MemberPower
from bot.domain.proposals.facts import Opening
from bot.services.voting.live.live_vote import DelegatedPower


class Receipt(msgspec.Struct, frozen=True):
    """Proof that a ballot was stored, with what it weighs as far as that is known."""

    ballot: Ballot
    number: ProposalNumber
    """The proposal's."""
    choice: str
    before: Ballot | None
    """The ballot that it replaces."""
    power: MemberPower
    """The voter's own."""
    opening: Opening
    delegated_power: DelegatedPower | None = None
    """What others delegate to it; None where nobody delegates to the voter."""
    delegates: tuple[MemberId, ...] = ()
    """Whom the voter had delegated to in this vote: their own ballot goes before that."""
    unreadable: Mapping[Address, ReadFailure] = msgspec.field(default_factory=dict)
    """Wallets of the voter that don't count in this vote, since what they hold can't be read, at any time."""
    uncovered: Mapping[Address, Uncovered] = msgspec.field(default_factory=dict)
    """Wallets of the voter that don't count in this vote by their mandates."""
    newer: Ballot | None = None
    """The ballot that counts instead of this one, which came late."""

    @property
    def code(self) -> str:
        return self.ballot.receipt(self.opening.pseudonyms)

    @property
    def weight(self) -> Power | None:
        """What the ballot weighs: the voter's own power and what is delegated to it; None while a part is unknown."""
        delegated_power = self.delegated_power.power if self.delegated_power else 0
        return (
            None
            if self.power.total is None or delegated_power is None
            else self.power.total + delegated_power
        )

    @property
    def determined(self) -> bool:
        """Whether all of its power is known."""
        return self.weight is not None
