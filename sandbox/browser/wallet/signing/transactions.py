"""`eth_sendTransaction`: a transaction that the wallet signs and sends."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.quantities import tokens
from sandbox.browser.wallet.errors import invalid_params, unauthorized
from sandbox.browser.wallet.signing.calldata import call_lines
from sandbox.browser.wallet.signing.review import Asking, Line, Request, Review
from sandbox.chain import RpcError

LONGEST = 128 * 1024
"""Bytes of data."""
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}")
_DATA = re.compile(r"0x(?:[0-9a-fA-F]{2})*")


async def send_transaction(asking: Asking, params: list[Any]) -> Request:
    """What is asked by `[{from, to, value, data}]`. Raises ProviderError."""
    if not params or not isinstance(params[0], dict):
        raise invalid_params("eth_sendTransaction takes a transaction")
    given = params[0]
    account = asking.holder.account
    sender = given.get("from", account.address)
    if not isinstance(sender, str) or sender.lower() != account.address.lower():
        raise unauthorized(str(sender))
    to, data = given.get("to"), _data(given)
    if to is not None and (not isinstance(to, str) or not _ADDRESS.fullmatch(to)):
        raise invalid_params("`to` is no address")
    if to is None and not data:
        raise invalid_params("a transaction to nobody has the code of a contract as its data")
    chain = given.get("chainId", hex(asking.chain.chain_id))
    if (
        not isinstance(chain, str)
        or not _QUANTITY.fullmatch(chain)
        or int(chain, 16) != asking.chain.chain_id
    ):
        raise invalid_params(f"the wallet is on the chain {asking.chain.chain_id}")
    value = _quantity(given.get("value", "0x0"))

    async def fulfil() -> str:
        return await account.send(asking.chain, to, value, data)

    return Request(await _review(asking, to, value, data), fulfil)


def _quantity(given: Any) -> int:
    if not isinstance(given, str) or not _QUANTITY.fullmatch(given):
        raise invalid_params("`value` is a hexadecimal number of at most 32 bytes")
    return int(given, 16)


def _data(given: dict[str, Any]) -> bytes:
    """`input` is the newer name of `data`; a transaction that has both says the same twice."""
    found = {given[name] for name in ("data", "input") if isinstance(given.get(name), str)}
    if len(found) > 1 or any(
        given.get(name) is not None and not isinstance(given[name], str) for name in ("data", "input")
    ):
        raise invalid_params("`data` and `input` differ")
    text = found.pop() if found else "0x"
    if not _DATA.fullmatch(text) or len(text) > 2 * LONGEST + 2:
        raise invalid_params(f"`data` is hexadecimal, at most {LONGEST} bytes")
    return bytes.fromhex(text[2:])


async def _review(asking: Asking, to: str | None, value: int, data: bytes) -> Review:
    lines, dangers = [], []
    if to is None:
        lines = [Line("creates", f"a contract of {len(data)} bytes")]
        if value:
            lines.append(Line("sends", f"{tokens(value, 18)} ETH"))
    else:
        told = call_lines(asking.book, to, value, data)
        lines, dangers = told.lines, told.dangers
        if failure := await _failure(asking, to, value, data):
            dangers.insert(0, f"This would fail now: {failure}.")
    raw = "0x" + data.hex() if data else ""
    chain = Line("chain", str(asking.chain.chain_id))
    return Review("Send a transaction", "Send", tuple(dangers), (*lines, chain), raw=raw)


async def _failure(asking: Asking, to: str, value: int, data: bytes) -> str:
    """Why the call would fail in the newest block; empty where it would not."""
    call = {"from": asking.holder.account.address, "to": to, "value": hex(value), "data": "0x" + data.hex()}
    try:
        await asking.chain.request("eth_call", [call, "latest"])
    except RpcError as why:
        return why.message[:300]
    return ""
