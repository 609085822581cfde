"""What a passed proposal does: calls that its executor makes, exactly as they were voted on."""

from dataclasses import dataclass
from enum import IntEnum

from bot.domain.ids import Address, ChainId


class Operation(IntEnum):
    """How a call is made (the numbers are those of Safe's Enum.Operation)."""

    CALL = 0
    DELEGATE_CALL = 1


@dataclass(frozen=True)
class Action:
    """One call: `value` in wei, `data` as 0x-prefixed hex.

    `line` is how the proposer wrote it and `signature` the function it claims to call (empty for transfers of
    the native coin and raw calldata); both are for people. Only chain, to, value, data and operation are
    executed.
    """

    chain: ChainId
    to: Address
    value: int
    data: str
    operation: Operation = Operation.CALL
    line: str = ""
    signature: str = ""


@dataclass(frozen=True)
class Argument:
    name: str
    type: str
    value: str


@dataclass(frozen=True)
class DecodedAction:
    """An action in words, computed from its calldata and never from what the proposer claimed.

    `sentence` says it in one line ("send 25 USDC to 0x…"); `function` is the called signature, or "" where the
    calldata is empty or can't be decoded; `warnings` names what a signer should look at twice.
    """

    action: Action
    sentence: str
    function: str = ""
    arguments: tuple[Argument, ...] = ()
    warnings: tuple[str, ...] = ()
