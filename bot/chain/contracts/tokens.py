"""What tokens say about themselves. None of it can be trusted; it is cut and cleaned before anybody sees it."""

import re
from collections.abc import Sequence

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.chain.calls.state import Call, Outcome, Reverted, word
from bot.chain.nodes.agreement import NoAnswer
from bot.domain.blocks import Reading, Undetermined, Value
from bot.domain.errors import ChainUnavailable, WrongContract
from bot.domain.errors.chain.contracts import (
    AbsurdDecimals,
    AnswersOtherwise,
)
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, address

_MORE = "it gave more than there can be"
MAX_SYMBOL = 16
_SYMBOL = re.compile(rf"[A-Za-z$€£₮][A-Za-z0-9$€£₮._+-]{{0,{MAX_SYMBOL - 1}}}")
"""It begins with no digit, and has no letter of another alphabet that looks like one of these."""
MAX_DECIMALS = 77
"""10 ** 77 is the largest power of ten in 256 bits."""


def symbol(contract: Address) -> Call:
    return Call(contract, bytes.fromhex("95d89b41"))


def decimals(contract: Address) -> Call:
    return Call(contract, bytes.fromhex("313ce567"))


def total_supply(contract: Address) -> Call:
    return Call(contract, bytes.fromhex("18160ddd"))


def balance_of(contract: Address, account: Address) -> Call:
    """`balanceOf(address)`: of ERC-20 in base units, of ERC-721 in tokens."""
    return Call(contract, bytes.fromhex("70a08231") + word(account))


def supports_interface(contract: Address, interface: bytes) -> Call:
    """`supportsInterface(bytes4)` (ERC-165)."""
    return Call(contract, bytes.fromhex("01ffc9a7") + interface + bytes(28))


def number(outcome: Outcome) -> Reading:
    """A read that must give one uint256: exactly 32 bytes, or it is undetermined. It is never zero by default."""
    if isinstance(outcome, NoAnswer | Reverted):
        return failed(outcome)
    if not outcome:
        return no_number("it gave nothing: is there a contract at this block?")
    if len(outcome) != 32:
        return no_number(f"it gave {len(outcome)} bytes instead of 32")
    return Value(int.from_bytes(outcome, "big"))


MOST = 1 << 128
"""No token has so much. An address that is read for a number is more."""


def possible(reading: Reading, total: Reading | None) -> Reading:
    """A power as it was read; undetermined where it is none: from 2 ** 128, or above the total where that is known."""
    if not isinstance(reading, Value):
        return reading
    if reading.raw >= MOST or (isinstance(total, Value) and reading.raw > total.raw):
        return no_number(_MORE)
    return reading


NOBODY = Address("0x" + "0" * 40)


def account(reading: Reading) -> Address | Undetermined | None:
    """The account of which the number is the address; None for the zero address, which is nobody."""
    if isinstance(reading, Undetermined):
        return reading
    if reading.raw >> 160:
        return no_number("it gave more than an address")
    return address(f"0x{reading.raw:040x}") if reading.raw else None


def is_impossible(reading: Reading) -> bool:
    """Whether it was a number, and too great a one."""
    return reading == no_number(_MORE)


def failed(outcome: NoAnswer | Reverted) -> Undetermined:
    """A read without an answer of the contract."""
    return Undetermined(outcome.why or "the contract refused without a reason", outcome.failure)


def no_number(why: str) -> Undetermined:
    """A read that gave something else than it must."""
    return Undetermined(why, ReadFailure.NO_NUMBER)


def expected_number(outcome: Outcome, contract: Address, chain: ChainId, kind: str, function: str) -> int:
    """A uint256 of a contract that must have the function. Raises WrongContract, ChainUnavailable."""
    if isinstance(outcome, NoAnswer):
        raise ChainUnavailable(chain, outcome.why, failure=outcome.failure)
    reading = number(outcome)
    if isinstance(reading, Undetermined):
        raise WrongContract(contract, kind, AnswersOtherwise(function, reading.why))
    return reading.raw


def expected_decimals(outcome: Outcome, contract: Address, chain: ChainId, kind: str) -> int:
    """Between 0 and 77. Raises WrongContract, ChainUnavailable."""
    value = expected_number(outcome, contract, chain, kind, "decimals()")
    if value > MAX_DECIMALS:
        raise WrongContract(contract, kind, AbsurdDecimals(value))
    return value


def symbol_text(outcome: Outcome) -> str:
    """The symbol where it is one short word: at most 16 of the characters that tokens are known by. Else "".

    What isn't could be a sentence, or a number that is read into the amount before it. Old tokens (MKR) answer with
    bytes32 instead of a string.
    """
    if not isinstance(outcome, bytes):
        return ""
    if len(outcome) == 32:
        raw = outcome.rstrip(b"\0")
    else:
        try:
            (raw,) = decode(["bytes"], outcome)
        except (DecodingError, OverflowError):
            return ""
    text = raw[: 4 * MAX_SYMBOL + 1].decode("utf-8", "replace")
    return text if _SYMBOL.fullmatch(text) else ""


def symbol_or_votes(outcome: Outcome) -> str:
    """The symbol of a contract, `votes` where it has none that can be shown."""
    return symbol_text(outcome) or "votes"


def all_answered(outcomes: Sequence[Outcome], chain: ChainId) -> None:
    """Raises ChainUnavailable when one of them could not be read."""
    for outcome in outcomes:
        if isinstance(outcome, NoAnswer):
            raise ChainUnavailable(chain, outcome.why, failure=outcome.failure)
