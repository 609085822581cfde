"""From what was voted on to the exact transactions that members send to a Governor, and how each is followed."""

from __future__ import annotations

import pytest
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.errors import NoCode, WrongContract
from bot.domain.executors import GovernorCall, GovernorExecutor
from bot.domain.ids import Address
from bot.execution.governor.proposing import actions_hash, description_of, proposal_id
from sandbox.chain.governor import deploy_governor
from tests.execution.governor.governor_treasury import CHAIN, COIN, ID_BY_HASH, SECONDS, GovernorTreasury
from tests.execution.treasury import DECISION

one_sort = pytest.mark.parametrize("any_governor", ["TimelockedGovernor"], indirect=True)
by_hash = pytest.mark.parametrize("any_governor", ID_BY_HASH, indirect=True)
bravo = pytest.mark.parametrize("any_governor", ["Bravo"], indirect=True)


async def test_a_governor_is_found_with_its_rules_and_its_timelock(any_governor: GovernorTreasury) -> None:
    rules = (await any_governor.governors.check(any_governor.executor)).rules
    code = rules.name
    assert rules.threshold == 0
    by_time = any(entry.get("name") == "CLOCK_MODE" for entry in any_governor.governor.token.abi) and (
        await any_governor.governor.token.call("CLOCK_MODE") == "mode=timestamp"
    )
    found = (rules.clock, rules.voting_delay, rules.voting_period)
    assert found == (("time", SECONDS, SECONDS) if by_time else ("block", 1, 20))
    assert rules.timelock is not None
    compound = code in ("CompoundGovernor", "Bravo")
    assert (rules.timelock.address, rules.timelock.form, rules.timelock.delay) == (
        any_governor.timelock,
        "compound" if compound else "controller",
        172_800 if compound else 3600,
    )
    assert rules.form == ("bravo" if code == "Bravo" else "openzeppelin")
    assert rules.fractional == (code == "FractionalGovernor")
    assert rules.quorum == (1 if code == "Bravo" else 4 * COIN)
    assert (rules.symbol, rules.decimals) == (("UNI" if code == "Bravo" else "FOLK"), 18)


async def test_what_passed_goes_from_proposing_to_its_execution_by_what_was_prepared(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay(), any_governor.note()]
    request = await world.followed(await world.prepared(actions))
    assert request.stage is not None
    assert request.stage.name == "unproposed"

    await world.send(await world.ready(request, actions))
    assert await world.ready(request, actions) is None
    number = await world.number(request)
    request = await world.followed(request)
    assert (request.stage.name, request.stage.id, request.stage.in_favour) == ("pending", str(number), 0)

    await world.governor.skip_to_vote(number)
    await world.governor.vote(number, 1, sender=world.voter)
    request = await world.followed(request)
    held = await world.governor.token.call("balanceOf", world.voter.address)
    assert (request.stage.name, request.stage.in_favour) == ("active", held)
    await world.governor.skip_vote(number)
    await world.send(await world.ready(request, actions))
    request = await world.followed(request)
    assert request.stage.name == "queued"
    assert request.stage.eta is not None
    assert await world.ready(request, actions) is None

    await world.governor.skip_timelock()
    request = await world.followed(request)
    assert request.stage.name == "ready"
    sent = await world.send(await world.ready(request, actions))
    request = await world.followed(request)
    assert request.execution is not None
    assert (request.execution.status, request.execution.transaction) == ("executed", sent["transactionHash"])
    assert await world.local.balance(actions[0].to) == COIN // 4
    assert await world.registry.call("get", b"\x01" * 32) == 7


@by_hash
async def test_the_id_that_is_prepared_is_the_one_that_the_governor_gives(
    any_governor: GovernorTreasury,
) -> None:
    request = await any_governor.prepared([any_governor.pay()])
    await any_governor.send(await any_governor.ready(request, [any_governor.pay()]))
    assert await any_governor.number(request) == int(request.payload.id)
    assert await any_governor.governor.state(int(request.payload.id)) == 0


async def test_what_is_proposed_says_on_chain_what_was_decided(any_governor: GovernorTreasury) -> None:
    request = await any_governor.prepared([any_governor.pay()])
    receipt = await any_governor.send(await any_governor.ready(request, [any_governor.pay()]))
    (created,) = any_governor.governor.contract.logs(receipt, "ProposalCreated")
    assert created["description"] == request.payload.description
    title, decided, hashes = created["description"].split("\n\n")
    assert title == "# Pay the team"
    assert "https://discord.com/channels/700/701" in decided
    assert hashes.splitlines() == [
        f"Content (SHA-256): {DECISION.content}",
        f"Record (SHA-256): {DECISION.record}",
        f"Calls (keccak256): {actions_hash(request.payload.calls)}",
    ]


