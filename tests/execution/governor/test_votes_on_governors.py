"""Votes that are cast on Governors: by a wallet itself, by what it signed, and as members decided elsewhere."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from eth_abi import encode
from eth_account import Account as Key
from eth_account.messages import encode_typed_data
from eth_utils import keccak, to_checksum_address
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.contracts.signatures import recover
from bot.domain.errors import NoCode, UnknownChain, WrongContract, WrongSignature
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.executors import ReadyCall
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import FRACTIONAL, LARGEST_ID, Cast, ForeignProposal, Side
from bot.execution.governor.ballots import (
    SigningRules,
    ballot_digest,
    ballot_document,
    read_nonce,
    read_signing_rules,
    relayed_call,
    vote_call,
)
from bot.execution.governor.foreign_votes import EvmForeignVotes
from sandbox.chain import RpcError
from sandbox.chain.account import Account
from sandbox.chain.governor import deploy_governor
from tests.execution.governor.governor_treasury import (
    CHAIN,
    COIN,
    KINDS,
    SECONDS,
    TIMESTAMPED,
    GovernorTreasury,
)

REASON = "Decided by Folkmoot"
fractional = pytest.mark.parametrize("any_governor", ["FractionalGovernor"], indirect=True)
one_sort = pytest.mark.parametrize("any_governor", ["TimelockedGovernor"], indirect=True)
bravo = pytest.mark.parametrize("any_governor", ["Bravo"], indirect=True)
with_reasons = pytest.mark.parametrize(
    "any_governor", [each for each in KINDS if each != "Bravo"], indirect=True
)


@dataclass
class Polls:
    """A Governor with one proposal that takes votes, and the bot's view of it."""

    world: GovernorTreasury
    proposal: ForeignProposal

    @property
    def votes(self) -> EvmForeignVotes:
        return EvmForeignVotes({CHAIN: self.world.chain})

    @property
    def voter(self) -> Address:
        return Address(to_checksum_address(self.world.voter.address))

    async def relay(self, call: ReadyCall) -> None:
        """Somebody else sends it."""
        relayer = self.world.local.account("relayer")
        await self.world.local.fund(relayer.address, COIN)
        await self.cast(call, relayer)

    async def cast(self, call: ReadyCall, sender: Account | None = None) -> None:
        data = bytes.fromhex(call.data[2:])
        await self.world.local.send(sender or self.world.voter, call.to, call.value, data)

    async def counted(self) -> tuple[int, int, int]:
        """Against, for and abstaining, as the Governor counts."""
        stage = (await self.votes.latest(self.proposal, self.voter)).stage
        return stage.against, stage.in_favour, stage.abstain

    async def signing(self) -> SigningRules:
        world = self.world
        at = await world.chain.latest()
        rules = (await self.votes.latest(self.proposal, self.voter)).rules
        found = await read_signing_rules(world.chain, rules, at)
        assert found is not None
        return found

    async def signed(self, cast: Cast, reason: str = "") -> tuple[SigningRules, bytes]:
        """What the voter's wallet signs."""
        signing = await self.signing()
        at = await self.world.chain.latest()
        nonce = 0
        if signing.names_voter:
            nonce = await read_nonce(self.world.chain, self.world.address, self.voter, at)
        document = ballot_document(signing, self.proposal, cast, reason, self.voter, nonce)
        message = encode_typed_data(full_message=document)
        return signing, self.world.voter.key.sign_message(message).signature


async def polls(world: GovernorTreasury, *, begun: bool = True, text: str = "Somebody else's") -> Polls:
    number = await world.governor.propose([(world.timelock, 0, b"")], text, sender=world.voter)
    if begun:
        await skip_to_vote(world, number)
    return Polls(world, ForeignProposal(CHAIN, world.address, str(number)))


async def skip_to_vote(world: GovernorTreasury, number: int) -> None:
    if await world.governor.contract.call("state", number) == 0 and SECONDS:
        world.local.advance(SECONDS if await by_time(world) else 0)
    await world.governor.skip_to_vote(number)


async def by_time(world: GovernorTreasury) -> bool:
    functions = {entry.get("name") for entry in world.governor.token.abi}
    return "CLOCK_MODE" in functions and await world.governor.token.call("CLOCK_MODE") == "mode=timestamp"


async def all_votes(world: GovernorTreasury) -> int:
    functions = {entry.get("name") for entry in world.governor.token.abi}
    name = "getCurrentVotes" if "getCurrentVotes" in functions else "getVotes"
    return int(await world.governor.token.call(name, world.voter.address))


def on(side: int, votes: int) -> tuple[int, ...]:
    return tuple(votes if each == side else 0 for each in Side)


