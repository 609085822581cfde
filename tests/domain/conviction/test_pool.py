"""What a proposal asks of its pool is read from its calldata."""

import pytest

from bot.domain.actions.actions import Action, Operation
from bot.domain.conviction.pool import requested_of
from bot.domain.errors import BadAction
from bot.domain.ids import Address, ChainId, address
from bot.domain.policy.model import Pool, preset

CHAIN = ChainId(1)
USD, OTHER, ANN = (address("0x" + digit * 40) for digit in "123")
TOKENS = preset("token").model_copy(update={"pool": Pool(asset=USD, symbol="USD")})
COINS = preset("token").model_copy(update={"pool": Pool(symbol="ETH")})


def transfer(amount: int, *, token: Address = USD, value: int = 0, selector: str = "a9059cbb") -> Action:
    data = f"0x{selector}{ANN[2:].rjust(64, '0')}{amount:064x}"
    return Action(CHAIN, token, value, data)


def test_transfers_of_the_pools_token_add_up() -> None:
    assert requested_of(TOKENS, [transfer(25), transfer(2**256 - 1)]) == 2**256 + 24
    assert requested_of(TOKENS, []) == 0


def test_the_chains_own_coin_is_what_plain_transfers_send() -> None:
    assert requested_of(COINS, [Action(CHAIN, ANN, 7, "0x"), Action(CHAIN, ANN, 5, "0x")]) == 12


def test_a_track_without_a_pool_asks_for_nothing() -> None:
    assert requested_of(preset("token"), [transfer(25)]) == 0


@pytest.mark.parametrize(
    "action",
    [
        transfer(5, token=OTHER),
        transfer(5, value=1),
        transfer(5, selector="095ea7b3"),
        transfer(5, selector="23b872dd"),
        Action(CHAIN, USD, 0, transfer(5).data + "00"),
        Action(CHAIN, USD, 0, transfer(5).data[:-2]),
        Action(CHAIN, USD, 0, "0x"),
        Action(CHAIN, ANN, 7, "0x"),
        Action(CHAIN, USD, 0, transfer(5).data, Operation.DELEGATE_CALL),
    ],
)
def test_anything_else_than_a_plain_transfer_of_the_token_is_refused_with_its_line(action: Action) -> None:
    with pytest.raises(BadAction) as refused:
        requested_of(TOKENS, [transfer(5), action])
    assert refused.value.line_number == 2


@pytest.mark.parametrize(
    "action",
    [transfer(5), Action(CHAIN, ANN, 7, "0xdeadbeef"), Action(CHAIN, ANN, 7, "0x", Operation.DELEGATE_CALL)],
)
def test_anything_else_than_a_plain_transfer_of_the_coin_is_refused(action: Action) -> None:
    with pytest.raises(BadAction):
        requested_of(COINS, [action])
