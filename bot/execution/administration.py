"""Calls that an executor must not be asked for: those of the contracts that make it up."""

from collections.abc import Mapping, Sequence

from bot.domain.actions.actions import Action
from bot.domain.errors import ChangesExecutor
from bot.domain.ids import Address
from bot.execution.actions.abi import Function
from bot.execution.actions.calls import calls_of


def refuse_calls_of(
    own: Sequence[Address], actions: Sequence[Action], known: Mapping[bytes, Function]
) -> None:
    """Raises ChangesExecutor for a call, wherever it stands, of one of these contracts by what they make themselves.

    Whatever they are called with can change who decides: upgraded ones have functions that nobody knows here, so that
    not the function is asked for but who is called. `known` names some to people, by selector. Raises CallsHidden too.
    """
    for call in calls_of(actions):
        if call.data and call.to in own:
            function = known.get(call.data[:4])
            raise ChangesExecutor(call.to, function.name if function else "0x" + call.data[:4].hex())
