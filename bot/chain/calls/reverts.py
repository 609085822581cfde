"""What a contract said when it refused: `Error(string)`, `Panic(uint256)`, and errors of contracts that many use."""

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.abi import function_signature_to_4byte_selector

from bot.chain.text import visible

_LONGEST = 200
_ERROR = bytes.fromhex("08c379a0")
_PANIC = bytes.fromhex("4e487b71")
_PANICS = {
    0x01: "an assertion failed",
    0x11: "a number over- or underflowed",
    0x12: "division by zero",
    0x21: "no such value of an enumeration",
    0x22: "storage is encoded wrongly",
    0x31: "pop of an empty array",
    0x32: "index out of range",
    0x41: "too much memory",
    0x51: "call of an empty function",
}
"""https://docs.soliditylang.org/en/latest/control-structures.html#panic-via-assert-and-error-via-require"""

_SIGNATURES = (
    # ERC-6093
    "ERC20InsufficientBalance(address,uint256,uint256)",
    "ERC20InsufficientAllowance(address,uint256,uint256)",
    "ERC20InvalidSender(address)",
    "ERC20InvalidReceiver(address)",
    "ERC20InvalidApprover(address)",
    "ERC20InvalidSpender(address)",
    "ERC721InvalidOwner(address)",
    "ERC721NonexistentToken(uint256)",
    "ERC721IncorrectOwner(address,uint256,address)",
    "ERC721InsufficientApproval(address,uint256)",
    "ERC721InvalidReceiver(address)",
    "ERC1155InsufficientBalance(address,uint256,uint256,uint256)",
    "ERC1155InvalidReceiver(address)",
    "ERC1155InvalidArrayLength(uint256,uint256)",
    # OpenZeppelin 5
    "ERC5805FutureLookup(uint256,uint48)",
    "ERC6372InconsistentClock()",
    "ERC20ExceededSafeSupply(uint256,uint256)",
    "VotesExpiredSignature(uint256)",
    "CheckpointUnorderedInsertion()",
    "OwnableUnauthorizedAccount(address)",
    "AccessControlUnauthorizedAccount(address,bytes32)",
    "EnforcedPause()",
    "ReentrancyGuardReentrantCall()",
    "SafeERC20FailedOperation(address)",
    "AddressEmptyCode(address)",
    "FailedCall()",
    "FailedInnerCall()",
    "InsufficientBalance(uint256,uint256)",
    "SafeCastOverflowedUintDowncast(uint8,uint256)",
    "ECDSAInvalidSignature()",
    "GovernorNonexistentProposal(uint256)",
    "GovernorUnexpectedProposalState(uint256,uint8,bytes32)",
    "TimelockUnauthorizedCaller(address)",
)
_KNOWN = {bytes(function_signature_to_4byte_selector(each)): each for each in _SIGNATURES}


def reason(data: bytes) -> str:
    """What the bytes of a revert say, in one short line; their first bytes where nobody knows the error.

    Empty where there are none. The words are the contract's: none of them can be trusted.
    """
    if not data:
        return ""
    selector, body = data[:4], data[4:]
    try:
        if selector == _ERROR:
            (text,) = decode(["bytes"], body)
            return f"it reverted: {visible(text[:_LONGEST].decode('utf-8', 'replace'))}"
        if selector == _PANIC:
            (code,) = decode(["uint256"], body)
            return f"it panicked: {_PANICS.get(code, hex(code))}"
        if (signature := _KNOWN.get(selector)) is not None:
            name, _, types = signature.rstrip(")").partition("(")
            values = decode(types.split(","), body) if types else ()
            return f"it reverted: {name}({', '.join(_shown(value) for value in values)})"
    except (DecodingError, OverflowError):
        pass
    return f"it reverted with 0x{data[:64].hex()}"


def _shown(value: object) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)
