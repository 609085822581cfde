"""What would keep a Safe from making the calls is said before anybody votes or signs, and who else rules the Safe."""

import pytest

from tests.cogs.conftest import WHOLE, Dao, named

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO = "0x52908400098527886E0F7030069857D2E4169EE7"
ZERO = "0x0000000000000000000000000000000000000000"


async def change(dao: Dao, function: str, *arguments: object) -> None:
    """The Safe changes itself."""
    safe, chain = dao.safe, dao.world.chain
    data = safe.contract.data(function, *arguments)
    digest = await safe.transaction_hash(safe.address, data=data)
    signatures = [safe.sign(owner, digest) for owner in safe.owners[: safe.threshold]]
    await safe.execute(safe.address, data=data, signatures=signatures, sender=chain.deployer)
    await chain.mine(3)


async def guarded(dao: Dao, mode: int) -> str:
    """The address of a guard that the Safe has from now on."""
    chain = dao.world.chain
    guard = await chain.deploy("TransactionGuard", 0, TO)
    await change(dao, "setGuard", guard.address)
    await guard.send("setMode", mode, sender=chain.deployer)
    await chain.mine(3)
    return guard.address


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("mode", "said"), [(0, None), (1, "nothing passes here"), (2, "not to them"), (5, ""), (6, "")]
)
async def test_a_guard_that_would_stop_a_payment_is_named_in_the_draft(
    dao: Dao, mode: int, said: str | None
) -> None:
    guard = await guarded(dao, mode)
    await dao.world.chain.fund(dao.safe.address, WHOLE)
    preview = await dao.draft(actions=f"transfer 1 ETH to {TO}")
    if said is None:
        assert "The Safe's guard" not in preview.text
    else:
        assert f"The Safe's guard** `{guard[:6]}…{guard[-4:]}` doesn't let this pass now" in preview.text
        assert said in preview.text
    assert preview.button("Submit"), "it is said, and not forbidden: a guard may judge by time"


async def test_a_call_that_would_fail_is_named_in_the_draft_with_the_contracts_word(dao: Dao) -> None:
    token = dao.folk.address
    pull = f"call {token} transferFrom(address from, address to, uint256 amount) {dao.world.owners[0].address} {TO} 5"
    preview = await dao.draft(actions=f"call {token} approve(address,uint256) {TO} 0\n{pull}")
    assert "It would fail**: at block" in preview.text
    assert "action 2 reverts (it reverted: ERC20InsufficientAllowance" in preview.text
    assert "ERC20InsufficientAllowance" in preview.text
    assert preview.button("Submit")


async def test_what_is_only_too_little_money_is_said_once(dao: Dao) -> None:
    preview = await dao.draft(actions=f"transfer 1 ETH to {TO}\ntransfer 2 ETH to {TO}")
    assert "Not enough there" in preview.text
    assert "would fail" not in preview.text
    await dao.world.chain.fund(dao.safe.address, 3 * WHOLE)
    preview = await dao.draft(actions=f"transfer 1 ETH to {TO}\ntransfer 2 ETH to {TO}")
    assert "Not enough there" not in preview.text
    assert "would fail" not in preview.text


async def test_a_draft_tells_what_changes_what_may_be_taken_later_first(dao: Dao) -> None:
    await dao.world.chain.fund(dao.safe.address, WHOLE)
    preview = await dao.draft(
        actions=f"transfer 0.5 ETH to {TO}\ncall {dao.folk.address} approve(address,uint256) {TO} 7"
    )
    told = preview.text[preview.text.index("**What changes**") :].splitlines()
    assert "tried out at block" in told[0]
    assert told[1].startswith("⚠️")
    assert "may take" in told[1]
    assert told[2] == "− 0.5 ETH for the treasury, which has 0.5 ETH then"
    assert told[3].startswith("+ 0.5 ETH for")
    assert "eth_simulateV1" in told[4]


async def test_what_changes_stands_on_the_card_in_a_line_and_in_full_behind_it(dao: Dao) -> None:
    await dao.world.chain.fund(dao.safe.address, WHOLE)
    proposal = await dao.discussed(actions=f"transfer 0.5 ETH to {TO}")
    card = await dao.use("ben", "proposal view", proposal=named(proposal))
    assert "✅ Tried out at block" in card.text
    details = (await dao.click("ben", card, "Details")).text
    assert "− 0.5 ETH for the treasury, which has 0.5 ETH then" in details


async def test_details_name_guard_and_modules_of_the_safe_before_everything_else(dao: Dao) -> None:
    guard = await guarded(dao, 0)
    module = dao.world.chain.account("a module").address
    await change(dao, "enableModule", module)
    proposal = await dao.discussed(actions=f"transfer 1 ETH to {TO}")
    card = await dao.use("ben", "proposal view", proposal=named(proposal))
    details = (await dao.click("ben", card, "Details")).text
    lines = details.splitlines()
    assert lines[1].startswith(f"⚠️ Module `{module}`: it can move all that the Safe has")
    assert lines[2].startswith(f"🛡️ Guard `{guard}`")
    shown = (await dao.use("mona", "gov safe show")).text
    assert f"Module `{module}`" in shown
    assert f"Guard `{guard}`" in shown


async def test_a_plain_safe_and_a_proposal_without_actions_say_nothing_of_guards(dao: Dao) -> None:
    for actions in ("", f"transfer 1 ETH to {TO}"):
        proposal = await dao.discussed(actions=actions)
        card = await dao.use("ben", "proposal view", proposal=named(proposal))
        details = (await dao.click("ben", card, "Details")).text
        assert "Module" not in details
        assert "Guard " not in details


@pytest.mark.attack("rpc")
async def test_details_are_shown_while_the_chain_is_silent_and_say_what_was_not_read(dao: Dao) -> None:
    proposal = await dao.discussed(actions=f"transfer 1 ETH to {TO}")
    card = await dao.use("ben", "proposal view", proposal=named(proposal))
    faults = dao.world.chain.faults
    faults.fail_next("*", kind="500", times=1_000)
    try:
        details = (await dao.click("ben", card, "Details")).text
    finally:
        faults.clear()
    assert "Guards and modules of the Safe could not be read now" in details
    assert TO in details
