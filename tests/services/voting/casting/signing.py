"""Votes that take signed ballots, and short ways to sign in them."""

from datetime import timedelta
from typing import Any

from bot.domain.elections.evidence.typed_data import signing_hash
from bot.domain.ids import ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.casting.signed_voting import BallotToSign
from tests.harness import ServiceHarness
from tests.services.voting.ending import opened

POWERS = {"ada": 10, "ben": 5}
CHOICES = {"For": 1, "Against": 2, "Abstain": 3}


async def signed_vote(harness: ServiceHarness, **changes: Any) -> ProposalId:
    """A vote that takes signed ballots, in which ada has two wallets: 10 and 7."""
    await harness.set_up()
    harness.hold("ada/2", 7)
    await harness.link("ada", "ada")
    await harness.link("ada", "ada/2")
    return await opened(harness, POWERS, trust=TrustLevel.SIGNED, **changes)


async def asked(
    harness: ServiceHarness, name: str, choice: Any, wallet: str | None = None, **how: Any
) -> BallotToSign:
    number = CHOICES.get(choice, choice) if isinstance(choice, str) else choice
    proposal = how.pop("proposal", harness.proposal)
    return await harness.services.signed_voting.to_sign(
        harness.actor(name, **how), proposal, number, harness.wallet(wallet or name)
    )


async def hand_in(
    harness: ServiceHarness, name: str, ballot: BallotToSign, signature: str | None = None, **other: Any
) -> Receipt:
    """Hand in what the wallet signed; `other` is said instead of what it signed."""
    if signature is None:
        signature = harness.chain.sign_hash(ballot.wallet, signing_hash(ballot.document))
    return await harness.services.signed_voting.cast(
        other.get("actor") or harness.actor(name),
        other.get("proposal", ballot.card.proposal.id),
        other.get("choice", ballot.choice),
        other.get("wallet", ballot.wallet),
        other.get("nonce", ballot.nonce),
        signature,
        other.get("chain", ballot.document["domain"]["chainId"]),
    )


async def sign(harness: ServiceHarness, name: str, choice: Any, wallet: str | None = None) -> Receipt:
    await harness.pass_time(timedelta(seconds=1))
    return await hand_in(harness, name, await asked(harness, name, choice, wallet))
