"""What a Baal is never asked for: to change itself or its Safe, wherever that is hidden."""

from __future__ import annotations

import pytest

from bot.domain.actions.actions import Action, Operation
from bot.domain.errors import ChangesExecutor, CodeChanged, RequestMismatch, WrongContract
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.baal.examining import refuse_administration
from bot.execution.baal.proposing import proposal_data
from sandbox.chain import RpcError
from tests.execution.baal.baal_treasury import CHAIN, COIN, BaalTreasury
from tests.execution.hiding import HIDDEN, NOBODY, Hide, call
from tests.execution.treasury import DECISION

BAAL, SAFE = Address("0x" + "7" * 40), Address("0x" + "8" * 40)
IMPLEMENTATION_SLOT = bytes.fromhex("360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc")
"""EIP-1967."""
OF_BAAL = (
    ("setShamans(address[] shamans, uint256[] permissions)", [[NOBODY], [7]]),
    ("setGovernanceConfig(bytes config)", [b""]),
    ("setAdminConfig(bool pauseShares, bool pauseLoot)", [False, False]),
    ("setTrustedForwarder(address forwarder)", [NOBODY]),
    ("setAvatar(address avatar)", [NOBODY]),
    ("setTarget(address target)", [NOBODY]),
    ("setGuard(address guard)", [NOBODY]),
    ("transferOwnership(address owner)", [NOBODY]),
    ("mintShares(address[] to, uint256[] amount)", [[NOBODY], [1]]),
    ("burnShares(address[] from, uint256[] amount)", [[NOBODY], [1]]),
    ("mintLoot(address[] to, uint256[] amount)", [[NOBODY], [1]]),
    ("executeAsBaal(address to, uint256 value, bytes data)", [NOBODY, 0, b"\x01\x02\x03\x04"]),
    ("somethingOfTomorrow(uint256 number)", [1]),
)
OF_SAFE = (
    ("enableModule(address module)", [NOBODY]),
    ("disableModule(address previous, address module)", [NOBODY, NOBODY]),
    ("addOwnerWithThreshold(address owner, uint256 threshold)", [NOBODY, 1]),
    ("swapOwner(address previous, address old, address new)", [NOBODY] * 3),
    ("setGuard(address guard)", [NOBODY]),
    ("setFallbackHandler(address handler)", [NOBODY]),
    ("somethingOfTomorrow()", []),
)
FORBIDDEN = [
    *((BAAL, fragment, values) for fragment, values in OF_BAAL),
    *((SAFE, fragment, values) for fragment, values in OF_SAFE),
]


@pytest.mark.attack("actions")
@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize(("own", "fragment", "values"), FORBIDDEN, ids=lambda each: str(each).split("(")[0])
def test_no_call_of_the_baal_or_its_safe_gets_into_a_proposal_wherever_it_is_hidden(
    own: Address, fragment: str, values: list[object], hide: Hide
) -> None:
    harmless = call(Address(NOBODY), b"\1\2\3\4")
    hidden = call(*hide(own, function(fragment).encode(values)))
    with pytest.raises(ChangesExecutor) as refused:
        refuse_administration([BAAL, SAFE], [harmless, hidden])
    assert refused.value.account == own


@pytest.mark.attack("actions")
async def test_a_baal_is_not_asked_to_give_somebody_shares_or_its_safe(summoned: BaalTreasury) -> None:
    mint = summoned.baal.contract.data("mintShares", [NOBODY], [COIN])
    enable = function("enableModule(address module)").encode([NOBODY])
    for own, data, name in ((summoned.address, mint, "mintShares"), (summoned.safe, enable, "enableModule")):
        for hide in HIDDEN:
            with pytest.raises(ChangesExecutor) as refused:
                await summoned.baals.examine(summoned.executor, [summoned.note(), call(*hide(own, data))])
            assert (refused.value.account, refused.value.function) == (own, name)


@pytest.mark.attack("actions")
def test_foreign_code_gets_into_no_proposal() -> None:
    foreign = Action(CHAIN, BAAL, 0, "0x01020304", Operation.DELEGATE_CALL)
    with pytest.raises(ValueError, match="plain calls"):
        proposal_data([foreign])


@pytest.mark.attack("actions")
@pytest.mark.parametrize("swapped", ["receiver", "amount", "data", "order", "more", "fewer"])
async def test_actions_that_were_swapped_after_the_vote_are_not_to_be_sent(
    summoned: BaalTreasury, swapped: str
) -> None:
    voted = [summoned.pay(), summoned.note()]
    request = await summoned.prepared(voted)
    other = {
        "receiver": [Action(CHAIN, Address(NOBODY), voted[0].value, "0x"), voted[1]],
        "amount": [summoned.pay(2), voted[1]],
        "data": [voted[0], summoned.note(8)],
        "order": voted[::-1],
        "more": [*voted, summoned.pay(1)],
        "fewer": voted[:1],
    }[swapped]
    with pytest.raises(RequestMismatch):
        await summoned.baals.signing(request, other, await summoned.opened(other))


@pytest.mark.attack("order")
@pytest.mark.parametrize("swapped", ["amount", "more", "order"])
async def test_what_is_processed_is_what_was_voted_on_and_nothing_else(
    summoned: BaalTreasury, swapped: str
) -> None:
    voted = [summoned.pay(), summoned.note()]
    request = await summoned.prepared(voted)
    number = await summoned.submitted(request, voted)
    await summoned.passed(number)
    other = {
        "amount": [summoned.pay(5), voted[1]],
        "more": [*voted, summoned.pay(1)],
        "order": voted[::-1],
    }[swapped]
    with pytest.raises(RpcError):
        await summoned.baal.contract.send(
            "processProposal", number, bytes.fromhex(proposal_data(other)[2:]), sender=summoned.stranger
        )
    await summoned.send(await summoned.ready(request, voted))
    assert (await summoned.followed(request)).execution is not None


@pytest.mark.attack("actions")
async def test_other_code_than_when_the_vote_opened_stops_it(summoned: BaalTreasury) -> None:
    local = summoned.local
    proxy = await local.deploy("SlotProxy", summoned.registry.address, IMPLEMENTATION_SLOT)
    actions = [call(Address(proxy.address), b"\x01\x02\x03\x04")]
    opened = await summoned.opened(actions)
    request = summoned.request(await summoned.baals.prepare(summoned.executor, actions, (), opened, DECISION))
    await proxy.send("upgradeTo", summoned.dollar.address, sender=local.deployer)
    with pytest.raises(CodeChanged):
        await summoned.baals.prepare(summoned.executor, actions, (), opened, DECISION)
    with pytest.raises(CodeChanged):
        await summoned.baals.signing(request, actions, opened)


@pytest.mark.attack("actions")
async def test_another_safe_than_when_the_vote_opened_stops_it(summoned: BaalTreasury) -> None:
    """Its own members change it on chain, while members vote here on a payment from the old one."""
    actions = [summoned.pay()]
    opened = await summoned.opened(actions)
    request = summoned.request(await summoned.baals.prepare(summoned.executor, actions, (), opened, DECISION))
    moves = [
        (summoned.address, 0, function(f"{name}(address account)").encode([summoned.baal.shares.address]))
        for name in ("setAvatar", "setTarget")
    ]
    number = await summoned.baal.submit(moves, sender=summoned.ada)
    await summoned.passed(number)
    await summoned.baal.process(number, moves, sender=summoned.ada)
    for asked in (
        summoned.baals.prepare(summoned.executor, actions, (), opened, DECISION),
        summoned.baals.signing(request, actions, opened),
    ):
        with pytest.raises((CodeChanged, WrongContract)):
            await asked
