"""What actions send, held against what the account that makes them holds now."""

from collections.abc import Sequence

import msgspec

from bot.domain.actions import effects
from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.effects import Token
from bot.domain.blocks import Value
from bot.domain.ids import Address
from bot.domain.power import Erc20, Native
from bot.services.ports import Chain


class Shortfall(msgspec.Struct, frozen=True):
    """More of something is sent than is there."""

    token: Token | None
    """None: the chain's coin."""
    native: str
    sent: int
    held: int


async def shortfalls(
    chain: Chain, account: Address, actions: Sequence[DecodedAction]
) -> tuple[Shortfall, ...]:
    """Of what the account has less by the newest block than its own actions send, coins first.

    What can't be read is left out, and so is what comes in by other actions before. Raises ChainUnavailable.
    """
    coins, sent, tokens = _sent(account, actions)
    if not coins and not sent:
        return ()
    asked = list(sent)
    at = await chain.latest()
    held = await chain.powers(
        [
            (Native(chain=chain.id), account),
            *((Erc20(chain=chain.id, contract=contract), account) for contract in asked),
        ],
        at,
    )
    found: list[Shortfall] = []
    native = actions[0].native
    if isinstance(held[0], Value) and held[0].raw < coins:
        found.append(Shortfall(None, native, coins, held[0].raw))
    for contract, reading in zip(asked, held[1:], strict=True):
        if isinstance(reading, Value) and reading.raw < sent[contract]:
            found.append(Shortfall(tokens[contract], native, sent[contract], reading.raw))
    return tuple(found)


def _sent(
    account: Address, actions: Sequence[DecodedAction]
) -> tuple[int, dict[Address, int], dict[Address, Token]]:
    """The coins, and the amount of each token by its contract."""
    coins, sent, tokens = 0, dict[Address, int](), dict[Address, Token]()
    for decoded in actions:
        coins += decoded.action.value
        match decoded.effect:
            case effects.TokenTransfer(token=token, amount=amount):
                pass
            case effects.TokenTransferFrom(token=token, amount=amount, owner=owner) if owner == account:
                pass
            case _:
                continue
        # Of an NFT it is the number, and not an amount.
        if token.decimals is not None:
            sent[token.contract] = sent.get(token.contract, 0) + amount
            tokens[token.contract] = token
    return coins, sent, tokens
