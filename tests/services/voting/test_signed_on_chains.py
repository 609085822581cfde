"""A contract has signed on one chain: at its address on another one stands somebody else's, or nothing."""

import pytest

from bot.domain.elections.evidence.typed_data import signing_hash
from bot.domain.errors import WrongSignature
from bot.domain.ids import ChainId, ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.services.voting.signed_voting import BallotToSign
from tests.harness import ServiceHarness
from tests.services.delegation.delegating import rule
from tests.services.voting.signing import hand_in
from tests.services.wallets.two_chains import TWO, Two

BOTH = ("mainnet", "two")


async def asked(two: Two, name: str, *proved: str) -> BallotToSign:
    """What the vault is to sign, after the member has proved it on these chains."""
    harness = two.harness
    await two.begin()
    await rule(harness, trust=TrustLevel.SIGNED)
    for chain in proved:
        await two.prove(name, chain)
    proposal = await harness.submitted("ada")
    two.two.advance(2)
    await harness.open(proposal)
    return await to_sign(two, name, proposal)


async def to_sign(two: Two, name: str, proposal: ProposalId) -> BallotToSign:
    return await two.harness.services.signed_voting.to_sign(two.harness.actor(name), proposal, 1, two.vault)


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    ("proved", "chain", "weight"), [(("mainnet",), 1, 7), (("two",), 2, 1000), (BOTH, 1, 7)], ids=str
)
async def test_a_contract_counts_on_the_chain_on_which_it_signed_and_on_no_other(
    harness: ServiceHarness, proved: tuple[str, ...], chain: int, weight: int
) -> None:
    two = Two(harness)
    ballot = await asked(two, "keeper", *proved)
    assert ballot.document["domain"]["chainId"] == chain
    on = two.two if ChainId(chain) == TWO else harness.chain
    signature = on.sign_hash(two.vault, signing_hash(ballot.document))
    assert (await hand_in(harness, "keeper", ballot, signature)).weight == weight
    explained = await harness.services.voting.why(
        harness.actor("keeper").guild, ballot.card.proposal.id, harness.member("keeper")
    )
    assert explained.power.total == weight


@pytest.mark.attack("linking")
async def test_who_owns_the_address_on_another_chain_signs_nothing(harness: ServiceHarness) -> None:
    two = Two(harness)
    ballot = await asked(two, "keeper", "two")
    elsewhere = harness.chain.sign_hash(two.vault, signing_hash(ballot.document))
    with pytest.raises(WrongSignature):
        await hand_in(harness, "keeper", ballot, elsewhere)


@pytest.mark.attack("linking")
async def test_two_members_sign_for_the_contracts_at_one_address_each_on_their_chain(
    harness: ServiceHarness,
) -> None:
    two = Two(harness)
    mine = await asked(two, "keeper", "two")
    assert (
        await hand_in(harness, "keeper", mine, two.two.sign_hash(two.vault, signing_hash(mine.document)))
    ).weight == 1000
    await two.prove("mallory", "mainnet")
    other = await to_sign(two, "mallory", mine.card.proposal.id)
    assert other.document["domain"]["chainId"] == 1
    signature = harness.chain.sign_hash(two.vault, signing_hash(other.document))
    assert (await hand_in(harness, "mallory", other, signature)).weight == 7
