"""What a ballot brings along so that nobody has to believe the bot's operator: a file for each kind."""

from bot.domain.elections.evidence.countersignature import Countersignature
from bot.domain.elections.evidence.registry import Evidence, trust_of
from bot.domain.elections.evidence.signed_ballot import SignedBallot, WalletSignature

__all__ = ["Countersignature", "Evidence", "SignedBallot", "WalletSignature", "trust_of"]