@one_sort
async def test_what_is_prepared_again_is_the_same_proposal(any_governor: GovernorTreasury) -> None:
    actions = [any_governor.pay()]
    opened = await any_governor.opened(actions)
    first = await any_governor.governors.prepare(any_governor.executor, actions, (), opened, DECISION)
    await any_governor.send(await any_governor.ready(any_governor.request(first), actions))
    await any_governor.local.mine(9)
    again = await any_governor.governors.prepare(any_governor.executor, actions, (), opened, DECISION)
    assert again == first


@pytest.mark.attack("database")
async def test_a_database_that_was_put_back_knows_its_proposal_again_and_asks_for_no_second(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay()]
    opened = await world.opened(actions)
    first = world.request(await world.governors.prepare(world.executor, actions, (), opened, DECISION))
    await world.send(await world.ready(first, actions))
    await world.passed(first, actions)
    await world.send(await world.ready(first, actions))
    forgotten = await world.governors.prepare(world.executor, actions, (), opened, DECISION)
    found = await world.followed(world.request(forgotten))
    assert found.execution is not None
    assert found.execution.status == "executed"
    assert await world.ready(found, actions) is None


async def test_what_is_voted_down_is_over_and_nothing_is_to_be_sent(any_governor: GovernorTreasury) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    number = await world.number(request)
    await world.governor.skip_to_vote(number)
    await world.governor.vote(number, 0, sender=world.voter)
    await world.governor.skip_vote(number)
    request = await world.followed(request)
    assert (request.stage.name, request.stage.is_over, request.execution) == ("defeated", True, None)
    assert await world.ready(request, actions) is None


