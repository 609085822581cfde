"""What actions move, asset by asset: what they send, and what they let others take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.actions import effects
from bot.domain.actions.actions import DecodedAction, numbered
from bot.domain.actions.effects import Effect
from bot.domain.ids import Address


@dataclass(frozen=True)
class Outlay:
    """So much of an asset goes to an account, or may be taken by it, in base units."""

    asset: Address | None
    """A token's contract; None: the chain's own coin."""
    amount: int
    to: Address


def outlays(actions: Sequence[DecodedAction]) -> Iterator[tuple[str, Outlay]]:
    """Each with the number of its action, those within batches and of calls that others are told to make too.

    Coins that are handed on count at each step. Tokens count whosever they are, and an allowance as if it were taken.
    """
    for number, decoded in numbered(actions):
        if decoded.action.value:
            yield number, Outlay(None, decoded.action.value, decoded.action.to)
        if (moved := of_token(decoded.effect)) is not None and moved.amount:
            yield number, moved


def of_token(effect: Effect) -> Outlay | None:
    """What a call of a token's function moves; None for everything else."""
    match effect:
        case effects.TokenTransfer(token, amount, to) | effects.TokenTransferFrom(token, amount, to=to):
            return Outlay(token.contract, amount, to)
        case (
            effects.Allowance(token, spender, amount)
            | effects.AllowanceRaise(token, spender, amount)
            | effects.Permit(token, spender=spender, amount=amount)
        ):
            return Outlay(token.contract, amount, spender)
        case effects.AllowanceCut(token, spender):
            return Outlay(token.contract, 0, spender)
    return None
