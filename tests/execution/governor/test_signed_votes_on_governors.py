"""Votes on Governors that wallets sign and anybody sends."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from eth_abi import encode
from eth_account import Account as Key
from eth_account.messages import encode_typed_data
from eth_utils import keccak, to_checksum_address
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.contracts.signatures import recover
from bot.domain.errors import WrongContract, WrongSignature
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import FRACTIONAL, LARGEST_ID, Cast, ForeignProposal, Side
from bot.execution.governor.ballots import (
    SigningRules,
    ballot_digest,
    ballot_document,
    read_signing_rules,
    relayed_call,
)
from sandbox.chain import RpcError
from tests.execution.governor.governor_treasury import CHAIN, GovernorTreasury
from tests.execution.governor.polls import (
    REASON,
    all_votes,
    bravo,
    fractional,
    on,
    one_sort,
    polls,
    with_reasons,
)


async def test_what_a_wallet_signs_is_taken_from_whoever_sends_it(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    signing, signature = await found.signed(Cast(Side.FOR))
    call = relayed_call(signing, found.proposal, Cast(Side.FOR), "", found.voter, signature)
    await found.relay(call)
    assert await found.counted() == on(Side.FOR, votes)


async def test_what_is_prepared_is_signed_and_handed_in_by_anybody(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    (vote,) = await found.votes.latest_of(found.proposal, [found.voter])
    prepared = await found.votes.prepared(vote, found.proposal, Cast(Side.ABSTAIN), "", found.voter)
    assert prepared.document is not None
    signature = found.world.voter.key.sign_message(encode_typed_data(full_message=dict(prepared.document)))
    call = await found.votes.relayed(
        vote, found.proposal, Cast(Side.ABSTAIN), "", found.voter, f"0x{bytes(signature.signature).hex()}"
    )
    await found.relay(call)
    assert await found.counted() == on(Side.ABSTAIN, votes)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("given", ["another side", "another proposal", "another wallet"])
async def test_a_signature_for_something_else_makes_no_transaction(
    any_governor: GovernorTreasury, given: str
) -> None:
    found = await polls(any_governor)
    voter = found.world.local.account("another") if given == "another wallet" else found.world.voter
    signed = replace(found.proposal, id="7") if given == "another proposal" else found.proposal
    side = Side.AGAINST if given == "another side" else Side.FOR
    vote = await found.votes.latest(found.proposal, found.voter)
    prepared = await found.votes.prepared(vote, signed, Cast(side), "", found.voter)
    document = encode_typed_data(full_message=dict(prepared.document or {}))
    signature = voter.key.sign_message(document).signature
    with pytest.raises(WrongSignature):
        await found.votes.relayed(
            vote, found.proposal, Cast(Side.FOR), "", found.voter, f"0x{bytes(signature).hex()}"
        )


@one_sort
@pytest.mark.attack("order")
async def test_a_signature_with_a_nonce_that_was_used_makes_no_transaction(
    any_governor: GovernorTreasury,
) -> None:
    found = await polls(any_governor)
    vote = await found.votes.latest(found.proposal, found.voter)
    _, signature = await found.signed(Cast(Side.FOR))
    other = await polls(any_governor, text="Another one of theirs")
    signing, spent = await other.signed(Cast(Side.FOR))
    await other.relay(relayed_call(signing, other.proposal, Cast(Side.FOR), "", other.voter, spent))
    with pytest.raises(WrongSignature):
        await found.votes.relayed(
            vote, found.proposal, Cast(Side.FOR), "", found.voter, f"0x{signature.hex()}"
        )


@one_sort
@pytest.mark.parametrize("form", ["64 bytes", "v 0 or 1"])
async def test_signatures_are_taken_in_every_form_in_which_wallets_write_them(
    any_governor: GovernorTreasury, form: str
) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    _, signature = await found.signed(Cast(Side.FOR))
    low = signature[:64] + bytes([signature[64] - 27])
    short = signature[:32] + (int.from_bytes(signature[32:64], "big") | (signature[64] - 27) << 255).to_bytes(
        32, "big"
    )
    vote = await found.votes.latest(found.proposal, found.voter)
    written = short if form == "64 bytes" else low
    call = await found.votes.relayed(
        vote, found.proposal, Cast(Side.FOR), "", found.voter, f"0x{written.hex()}"
    )
    await found.relay(call)
    assert await found.counted() == on(Side.FOR, votes)


@bravo
async def test_where_no_reason_can_be_signed_only_the_transaction_is_prepared(
    any_governor: GovernorTreasury,
) -> None:
    found = await polls(any_governor)
    vote = await found.votes.latest(found.proposal, found.voter)
    prepared = await found.votes.prepared(vote, found.proposal, Cast(Side.FOR), REASON, found.voter)
    assert prepared.document is None
    with pytest.raises(WrongSignature):
        await found.votes.relayed(vote, found.proposal, Cast(Side.FOR), REASON, found.voter, "0x" + "11" * 65)


@with_reasons
async def test_a_signed_vote_may_have_a_reason(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    signing, signature = await found.signed(Cast(Side.AGAINST), REASON)
    call = relayed_call(signing, found.proposal, Cast(Side.AGAINST), REASON, found.voter, signature)
    await found.relay(call)
    assert await found.counted() == on(Side.AGAINST, votes)


@fractional
async def test_parts_may_be_signed(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    cast = Cast(FRACTIONAL, (1, votes - 3, 2))
    signing, signature = await found.signed(cast, REASON)
    call = relayed_call(signing, found.proposal, cast, REASON, found.voter, signature)
    await found.relay(call)
    assert await found.counted() == (1, votes - 3, 2)


@pytest.mark.attack("actions")
async def test_a_signature_for_one_side_casts_no_votes_for_another(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    signing, signature = await found.signed(Cast(Side.FOR))
    call = relayed_call(signing, found.proposal, Cast(Side.AGAINST), "", found.voter, signature)
    # Where the voter isn't named it is some other account's, which has no votes.
    with suppress(RpcError):
        await found.relay(call)
    assert await found.counted() == (0, 0, 0)


@bravo
async def test_bravo_takes_no_reason_with_a_signature(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    with pytest.raises(ValueError, match="neither reasons"):
        await found.signed(Cast(Side.FOR), REASON)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("any_governor", ["TimelockedGovernor"], indirect=True)
@pytest.mark.parametrize(("chain_id", "own"), [(1, True), (CHAIN, False)])
async def test_a_governor_that_has_votes_signed_for_another_place_is_refused(
    any_governor: GovernorTreasury, chain_id: int, own: bool
) -> None:
    """Whoever signed there would have voted on another chain, or in another contract."""
    found = await polls(any_governor)
    rules = (await found.votes.latest(found.proposal, found.voter)).rules
    parrot = await any_governor.local.deploy("Parrot")
    ballot_type = await any_governor.governor.contract.call("BALLOT_TYPEHASH")
    named = parrot.address if own else any_governor.address
    domain = encode(
        ["bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]"],
        [b"\x0f", "Trap", "1", chain_id, named, bytes(32), []],
    )
    for selector, said in (("BALLOT_TYPEHASH()", bytes(ballot_type)), ("eip712Domain()", domain)):
        await parrot.send("say", keccak(text=selector)[:4], said, sender=any_governor.voter)
    at = await any_governor.chain.latest()
    with pytest.raises(WrongContract):
        await read_signing_rules(
            any_governor.chain, replace(rules, address=Address(to_checksum_address(parrot.address))), at
        )


DOMAINS = st.fixed_dictionaries({"name": st.text(max_size=20), "version": st.text(max_size=5)}).map(
    lambda named: {**named, "chainId": 1, "verifyingContract": "0x408ED6354d4973f66138C91495F2f2FCbd8724C3"}
)


@given(
    st.builds(SigningRules, DOMAINS, st.booleans(), st.just(True)),
    st.integers(min_value=0, max_value=LARGEST_ID),
    st.sampled_from(Side),
    st.text(max_size=30),
    st.integers(min_value=0, max_value=LARGEST_ID),
)
def test_what_is_signed_is_typed_data_that_another_library_takes(
    signing: SigningRules, id_: int, side: Side, reason: str, nonce: int
) -> None:
    key = Key.from_key(b"\x07" * 32)
    proposal = ForeignProposal(ChainId(1), Address(signing.domain["verifyingContract"]), str(id_))
    document = ballot_document(signing, proposal, Cast(int(side)), reason, Address(key.address), nonce)
    message = encode_typed_data(full_message=document)
    signature = key.sign_message(message).signature
    assert Key.recover_message(message, signature=signature) == key.address
    assert recover(ballot_digest(document), signature) == key.address
