"""What a Governor is never asked for: to change itself or its timelock, wherever that is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.actions.actions import Action
from bot.domain.errors import ChangesExecutor, CodeChanged, RequestMismatch, TooManyCalls
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.actions.calls import calls_of
from bot.execution.governor.examining import refuse_administration
from sandbox.chain.governor import deploy_governor
from tests.execution.governor.governor_treasury import CHAIN, GovernorTreasury
from tests.execution.hiding import HIDDEN, NOBODY, Hide, call
from tests.execution.treasury import DECISION

one_sort = pytest.mark.parametrize("any_governor", ["TimelockedGovernor"], indirect=True)
bravo = pytest.mark.parametrize("any_governor", ["Bravo"], indirect=True)
IMPLEMENTATION_SLOT = bytes.fromhex("360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc")
"""EIP-1967."""
ROLE = b"\x11" * 32

OF_GOVERNOR = (
    ("setVotingDelay(uint48 delay)", [1]),
    ("setVotingPeriod(uint32 period)", [1]),
    ("setProposalThreshold(uint256 threshold)", [0]),
    ("updateQuorumNumerator(uint256 numerator)", [0]),
    ("setLateQuorumVoteExtension(uint48 extension)", [0]),
    ("updateTimelock(address timelock)", [NOBODY]),
    ("relay(address target, uint256 value, bytes data)", [NOBODY, 0, b"\x01\x02\x03\x04"]),
    ("upgradeTo(address implementation)", [NOBODY]),
    ("upgradeToAndCall(address implementation, bytes data)", [NOBODY, b""]),
    ("_setVotingPeriod(uint256 period)", [1]),
    ("_setImplementation(address implementation)", [NOBODY]),
    ("_setPendingAdmin(address admin)", [NOBODY]),
    ("somethingOfTomorrow(uint256 number)", [1]),
)
OF_TIMELOCK = (
    ("grantRole(bytes32 role, address account)", [ROLE, NOBODY]),
    ("revokeRole(bytes32 role, address account)", [ROLE, NOBODY]),
    ("updateDelay(uint256 delay)", [0]),
    ("setDelay(uint256 delay)", [0]),
    ("setPendingAdmin(address admin)", [NOBODY]),
    ("somethingOfTomorrow()", []),
)

GOVERNOR, TIMELOCK = Address("0x" + "7" * 40), Address("0x" + "8" * 40)
FORBIDDEN = [
    *((GOVERNOR, fragment, values) for fragment, values in OF_GOVERNOR),
    *((TIMELOCK, fragment, values) for fragment, values in OF_TIMELOCK),
]


@pytest.mark.attack("actions")
@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize(("own", "fragment", "values"), FORBIDDEN, ids=lambda each: str(each).split("(")[0])
def test_no_call_of_the_governor_or_its_timelock_gets_into_a_proposal_wherever_it_is_hidden(
    own: Address, fragment: str, values: list[object], hide: Hide
) -> None:
    harmless = call(Address(NOBODY), b"\1\2\3\4")
    hidden = call(*hide(own, function(fragment).encode(values)))
    with pytest.raises(ChangesExecutor) as refused:
        refuse_administration([GOVERNOR, TIMELOCK], [harmless, hidden])
    assert refused.value.account == own


@pytest.mark.attack("actions")
@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize("any_governor", ["TimelockedGovernor", "Bravo"], indirect=True)
async def test_a_governor_is_not_asked_to_change_who_may_propose_to_its_timelock(
    any_governor: GovernorTreasury, hide: Hide
) -> None:
    fragment, values = OF_TIMELOCK[0]
    hidden = call(*hide(any_governor.timelock, function(fragment).encode(values)))
    with pytest.raises(ChangesExecutor) as refused:
        await any_governor.governors.examine(any_governor.executor, [any_governor.note(), hidden])
    assert (refused.value.account, refused.value.function) == (any_governor.timelock, "grantRole")


@bravo
@pytest.mark.attack("actions")
async def test_a_call_that_compounds_timelock_makes_by_its_signature_is_seen(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    for name in ("queueTransaction", "executeTransaction"):
        asked = function(f"{name}(address target, uint256 value, string signature, bytes data, uint256 eta)")
        inner = bytes(12) + bytes.fromhex(NOBODY[2:])
        data = asked.encode([world.timelock, 0, "setPendingAdmin(address)", inner, 1])
        with pytest.raises(ChangesExecutor) as refused:
            await world.governors.examine(world.executor, [call(Address(NOBODY), data)])
        assert refused.value.function == "setPendingAdmin"


@one_sort
@pytest.mark.attack("actions")
async def test_administration_of_a_safe_is_seen_behind_a_timelock(any_governor: GovernorTreasury) -> None:
    swap = function("swapOwner(address previousOwner, address oldOwner, address newOwner)").encode(
        [NOBODY] * 3
    )
    for hide in HIDDEN[1:]:
        found = calls_of([call(*hide(any_governor.address, swap))])
        assert (any_governor.address, swap) in [(each.to, each.data) for each in found], hide.__name__


@one_sort
async def test_coins_may_go_to_the_timelock(any_governor: GovernorTreasury) -> None:
    pays = Action(CHAIN, any_governor.timelock, 5, "0x")
    assert await any_governor.governors.examine(any_governor.executor, [pays])


@one_sort
@pytest.mark.attack("actions")
@pytest.mark.parametrize("swapped", ["receiver", "amount", "data", "order", "more", "fewer"])
async def test_actions_that_were_swapped_after_the_vote_are_not_to_be_sent(
    any_governor: GovernorTreasury, swapped: str
) -> None:
    world = any_governor
    voted = [world.pay(), world.note()]
    request = await world.prepared(voted)
    other = {
        "receiver": [Action(CHAIN, Address(NOBODY), voted[0].value, "0x"), voted[1]],
        "amount": [world.pay(2), voted[1]],
        "data": [voted[0], world.note(8)],
        "order": voted[::-1],
        "more": [*voted, world.pay(1)],
        "fewer": voted[:1],
    }[swapped]
    opened = await world.opened(other)
    with pytest.raises(RequestMismatch):
        await world.governors.signing(request, other, opened)


@one_sort
@pytest.mark.attack("database")
async def test_an_id_or_words_that_were_changed_in_the_database_are_not_to_be_sent(
    any_governor: GovernorTreasury,
) -> None:
    world, actions = any_governor, [any_governor.pay()]
    request = await world.prepared(actions)
    opened = await world.opened(actions)
    for changed in (
        replace(request.payload, id="1"),
        replace(request.payload, description=request.payload.description + " And a pony."),
    ):
        with pytest.raises(RequestMismatch):
            await world.governors.signing(world.request(changed), actions, opened)


@one_sort
@pytest.mark.attack("actions")
async def test_other_code_than_when_the_vote_opened_stops_it(any_governor: GovernorTreasury) -> None:
    world, local = any_governor, any_governor.local
    proxy = await local.deploy(
        "SlotProxy",
        world.registry.address,
        IMPLEMENTATION_SLOT,
    )
    actions = [call(Address(proxy.address), b"\x01\x02\x03\x04")]
    opened = await world.opened(actions)
    request = world.request(await world.governors.prepare(world.executor, actions, (), opened, DECISION))
    await proxy.send("upgradeTo", world.governor.token.address, sender=local.deployer)
    with pytest.raises(CodeChanged):
        await world.governors.prepare(world.executor, actions, (), opened, DECISION)
    with pytest.raises(CodeChanged):
        await world.governors.signing(request, actions, opened)


@bravo
async def test_more_calls_than_a_governor_takes_are_refused_when_they_are_written(
    any_governor: GovernorTreasury,
) -> None:
    actions = [any_governor.pay(number) for number in range(1, 12)]
    assert await any_governor.governors.examine(any_governor.executor, actions[:10])
    with pytest.raises(TooManyCalls) as refused:
        await any_governor.governors.examine(any_governor.executor, actions)
    assert (refused.value.limit, refused.value.actions) == (10, 11)


@one_sort
async def test_a_first_call_that_would_fail_is_told_with_the_contracts_words(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    refusing = world.registry.data("refuse", b"\x01" * 32, 3)
    found = await world.governors.stopped_by(
        world.executor, [call(Address(world.registry.address), refusing), world.pay()]
    )
    assert found is not None
    assert (found.number, found.calls) == (1, 2)
    assert await world.governors.stopped_by(world.executor, [world.note()]) is None


@one_sort
@pytest.mark.attack("actions")
async def test_another_timelock_than_when_the_vote_opened_stops_it(any_governor: GovernorTreasury) -> None:
    """The Governor's own voters change it on chain, while members vote here on a payment from the old one."""
    world, voter = any_governor, any_governor.voter
    actions = [world.pay()]
    opened = await world.opened(actions)
    request = world.request(await world.governors.prepare(world.executor, actions, (), opened, DECISION))
    other = await deploy_governor(world.local, world.governor.token)
    change = world.governor.contract.data("updateTimelock", other.timelock.address)
    calls = [(world.address, 0, change)]
    number = await world.governor.propose(calls, "Another one", sender=voter)
    await world.governor.pass_vote(number, voter=voter)
    await world.governor.queue(number, calls, "Another one", sender=voter)
    await world.governor.skip_timelock()
    await world.governor.execute(number, calls, "Another one", sender=voter)
    with pytest.raises(CodeChanged) as changed:
        await world.governors.prepare(world.executor, actions, (), opened, DECISION)
    assert (changed.value.was.account, changed.value.was.rights, changed.value.now.rights) == (
        world.timelock,
        "self",
        "",
    )
    with pytest.raises(CodeChanged):
        await world.governors.signing(request, actions, opened)
