"""Ways to hide a call in other calls."""

from collections.abc import Callable

from bot.domain.actions.actions import Action
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.safe.multi_send import multi_send

CHAIN = ChainId(31337)
NOBODY = "0x" + "9" * 40

Hide = Callable[[Address, bytes], tuple[Address, bytes]]


def in_batch(to: Address, data: bytes) -> tuple[Address, bytes]:
    return Address(NOBODY), bytes.fromhex(multi_send([call(to, data)])[2:])


def in_safe(to: Address, data: bytes) -> tuple[Address, bytes]:
    asked = function(
        "execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, "
        "uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)"
    )
    return Address(NOBODY), asked.encode([to, 0, data, 0, 0, 0, 0, NOBODY, NOBODY, b""])


def in_other_timelock(to: Address, data: bytes) -> tuple[Address, bytes]:
    asked = function(
        "execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt)"
    )
    return Address(NOBODY), asked.encode([to, 0, data, bytes(32), bytes(32)])


def scheduled(to: Address, data: bytes) -> tuple[Address, bytes]:
    asked = function(
        "scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, "
        "uint256 delay)"
    )
    return Address(NOBODY), asked.encode([[NOBODY, to], [0, 0], [b"", data], bytes(32), bytes(32), 0])


def in_other_governor(to: Address, data: bytes) -> tuple[Address, bytes]:
    asked = function("propose(address[] targets, uint256[] values, bytes[] calldatas, string description)")
    return Address(NOBODY), asked.encode([[to], [0], [data], "Nothing of interest"])


def relayed(to: Address, data: bytes) -> tuple[Address, bytes]:
    asked = function("relay(address target, uint256 value, bytes data)")
    return Address(NOBODY), asked.encode([to, 0, data])


def in_baal(to: Address, data: bytes) -> tuple[Address, bytes]:
    asked = function("submitProposal(bytes proposalData, uint32 expiration, uint256 baalGas, string details)")
    batch = bytes.fromhex(multi_send([call(Address(NOBODY), b""), call(to, data)])[2:])
    return Address(NOBODY), asked.encode([batch, 0, 0, "Nothing of interest"])


def processed(to: Address, data: bytes) -> tuple[Address, bytes]:
    asked = function("processProposal(uint32 id, bytes proposalData)")
    return Address(NOBODY), asked.encode([1, bytes.fromhex(multi_send([call(to, data)])[2:])])


def twice(to: Address, data: bytes) -> tuple[Address, bytes]:
    return in_batch(*in_other_timelock(*in_safe(to, data)))


def alone(to: Address, data: bytes) -> tuple[Address, bytes]:
    return to, data


HIDDEN: tuple[Hide, ...] = (
    alone,
    in_batch,
    in_safe,
    in_other_timelock,
    scheduled,
    in_other_governor,
    relayed,
    in_baal,
    processed,
    twice,
)


def call(to: Address, data: bytes) -> Action:
    return Action(CHAIN, to, 0, "0x" + data.hex())