async def test_a_wallet_casts_its_votes_by_what_is_prepared(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    before = await found.votes.latest(found.proposal, found.voter)
    assert (before.stage.name, before.votes, before.voted) == ("active", votes, False)
    await found.cast(vote_call(found.proposal, Cast(Side.AGAINST), ""))
    after = await found.votes.latest(found.proposal, found.voter)
    assert (after.votes, after.voted, after.why_not("whole")) == (votes, True, NotCast.VOTED)
    assert await found.counted() == on(Side.AGAINST, votes)


async def test_a_reason_stands_on_chain_with_the_votes(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    call = vote_call(found.proposal, Cast(Side.ABSTAIN), REASON)
    receipt = await any_governor.local.send(any_governor.voter, call.to, 0, bytes.fromhex(call.data[2:]))
    (event,) = any_governor.governor.contract.logs(receipt, "VoteCast")
    assert (event["support"], event["reason"]) == (Side.ABSTAIN, REASON)
    assert await found.counted() == on(Side.ABSTAIN, votes)


@fractional
async def test_votes_are_cast_in_parts_to_the_last_unit(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    parts = (votes // 3, votes - votes // 3 - 1, 1)
    await found.cast(vote_call(found.proposal, Cast(FRACTIONAL, parts), REASON))
    assert await found.counted() == parts


@fractional
@pytest.mark.attack("actions")
async def test_a_governor_takes_no_more_than_all_votes_in_parts(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    with pytest.raises(RpcError):
        await found.cast(vote_call(found.proposal, Cast(FRACTIONAL, (votes, 1, 0)), REASON))


@pytest.mark.parametrize(
    "any_governor", ["TimelockedGovernor", "GovernorV4", "CompoundGovernor"], indirect=True
)
@pytest.mark.attack("actions")
async def test_a_governor_without_fractions_takes_no_parts(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    assert (await found.votes.latest(found.proposal, found.voter)).why_not("split") is NotCast.WHOLE_ONLY
    with pytest.raises(RpcError):
        await found.cast(vote_call(found.proposal, Cast(FRACTIONAL, (1, 1, 1)), REASON))


async def test_before_the_vote_begins_nobody_knows_what_the_wallet_weighs(
    any_governor: GovernorTreasury,
) -> None:
    found = await polls(any_governor, begun=False)
    vote = await found.votes.latest(found.proposal, found.voter)
    assert (vote.stage.name, vote.votes, vote.why_not("whole")) == ("pending", None, NotCast.NOT_BEGUN)


async def test_a_proposal_that_nobody_made_is_unknown(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    other = replace(found.proposal, id=str(LARGEST_ID))
    assert (await found.votes.latest(other, found.voter)).why_not("whole") is NotCast.UNKNOWN


async def test_votes_are_over_when_the_governor_says_so(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    any_governor.local.advance(SECONDS)
    await any_governor.governor.skip_vote(int(found.proposal.id))
    assert (await found.votes.latest(found.proposal, found.voter)).why_not("whole") is NotCast.OVER


@one_sort
async def test_the_end_is_told_by_the_pace_of_the_last_blocks(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    vote = await found.votes.latest(found.proposal, found.voter)
    assert vote.ends_at is not None
    left = vote.stage.ends - vote.at.number
    first = await any_governor.chain.block(0)
    pace = (vote.at.timestamp - first.timestamp) / vote.at.number
    assert vote.ends_at - vote.at.time == timedelta(seconds=int(left * pace))


@pytest.mark.parametrize("any_governor", [TIMESTAMPED], indirect=True)
async def test_the_end_is_told_exactly_where_the_governor_counts_seconds(
    any_governor: GovernorTreasury,
) -> None:
    found = await polls(any_governor)
    vote = await found.votes.latest(found.proposal, found.voter)
    assert vote.ends_at is not None
    assert int(vote.ends_at.timestamp()) == vote.stage.ends


@one_sort
async def test_a_governor_may_number_its_proposals_in_any_way(any_governor: GovernorTreasury) -> None:
    numbering = await deploy_governor(
        any_governor.local, any_governor.governor.token, code="SequentialGovernor", voting_period=20
    )
    found = await polls(replace(any_governor, governor=numbering))
    assert found.proposal.id == "1"
    await found.cast(vote_call(found.proposal, Cast(Side.FOR), REASON))
    assert await found.counted() == on(Side.FOR, 100 * COIN)


# -- by signature ---------------------------------------------------------------------------------------------------


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


async def test_of_several_wallets_each_is_told_what_it_weighs(any_governor: GovernorTreasury) -> None:
    found, votes = await polls(any_governor), await all_votes(any_governor)
    nobody = Address(any_governor.local.account("nobody").address)
    mine, theirs = await found.votes.latest_of(found.proposal, [found.voter, nobody])
    assert (mine.votes, mine.why_not("whole")) == (votes, None)
    assert (theirs.votes, theirs.why_not("whole")) == (0, NotCast.NO_VOTES)
    assert mine.stage == theirs.stage


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


# -- places that aren't what they say -----------------------------------------------------------------------------


@one_sort
async def test_an_account_without_code_is_no_governor(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    nobody = replace(found.proposal, governor=Address(any_governor.local.account("nobody").address))
    with pytest.raises(NoCode):
        await found.votes.latest(nobody, found.voter)


@one_sort
@pytest.mark.attack("actions")
async def test_a_contract_that_is_no_governor_is_refused(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    token = Address(to_checksum_address(any_governor.governor.token.address))
    with pytest.raises(WrongContract):
        await found.votes.latest(replace(found.proposal, governor=token), found.voter)


@one_sort
async def test_a_chain_that_the_bot_does_not_know_is_named(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    with pytest.raises(UnknownChain):
        await found.votes.latest(replace(found.proposal, chain=ChainId(5)), found.voter)


@one_sort
@pytest.mark.attack("order")
async def test_what_is_delegated_after_the_snapshot_has_no_votes(any_governor: GovernorTreasury) -> None:
    found, late = await polls(any_governor), any_governor.local.account("late")
    await any_governor.governor.token.send("delegate", late.address, sender=any_governor.voter)
    vote = await found.votes.latest(found.proposal, Address(to_checksum_address(late.address)))
    assert (vote.votes, vote.why_not("whole")) == (0, NotCast.NO_VOTES)
    assert (await found.votes.latest(found.proposal, found.voter)).votes == 100 * COIN


@one_sort
@pytest.mark.attack("order")
async def test_what_is_not_final_yet_is_only_said_of_the_newest_block(any_governor: GovernorTreasury) -> None:
    found = await polls(any_governor)
    await any_governor.local.mine(5)
    await found.cast(vote_call(found.proposal, Cast(Side.FOR), ""))
    assert (await found.votes.latest(found.proposal, found.voter)).voted
    assert not (await found.votes.final(found.proposal, found.voter)).voted
