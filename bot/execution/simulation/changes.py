"""From what was read before and after to what has changed."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.chain.calls.simulating import Made
from bot.domain.actions.effects import Token
from bot.domain.actions.simulation import (
    AllowanceChange,
    AnyChange,
    HeldChange,
    ItemChange,
    NftApproval,
    NftChange,
    OperatorChange,
)
from bot.domain.ids import Address, address
from bot.execution.simulation.questions import (
    AllowanceOf,
    ApprovedOf,
    CoinsOf,
    HeldOf,
    ItemsOf,
    OperatorOf,
    OwnerOf,
    Question,
)


class Answered(msgspec.Struct, frozen=True):
    """A question with the numbers before and after; None where it was refused, or answered with something else."""

    question: Question
    before: int | None
    after: int | None

    @property
    def is_read(self) -> bool:
        """Whether it is known. Where it was refused both times, an NFT may not be there."""
        if isinstance(self.question, OwnerOf | ApprovedOf):
            return True
        return self.before is not None and self.after is not None


def answered(questions: Sequence[Question], before: Sequence[Made], after: Sequence[Made]) -> list[Answered]:
    """Each question with its answers."""
    return [
        Answered(question, _number(one), _number(other))
        for question, one, other in zip(questions, before, after, strict=True)
    ]


def _number(made: Made) -> int | None:
    return int.from_bytes(made.returned, "big") if made.success and len(made.returned) == 32 else None


def contracts_changed(found: Sequence[Answered]) -> list[Address]:
    """The tokens of which something has changed that is counted, each once."""
    return list(
        dict.fromkeys(
            each.question.contract
            for each in found
            if isinstance(each.question, HeldOf | AllowanceOf) and each.is_read and each.before != each.after
        )
    )


def changes(
    account: Address, found: Sequence[Answered], tokens: Mapping[Address, Token]
) -> tuple[AnyChange, ...]:
    """What has changed, by rank; `tokens` are at least those of `contracts_changed`."""
    changed = [_change(account, each, tokens) for each in found if each.is_read and each.before != each.after]
    return tuple(sorted((each for each in changed if each is not None), key=lambda each: each.rank))


def _change(account: Address, each: Answered, tokens: Mapping[Address, Token]) -> AnyChange | None:
    before, after = each.before, each.after
    match each.question:
        case OwnerOf(contract, number):
            was, now = _account(before), _account(after)
            return None if was == now else NftChange(contract, number, was, now, account in (was, now))
        case ApprovedOf(contract, number):
            was, now = _account(before), _account(after)
            return None if was == now else NftApproval(contract, number, was, now)
    if before is None or after is None:
        return None
    match each.question:
        case CoinsOf(held):
            return HeldChange(None, held, before, after, held == account)
        case HeldOf(contract, held):
            return HeldChange(tokens[contract], held, before, after, held == account)
        case ItemsOf(contract, held, number):
            return ItemChange(contract, number, held, before, after, held == account)
        case AllowanceOf(contract, owner, spender):
            return AllowanceChange(tokens[contract], owner, spender, before, after)
        case OperatorOf(contract, owner, operator):
            return OperatorChange(contract, owner, operator, bool(after))


def _account(number: int | None) -> Address | None:
    """The account of a word; None for nobody, and for what is no account."""
    return address(f"0x{number:040x}") if number and not number >> 160 else None
