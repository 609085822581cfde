"""A contract has signed on one chain: at its address on another one stands somebody else's, or nothing."""

from datetime import timedelta

import pytest

from bot.domain.elections.evidence.typed_data import signing_hash
from bot.domain.errors import OtherChains, WrongSignature
from bot.domain.ids import ChainId, ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.services.voting.casting.signed_voting import BallotToSign
from tests.harness import ServiceHarness
from tests.services.delegation.delegating import rule
from tests.services.voting.casting.signing import hand_in
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


async def to_sign(
    two: Two, name: str, proposal: ProposalId, chain: ChainId | None = None, choice: int = 1
) -> BallotToSign:
    voting = two.harness.services.signed_voting
    return await voting.to_sign(two.harness.actor(name), proposal, choice, two.vault, chain)


def signed(two: Two, ballot: BallotToSign, chain: ChainId) -> str:
    on = two.two if chain == TWO else two.harness.chain
    return on.sign_hash(two.vault, signing_hash(ballot.document))


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


@pytest.mark.parametrize(("chain", "weight"), [(ChainId(1), 7), (TWO, 1000)])
async def test_a_contract_on_two_chains_signs_on_the_one_that_is_chosen(
    harness: ServiceHarness, chain: ChainId, weight: int
) -> None:
    two = Two(harness)
    proposal = (await asked(two, "keeper", *BOTH)).card.proposal.id
    ballot = await to_sign(two, "keeper", proposal, chain)
    assert ballot.document["domain"]["chainId"] == chain
    assert (await hand_in(harness, "keeper", ballot, signed(two, ballot, chain))).weight == weight
    seen = await harness.services.signed_voting.vote(harness.actor("keeper"), proposal)
    assert {(each.chain, each.power): each.signed for each in seen.wallets} == {
        (1, 7): chain == 1,
        (2, 1000): chain == 2,
    }


async def test_who_signs_anew_on_another_chain_counts_there_instead(harness: ServiceHarness) -> None:
    two = Two(harness)
    proposal = (await asked(two, "keeper", *BOTH)).card.proposal.id
    for chain, weight in ((ChainId(1), 7), (TWO, 1000), (ChainId(1), 7)):
        await harness.pass_time(timedelta(seconds=1))
        ballot = await to_sign(two, "keeper", proposal, chain)
        assert (await hand_in(harness, "keeper", ballot, signed(two, ballot, chain))).weight == weight
    assert (await harness.close(proposal)).scores["For"] == 7


@pytest.mark.attack("linking")
@pytest.mark.parametrize("chain", [TWO, ChainId(3), ChainId(0), ChainId(10**30)])
async def test_no_chain_is_chosen_on_which_the_contract_was_not_proved(
    harness: ServiceHarness, chain: ChainId
) -> None:
    two = Two(harness)
    ballot = await asked(two, "keeper", "mainnet")
    with pytest.raises(OtherChains):
        await to_sign(two, "keeper", ballot.card.proposal.id, chain)
    with pytest.raises(OtherChains):
        await hand_in(harness, "keeper", ballot, signed(two, ballot, ChainId(1)), chain=chain)


@pytest.mark.attack("linking")
@pytest.mark.parametrize(("asked_for", "handed_in"), [(ChainId(1), TWO), (TWO, ChainId(1))])
async def test_what_was_signed_for_one_chain_is_nothing_on_the_other(
    harness: ServiceHarness, asked_for: ChainId, handed_in: ChainId
) -> None:
    two = Two(harness)
    proposal = (await asked(two, "keeper", *BOTH)).card.proposal.id
    ballot = await to_sign(two, "keeper", proposal, asked_for)
    for signer in (asked_for, handed_in):
        with pytest.raises(WrongSignature):
            await hand_in(harness, "keeper", ballot, signed(two, ballot, signer), chain=handed_in)
    assert await harness.stored(proposal) == {}
