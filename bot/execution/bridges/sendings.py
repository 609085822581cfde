"""Which calls the actions of an executor send to other chains, in the order in which they are sent."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.domain.actions import effects
from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.bridges.bridge import Bridge, bridge_at
from bot.domain.ids import Address
from bot.execution.bridges.registry import SENDING
from bot.execution.bridges.sending import SendingFunction, SentCall


class Sending(msgspec.Struct, frozen=True):
    """One call that is sent."""

    bridge: Bridge
    function: SendingFunction
    gate: Address
    """The bridge's contract that is called."""
    call: SentCall
    sender: Address | None
    """Who calls it; None where that isn't known here."""


def sendings(actions: Sequence[DecodedAction], bridges: Sequence[Bridge]) -> Iterator[Sending]:
    """Those that are sent at once and can be followed; not what Governors and timelocks are told of for later, nor what
    such a call sends on from the other chain."""
    for decoded in actions:
        match decoded.effect:
            case effects.BridgedCall():
                if (sending := _sending(decoded.action, decoded.effect, bridges)) is not None:
                    yield sending
            case effects.RelayedCalls(step="proposed" | "queued"):
                continue
            case _:
                yield from sendings(decoded.inner, bridges)


def _sending(action: Action, effect: effects.BridgedCall, bridges: Sequence[Bridge]) -> Sending | None:
    data = bytes.fromhex(action.data[2:])
    function = SENDING[data[:4]]
    bridge = bridge_at(bridges, function.kind, action.chain, action.to)
    values = function.function.read(data)
    if bridge is None or not function.followed or values is None:
        return None
    return Sending(bridge, function, action.to, function.call(action, values), effect.sender)
