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
KINDS = frozenset((_TRANSFER, _APPROVAL, _APPROVAL_FOR_ALL, _TRANSFER_SINGLE, _TRANSFER_BATCH))
"""The first topics of events that tell where something may change."""
_NOBODY = Address("0x" + "0" * 40)


def questions(account: Address, actions: Sequence[DecodedAction], trace: Trace) -> list[Question]:
    """What to look at, each once: first what the calldata names, which no contract that is called can push aside; then
    what the calls do beside that. Of each what the account has comes first, then what somebody may take later, then
    what others have."""
    found: list[Question] = []
    for part in ([CoinsOf(account), *_of_calls(account, actions)], _of_trace(trace)):
        found += sorted(part, key=lambda each: _place(account, each))
    return [each for each in dict.fromkeys(found) if not _of_nobody(each)]


def not_looked_at(account: Address, actions: Sequence[DecodedAction], trace: Trace) -> int:
    """How many things more may change for which there is no question: what was cut off the trace, and balances of
    tokens with many numbers (ERC-1155)."""
    logged = sum(event.topics[:1] in ((_TRANSFER_SINGLE,), (_TRANSFER_BATCH,)) for event in trace.events)
    named = sum(
        isinstance(decoded.effect, effects.MultiTokenTransfer) for decoded, _ in _calls(account, actions)
    )
    return trace.cut + max(logged, named)


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
        case CoinsOf(account=held) | HeldOf(account=held):
            return 0 if held == account else 3
    return 2


def _of_nobody(question: Question) -> bool:
    """The zero address is where tokens come from and go to, and holds none."""
    match question:
        case CoinsOf(account=held) | HeldOf(account=held):
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
