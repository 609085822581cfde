"""What calldata does: known functions, then the proposer's own ABI where it fits exactly, else bytes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from bot.domain.actions import dangers, effects
from bot.domain.actions.actions import Action, Argument, DecodedAction, Operation
from bot.domain.actions.dangers import Danger
from bot.domain.actions.effects import UINT256_MAX, Effect, Token
from bot.domain.actions.streams import StreamContract
from bot.domain.bridges.bridge import UNKNOWN_CHAIN, Bridge, bridge_at
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import BadFunction, Function, function
from bot.execution.actions.arguments import shown
from bot.execution.actions.known import (
    ALLOWANCE_TRANSFER,
    APPROVE_HASH,
    AS_MODULE,
    MULTI_SEND,
    OPEN_DROP,
    SAFE_ADMINISTRATION,
    WITHIN_SAFE,
)
from bot.execution.actions.metadata import Metadata
from bot.execution.actions.relayed import RELAYING, NoListOfCalls, Told
from bot.execution.actions.streams.dangers import dangers_of_stream
from bot.execution.actions.streams.reading import StreamReading
from bot.execution.actions.token_effects import MULTI_TOKEN_BATCH, TOKEN_FUNCTIONS, parts_of_batch
from bot.execution.actions.votes import CASTS_VOTES, votes_cast
from bot.execution.bridges.dangers import dangers_of
from bot.execution.bridges.registry import SENDING
from bot.execution.safe.deploying import new_safe
from bot.execution.safe.multi_send import NotMultiSend, unpacked

UNKNOWN_COIN = "¤"
"""The symbol of the coin of a chain of which nothing is known."""
_ZERO = Address("0x0000000000000000000000000000000000000000")
_MAX_DEPTH = 8
"""Batches within batches; what is deeper is bytes that nobody reads."""
_NOT_THERE = Metadata(has_code=False)


class Decoder:
    """Decodes actions of one chain with what is known of their targets; `metadata` None while the chain is silent.

    `streams` are the contracts for streams that the operator has named, `now` the time of the block.
    """

    def __init__(
        self,
        native: str,
        account: Address | None,
        metadata: Mapping[Address, Metadata] | None,
        *,
        streams: Iterable[StreamContract] = (),
        now: datetime | None = None,
        bridges: Sequence[Bridge] = (),
        beyond: "Callable[[ChainId], Decoder] | None" = None,
    ) -> None:
        """`bridges` are those that are known, `beyond` gives who decodes what they carry to a chain."""
        self._native = native
        self._account = account
        self._metadata = metadata
        self._streams = StreamReading({each.contract: each for each in streams}, account, self._token_at)
        self._now = now
        self._bridges = bridges
        self._beyond = beyond or (lambda _: Decoder(UNKNOWN_COIN, None, None))

    def decode(self, action: Action, depth: int = 0, caller: Address | None = None) -> DecodedAction:
        """What the action does, with its dangers in the order of their rank. `caller`: who makes the call, where it
        isn't the account itself; at a depth None where it isn't known."""
        data = bytes.fromhex(action.data[2:])
        caller = self._account if depth == 0 else caller
        decoded = (
            self._called(action, data, depth, caller) if data else self._doing(action, effects.CoinsAlone())
        )
        found = {*decoded.dangers, *self._dangers(action, decoded.effect, depth)}
        return replace(decoded, dangers=tuple(sorted(found, key=lambda danger: (danger.rank, repr(danger)))))

    def _called(self, action: Action, data: bytes, depth: int, caller: Address | None) -> DecodedAction:
        selector = data[:4]
        if (known := TOKEN_FUNCTIONS.get(selector)) and (values := known.function.read(data)):
            return self._token(action, known.function, known.effect(self._token_at(action.to), values), depth)
        if (administration := SAFE_ADMINISTRATION.get(selector)) and (values := administration.read(data)):
            change = dangers.ChangesASafe(administration.name, self._may_be_safe(action.to))
            return self._by(action, administration, values, effects.SafeAdministration(), change)
        if selector == MULTI_SEND.selector and (values := MULTI_SEND.read(data)) and depth < _MAX_DEPTH:
            return self._batch(action, values[0], depth, caller)
        if depth < _MAX_DEPTH and (told := self._within_safe(action, data, depth)) is not None:
            return told
        if depth < _MAX_DEPTH and (told := self._relayed(action, data, depth)) is not None:
            return told
        if depth < _MAX_DEPTH and (told := self._bridged(action, data, depth, caller)) is not None:
            return told
        if selector in _HOLDS_CALLS:
            # Its contract may read what nobody here could.
            unread = effects.UnknownCall(f"0x{selector.hex()}", len(data))
            return self._doing(action, unread, dangers.CalldataUnreadable(), dangers.BatchUnreadable())
        if (stream := self._streams.read(action, data)) is not None:
            return self._by(action, stream.function, stream.values, stream.effect)
        casts = CASTS_VOTES.get(selector)
        if casts and (values := casts.read(data)) and (votes := votes_cast(values)):
            return self._by(action, casts, values, votes)
        if selector == OPEN_DROP.selector and (values := OPEN_DROP.read(data)):
            return self._by(action, OPEN_DROP, values, effects.ContractCall())
        for called, danger in _OF_OTHER_SAFES.items():
            if selector == called.selector and (values := called.read(data)):
                return self._by(action, called, values, effects.ContractCall(), danger)
        if (made := new_safe(action)) is not None:
            return self._doing(action, made)
        if selector not in _KNOWN and (claimed := _claimed(action.signature, data)):
            names = dangers.NamesOfTheProposer(f"0x{selector.hex()}")
            return self._by(action, *claimed, effects.ContractCall(), names)
        unknown: list[Danger] = [dangers.CalldataUnreadable()]
        if administration:
            unknown.append(dangers.ChangesASafe(administration.name, self._of(action.to).is_safe))
        effect = effects.UnknownCall(f"0x{selector.hex()}", len(data), of_tokens=known is not None)
        return self._doing(action, effect, *unknown)

    def _token(self, action: Action, called: Function, effect: Effect, depth: int) -> DecodedAction:
        values = called.read(bytes.fromhex(action.data[2:]))
        assert values is not None, "the effect was made of them"
        decoded = self._by(action, called, values, effect)
        if called is not MULTI_TOKEN_BATCH:
            return decoded
        parts = parts_of_batch(values)
        if parts is None or depth >= _MAX_DEPTH:
            return self._doing(action, effects.UnreadableBatch(), dangers.BatchUnreadable())
        inner = [replace(action, value=0, data=f"0x{part.hex()}", signature="") for part in parts]
        return replace(decoded, inner=tuple(self.decode(part, depth + 1) for part in inner))

    def _batch(
        self, action: Action, transactions: bytes, depth: int, caller: Address | None
    ) -> DecodedAction:
        by = caller if action.operation is Operation.DELEGATE_CALL else action.to
        try:
            inner = tuple(self.decode(part, depth + 1, by) for part in unpacked(transactions, action.chain))
        except NotMultiSend:
            return self._doing(action, effects.UnreadableBatch(), dangers.BatchUnreadable())
        found: list[Danger] = []
        if action.operation is not Operation.DELEGATE_CALL:
            found.append(dangers.FromTheBatchContract())
        decoded = self._doing(action, effects.Batch(), *found, *_more(action, MULTI_SEND, (transactions,)))
        return replace(decoded, function=str(MULTI_SEND), inner=inner)

    def _within_safe(self, action: Action, data: bytes, depth: int) -> DecodedAction | None:
        """What another Safe is told to do; None where it isn't told anything."""
        called = WITHIN_SAFE.get(data[:4])
        if called is None or (values := called.read(data)) is None:
            return None
        to, value, inner, operation, *_ = values
        if operation not in tuple(Operation):
            return None
        told = Action(
            action.chain, Address(shown(to, "address")), value, f"0x{inner.hex()}", Operation(operation)
        )
        as_module = called.selector in AS_MODULE
        # A module is told what the Safe behind it makes.
        by, moves = (None, [dangers.MovesASafe()]) if as_module else (action.to, [])
        decoded = self._doing(action, effects.SafeExecution(), *moves, *_more(action, called, values))
        return replace(decoded, function=str(called), inner=(self.decode(told, depth + 1, by),))

    def _bridged(
        self, action: Action, data: bytes, depth: int, caller: Address | None
    ) -> DecodedAction | None:
        """What a bridge is told to have made on another chain; None where it isn't told anything."""
        if (sending := SENDING.get(data[:4])) is None or (values := sending.function.read(data)) is None:
            return None
        call = sending.call(action, values)
        bridge = bridge_at(self._bridges, sending.kind, action.chain, action.to)
        chain = UNKNOWN_CHAIN if bridge is None else bridge.child
        found = [*dangers_of(sending, call, caller), *_more(action, sending.function, values)]
        if bridge is None:
            found.append(dangers.ToUnknownChain())
        if call.creates:
            found.append(dangers.CalldataUnreadable())
        effect = effects.BridgedCall(sending.kind, chain, caller, sending.named)
        told = Action(chain, call.to, call.value, f"0x{call.data.hex()}")
        inner = () if call.creates else (self._on_other_chain(told, depth + 1),)
        return replace(self._doing(action, effect, *found), function=str(sending.function), inner=inner)

    def _on_other_chain(self, action: Action, depth: int) -> DecodedAction:
        beyond = self._beyond(action.chain)
        decoded = beyond.decode(action, depth)
        if action.chain == UNKNOWN_CHAIN or beyond._metadata is not None or self._metadata is None:
            return decoded
        return replace(decoded, dangers=(*decoded.dangers, dangers.ChainSilent()))

    def _relayed(self, action: Action, data: bytes, depth: int) -> DecodedAction | None:
        """What a Governor, a timelock, a Moloch DAO or a Multicall is told of; None where it isn't told anything."""
        if (called := RELAYING.get(data[:4])) is None:
            return None
        try:
            if (values := called.read(data)) is None:
                return None
            calls = called.calls(Told(action.chain, action.to), values)
        except NoListOfCalls:
            return self._doing(action, effects.UnreadableBatch(), dangers.BatchUnreadable())
        more = _more(action, called.function, values)
        decoded = self._doing(action, effects.RelayedCalls(called.step), *more)
        inner = tuple(self.decode(each, depth + 1) for each in calls)
        return replace(decoded, function=str(called.function), inner=inner)

    def _by(
        self, action: Action, called: Function, values: Sequence[Any], effect: Effect, *found: Danger
    ) -> DecodedAction:
        decoded = self._doing(action, effect, *found, *_more(action, called, values))
        return replace(decoded, function=str(called), arguments=_arguments(called, values))

    def _doing(self, action: Action, effect: Effect, *found: Danger) -> DecodedAction:
        return DecodedAction(action, effect, self._native, dangers=found)

    def _dangers(self, action: Action, effect: Effect, depth: int) -> list[Danger]:
        """What the effect and its target are dangerous by, whatever function it is."""
        found = [*_of_transfers(effect), *_of_allowances(effect), *dangers_of_stream(effect, self._now)]
        if action.operation is Operation.DELEGATE_CALL:
            found.append(dangers.ForeignCode())
        if action.to == self._account:
            found.append(dangers.ExecutorItself())
        if isinstance(effect, effects.CoinsAlone):
            return [*found, dangers.ToNobody()] if action.value and action.to == _ZERO else found
        if (rights := self._of(action.to).rights) in ("module", "guard", "fallback_handler"):
            found.append(dangers.PartOfTheExecutor(rights))
        found += [dangers.ModuleOfASafe(safe) for safe in self._of(action.to).module_of]
        if self._metadata is None:
            return [*found, dangers.ChainSilent()] if depth == 0 else found
        if not self._of(action.to).has_code:
            found.append(dangers.NoContractThere(action.to, brings_coins=action.value > 0))
        elif isinstance(effect, _COUNTED) and effect.token is not None and effect.token.decimals is None:
            found.append(dangers.NoDecimals(effect.token.contract))
        return found

    def _may_be_safe(self, target: Address) -> bool:
        """False only for a contract that is seen to be none."""
        known = self._of(target)
        return known.is_safe or not known.has_code or target == self._account

    def _of(self, target: Address) -> Metadata:
        return (self._metadata or {}).get(target, _NOT_THERE)

    def _token_at(self, contract: Address) -> Token:
        return self._of(contract).token(contract, self._native)


