"""Transactions: told before they are sent, and sent as they were told."""

from typing import Any

import pytest

from tests.sandbox.browser.wallet.town import TOKEN, Town, told

pytestmark = pytest.mark.asyncio(loop_scope="session")


def call(town: Town, **changes: Any) -> dict[str, Any]:
    return {
        "from": town.ada.address,
        "to": town.ben.address,
        "value": hex(TOKEN // 100),
        "data": "0x",
        **changes,
    }


async def test_a_payment_is_told_and_arrives(town: Town) -> None:
    before = await town.chain.balance(town.ben.address)
    review, sent = await town.ask("eth_sendTransaction", call(town))
    assert told(review)["to"] == f"{town.ben.address} (ben)"
    assert told(review)["sends"] == "0.01 ETH"
    receipt = await town.chain.request("eth_getTransactionReceipt", [sent])
    assert int(receipt["status"], 16) == 1
    assert await town.chain.balance(town.ben.address) - before == TOKEN // 100


async def test_a_call_of_a_known_token_is_told_with_its_function_and_amount(town: Town) -> None:
    data = "0x" + town.token.data("transfer", town.ben.address, 3 * TOKEN).hex()
    review, _ = await town.ask(
        "eth_sendTransaction", call(town, to=town.token.address, value="0x0", data=data)
    )
    assert (told(review)["calls"], told(review)["value"]) == ("transfer(address,uint256)", "3 FOLK")
    assert review.dangers == ()
    assert await town.token.call("balanceOf", town.ben.address) >= 3 * TOKEN


async def test_what_would_fail_is_said_before(town: Town) -> None:
    data = "0x" + town.token.data("transfer", town.ben.address, 10**30).hex()
    review = await town.shown(
        "eth_sendTransaction", call(town, to=town.token.address, value="0x0", data=data)
    )
    assert "This would fail now" in review.dangers[0]


@pytest.mark.attack("actions")
async def test_a_call_that_nobody_knows_is_a_danger(town: Town) -> None:
    review = await town.shown("eth_sendTransaction", call(town, to="0x" + "ee" * 20, data="0xdeadbeef"))
    assert any("Nobody here knows what this calls" in danger for danger in review.dangers)


@pytest.mark.attack("actions")
async def test_a_token_that_nobody_knows_is_named_so_though_its_call_can_be_read(town: Town) -> None:
    data = "0x" + town.token.data("transfer", town.ben.address, 3).hex()
    review = await town.shown("eth_sendTransaction", call(town, to="0x" + "ee" * 20, value="0x0", data=data))
    assert told(review)["calls"] == "transfer(address,uint256)"
    assert any("Nobody here knows the account" in danger for danger in review.dangers)


async def test_a_safe_sends_by_its_owners(town: Town) -> None:
    before = await town.token.call("balanceOf", town.ben.address)
    data = "0x" + town.token.data("transfer", town.ben.address, TOKEN).hex()
    given = {"from": town.safe.address, "to": town.token.address, "data": data}
    _, sent = await town.ask("eth_sendTransaction", given, holder="3")
    assert sent.startswith("0x")
    assert await town.token.call("balanceOf", town.ben.address) - before == TOKEN


async def test_what_was_agreed_to_is_sent_once(town: Town) -> None:
    number, _ = await town.wallet.ask(
        "http://127.0.0.1:1", "1", town.chain.chain_id, "eth_sendTransaction", [call(town)]
    )
    await town.wallet.approve(number)
    with pytest.raises(Exception, match="answered already"):
        await town.wallet.approve(number)


@pytest.mark.attack("floods")
async def test_of_requests_that_nobody_answers_the_oldest_are_forgotten(town: Town) -> None:
    numbers = [
        (
            await town.wallet.ask(
                "http://a", "1", town.chain.chain_id, "personal_sign", ["0x61", town.ada.address]
            )
        )[0]
        for _ in range(150)
    ]
    with pytest.raises(Exception, match="too old"):
        await town.wallet.approve(numbers[0])
    assert (await town.wallet.approve(numbers[-1])).startswith("0x")


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from": "0x" + "11" * 20}, 4100),
        ({"from": 7}, 4100),
        ({"to": "ben"}, -32602),
        ({"to": 7}, -32602),
        ({"to": None}, -32602),
        ({"value": 5}, -32602),
        ({"value": "5"}, -32602),
        ({"value": "0x" + "f" * 65}, -32602),
        ({"data": "hello"}, -32602),
        ({"data": "0x123"}, -32602),
        ({"data": 7}, -32602),
        ({"data": "0x12", "input": "0x13"}, -32602),
        ({"data": "0x" + "00" * 140_000}, -32602),
        ({"chainId": "0x1"}, -32602),
        ({"chainId": 31337}, -32602),
    ],
)
async def test_what_is_no_transaction_is_refused(town: Town, changes: dict[str, Any], code: int) -> None:
    assert await town.refusal("eth_sendTransaction", call(town, **changes)) == code


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "method", ["eth_sign", "eth_signTransaction", "eth_signTypedData_v3", "wallet_addEthereumChain"]
)
async def test_a_method_that_the_wallet_does_not_know_is_refused(town: Town, method: str) -> None:
    assert await town.refusal(method) == 4200


async def test_a_chain_that_the_wallet_does_not_know_is_refused(town: Town) -> None:
    assert await town.refusal("personal_sign", "0x00", town.ada.address, chain=1) == 4902


@pytest.mark.parametrize("params", [[], [7], [None]])
async def test_no_transaction_at_all_is_refused(town: Town, params: list[Any]) -> None:
    assert await town.refusal("eth_sendTransaction", *params) == -32602
