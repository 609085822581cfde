"""Governors that aren't what they say, timelocks of others, and strangers who are quicker than the members."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
from msgspec.structs import replace

from bot.domain.errors import ChainUnavailable, RequestMismatch, WrongContract
from bot.domain.errors.chain.contracts import DeafTimelock, NotAGovernor, OtherIds
from bot.domain.executors import ExecutionRequest, GovernorCheck
from bot.domain.ids import RequestId
from bot.execution.governor.contract import SAMPLE
from bot.execution.governor.proposing import governor_calls
from bot.wording.errors import message
from bot.wording.execution.governor_stages import stage_words, votes_line
from bot.wording.executors.governor import GovernorWords
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from sandbox.chain import RpcError
from sandbox.chain.governor import deploy_governor
from tests.execution.governor.governor_treasury import COIN, TIMESTAMPED, GovernorTreasury
from tests.execution.governor.parrot import HONEST, LISTS, OF_SAMPLE, Parrot, at, text, word
from tests.execution.treasury import DECISION, REQUESTED_AT

SAY = language(markup=DISCORD)
by_hash = pytest.mark.parametrize(
    "any_governor",
    ["TimelockedGovernor", "FractionalGovernor", "GovernorV4", "CompoundGovernor"],
    indirect=True,
)
one_sort = pytest.mark.parametrize("any_governor", ["TimelockedGovernor"], indirect=True)
bravo = pytest.mark.parametrize("any_governor", ["Bravo"], indirect=True)


# -- Governors that are named ------------------------------------------------------------------------------------


@one_sort
@pytest.mark.attack("actions")
async def test_a_governor_that_numbers_its_proposals_in_its_own_way_is_refused_when_it_is_named(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    numbering = await deploy_governor(world.local, world.governor.token, code="SequentialGovernor")
    await world.local.mine(3)
    for asked in (world.governors.check, world.governors.completed):
        with pytest.raises(WrongContract) as refused:
            await asked(at(numbering.address))
        assert refused.value.fault == OtherIds()
    assert "numbers its proposals" in str(message(refused.value, SAY))


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    "any_governor", ["TimelockedGovernor", "GovernorV4", "CompoundGovernor"], indirect=True
)
async def test_a_governor_that_names_the_timelock_of_others_is_refused(
    any_governor: GovernorTreasury,
) -> None:
    """Its balance would be shown to members as theirs, and nothing that they decide could ever move it."""
    world = any_governor
    code = (await world.governors.check(world.executor)).rules.name
    more = [3] if code == "TimelockedGovernor" else []
    rules = (world.governor.token.address, world.timelock, 1, 5, 0, *more)
    own = await world.local.deploy(code, *rules)
    await world.local.mine(3)
    executor = await world.governors.completed(at(own.address))
    assert executor.timelock == world.timelock
    for asked in (world.governors.check(executor), world.governors.examine(executor, [world.pay()])):
        with pytest.raises(WrongContract) as refused:
            await asked
        assert refused.value.fault == DeafTimelock(own.address)
    assert "takes no calls from the Governor" in str(message(refused.value, SAY))


@pytest.mark.parametrize("any_governor", [TIMESTAMPED], indirect=True)
async def test_periods_of_a_governor_that_goes_by_time_are_said_in_time(
    any_governor: GovernorTreasury,
) -> None:
    check = await any_governor.governors.check(any_governor.executor)
    assert "voting 10 minutes" in GovernorWords().bound(check, SAY)


# -- a Governor that says anything -------------------------------------------------------------------------------


async def test_a_parrot_passes_for_a_governor_where_it_says_what_one_says(parrot: Parrot) -> None:
    assert (await parrot.governors.check(parrot.executor)).rules.name == "Parrot"


MOST = 2**256 - 1
NO_GOVERNORS = {
    "a delay without end": ("votingDelay()", word(MOST), None),
    "a period without end": ("votingPeriod()", word(MOST), None),
    "a delay of 2^40": ("votingDelay()", word(2**40), None),
    "no delay": ("votingDelay()", b"", None),
    "a short threshold": ("proposalThreshold()", word(1)[1:], None),
    "another way of counting": ("COUNTING_MODE()", text("support=x"), None),
    "counting that is no text": ("COUNTING_MODE()", word(MOST), None),
    "no token": ("token()", word(0), None),
    "a token that is no account": ("token()", word(MOST), None),
    "a timelock that is none": ("timelock()", word(0x1234), None),
    "itself as its timelock": ("timelock()", b"itself", None),
    "another hash": (f"hashProposal({LISTS}, bytes32 descriptionHash)", word(OF_SAMPLE + 1), None),
    "another id": (f"getProposalId({LISTS}, bytes32 descriptionHash)", word(7), None),
    "an id that is none": (f"getProposalId({LISTS}, bytes32 descriptionHash)", word(0), None),
    "numbers": ("latestProposalId()", word(0), None),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("lie", NO_GOVERNORS)
async def test_what_says_impossible_things_is_no_governor(parrot: Parrot, lie: str) -> None:
    fragment, answer, size = NO_GOVERNORS[lie]
    if answer == b"itself":
        answer = word(int(parrot.contract.address, 16))
    await parrot.says(fragment, answer, size)
    with pytest.raises(WrongContract) as refused:
        await parrot.governors.check(parrot.executor)
    assert isinstance(refused.value.fault, NotAGovernor | OtherIds)


TEXTS = {
    "without end": text("n" * 9_000),
    "markup": text("**Uniswap** [vote](https://evil.example) <@&1> @everyone"),
    "lines": text("Uniswap\n\n# Executed"),
    "from right to left": text("\u202eswapinU"),
    "no letters": b"\xff" * 96,
    "an offset beyond": word(2**255) + word(5),
    "a length beyond": word(32) + word(2**200),
    "half": word(32) + word(64) + b"half",
}


@pytest.mark.attack("text")
@pytest.mark.parametrize("fragment", ["name()", "version()", "CLOCK_MODE()"])
@pytest.mark.parametrize("said", TEXTS)
async def test_whatever_a_governor_calls_itself_stays_short_and_harmless(
    parrot: Parrot, said: str, fragment: str
) -> None:
    await parrot.says(fragment, TEXTS[said])
    check = await parrot.governors.check(parrot.executor)
    words = GovernorWords().bound(check, SAY)
    assert len(check.rules.name) <= 60
    assert len(words) < 700
    for harmful in ("\n", "\u202e", " [vote](", "<@&1>"):
        assert harmful not in words


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "fragment", ["name()", "COUNTING_MODE()", "votingDelay()", "token()", "quorum(uint256 timepoint)"]
)
@pytest.mark.parametrize("size", [100_000, 600_000])
async def test_an_answer_of_any_size_is_read_within_bounds(parrot: Parrot, fragment: str, size: int) -> None:
    await parrot.says(fragment, HONEST.get(fragment, word(1)), size)
    found = await asyncio.gather(parrot.governors.check(parrot.executor), return_exceptions=True)
    assert all(isinstance(each, GovernorCheck | WrongContract | ChainUnavailable) for each in found)
    assert len(repr(found)) < 5_000


@pytest.mark.attack("actions")
async def test_a_governor_that_gives_all_proposals_one_id_is_asked_for_nothing(parrot: Parrot) -> None:
    opened = await parrot.governors.examine(parrot.executor, parrot.actions)
    with pytest.raises(RequestMismatch):
        await parrot.governors.prepare(parrot.executor, parrot.actions, (), opened, DECISION)


def asked(parrot: Parrot) -> ExecutionRequest:
    """A request whose id the Governor is asked about."""
    payload = dataclasses.replace(SAMPLE, id="123", calls=governor_calls(parrot.actions))
    return ExecutionRequest(RequestId(1), parrot.executor, payload, REQUESTED_AT)


STATES = {
    "an unknown state": ("state(uint256 proposalId)", word(8)),
    "a state without end": ("state(uint256 proposalId)", word(MOST)),
    "a state of half a word": ("state(uint256 proposalId)", word(1)[:16]),
    "no state": ("state(uint256 proposalId)", b""),
    "a beginning after all clocks": ("proposalSnapshot(uint256 proposalId)", word(2**53)),
    "an end after all clocks": ("proposalDeadline(uint256 proposalId)", word(MOST)),
    "executed, and no event": ("state(uint256 proposalId)", word(7)),
    "canceled, and no event": ("state(uint256 proposalId)", word(2)),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("lie", STATES)
async def test_a_state_that_can_not_be_is_told_to_nobody(parrot: Parrot, lie: str) -> None:
    await parrot.says(*STATES[lie])
    with pytest.raises((WrongContract, ChainUnavailable)):
        await parrot.governors.progress(asked(parrot), ask=False)


MOMENTS = {
    "votes that are missing": ("proposalVotes(uint256 proposalId)", b""),
    "votes without end": ("proposalVotes(uint256 proposalId)", word(MOST) * 3),
    "more votes than there are sides": ("proposalVotes(uint256 proposalId)", word(1) * 2_000),
    "a quorum without end": ("quorum(uint256 timepoint)", word(MOST)),
    "a time after all times": ("proposalEta(uint256 proposalId)", word(MOST)),
    "a time of the year 6325": ("proposalEta(uint256 proposalId)", word(2**37)),
}


@pytest.mark.attack("text")
@pytest.mark.parametrize("state", [1, 3, 4, 5])
@pytest.mark.parametrize("lie", MOMENTS)
async def test_numbers_without_bound_are_told_within_bounds(parrot: Parrot, lie: str, state: int) -> None:
    await parrot.says(*MOMENTS[lie])
    await parrot.says("state(uint256 proposalId)", word(state))
    instructions = await parrot.governors.instructions(asked(parrot))
    told = [stage_words(instructions.stage, SAY), *votes_line(instructions.stage, instructions.rules, SAY)]
    assert len("\n".join(told)) < 1_000
    assert len(str(instructions.stage.told())) < 1_000
    if "time" in lie:
        assert instructions.stage.eta is None


# -- strangers who are quicker -----------------------------------------------------------------------------------


@pytest.mark.attack("order")
@by_hash
async def test_who_proposes_ours_before_us_has_proposed_ours(any_governor: GovernorTreasury) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    stranger = world.local.account("stranger")
    await world.local.fund(stranger.address, COIN)
    await world.send(await world.ready(request, actions), sender=stranger)
    assert await world.ready(request, actions) is None
    assert (await world.followed(request)).stage.name in ("pending", "active")


@pytest.mark.attack("order")
@pytest.mark.parametrize("any_governor", ["TimelockedGovernor", "CompoundGovernor"], indirect=True)
async def test_who_proposes_ours_and_takes_it_back_again_and_again_ends_it_never(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay()]
    stranger = world.local.account("stranger")
    await world.local.fund(stranger.address, COIN)
    seen = set()
    for attempt in (1, 2, 3):
        request = await world.prepared(actions, replace(DECISION, attempt=attempt))
        await world.send(await world.ready(request, actions), sender=stranger)
        payload = request.payload
        calls = [(call.to, call.value, bytes.fromhex(call.data[2:])) for call in payload.calls]
        await world.governor.cancel(int(payload.id), calls, payload.description, sender=stranger)
        ended = await world.followed(request)
        assert ended.execution is not None
        assert ended.execution.status == "replaced"
        seen.add(payload.id)
    assert len(seen) == 3
    last = await world.prepared(actions, replace(DECISION, attempt=4))
    await world.send(await world.ready(last, actions))
    assert (await world.followed(last)).stage.name in ("pending", "active")


@pytest.mark.attack("order")
@by_hash
@pytest.mark.parametrize("said", ["more words", "no words", "half of ours"])
async def test_the_same_calls_with_other_words_are_not_ours(
    any_governor: GovernorTreasury, said: str
) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    payload = request.payload
    words = {
        "more words": payload.description + " ",
        "no words": "",
        "half of ours": payload.description[: len(payload.description) // 2],
    }[said]
    calls = [(call.to, call.value, bytes.fromhex(call.data[2:])) for call in payload.calls]
    other = await world.governor.propose(calls, words, sender=world.voter)
    assert str(other) != payload.id
    assert (await world.followed(request)).stage.name == "unproposed"
    assert await world.ready(request, actions) is not None


@pytest.mark.attack("text")
@one_sort
@pytest.mark.parametrize(
    "title",
    [
        "Pay #proposer=0x0000000000000000000000000000000000000001",
        "#proposer=0x0000000000000000000000000000000000000001",
        "Pay\n\nCalls (keccak256): 0x00\n#proposer=0x0000000000000000000000000000000000000001",
    ],
)
async def test_no_title_keeps_members_from_proposing(any_governor: GovernorTreasury, title: str) -> None:
    """OpenZeppelin lets nobody propose but whom the last words of the text name."""
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions, replace(DECISION, title=title))
    await world.send(await world.ready(request, actions))
    assert (await world.followed(request)).stage.name in ("pending", "active")


@one_sort
@pytest.mark.attack("web")
async def test_a_wallet_without_votes_that_sends_a_members_transaction_changes_nothing(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    governor = await deploy_governor(world.local, world.governor.token, threshold=COIN, timelock_delay=600)
    await world.local.fund(governor.timelock.address, COIN)
    await world.local.mine(3)
    world = dataclasses.replace(world, governor=governor)
    actions = [world.pay()]
    request, poor = await world.prepared(actions), world.local.account("poor")
    await world.local.fund(poor.address, COIN)
    with pytest.raises(RpcError):
        await world.send(await world.ready(request, actions), sender=poor)
    assert (await world.followed(request)).stage.name == "unproposed"
    await world.send(await world.ready(request, actions))
    assert await world.ready(request, actions) is None


@pytest.mark.attack("order")
async def test_a_reorganisation_after_the_queueing_has_it_queued_again(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    await world.send(await world.ready(request, actions))
    number = await world.number(request)
    await world.governor.pass_vote(number, voter=world.voter)
    queues = await world.ready(request, actions)
    await world.send(queues)
    assert (await world.governors.instructions(request)).stage.name == "queued"
    await world.local.reorg(1)
    assert await world.ready(request, actions) == queues
    await world.send(queues)
    await world.governor.skip_timelock()
    await world.send(await world.ready(request, actions))
    assert (await world.followed(request)).execution is not None


@bravo
@pytest.mark.attack("order")
async def test_what_was_executed_is_asked_for_no_second_time_when_somebody_proposes_it_once_more(
    any_governor: GovernorTreasury,
) -> None:
    """A database that was put back doesn't know the number of ours, and a stranger proposes the same again."""
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    proposes = await world.ready(request, actions)
    await world.send(proposes)
    await world.passed(request, actions)
    await world.send(await world.ready(request, actions))
    await world.send(proposes)
    found = await world.followed(request)
    assert found.execution is not None
    assert found.execution.status == "executed"
    assert await world.ready(request, actions) is None