_HOLDS_CALLS = frozenset({MULTI_SEND.selector, *WITHIN_SAFE, *RELAYING, *SENDING, MULTI_TOKEN_BATCH.selector})
"""Functions of whose calldata the calls are taken out."""

_OF_OTHER_SAFES: dict[Function, Danger] = {
    APPROVE_HASH: dangers.ApprovesHash(),
    ALLOWANCE_TRANSFER: dangers.MovesASafe(),
}
"""Other functions by which what a Safe has is moved."""

_KNOWN = frozenset({*TOKEN_FUNCTIONS, *SAFE_ADMINISTRATION, *(each.selector for each in _OF_OTHER_SAFES)})
"""Functions to which no proposer gives another name: one of the same selector is soon found, by whose arguments the
calldata fits exactly, and contracts of old compilers mask what isn't part of an address."""

_COUNTED = (
    effects.TokenTransfer,
    effects.TokenTransferFrom,
    effects.Allowance,
    effects.AllowanceRaise,
    effects.AllowanceCut,
    effects.Permit,
    *effects.OF_STREAMS,
)
"""Whose amounts are those of an ERC-20 token."""


def _of_transfers(effect: Effect) -> list[Danger]:
    match effect:
        case (
            effects.TokenTransfer(token=token, to=to)
            | effects.TokenTransferFrom(token=token, to=to)
            | effects.NftTransfer(token=token, to=to)
            | effects.MultiTokenTransfer(token=token, to=to)
            | effects.StreamMade(token=token, to=to)
            | effects.PayStarted(token=token, to=to)
        ):
            lost = [dangers.ToNobody()] if to == _ZERO else []
            return [*lost, dangers.ToTheTokenItself()] if token and to == token.contract else [*lost]
    return []


