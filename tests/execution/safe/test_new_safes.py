"""A vote deploys a Safe at an address that is known before, sends it something at once, and can take that back."""

import pytest
from eth_utils.address import to_checksum_address

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action, DecodedAction, Operation
from bot.domain.actions.effects import NewSafe, UnknownCall
from bot.domain.errors import BadAction
from bot.domain.ids import Address, ChainId
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.safe.deploying import FACTORY, FALLBACK_HANDLER
from bot.execution.safe.multi_send import multi_send
from bot.wording.actions.listing import deed_lines
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from tests.execution.treasury import Treasury
from tests.said import raises_saying

CHAIN = ChainId(31337)
ADA = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
BEN = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
LINE = f"deploy safe owners {ADA} {BEN} threshold 2"
SAY = language(markup=PLAIN)


async def read(treasury: Treasury, chain: EvmChain, lines: str) -> tuple[DecodedAction, ...]:
    codec, at = EvmActionCodec({CHAIN: chain}), await chain.latest()
    actions = await codec.parse(lines, CHAIN, at, account=treasury.address)
    return await codec.decode(actions, at, account=treasury.address)


async def carried_out(treasury: Treasury, *actions: Action) -> None:
    """All or none, by the Safe with the signatures of its owners."""
    safe, data = treasury.safe, bytes.fromhex(multi_send(actions)[2:])
    to, how = safe.multisend_call_only, int(Operation.DELEGATE_CALL)
    digest = await safe.transaction_hash(to, data=data, operation=how)
    signatures = [safe.sign(owner, digest) for owner in safe.owners[: safe.threshold]]
    sender = treasury.local.deployer
    await safe.execute(to, data=data, operation=how, signatures=signatures, sender=sender)


def made(decoded: DecodedAction) -> NewSafe:
    assert isinstance(decoded.effect, NewSafe)
    return decoded.effect


async def test_it_stands_where_the_vote_said_with_what_the_same_vote_has_sent(
    treasury: Treasury, chain: EvmChain
) -> None:
    local = treasury.local
    (deployed,) = await read(treasury, chain, LINE)
    safe = made(deployed)
    (funded,) = await read(treasury, chain, f"transfer 0.25 ETH to {safe.address}")
    assert "for which 2 of these owners sign" in "\n".join(deed_lines([deployed], SAY))
    await carried_out(treasury, deployed.action, funded.action)
    contract = local.contract("Safe", to_checksum_address(safe.address))
    assert [to_checksum_address(owner) for owner in await contract.call("getOwners")] == [ADA, BEN]
    assert await contract.call("getThreshold") == 2
    assert not await contract.call("isModuleEnabled", treasury.address)
    assert await local.balance(safe.address) == 25 * 10**16
    # The same Safe can't be deployed twice: another one has another number.
    (again,) = await read(treasury, chain, f"{LINE} number 2")
    assert made(again).address != safe.address
    await carried_out(treasury, again.action)


async def test_what_is_recallable_gives_back_what_it_holds_without_its_owners(
    treasury: Treasury, chain: EvmChain
) -> None:
    local = treasury.local
    (deployed,) = await read(treasury, chain, f"{LINE} recallable")
    safe = made(deployed)
    assert safe.module == treasury.address
    assert "moves what it holds without its owners" in "\n".join(deed_lines([deployed], SAY))
    (funded,) = await read(treasury, chain, f"transfer 1 ETH to {safe.address}")
    await carried_out(treasury, deployed.action, funded.action)
    assert await local.balance(treasury.address) == 9 * 10**18
    function = "execTransactionFromModule(address,uint256,bytes,uint8)"
    back = f"call {safe.address} {function} {treasury.address} {10**18} 0x 0"
    (recalled,) = await read(treasury, chain, back)
    await carried_out(treasury, recalled.action)
    assert await local.balance(treasury.address) == 10**19
    assert await local.balance(safe.address) == 0


@pytest.mark.attack("actions")
async def test_only_a_safe_that_is_set_up_as_told_is_called_one(treasury: Treasury, chain: EvmChain) -> None:
    """Other code in the setup, another singleton, a payment or another factory: nobody can tell what that makes."""
    (deployed,) = await read(treasury, chain, f"{LINE} recallable")
    data = deployed.action.data
    changed = {
        "handler": data.replace(FALLBACK_HANDLER[2:].lower(), "66" * 20),
        "singleton": data.replace("29fcb43b46531bca003ddc8fcb67ffe91900c762", "66" * 20),
        "library": data.replace("a83c336b20401af773b6219ba5027174338d1836", "66" * 20),
        "function": data.replace("610b5925", "66666666"),
        "longer": data + "00" * 32,
    }
    codec, at = EvmActionCodec({CHAIN: chain}), await chain.latest()
    forged = [Action(CHAIN, FACTORY, 0, each) for each in changed.values()]
    forged.append(Action(CHAIN, BEN, 0, data))
    for each in await codec.decode(forged, at, account=treasury.address):
        assert isinstance(each.effect, UnknownCall), each.action.data
    assert len({each.data for each in forged}) == len(forged)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"deploy safe owners {ADA} {ADA} threshold 1", "different owners"),
        (f"deploy safe owners {ADA} threshold 2", "no more of them have to sign"),
        (f"deploy safe owners {ADA} threshold 0", "no more of them have to sign"),
        (f"deploy safe owners {ADA}", "a new Safe is written"),
        ("deploy safe owners threshold 1", "a new Safe is written"),
        (f"{LINE} number 0", "a new Safe is written"),
        (f"{LINE} now", "a new Safe is written"),
        (f"deploy {ADA}", "a new Safe is written"),
    ],
)
async def test_a_line_that_names_no_safe_is_refused(
    treasury: Treasury, chain: EvmChain, line: str, why: str
) -> None:
    with raises_saying(BadAction, why):
        await read(treasury, chain, line)
