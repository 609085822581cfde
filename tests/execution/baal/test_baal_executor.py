"""From what was voted on to the exact transactions that members send to a Baal, and how each is followed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.errors import NoCode, WrongContract
from bot.domain.executors import BaalExecutor, BaalProposal
from bot.domain.ids import Address
from bot.execution.baal.leaving import changes_of
from bot.execution.baal.proposing import (
    MOST_GAS,
    actions_of,
    data_hash,
    expiration_of,
    gas_for,
    proposal_data,
)
from sandbox.chain import RpcError
from sandbox.chain.baal import deploy_baal
from tests.execution.baal.baal_treasury import CHAIN, COIN, BaalTreasury
from tests.execution.treasury import DECISION


def rules_of(**rules: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("summoned", [rules], indirect=True, ids=str)


async def test_a_baal_is_found_with_its_rules_its_safe_and_its_shares(summoned: BaalTreasury) -> None:
    rules = (await summoned.baals.check(summoned.executor)).rules
    assert (rules.safe, rules.shares_token) == (summoned.safe, summoned.baal.shares.address)
    assert (rules.name, rules.symbol) == ("Folk", "FOLK")
    assert (rules.shares, rules.loot) == (8 * COIN, 2 * COIN)
    assert rules.voting == rules.grace == timedelta(minutes=10)
    assert (rules.sponsor_threshold, rules.offering, rules.quorum, rules.retention) == (COIN, 0, 0, 0)


async def test_what_passed_goes_from_its_submission_to_its_processing_by_what_was_prepared(
    summoned: BaalTreasury,
) -> None:
    actions = [summoned.pay(), summoned.note(), summoned.send_dollars(5)]
    request = await summoned.followed(await summoned.prepared(actions))
    assert request.stage is not None
    assert request.stage.name == "unproposed"

    number = await summoned.submitted(request, actions)
    assert await summoned.ready(request, actions) is None
    request = await summoned.followed(request)
    assert (request.stage.name, request.stage.id) == ("voting", str(number))

    await summoned.baal.vote(number, True, sender=summoned.ada)
    await summoned.baal.vote(number, False, sender=summoned.ben)
    request = await summoned.followed(request)
    assert (request.stage.yes, request.stage.no) == (6 * COIN, 2 * COIN)

    await summoned.baal.skip_vote()
    assert await summoned.ready(request, actions) is None
    request = await summoned.followed(request)
    assert request.stage.name == "grace"
    assert request.stage.grace_ends is not None

    await summoned.baal.skip_grace()
    assert (await summoned.followed(request)).stage.name == "ready"
    sent = await summoned.send(await summoned.ready(request, actions), sender=summoned.stranger)
    request = await summoned.followed(request)
    assert request.execution is not None
    assert (request.execution.status, request.execution.transaction) == ("executed", sent["transactionHash"])
    assert await summoned.local.balance(actions[0].to) == COIN // 4
    assert await summoned.registry.call("get", b"\x01" * 32) == 7
    assert await summoned.dollar.call("balanceOf", actions[0].to) == 5
    assert await summoned.ready(request, actions) is None


async def test_who_has_too_few_votes_submits_it_and_a_member_sponsors_it(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    await summoned.send(await summoned.ready(request, actions), sender=summoned.stranger)
    request = await summoned.followed(request)
    assert request.stage.name == "submitted"
    sponsoring = await summoned.ready(request, actions)
    with pytest.raises(RpcError):
        await summoned.send(sponsoring, sender=summoned.stranger)
    await summoned.send(sponsoring)
    assert (await summoned.followed(request)).stage.name == "voting"


@rules_of(offering=COIN // 100)
@pytest.mark.attack("web")
async def test_a_wallet_that_owes_an_offering_can_not_send_what_was_prepared_for_members(
    summoned: BaalTreasury,
) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    submits = await summoned.ready(request, actions)
    assert submits is not None
    assert submits.value == 0
    with pytest.raises(RpcError):
        await summoned.send(submits, sender=summoned.stranger)
    await summoned.send(replace(submits, value=COIN // 100), sender=summoned.stranger)
    assert (await summoned.followed(request)).stage.name == "submitted"
    assert await summoned.local.balance(summoned.safe) == 10 * COIN + COIN // 100


async def test_what_is_submitted_says_on_chain_what_was_decided(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    receipt = await summoned.send(await summoned.ready(request, actions))
    (submitted,) = summoned.baal.contract.logs(receipt, "SubmitProposal")
    assert submitted["details"] == request.payload.details
    title, decided, hashes = submitted["details"].split("\n\n")
    assert title == "# Pay the team"
    assert "https://discord.com/channels/700/701" in decided
    assert hashes.splitlines() == [
        f"Content (SHA-256): {DECISION.content}",
        f"Record (SHA-256): {DECISION.record}",
        f"Proposal data (keccak256): {request.payload.data_hash}",
    ]
    assert "0x" + submitted["proposalDataHash"].hex() == request.payload.data_hash


async def test_the_data_is_what_the_baal_itself_makes_of_the_calls(summoned: BaalTreasury) -> None:
    calls = [summoned.note(1), summoned.note(2)]
    encoded = await summoned.baal.contract.call(
        "encodeMultisend", [bytes.fromhex(call.data[2:]) for call in calls], summoned.registry.address
    )
    assert proposal_data(calls) == "0x" + encoded.hex()
    hashed = await summoned.baal.contract.call("hashOperation", encoded)
    assert data_hash(proposal_data(calls)) == "0x" + hashed.hex()


async def test_what_is_prepared_again_is_the_same_proposal_and_is_known_again(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    opened = await summoned.opened(actions)
    first = summoned.request(await summoned.baals.prepare(summoned.executor, actions, (), opened, DECISION))
    number = await summoned.submitted(first, actions)
    await summoned.passed(number)
    await summoned.send(await summoned.ready(first, actions))
    forgotten = await summoned.baals.prepare(summoned.executor, actions, (), opened, DECISION)
    assert forgotten == first.payload
    found = await summoned.followed(summoned.request(forgotten))
    assert found.execution is not None
    assert found.execution.status == "executed"
    assert await summoned.ready(found, actions) is None


async def test_what_is_voted_down_is_over_and_nothing_is_to_be_sent(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    number = await summoned.submitted(request, actions)
    await summoned.baal.vote(number, False, sender=summoned.ada)
    await summoned.baal.skip_vote()
    request = await summoned.followed(request)
    assert (request.stage.name, request.stage.is_over, request.execution) == ("defeated", True, None)
    await summoned.baal.skip_grace()
    assert (await summoned.followed(request)).stage.name == "defeated"
    assert await summoned.ready(request, actions) is None


@rules_of(quorum=90)
async def test_what_has_no_quorum_is_processed_without_being_carried_out(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    number = await summoned.submitted(request, actions)
    await summoned.passed(number)
    await summoned.send(await summoned.ready(request, actions))
    request = await summoned.followed(request)
    assert (request.stage.name, request.stage.is_over, request.execution) == ("refused", True, None)
    assert await summoned.local.balance(actions[0].to) == 0


@rules_of(retention=90)
@pytest.mark.attack("order")
async def test_what_too_many_left_before_is_told_as_not_carried_out(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    number = await summoned.submitted(request, actions)
    await summoned.baal.vote(number, True, sender=summoned.ada)
    await summoned.baal.skip_vote()
    await summoned.baal.contract.send(
        "ragequit", summoned.ben.address, 2 * COIN, 2 * COIN, [], sender=summoned.ben
    )
    await summoned.baal.skip_grace()
    await summoned.send(await summoned.ready(request, actions))
    assert (await summoned.followed(request)).stage.name == "refused"


async def test_a_call_that_fails_when_it_is_processed_is_told_as_failed(summoned: BaalTreasury) -> None:
    actions = [summoned.pay(20 * COIN)]
    request = await summoned.prepared(actions)
    instructions = await summoned.baals.instructions(request)
    assert instructions.refusal is not None
    assert instructions.refusal.cause == "calls"
    number = await summoned.submitted(request, actions)
    await summoned.passed(number)
    sent = await summoned.send(await summoned.ready(request, actions))
    request = await summoned.followed(request)
    assert request.execution is not None
    assert (request.execution.status, request.execution.transaction) == ("failed", sent["transactionHash"])


@pytest.mark.attack("actions")
async def test_nobody_makes_the_calls_fail_by_processing_with_too_little_gas(summoned: BaalTreasury) -> None:
    actions = [summoned.note()]
    request = await summoned.prepared(actions)
    number = await summoned.submitted(request, actions)
    await summoned.passed(number)
    call = await summoned.ready(request, actions)
    assert call is not None
    for gas in (200_000, 400_000, gas_for(actions) - 1):
        with pytest.raises(RpcError):
            await summoned.local.send(summoned.stranger, call.to, 0, bytes.fromhex(call.data[2:]), gas=gas)
    await summoned.send(call)
    assert (await summoned.followed(request)).execution.status == "executed"


async def test_what_its_sponsor_takes_back_is_asked_for_again_with_other_words(
    summoned: BaalTreasury,
) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    number = await summoned.submitted(request, actions)
    await summoned.baal.contract.send("cancelProposal", number, sender=summoned.ada)
    request = await summoned.followed(request)
    assert request.execution is not None
    assert request.execution.status == "replaced"
    second = await summoned.prepared(actions, replace(DECISION, attempt=2))
    assert second.payload.details != request.payload.details
    assert await summoned.submitted(second, actions) != number


async def test_a_proposal_waits_for_those_before_it(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    other = [(summoned.stranger.address, 1, b"")]
    before = await summoned.baal.submit(other, sender=summoned.ada)
    await summoned.baal.vote(before, True, sender=summoned.ada)
    request = await summoned.prepared(actions)
    number = await summoned.submitted(request, actions)
    await summoned.passed(number)
    instructions = await summoned.baals.instructions(request)
    assert (instructions.stage.behind, instructions.step) == (str(before), None)
    assert instructions.leaving is not None
    assert instructions.leaving.after is None
    await summoned.baal.process(before, other, sender=summoned.ada)
    assert (await summoned.baals.instructions(request)).step == "process"


async def test_what_expires_here_expires_in_the_baal(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    head = datetime.fromtimestamp((await summoned.local.block()).timestamp, UTC)
    soon = replace(DECISION, expires_at=head + timedelta(minutes=10))
    hurried = await summoned.baals.instructions(await summoned.prepared(actions, soon))
    assert hurried.refusal is not None
    assert (hurried.refusal.cause, hurried.step) == ("time", None)
    request = await summoned.prepared(actions, replace(DECISION, expires_at=head + timedelta(hours=1)))
    number = await summoned.submitted(request, actions)
    await summoned.passed(number)
    assert await summoned.ready(request, actions) is not None
    summoned.local.advance(3600)
    await summoned.local.mine()
    assert await summoned.ready(request, actions) is None
    late = await summoned.baal.contract.send(
        "processProposal", number, bytes.fromhex(request.payload.data[2:]), sender=summoned.stranger
    )
    (processed,) = summoned.baal.contract.logs(late, "ProcessProposal")
    assert processed["passed"] is False


async def test_what_leaving_pays_is_told_before_and_after_a_proposal(summoned: BaalTreasury) -> None:
    request = await summoned.prepared([summoned.pay(COIN), summoned.send_dollars(400_000_000)])
    leaving = (await summoned.baals.instructions(request)).leaving
    assert leaving is not None
    assert leaving.after is not None
    dollar = Address(summoned.dollar.address)
    assert leaving.now.pays(leaving.unit) == {None: COIN, dollar: 100_000_000}
    assert leaving.after.pays(leaving.unit) == {None: 9 * COIN // 10, dollar: 60_000_000}
    told = {asset.contract: (asset.symbol, asset.decimals) for asset in leaving.assets}
    assert told == {None: ("ETH", 18), dollar: ("USDX", 6)}
    called = (await summoned.baals.instructions(await summoned.prepared([summoned.note()]))).leaving
    assert called is not None
    assert called.after is None


@pytest.mark.attack("order")
async def test_what_a_reorganisation_takes_away_is_to_be_sent_again(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    await summoned.submitted(request, actions)
    await summoned.local.reorg(1)
    assert (await summoned.baals.progress(request, ask=False)).stage.name == "unproposed"
    await summoned.submitted(request, actions)
    assert (await summoned.followed(request)).stage.name == "voting"


@pytest.mark.attack("order")
async def test_a_processing_that_is_not_final_is_told_to_nobody(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    await summoned.passed(await summoned.submitted(request, actions))
    await summoned.local.mine(2)
    await summoned.send(await summoned.ready(request, actions))
    progress = await summoned.baals.progress(request, ask=False)
    assert (progress.execution, progress.stage.name) == (None, "ready")
    await summoned.local.reorg(1)
    await summoned.send(await summoned.ready(request, actions))
    assert (await summoned.followed(request)).execution is not None


async def test_the_end_is_found_by_nodes_that_forget_states(summoned: BaalTreasury) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    await summoned.passed(await summoned.submitted(request, actions))
    sent = await summoned.send(await summoned.ready(request, actions))
    await summoned.local.mine(100)
    summoned.local.prune(10)
    found = await summoned.followed(request)
    assert found.execution is not None
    assert found.execution.transaction == sent["transactionHash"]


async def test_what_is_no_baal_is_refused(summoned: BaalTreasury) -> None:
    for contract in (
        summoned.dollar.address,
        summoned.registry.address,
        summoned.safe,
        summoned.baal.shares.address,
    ):
        with pytest.raises(WrongContract):
            await summoned.baals.check(BaalExecutor(chain=CHAIN, address=Address(contract)))
    with pytest.raises(NoCode):
        await summoned.baals.check(BaalExecutor(chain=CHAIN, address=Address(summoned.ada.address)))


async def test_a_policy_keeps_the_safe_that_the_baal_has(summoned: BaalTreasury) -> None:
    named = BaalExecutor(chain=CHAIN, address=summoned.address)
    assert await summoned.baals.completed(named) == summoned.executor


@pytest.mark.attack("actions")
async def test_a_policy_that_names_another_safe_is_refused(summoned: BaalTreasury) -> None:
    other = await deploy_baal(summoned.local, {summoned.ada: COIN}, salt=1)
    await summoned.local.mine(3)
    executor = summoned.executor.model_copy(update={"safe": Address(other.safe.address)})
    with pytest.raises(WrongContract):
        await summoned.baals.check(executor)
    with pytest.raises(WrongContract):
        await summoned.baals.examine(executor, [summoned.pay()])


actions_drawn = st.lists(
    st.builds(
        Action,
        st.just(CHAIN),
        st.binary(min_size=20, max_size=20).map(lambda raw: Address("0x" + raw.hex())),
        st.integers(0, 2**256 - 1),
        st.binary(max_size=99).map(lambda raw: "0x" + raw.hex()),
    ),
    min_size=1,
    max_size=5,
)


@given(actions_drawn)
def test_the_calls_are_read_back_from_the_data_as_they_were(drawn: list[Action]) -> None:
    data = proposal_data(drawn)
    proposal = BaalProposal(data, data_hash(data), 0, gas_for(drawn), "", 0, 0)
    read = actions_of(proposal, CHAIN)
    assert [(each.to.lower(), each.value, each.data) for each in read] == [
        (each.to.lower(), each.value, each.data) for each in drawn
    ]
    assert gas_for(drawn) <= MOST_GAS


@given(actions_drawn)
def test_what_a_proposal_takes_out_is_told_and_calls_that_may_do_more_too(drawn: list[Action]) -> None:
    changes = changes_of(drawn)
    assert -changes.moved.get(None, 0) == sum(each.value for each in drawn)
    assert changes.whole == all(each.data == "0x" for each in drawn)


@given(st.floats(1, 2**37))
def test_an_expiration_is_never_later_than_the_decision_says(seconds: float) -> None:
    until = datetime.fromtimestamp(seconds, UTC)
    kept = expiration_of(until)
    assert kept == 0 or 0 <= until.timestamp() - kept < 1
    assert kept < 2**32
