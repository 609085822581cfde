"""What members decide is asked of a delegate's wallet, and what it cast is told by the Governor's own events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.actions import Action
from bot.domain.errors import ChainUnavailable, ChangesExecutor, NotAProver, RequestMismatch, WrongSignature
from bot.domain.executors import DelegateWalletExecutor, ExecutionRequest, Proof, WalletStage
from bot.domain.ids import Address, RequestId
from bot.domain.metagovernance.calls import cast_call, params_of
from bot.domain.metagovernance.casting import FRACTIONAL, LARGEST_ID, MOST_SPLIT, Cast, ForeignProposal, Side
from bot.execution.delegate_wallet.delegate_wallets import DelegateWallets
from bot.execution.delegate_wallet.votes import vote_in
from bot.execution.governor.ballots import vote_call
from sandbox.chain import RpcError
from sandbox.stage import sign
from tests.execution.delegate_wallet.asked_wallet import REASON, asked_wallet
from tests.execution.governor.governor_treasury import CHAIN, COIN, KINDS, GovernorTreasury
from tests.execution.governor.parrot import Parrot, word
from tests.execution.governor.polls import all_votes, fractional, on, one_sort, polls
from tests.execution.treasury import DECISION, REQUESTED_AT

FOR = Cast(int(Side.FOR))
AGAINST = Cast(int(Side.AGAINST))
ABSTAIN = Cast(int(Side.ABSTAIN))
GOVERNOR = Address("0x41675C099F32341bf84BFc5382aF534df5C7461a")
votes = st.integers(0, MOST_SPLIT)
casts = st.sampled_from([AGAINST, FOR, ABSTAIN]) | st.builds(
    Cast, st.just(FRACTIONAL), st.tuples(votes, votes, votes)
)


async def test_a_wallet_is_asked_for_a_vote_and_has_cast_it_once_that_is_final(
    any_governor: GovernorTreasury,
) -> None:
    wallet, whole = await asked_wallet(any_governor, FOR), await all_votes(any_governor)
    request = await wallet.followed(await wallet.request())
    assert (request.stage, request.execution) == (WalletStage("waiting"), None)
    told = await wallet.port.instructions(request)
    assert (told.owners, told.stage.name, told.refusal) == ((wallet.found.voter,), "waiting", None)

    signing = await wallet.port.signing(request, wallet.actions, wallet.opened)
    assert signing.ready is not None
    assert (signing.ready.sender, signing.owners) == (wallet.found.voter, (wallet.found.voter,))
    await wallet.found.cast(signing.ready)
    after = await wallet.port.signing(request, wallet.actions, wallet.opened)
    assert (after.ready, after.refusal, after.stage) == (None, None, WalletStage("voted"))

    request = await wallet.followed(request)
    assert request.execution is not None
    assert (request.execution.status, request.execution.instead) == ("executed", "")
    assert await wallet.found.counted() == on(Side.FOR, whole)


@fractional
async def test_a_wallet_splits_its_votes_to_the_last_unit_as_members_split(
    any_governor: GovernorTreasury,
) -> None:
    whole = await all_votes(any_governor)
    parts = (1, whole - 3, 2)
    wallet = await asked_wallet(any_governor, Cast(FRACTIONAL, parts))
    request = await wallet.request()
    await wallet.votes(wallet.decided, reason=REASON)
    request = await wallet.followed(request)
    assert request.execution is not None
    assert request.execution.status == "executed"
    assert await wallet.found.counted() == parts


@pytest.mark.parametrize("cast", [AGAINST, ABSTAIN], ids=["against", "abstain"])
@pytest.mark.parametrize("reason", [REASON, "", "Mine alone"], ids=["ours", "none", "its own"])
@one_sort
@pytest.mark.attack("order")
async def test_a_wallet_that_votes_otherwise_is_said_to_have_whatever_its_reason_says(
    any_governor: GovernorTreasury, cast: Cast, reason: str
) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    request = await wallet.request()
    await wallet.votes(cast, reason=reason)
    request = await wallet.followed(request)
    assert request.execution is not None
    assert (request.execution.status, request.execution.instead) == ("failed", "otherwise")


@pytest.mark.parametrize("any_governor", [each for each in KINDS if each != "Bravo"], indirect=True)
async def test_a_vote_for_the_side_that_was_decided_is_cast_also_with_other_words(
    any_governor: GovernorTreasury,
) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    request = await wallet.request()
    await wallet.found.cast(vote_call(wallet.found.proposal, FOR, ""))
    request = await wallet.followed(request)
    assert request.execution is not None
    assert request.execution.status == "executed"


@pytest.mark.parametrize(
    "moved",
    [(1, -1, 0), (0, -1, 1), (-1, 1, 0), (-5, 0, 0), (0, -5, 0)],
    ids=["one to against", "one to abstain", "one to for", "five left out", "five of for left out"],
)
@fractional
@pytest.mark.attack("order")
async def test_a_wallet_that_splits_by_one_unit_otherwise_has_voted_otherwise(
    any_governor: GovernorTreasury, moved: tuple[int, int, int]
) -> None:
    parts = (10, await all_votes(any_governor) - 30, 20)
    wallet = await asked_wallet(any_governor, Cast(FRACTIONAL, parts))
    request = await wallet.request()
    against, favour, abstain = (part + more for part, more in zip(parts, moved, strict=True))
    await wallet.votes(Cast(FRACTIONAL, (against, favour, abstain)), reason=REASON)
    request = await wallet.followed(request)
    assert request.execution is not None
    assert request.execution.instead == "otherwise"


@fractional
@pytest.mark.attack("order")
async def test_a_wallet_that_casts_a_part_otherwise_and_the_rest_as_decided_has_voted_otherwise(
    any_governor: GovernorTreasury,
) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    request = await wallet.request()
    await wallet.votes(Cast(FRACTIONAL, (COIN, 0, 0)))
    await wallet.votes(FOR, reason=REASON)
    request = await wallet.followed(request)
    assert request.execution is not None
    assert request.execution.instead == "otherwise"


@one_sort
@pytest.mark.attack("order")
async def test_the_same_words_from_another_wallet_are_not_its_vote(any_governor: GovernorTreasury) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    request, stranger = await wallet.request(), any_governor.local.account("stranger")
    await any_governor.local.fund(stranger.address, COIN)
    await wallet.votes(FOR, reason=REASON, sender=stranger)
    assert (await wallet.followed(request)).execution is None
    await wallet.votes(AGAINST)
    followed = await wallet.followed(request)
    assert followed.execution is not None
    assert followed.execution.instead == "otherwise"


@one_sort
@pytest.mark.attack("order")
async def test_the_wallets_vote_on_another_proposal_is_not_the_one_that_it_was_asked_for(
    any_governor: GovernorTreasury,
) -> None:
    wallet, other = await asked_wallet(any_governor, FOR), await polls(any_governor, text="Another one")
    request = await wallet.request()
    action = cast_call(other.proposal, FOR, REASON)
    await other.world.local.send(other.world.voter, action.to, 0, bytes.fromhex(action.data[2:]))
    assert (await wallet.followed(request)).execution is None


@one_sort
@pytest.mark.attack("rpc")
async def test_a_vote_that_may_leave_the_chain_again_is_not_one_yet(any_governor: GovernorTreasury) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    request = await wallet.followed(await wallet.request())
    await wallet.votes(AGAINST)
    progress = await wallet.port.progress(request, ask=False)
    assert (progress.execution, progress.stage) == (None, WalletStage("waiting"))
    assert (await wallet.port.instructions(request)).stage == WalletStage("voted")
    await any_governor.local.reorg(1)
    assert (await wallet.port.instructions(request)).stage == WalletStage("waiting")
    await wallet.votes(FOR, reason=REASON)
    request = await wallet.followed(request)
    assert request.execution is not None
    assert request.execution.status == "executed"


@pytest.mark.parametrize(
    ("cast", "reason"),
    [(FOR, "Mine alone"), (FOR, ""), (AGAINST, REASON), (ABSTAIN, "")],
    ids=["its own words", "no words", "another side", "abstaining"],
)
@one_sort
@pytest.mark.attack("order")
async def test_what_the_wallet_voted_before_the_decision_is_never_taken_for_it(
    any_governor: GovernorTreasury, cast: Cast, reason: str
) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    await wallet.votes(cast, reason=reason)
    await any_governor.local.mine(3)
    assert await wallet.port.executed(wallet.executor, wallet.actions, wallet.opened) == ()


@one_sort
async def test_a_vote_that_a_database_put_back_forgot_is_known_again(any_governor: GovernorTreasury) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    assert await wallet.port.executed(wallet.executor, wallet.actions, wallet.opened) == ()
    request = await wallet.request()
    await wallet.votes(FOR, reason=REASON)
    await any_governor.local.mine(3)
    ((payload, execution),) = await wallet.port.executed(wallet.executor, wallet.actions, wallet.opened)
    assert payload == request.payload
    assert execution is not None
    assert execution.status == "executed"


@one_sort
@pytest.mark.attack("time")
async def test_after_the_end_there_the_governors_refusal_is_told_and_nothing_is_cast(
    any_governor: GovernorTreasury,
) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    request = await wallet.request()
    await any_governor.local.mine(30)
    signing = await wallet.port.signing(request, wallet.actions, wallet.opened)
    assert signing.refusal is not None
    assert await wallet.port.stopped_by(wallet.executor, wallet.actions) is not None
    with pytest.raises(RpcError):
        await wallet.votes(FOR, reason=REASON)
    assert (await wallet.followed(request)).execution is None


VOTED, STATE = "hasVoted(uint256 proposalId, address account)", "state(uint256 proposalId)"
WEIGHED = "getVotes(address account, uint256 timepoint)"


@pytest.mark.parametrize(("state", "said"), [(1, 1), (1, LARGEST_ID), (3, 1), (2, 1), (1, 0), (3, 0)])
@pytest.mark.attack("order")
async def test_a_governor_that_says_without_an_event_that_the_wallet_voted_has_nothing_told_as_cast(
    parrot: Parrot, state: int, said: int
) -> None:
    """As long as votes are taken the event may be missing in what a node tells, and it is asked again."""
    proposal = ForeignProposal(CHAIN, Address(parrot.contract.address), "7")
    executor, actions = (
        DelegateWalletExecutor(chain=CHAIN, address=GOVERNOR),
        [cast_call(proposal, FOR, REASON)],
    )
    for fragment, answer in ((VOTED, 0), (WEIGHED, 1_000)):
        await parrot.says(fragment, word(answer))
    port = DelegateWallets({CHAIN: parrot.chain})
    opened = await port.examine(executor, actions)
    payload = await port.prepare(executor, actions, (), opened, DECISION)
    await parrot.says(VOTED, word(said))
    await parrot.says(STATE, word(state))
    request = ExecutionRequest(RequestId(1), executor, payload, REQUESTED_AT)
    if state == 1 and said:
        with pytest.raises(ChainUnavailable, match="no event tells"):
            await port.progress(request, ask=False)
    else:
        assert (await port.progress(request, ask=False)).execution is None


@one_sort
@pytest.mark.attack("database")
async def test_a_stored_vote_that_is_not_the_one_that_was_decided_is_never_offered(
    any_governor: GovernorTreasury,
) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    request = await wallet.request()
    for other in (AGAINST, ABSTAIN):
        actions = [cast_call(wallet.found.proposal, other, REASON)]
        with pytest.raises(RequestMismatch):
            await wallet.port.signing(request, actions, wallet.opened)


@one_sort
@pytest.mark.attack("linking")
async def test_only_the_wallet_itself_proves_that_it_casts_for_a_server(
    any_governor: GovernorTreasury,
) -> None:
    wallet, stranger = await asked_wallet(any_governor, FOR), any_governor.local.account("stranger")
    text = "Bind me"
    own = Proof(wallet.found.voter, text, sign(any_governor.voter, text))
    await wallet.port.check_proof(wallet.executor, own)
    assert (await wallet.port.standing(wallet.executor, [own])).signers == (wallet.found.voter,)
    with pytest.raises(NotAProver):
        await wallet.port.check_proof(
            wallet.executor, Proof(Address(stranger.address), text, sign(stranger, text))
        )
    forged = Proof(wallet.found.voter, text, sign(stranger, text))
    with pytest.raises(WrongSignature):
        await wallet.port.check_proof(wallet.executor, forged)
    assert (await wallet.port.standing(wallet.executor, [forged])).signers == ()
    moved = Proof(wallet.found.voter, "Bind me elsewhere", own.signature)
    assert (await wallet.port.standing(wallet.executor, [moved])).signers == ()


@one_sort
@pytest.mark.attack("actions")
async def test_a_vote_in_which_the_wallet_would_call_itself_is_refused(
    any_governor: GovernorTreasury,
) -> None:
    wallet = await asked_wallet(any_governor, FOR)
    itself = cast_call(ForeignProposal(CHAIN, wallet.found.voter, "7"), FOR, "")
    with pytest.raises(ChangesExecutor):
        await wallet.port.examine(wallet.executor, [itself])


VOTE = cast_call(ForeignProposal(CHAIN, GOVERNOR, "7"), FOR, REASON)
NO_VOTES = {
    "a payment": [Action(CHAIN, GOVERNOR, 1, "0x")],
    "a transfer of tokens": [Action(CHAIN, GOVERNOR, 0, "0xa9059cbb" + "00" * 64)],
    "an approval": [Action(CHAIN, GOVERNOR, 0, "0x095ea7b3" + "00" * 64)],
    "a delegation": [Action(CHAIN, GOVERNOR, 0, "0x5c19a95c" + "00" * 32)],
    "a vote that brings coins": [Action(CHAIN, GOVERNOR, 1, VOTE.data)],
    "a vote without a reason": [Action(CHAIN, GOVERNOR, 0, "0x56781388" + "00" * 64)],
    "half of a vote": [Action(CHAIN, GOVERNOR, 0, VOTE.data[:100])],
    "two votes": [VOTE, VOTE],
    "nothing": [],
}


@pytest.mark.parametrize("actions", NO_VOTES.values(), ids=NO_VOTES)
@pytest.mark.attack("actions")
def test_a_wallet_is_asked_for_one_vote_and_for_nothing_else(actions: list[Action]) -> None:
    with pytest.raises(ValueError, match="a wallet casts"):
        vote_in(actions, 0)


@given(casts, st.integers(0, LARGEST_ID), st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_what_a_wallet_is_asked_for_is_read_back_from_the_call_that_was_decided(
    cast: Cast, proposal: int, reason: str
) -> None:
    action = cast_call(ForeignProposal(CHAIN, GOVERNOR, str(proposal)), cast, reason)
    vote = vote_in([action], 5)
    parts = "0x" if cast.parts is None else f"0x{params_of(cast.parts).hex()}"
    assert (vote.governor, vote.id, vote.support, vote.params) == (
        GOVERNOR,
        str(proposal),
        cast.support,
        parts,
    )
    assert (vote.reason, vote.data, vote.since_block) == (reason, action.data, 5)
    assert DelegateWalletExecutor(chain=CHAIN, address=GOVERNOR).can_make(action)
