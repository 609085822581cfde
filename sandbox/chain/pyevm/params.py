"""What parameters of JSON-RPC say. Each raises RpcError for what says something else."""

from __future__ import annotations

from typing import Any

from eth_typing import Address
from eth_utils import to_canonical_address

from sandbox.chain.errors import invalid_params


def address_of(text: Any) -> Address:
    data = bytes_of(text)
    if len(data) != 20:
        raise invalid_params(f"invalid address {text!r}")
    return to_canonical_address(data)


def bytes_of(text: Any) -> bytes:
    if not isinstance(text, str) or not text.startswith("0x"):
        raise invalid_params(f"hex string without 0x prefix: {text!r}")
    try:
        return bytes.fromhex(text[2:])
    except ValueError as problem:
        raise invalid_params(f"invalid hex string: {problem}") from problem


def number_of(text: Any) -> int:
    if not isinstance(text, str) or not text.startswith("0x"):
        raise invalid_params(f"hex string without 0x prefix: {text!r}")
    try:
        return int(text, 16)
    except ValueError as problem:
        raise invalid_params(f"invalid hex number: {problem}") from problem