@pytest.mark.parametrize("any_governor", ["TimelockedGovernor", "CompoundGovernor", "Bravo"], indirect=True)
async def test_what_its_proposer_takes_back_is_asked_for_again_with_other_words(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    number, payload = await world.number(request), request.payload
    calls = [(call.to, call.value, bytes.fromhex(call.data[2:])) for call in payload.calls]
    await world.governor.cancel(number, calls, payload.description, sender=world.voter)
    request = await world.followed(request)
    assert request.execution is not None
    assert request.execution.status == "replaced"
    second = await world.prepared(actions, replace(DECISION, attempt=2))
    assert second.payload.description != payload.description
    await world.send(await world.ready(second, actions))
    assert await world.number(second) != number


@pytest.mark.attack("order")
async def test_what_a_reorganisation_takes_away_is_to_be_sent_again(any_governor: GovernorTreasury) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    assert await world.ready(request, actions) is None
    await world.local.reorg(1)
    before = await world.governors.progress(request, ask=False)
    assert before.stage.name == "unproposed"
    again = await world.ready(request, actions)
    assert again is not None
    await world.send(again)
    assert (await world.followed(request)).stage.name in ("pending", "active")


@pytest.mark.attack("order")
async def test_an_execution_that_is_not_final_is_told_to_nobody(any_governor: GovernorTreasury) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    await world.passed(request, actions)
    await world.local.mine(2)
    await world.send(await world.ready(request, actions))
    assert (await world.governors.instructions(request)).stage.name == "executed"
    progress = await world.governors.progress(request, ask=False)
    assert (progress.execution, progress.stage.name) == (None, "ready")
    await world.local.reorg(1)
    assert (await world.governors.progress(request, ask=False)).execution is None
    await world.send(await world.ready(request, actions))
    assert (await world.followed(request)).execution is not None


@one_sort
@pytest.mark.attack("actions")
async def test_an_execution_past_the_governor_is_found_at_its_timelock(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    await world.passed(request, actions)
    salt = int.from_bytes(bytes.fromhex(world.address[2:]).ljust(32, b"\0"), "big") ^ int.from_bytes(
        keccak(text=request.payload.description), "big"
    )
    sent = await world.governor.timelock.send(
        "executeBatch",
        [actions[0].to],
        [actions[0].value],
        [b""],
        bytes(32),
        salt.to_bytes(32, "big"),
        sender=world.voter,
    )
    request = await world.followed(request)
    assert request.execution is not None
    assert request.execution.transaction == sent["transactionHash"]


async def test_the_end_is_found_by_nodes_that_forget_states(any_governor: GovernorTreasury) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    await world.passed(request, actions)
    sent = await world.send(await world.ready(request, actions))
    await world.local.mine(100)
    world.local.prune(10)
    found = await world.followed(request)
    assert found.execution is not None
    assert found.execution.transaction == sent["transactionHash"]


@bravo
async def test_whoever_executes_for_bravo_is_given_a_transaction_that_brings_its_coins(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay(3), any_governor.pay(4)]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    await world.passed(request, actions)
    call = await world.ready(request, actions)
    assert call is not None
    assert call.value == 7


@bravo
@pytest.mark.attack("actions")
@pytest.mark.parametrize("other", ["words", "calls", "order", "signature"])
async def test_a_numbered_proposal_of_other_words_or_calls_is_not_ours(
    any_governor: GovernorTreasury, other: str
) -> None:
    world, actions = any_governor, [any_governor.pay(3), any_governor.note()]
    request = await world.prepared(actions)
    payload = request.payload
    calls = [(call.to, call.value, bytes.fromhex(call.data[2:])) for call in payload.calls]
    said = payload.description
    signatures = [""] * 2
    if other == "words":
        said += " "
    elif other == "calls":
        calls[0] = (calls[0][0], 4, b"")
    elif other == "order":
        calls.reverse()
    else:
        signatures[1], calls[1] = "set(bytes32,uint256)", (calls[1][0], 0, calls[1][2][4:])
    lists = [
        [to for to, _, _ in calls],
        [value for _, value, _ in calls],
        signatures,
        [data for *_, data in calls],
    ]
    await world.governor.contract.send("propose", *lists, said, sender=world.voter)
    assert (await world.followed(request)).stage.name == "unproposed"


async def test_what_is_no_governor_is_refused(any_governor: GovernorTreasury) -> None:
    world = any_governor
    for contract in (world.governor.token.address, world.registry.address, world.timelock):
        with pytest.raises(WrongContract):
            await world.governors.check(GovernorExecutor(chain=CHAIN, address=Address(contract)))
    with pytest.raises(NoCode):
        await world.governors.check(GovernorExecutor(chain=CHAIN, address=Address(world.voter.address)))


async def test_a_policy_keeps_the_timelock_that_the_governor_has(any_governor: GovernorTreasury) -> None:
    named = GovernorExecutor(chain=CHAIN, address=any_governor.address)
    assert await any_governor.governors.completed(named) == any_governor.executor


@one_sort
@pytest.mark.attack("actions")
async def test_a_policy_that_names_another_timelock_is_refused(any_governor: GovernorTreasury) -> None:
    other = await deploy_governor(any_governor.local, any_governor.governor.token)
    await any_governor.local.mine(3)
    executor = any_governor.executor.model_copy(update={"timelock": Address(other.timelock.address)})
    with pytest.raises(WrongContract):
        await any_governor.governors.check(executor)
    with pytest.raises(WrongContract):
        await any_governor.governors.examine(executor, [any_governor.pay()])


calls = st.builds(
    GovernorCall,
    st.binary(min_size=20, max_size=20).map(lambda raw: Address("0x" + raw.hex())),
    st.integers(0, 2**256 - 1),
    st.binary(max_size=99).map(lambda raw: "0x" + raw.hex()),
)


@given(st.lists(calls, min_size=1, max_size=5), st.lists(calls, min_size=1, max_size=5), st.text(), st.text())
def test_proposals_share_an_id_only_where_they_are_the_same(ones, others, said, otherwise) -> None:
    same = (ones, said) == (others, otherwise)
    assert (proposal_id(ones, said) == proposal_id(others, otherwise)) == same


@given(st.text(), st.integers(1, 9), st.integers(1, 9))
def test_words_of_a_proposal_are_the_same_for_the_same_attempt_and_keep_a_title_in_its_line(
    title: str, attempt: int, other: int
) -> None:
    one, two = (replace(DECISION, title=title, attempt=each) for each in (attempt, other))
    asked = [GovernorCall(Address("0x" + "1" * 40), 1, "0x")]
    said = description_of(one, asked)
    assert (said == description_of(two, asked)) == (attempt == other)
    assert len(said.split("\n\n")[0].splitlines()) == 1
    assert said.split("\n\n")[2].startswith(f"Content (SHA-256): {DECISION.content}")
