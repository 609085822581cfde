"""Where something may change by calls: what their calldata says, and what contracts logged when they were tried out."""

from collections.abc import Iterator, Sequence

from eth_utils.crypto import keccak

from bot.chain.calls.tracing import Event, Trace
from bot.domain.actions import effects
from bot.domain.actions.actions import DecodedAction, Operation
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

_TRANSFER = int.from_bytes(keccak(text="Transfer(address,address,uint256)"), "big")
_APPROVAL = int.from_bytes(keccak(text="Approval(address,address,uint256)"), "big")
_APPROVAL_FOR_ALL = int.from_bytes(keccak(text="ApprovalForAll(address,address,bool)"), "big")
_TRANSFER_SINGLE = int.from_bytes(
    keccak(text="TransferSingle(address,address,address,uint256,uint256)"), "big"
)
_TRANSFER_BATCH = int.from_bytes(
    keccak(text="TransferBatch(address,address,address,uint256[],uint256[])"), "big"
)
_MOST_NUMBERS = 64
"""So many numbers of one batch are looked at."""
_MOST_SAID = 1_000
"""A batch may say that it has any number of them; more than these can't be in one transaction."""
_BEFORE_NUMBERS = 3
"""Words of a batch before its numbers: where they and the amounts begin, and how many there are."""
KINDS = {
    _TRANSFER: 0,
    _APPROVAL: 0,
    _APPROVAL_FOR_ALL: 0,
    _TRANSFER_SINGLE: 1,
    _TRANSFER_BATCH: _BEFORE_NUMBERS + _MOST_NUMBERS,
}
"""The first topics of events that tell where something may change, and how many words of data say where."""
_NOBODY = Address("0x" + "0" * 40)


def questions(account: Address, actions: Sequence[DecodedAction], trace: Trace) -> list[Question]:
    """What to look at, each once: first what the calldata names, which no contract that is called can push aside; then
    what the calls do beside that. Of each what the account has comes first, then what somebody may take later, then
    what others have."""
    found: list[Question] = []
    for part in ([CoinsOf(account), *_of_calls(account, actions)], _of_trace(trace)):
        found += sorted(part, key=lambda each: _place(account, each))
    return [each for each in dict.fromkeys(found) if not _of_nobody(each)]


def not_looked_at(trace: Trace) -> int:
    """How many things more may change for which there is no question: what was cut off the trace, and the numbers of
    batches that say more of them than are looked at, or not which."""
    return trace.cut + sum(_unread_numbers(event) for event in trace.events)


def guesses(account: Address, actions: Sequence[DecodedAction], known: Sequence[Question]) -> list[Question]:
    """What may be worth a look, and may be no question to such a contract: what the account has of each contract that
    is called with it. Some tokens log no transfer where they are made of coins."""
    called = dict.fromkeys(
        decoded.action.to for decoded, _ in _calls(account, actions) if decoded.action.data != "0x"
    )
    return [each for each in (HeldOf(contract, account) for contract in called) if each not in known]


def _place(account: Address, question: Question) -> int:
    match question:
        case OperatorOf() | AllowanceOf() | ApprovedOf():
            return 1
        case CoinsOf(account=held) | HeldOf(account=held) | ItemsOf(account=held):
            return 0 if held == account else 3
    return 2


def _of_nobody(question: Question) -> bool:
    """The zero address is where tokens come from and go to, and holds none."""
    match question:
        case CoinsOf(account=held) | HeldOf(account=held) | ItemsOf(account=held):
            return held == _NOBODY
        case AllowanceOf(owner=owner) | OperatorOf(owner=owner):
            return owner == _NOBODY
    return False


def _calls(caller: Address, actions: Sequence[DecodedAction]) -> Iterator[tuple[DecodedAction, Address]]:
    """Each call, those within others too, and who makes it."""
    for decoded in actions:
        yield decoded, caller
        inner = caller
        if isinstance(decoded.effect, effects.RelayedCalls) and decoded.effect.step not in ("made", "own"):
            # Nothing of it happens yet.
            continue
        if isinstance(decoded.effect, effects.BridgedCall):
            # It happens elsewhere.
            continue
        if _made_by_it(decoded):
            inner = decoded.action.to
        yield from _calls(inner, decoded.inner)


def _made_by_it(decoded: DecodedAction) -> bool:
    """Whether the account that is called makes the calls within, and not whoever calls it."""
    match decoded.effect:
        case effects.SafeExecution():
            return True
        case effects.RelayedCalls(step=step):
            return step != "own"
        case effects.Batch():
            return decoded.action.operation is not Operation.DELEGATE_CALL
    return False