def _of_allowances(effect: Effect) -> list[Danger]:
    match effect:
        case effects.OperatorApproval(operator=operator, approved=True):
            return [dangers.OperatorTakesAll(operator)]
        case effects.Allowance(spender=spender, amount=amount) if not effect.takes_back:
            return [dangers.SpenderTakes(spender, amount == UINT256_MAX)]
        case (
            effects.Permit(spender=spender, amount=amount)
            | effects.AllowanceRaise(spender=spender, amount=amount)
        ) if amount:
            return [dangers.SpenderTakes(spender, amount == UINT256_MAX)]
    return []


def _more(action: Action, called: Function, values: Sequence[Any]) -> list[Danger]:
    return [] if called.encode(values).hex() == action.data[2:].lower() else [dangers.MoreThanItsArguments()]


def _claimed(signature: str, data: bytes) -> tuple[Function, tuple[Any, ...]] | None:
    """The function that the proposer named, if the calldata is exactly a call of it."""
    if not signature:
        return None
    try:
        called = function(signature)
    except BadFunction:
        return None
    values = called.decode(data)
    return None if values is None else (called, values)


def _arguments(called: Function, values: Sequence[Any]) -> tuple[Argument, ...]:
    return tuple(
        Argument(parameter.name, parameter.type, shown(value, parameter.type))
        for parameter, value in zip(called.parameters, values, strict=True)
    )
