"""What a ballot brings along so that nobody has to believe the bot's operator: a file for each kind."""

from bot.domain.elections.evidence.countersignature import Countersignature
from bot.domain.elections.evidence.registry import Evidence, signed_on, trust_of
from bot.domain.elections.evidence.signed_ballot import SignedBallot, SignedOn, WalletSignature

__all__ = [
    "Countersignature",
    "Evidence",
    "SignedBallot",
    "SignedOn",
    "WalletSignature",
    "signed_on",
    "trust_of",
]