def _of_calls(account: Address, actions: Sequence[DecodedAction]) -> Iterator[Question]:
    for decoded, caller in _calls(account, actions):
        if decoded.action.value:
            yield CoinsOf(caller)
            yield CoinsOf(decoded.action.to)
        yield from _of_effect(decoded.effect, caller)


def _of_effect(effect: effects.Effect, caller: Address) -> Iterator[Question]:
    match effect:
        case effects.TokenTransfer(token=token, to=to):
            yield HeldOf(token.contract, caller)
            yield HeldOf(token.contract, to)
        case effects.TokenTransferFrom(token=token, amount=amount, owner=owner, to=to):
            if token.decimals is None:
                yield OwnerOf(token.contract, amount)
            else:
                yield HeldOf(token.contract, owner)
                yield HeldOf(token.contract, to)
                if owner != caller:
                    yield AllowanceOf(token.contract, owner, caller)
        case effects.MultiTokenTransfer(token=token, number=number, owner=owner, to=to):
            yield ItemsOf(token.contract, owner, number)
            yield ItemsOf(token.contract, to, number)
        case effects.NftTransfer(token=token, number=number):
            yield OwnerOf(token.contract, number)
        case effects.Permit(token=token, owner=owner, spender=spender):
            yield AllowanceOf(token.contract, owner, spender)
        case (
            effects.Allowance(token=token, spender=spender)
            | effects.AllowanceRaise(token=token, spender=spender)
            | effects.AllowanceCut(token=token, spender=spender)
        ):
            if isinstance(effect, effects.Allowance) and token.decimals is None:
                yield ApprovedOf(token.contract, effect.amount)
            else:
                yield AllowanceOf(token.contract, caller, spender)
        case effects.OperatorApproval(token=token, operator=operator):
            yield OperatorOf(token.contract, caller, operator)


def _of_trace(trace: Trace) -> Iterator[Question]:
    for event in trace.events:
        yield from _of_event(event)
    for paid in trace.paid:
        yield CoinsOf(paid)


def _of_event(event: Event) -> Iterator[Question]:
    """Of the standards' events only, with as many topics as they have: ERC-721 has one more than ERC-20."""
    kind, *rest = event.topics or (0,)
    if kind in (_TRANSFER_SINGLE, _TRANSFER_BATCH):
        yield from _of_items(event)
        return
    if len(rest) not in (2, 3) or any(each >> 160 for each in rest[:2]):
        return
    one, other = (address(f"0x{each:040x}") for each in rest[:2])
    match kind, rest[2:]:
        case (kind, []) if kind == _TRANSFER:
            yield HeldOf(event.contract, one)
            yield HeldOf(event.contract, other)
        case (kind, [number]) if kind == _TRANSFER:
            yield OwnerOf(event.contract, number)
        case (kind, []) if kind == _APPROVAL:
            yield AllowanceOf(event.contract, one, other)
        case (kind, [number]) if kind == _APPROVAL:
            yield ApprovedOf(event.contract, number)
        case (kind, []) if kind == _APPROVAL_FOR_ALL:
            yield OperatorOf(event.contract, one, other)


def _of_items(event: Event) -> Iterator[Question]:
    """Of a transfer of ERC-1155 tokens: who made it, from whom, to whom, and in its data of which numbers."""
    _, *rest = event.topics
    if len(rest) != 3 or any(each >> 160 for each in rest):
        return
    for number in _numbers(event):
        for account in rest[1:]:
            yield ItemsOf(event.contract, address(f"0x{account:040x}"), number)


def _numbers(event: Event) -> tuple[int, ...]:
    """Those that it names and that are looked at."""
    if event.topics[0] == _TRANSFER_SINGLE:
        return event.data[:1]
    return event.data[_BEFORE_NUMBERS : _BEFORE_NUMBERS + _told_numbers(event)]


def _told_numbers(event: Event) -> int:
    """How many a batch says that it has. As compilers write it, the numbers come first."""
    if len(event.data) < _BEFORE_NUMBERS or event.data[0] != 2 * 32:
        return 0
    return event.data[2]


def _unread_numbers(event: Event) -> int:
    """Of how many of its numbers nothing is asked; 1 where it doesn't even say that."""
    kind = event.topics[0] if event.topics else 0
    if kind not in (_TRANSFER_SINGLE, _TRANSFER_BATCH):
        return 0
    read = len(_numbers(event)) if len(event.topics) == 4 else 0
    if kind == _TRANSFER_SINGLE:
        return 1 - read
    told = _told_numbers(event)
    if not told:
        # An empty batch moves nothing.
        return int(len(event.data) < _BEFORE_NUMBERS or event.data[0] != 2 * 32)
    return min(told - read, _MOST_SAID)
