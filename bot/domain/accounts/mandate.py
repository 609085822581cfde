"""What a Discord account may do for a wallet: in its server, until when, and on tracks up to which trust level."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

import msgspec

from bot.domain.errors import BadMandate, NotMandated
from bot.domain.ids import Address, ProposalNumber
from bot.domain.policy.trust import TrustLevel


class Term(StrEnum):
    """How long a mandate lasts."""

    ENDLESS = "endless"
    """Until the wallet is unlinked."""
    MONTH = "30d"
    QUARTER = "90d"
    YEAR = "365d"

    @property
    def days(self) -> int | None:
        """None where it has no end."""
        return None if self is Term.ENDLESS else int(self.removesuffix("d"))


class Uncovered(StrEnum):
    """Why a wallet counts for nobody in a vote, though it is linked."""

    EXPIRED = "expired"
    """The mandate had ended when the vote opened."""
    TRUST = "trust"
    """It doesn't reach the trust level of the track."""


class MandateTerms(msgspec.Struct, frozen=True):
    """What a member chooses when they link a wallet."""

    term: Term = Term.ENDLESS
    up_to: TrustLevel = TrustLevel.SIGNED

    def given(self, now: datetime) -> "Mandate":
        """The mandate that is given now. It ends at the beginning of a day (UTC), so that a date says it."""
        if self.term.days is None:
            return Mandate(None, self.up_to)
        last = (now + timedelta(days=self.term.days)).astimezone(UTC).date()
        return Mandate(datetime.combine(last + timedelta(days=1), time(), UTC), self.up_to)


class Mandate(msgspec.Struct, frozen=True):
    """What the owner of a wallet has signed."""

    until: datetime | None = None
    """It holds for votes that open before; None: for all."""
    up_to: TrustLevel = TrustLevel.SIGNED
    """It holds on tracks up to this level."""

    def lacks(self, at: datetime, trust: TrustLevel) -> Uncovered | None:
        """What keeps the wallet from counting in a vote that opens at that time, on a track of this level; None where
        it counts."""
        if not self.up_to.reaches(trust):
            return Uncovered.TRUST
        return Uncovered.EXPIRED if self.until is not None and at >= self.until else None

    def covers(self, at: datetime, trust: TrustLevel) -> bool:
        return self.lacks(at, trust) is None


UNLIMITED = Mandate()
"""On all tracks, until the wallet is unlinked."""


def terms_named(term: str, up_to: str) -> MandateTerms:
    """The terms by the names of their values; what is empty is the usual. Raises BadMandate."""
    usual = MandateTerms()
    try:
        return MandateTerms(Term(term or usual.term), TrustLevel(up_to or usual.up_to))
    except ValueError:
        raise BadMandate from None


def not_mandated(
    number: ProposalNumber | None, wallets: Mapping[Address, Uncovered], trust: TrustLevel
) -> NotMandated:
    """The refusal for a member of whose wallets none counts."""
    expired = tuple(wallet for wallet, why in wallets.items() if why is Uncovered.EXPIRED)
    short = tuple(wallet for wallet, why in wallets.items() if why is Uncovered.TRUST)
    return NotMandated(number, expired, short, trust)
