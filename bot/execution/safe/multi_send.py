"""Several calls in one: the bytes of `multiSend` (Safe's MultiSendCallOnly)."""

from collections.abc import Sequence

from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action, Operation
from bot.domain.ids import Address, ChainId, checksummed
from bot.execution.actions.known import MULTI_SEND

CALL_ONLY_CODE_HASHES = frozenset(
    {
        "0xa9865ac2d9c7a1591619b188c4d88167b50df6cc0c5327fcbd1c8c75f7c066ad",  # 1.3.0
        "0xecd5bd14a08c5d2122379900b2f272bdf107a7e92423c10dd5fe3254386c9939",  # 1.4.1
        "0x44c70b30fed5c3a07358a52c2fb028f651031010ef99e4d8c3b45c208e88a264",  # 1.4.1 for zkSync's machine
        "0xcdbdcec38d2f1c7d961b0029ff8416b7e86e9974d6f0e9c9580c7d17fcfb6663",  # 1.5.0
    }
)
"""keccak256 of the deployed code, by https://github.com/safe-global/safe-deployments."""
MULTI_SEND_CODE_HASHES = frozenset(
    {
        "0xea3cd4564369cbf8fc26ee65c7f0ba817895866824160662a75f266ef84e45cf",  # 1.3.0
        "0xbe8c0a076af4c2555e37ce30e86a260c5d695e7f1f372621e64eb3b8f91afcea",  # 1.4.1
        "0x6162351242f2689768583ab62161154ad1e0454a1f7706f20ec2346dfd0e157d",  # 1.5.0
    }
)
"""keccak256 of the deployed code of MultiSend as published, in which its own address stands: here as zeros."""

_HEAD = 1 + 20 + 32 + 32


class NotMultiSend(ValueError):
    """The bytes aren't a list of transactions."""


def multi_send(actions: Sequence[Action]) -> str:
    """Calldata of `multiSend(bytes)` that makes these calls in their order, all or none."""
    packed = b"".join(
        bytes([action.operation])
        + bytes.fromhex(action.to[2:])
        + action.value.to_bytes(32, "big")
        + len(data := bytes.fromhex(action.data[2:])).to_bytes(32, "big")
        + data
        for action in actions
    )
    return "0x" + MULTI_SEND.encode([packed]).hex()


def unpacked(transactions: bytes, chain: ChainId) -> list[Action]:
    """The calls in the argument of `multiSend`. Raises NotMultiSend."""
    found: list[Action] = []
    place = 0
    while place < len(transactions):
        head = transactions[place : place + _HEAD]
        length = int.from_bytes(head[53:], "big")
        end = place + _HEAD + length
        if len(head) < _HEAD or end > len(transactions) or head[0] > Operation.DELEGATE_CALL:
            raise NotMultiSend("the list of transactions is cut off or malformed")
        found.append(
            Action(
                chain,
                checksummed(head[1:21]),
                int.from_bytes(head[21:53], "big"),
                "0x" + transactions[place + _HEAD : end].hex(),
                Operation(head[0]),
            )
        )
        place = end
    return found


def is_call_only(code: bytes) -> bool:
    """Whether this is Safe's own MultiSendCallOnly: other code, called by DELEGATECALL, could do anything."""
    return "0x" + keccak(code).hex() in CALL_ONLY_CODE_HASHES


def is_multi_send(code: bytes, account: Address) -> bool:
    """Whether the account has the code of Safe's own MultiSend, which makes DELEGATECALLs too where it is told to."""
    anywhere = code.replace(bytes.fromhex(account[2:]), bytes(20))
    return "0x" + keccak(anywhere).hex() in MULTI_SEND_CODE_HASHES
