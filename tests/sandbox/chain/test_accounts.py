"""Accounts sign transactions as eth-account does."""

from typing import Any

import pytest
from eth_utils import to_canonical_address

from sandbox.chain.account import Account

ADA, BEN = Account.of("ada"), Account.of("ben")
FEES = {"maxPriorityFeePerGas": 10**9, "maxFeePerGas": 3 * 10**9}


@pytest.mark.parametrize(
    ("nonce", "value", "data", "to"),
    [(0, 0, b"", BEN.address), (127, 10**18, b"\0\1" * 100, BEN.address), (300, 5, b"\x60" * 3000, None)],
    ids=["a first one of nothing", "a call that pays", "a deployment"],
)
def test_a_signed_transaction_is_byte_for_byte_the_librarys(
    nonce: int, value: int, data: bytes, to: str | None
) -> None:
    priced: dict[str, Any] = {"chainId": 31_337, "nonce": nonce, "gas": 10**6, **FEES}
    same = priced | {"type": 2, "value": value, "data": data} | ({} if to is None else {"to": to})
    where = b"" if to is None else to_canonical_address(to)
    assert ADA.signed(priced, where, value, data) == ADA.key.sign_transaction(same).raw_transaction
