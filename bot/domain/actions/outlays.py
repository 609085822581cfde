"""What actions move, asset by asset: what they send, and what they let others take."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.actions import effects
from bot.domain.actions.actions import DecodedAction, Operation
from bot.domain.actions.dangers import SpenderTakes
from bot.domain.actions.effects import Effect
from bot.domain.ids import Address, ChainId


class Outlay(msgspec.Struct, frozen=True):
    """So much of an asset goes to an account, or may be taken by it, in base units."""

    asset: Address | None
    """A token's contract; None: the chain's own coin."""
    amount: int
    to: Address


def outlays(actions: Sequence[DecodedAction], within: str = "") -> Iterator[tuple[str, Outlay]]:
    """Each with the number of its action, those within batches and of calls that others are told to make too.

    Coins that are handed on count at each step. Tokens count whosever they are, and an allowance as if it were taken:
    but what streams that follow in the same list take of it counts as theirs. What a bridge carries to another chain
    moves nothing here but the coins that the bridge gets.
    """
    left = _left_of_allowances(actions)
    for place, decoded in enumerate(actions):
        number = f"{within}{place + 1}"
        if decoded.action.value:
            yield number, Outlay(None, decoded.action.value, decoded.action.to)
        for moved in moved_by(decoded):
            amount = left.get(place, moved.amount)
            if amount:
                yield number, replace(moved, amount=amount)
        if not isinstance(decoded.effect, effects.BridgedCall):
            yield from outlays(decoded.inner, f"{number}.")


def moved_by(decoded: DecodedAction) -> tuple[Outlay, ...]:
    """What a call of a token's function moves, or of what pays out tokens little by little: that whole, at once.
    Nothing for everything else."""
    match decoded.effect:
        case effects.TokenTransfer(token, amount, to) | effects.TokenTransferFrom(token, amount, to=to):
            return (Outlay(token.contract, amount, to),)
        case (
            effects.Allowance(token, spender, amount)
            | effects.AllowanceRaise(token, spender, amount)
            | effects.Permit(token, spender=spender, amount=amount)
        ):
            return (Outlay(token.contract, amount, spender),)
        case effects.AllowanceCut(token, spender):
            return (Outlay(token.contract, 0, spender),)
        case effects.StreamMade(token, total, to, broker=broker, fee=fee) as made if made.kept:
            whole = Outlay(token.contract, total - fee, to)
            return (whole, Outlay(token.contract, fee, broker)) if fee else (whole,)
        case effects.PayStarted(effects.Token() as token, deposit, to) if deposit:
            return (Outlay(token.contract, deposit, to),)
        case effects.PayBalance(token, int(amount), taken=False):
            return (Outlay(token.contract, amount, decoded.action.to),)
    return ()


def without_used_allowances(actions: Sequence[DecodedAction]) -> tuple[DecodedAction, ...]:
    """The same, where an allowance is no danger if streams that follow it take all of it."""
    left = _left_of_allowances(actions)
    return tuple(
        replace(
            decoded,
            dangers=tuple(
                danger
                for danger in decoded.dangers
                if not (isinstance(danger, SpenderTakes) and left.get(place) == 0)
            ),
            inner=without_used_allowances(decoded.inner),
        )
        for place, decoded in enumerate(actions)
    )


def _left_of_allowances(actions: Sequence[DecodedAction]) -> dict[int, int]:
    """What is left of each allowance of a list of calls, by its place, after the streams that follow it until the next
    one of the same token to the same spender on the same chain. All calls of a list on one chain are made by one
    account."""
    left: dict[int, int] = {}
    last: dict[tuple[ChainId, Address, Address], int] = {}
    for place, decoded in enumerate(actions):
        action = decoded.action
        if action.operation is not Operation.CALL:
            continue
        if isinstance(decoded.effect, effects.Allowance):
            last[action.chain, decoded.effect.token.contract, decoded.effect.spender] = place
            left[place] = decoded.effect.amount
        elif (taken := _taken(decoded.effect)) is not None:
            token, amount = taken
            if (before := last.get((action.chain, token, action.to))) is not None:
                left[before] = max(0, left[before] - amount)
    return left


def _taken(effect: Effect) -> tuple[Address, int] | None:
    """What a stream takes of an allowance: the token and how much of it."""
    match effect:
        case effects.StreamMade(token, total) as made if made.kept:
            return token.contract, total
        case effects.PayStarted(effects.Token() as token, deposit):
            return token.contract, deposit
        case effects.PayBalance(token, int(amount), taken=False):
            return token.contract, amount
    return None
