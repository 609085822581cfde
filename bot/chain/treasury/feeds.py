"""Chainlink's feeds (AggregatorV3Interface: https://docs.chain.link/data-feeds/api-reference)."""

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.chain.calls.state import Call, Outcome
from bot.chain.contracts import tokens
from bot.chain.text import visible
from bot.domain.blocks import Undetermined
from bot.domain.ids import Address
from bot.domain.treasury.prices import Round

_LATEST_ROUND_DATA = bytes.fromhex("feaf968c")
_DESCRIPTION = bytes.fromhex("7284e416")
_WORDS = 5
_LONGEST = 64


def round_calls(feed: Address) -> list[Call]:
    """For `round_of`."""
    return [Call(feed, _LATEST_ROUND_DATA), tokens.decimals(feed)]


def round_of(latest: Outcome, decimals: Outcome) -> Round | Undetermined:
    """What a feed told; undetermined for anything but five numbers and its decimals, each within its type."""
    if not isinstance(latest, bytes):
        return tokens.failed(latest)
    if len(latest) != 32 * _WORDS:
        return tokens.no_number(f"it gave {len(latest)} bytes instead of {32 * _WORDS}")
    told_decimals = tokens.number(decimals)
    if isinstance(told_decimals, Undetermined):
        return told_decimals
    words = [latest[start : start + 32] for start in range(0, len(latest), 32)]
    number, started_at, updated_at, answered_in = (
        int.from_bytes(words[place], "big") for place in (0, 2, 3, 4)
    )
    if number >> 80 or answered_in >> 80 or told_decimals.raw >> 8:
        return tokens.no_number("it gave more than there can be")
    return Round(
        number,
        int.from_bytes(words[1], "big", signed=True),
        started_at,
        updated_at,
        answered_in,
        told_decimals.raw,
    )


def description_call(feed: Address) -> Call:
    """For `description_of`."""
    return Call(feed, _DESCRIPTION)


def description_of(outcome: Outcome) -> str:
    """Such as `ETH / USD`, cut and cleaned; "" where it tells none."""
    if not isinstance(outcome, bytes):
        return ""
    try:
        (raw,) = decode(["bytes"], outcome)
    except (DecodingError, OverflowError):
        return ""
    text = raw[:_LONGEST].decode("utf-8", "replace")
    return visible(text) if text.strip() else ""
