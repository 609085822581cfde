"""What a passed proposal does: calls that its executor makes, exactly as they were voted on."""

from collections.abc import Iterator, Sequence
from enum import IntEnum

import msgspec

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.actions.dangers import Danger
from bot.domain.actions.effects import Effect
from bot.domain.ids import Address, ChainId

ACTIONS_LIMIT = 20
"""Calls of one proposal, those inside batches counted one by one: so many can be shown whole wherever they stand."""


class Operation(IntEnum):
    """How a call is made (the numbers are those of Safe's Enum.Operation)."""

    CALL = 0
    DELEGATE_CALL = 1


class Action(msgspec.Struct, frozen=True):
    """One call: `value` in wei, `data` as 0x-prefixed hex.

    `line` is how the proposer wrote it, with addresses for names, and `signature` the function it claims to call (empty
    for transfers of the native coin and raw calldata). `names` are those that stood for accounts, with what they were
    found to be. All three are for people: only chain, to, value, data and operation are executed.
    """

    chain: ChainId
    to: Address
    value: int
    data: str
    operation: Operation = Operation.CALL
    line: str = ""
    signature: str = ""
    names: tuple[NamedAccount, ...] = ()


class Argument(msgspec.Struct, frozen=True):
    """A value as text, read back from calldata; `name` is "" where the ABI gives none."""

    name: str
    type: str
    value: str


class DecodedAction(msgspec.Struct, frozen=True):
    """What an action does, computed from its calldata and never from what the proposer claimed.

    `native` is the symbol of the chain's coin, of which the action's value is. `function` is the called signature, or
    "" where the calldata is empty or can't be decoded. `dangers` are what a signer should look at twice, the gravest
    first; those of the inner actions are with them.
    """

    action: Action
    effect: Effect
    native: str
    function: str = ""
    arguments: tuple[Argument, ...] = ()
    dangers: tuple[Danger, ...] = ()
    names: tuple[NamedAccount, ...] = ()
    """How accounts in it are called: by the proposer who wrote the name, and by the space's address book."""
    inner: tuple["DecodedAction", ...] = ()
    """The calls of a batch, or those that another account is told to make."""


def numbered(actions: Sequence[DecodedAction], within: str = "") -> Iterator[tuple[str, DecodedAction]]:
    """Each action with its number, in the order in which they are made; after a batch its calls, as 2.1, 2.2."""
    for place, decoded in enumerate(actions, start=1):
        number = f"{within}{place}"
        yield number, decoded
        yield from numbered(decoded.inner, f"{number}.")


def near(actions: Sequence[DecodedAction]) -> Iterator[tuple[str, DecodedAction]]:
    """The same without what bridges carry to other chains."""
    for number, decoded in numbered(actions):
        place = int(number.partition(".")[0]) - 1
        if decoded.action.chain == actions[place].action.chain:
            yield number, decoded
