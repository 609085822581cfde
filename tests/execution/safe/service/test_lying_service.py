"""A transaction service that lies, breaks or stalls: what it answers is "unavailable" or "refused", and no more."""

from typing import Any

import pytest

from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import OtherTransaction
from bot.execution.safe.service.client import Queued
from tests.execution.safe.service.lying_service import (
    ASKED,
    HASH,
    OTHERS,
    SAFE,
    TO,
    TRANSACTION,
    answering,
    service,
    transaction,
)

BODIES: dict[str, Any] = {
    "null": None,
    "true": True,
    "a number": 7,
    "a huge number": b"1" + b"0" * 5000,
    "a float": 1.5,
    "a text": "trusted",
    "an empty list": [],
    "a list": [1, 2, 3],
    "a list of itself": [[[[[[]]]]]],
    "no JSON": b"<html><body>Just a moment...</body></html>",
    "cut off": b'{"results": [',
    "no UTF-8": b"\xff\xfe\x00\x00",
    "nested too deep": b"[" * 50_000,
    "nested just so": b"[" * 1000 + b"]" * 1000,
    "results null": {"results": None},
    "results a text": {"results": "none"},
    "results an object": {"results": {"0": {}}},
    "results of numbers": {"results": [1, 2]},
    "results of nulls": {"results": [None]},
    "results of lists": {"results": [[], []]},
}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("asked", ASKED)
async def test_an_answer_of_another_shape_is_no_answer(asked: str, body: str) -> None:
    async with service(answering(BODIES[body])) as client:
        with pytest.raises(ServiceUnavailable):
            await ASKED[asked](client)


TOKENS: dict[str, Any] = {
    "a number": 7,
    "no address": "0x",
    "a name": "vitalik.eth",
    "too short": TO[:-1],
    "too long": TO + "0",
    "another letter": TO[:-1] + "g",
    "a wrong checksum": TO[:2] + TO[2:].swapcase(),
    "a list": [TO],
}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("token", TOKENS)
async def test_what_is_no_address_is_no_token(token: str) -> None:
    entry = {"tokenAddress": TOKENS[token], "balance": "1"}
    async with service(answering({"results": [entry]})) as client:
        with pytest.raises(ServiceUnavailable):
            await client.tokens(SAFE)


async def test_the_coin_and_what_is_not_held_are_no_tokens() -> None:
    entries = [
        {"tokenAddress": None, "balance": "5"},
        {"tokenAddress": TO, "balance": "0"},
        {"tokenAddress": SAFE, "balance": "1"},
        {"tokenAddress": SAFE, "balance": "2"},
    ]
    async with service(answering({"results": entries})) as client:
        assert await client.tokens(SAFE) == [SAFE]


NONCES: dict[str, Any] = {
    "null": None,
    "true": True,
    "negative": -1,
    "a float": 7.0,
    "an exponent": "1e3",
    "hexadecimal": "0x7",
    "with a sign": "+7",
    "with spaces": " 7 ",
    "in Arabic digits": "٧",
    "five thousand digits": "9" * 5000,
    "beyond uint256": "9" * 79,
    "beyond 64 bits as a number": 10**30,
    "a list": [7],
    "an object": {"nonce": 7},
    "nothing": "",
}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("nonce", NONCES)
async def test_a_nonce_that_is_none_is_no_answer(nonce: str) -> None:
    listed = {"results": [{"nonce": NONCES[nonce], "safeTxHash": HASH}]}
    async with service(answering(listed)) as client:
        with pytest.raises(ServiceUnavailable):
            await client.queue(SAFE, 5)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("number", [2**63, 2**64, 10**15, 2**256 - 1, 10**77])
async def test_a_nonce_that_nothing_can_reach_is_only_a_number(number: int) -> None:
    async with service(answering({"results": [{"nonce": str(number), "safeTxHash": HASH}]})) as client:
        assert await client.queue(SAFE, 5) == [Queued(number, HASH)]


@pytest.mark.attack("safe_service")
async def test_what_lies_before_the_safes_nonce_is_left_out_of_the_queue() -> None:
    listed = {"results": [{"nonce": str(nonce), "safeTxHash": HASH} for nonce in (0, 4, 5, 9)]}
    async with service(answering(listed)) as client:
        assert [each.nonce for each in await client.queue(SAFE, 5)] == [5, 9]


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("other", OTHERS)
async def test_a_transaction_that_is_shown_otherwise_is_not_there(other: str) -> None:
    async with service(answering(transaction(**OTHERS[other]))) as client:
        with pytest.raises(ServiceUnavailable) as unavailable:
            await client.shown(TRANSACTION)
        assert isinstance(unavailable.value.fault, OtherTransaction)


NUMBERS: dict[str, dict[str, Any]] = {
    "a value of null": {"value": None},
    "an endless value": {"value": "1" * 5000},
    "a negative value": {"value": "-1"},
    "an operation as text": {"operation": "call"},
    "an operation of true": {"operation": True},
    "confirmations as a text": {"confirmations": "none"},
    "confirmations as a number": {"confirmations": 3},
    "confirmations as an object": {"confirmations": {"owner": TO}},
    "confirmations of true": {"confirmations": True},
}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("other", NUMBERS)
async def test_a_transaction_of_another_shape_is_no_answer(other: str) -> None:
    async with service(answering(transaction(**NUMBERS[other]))) as client:
        with pytest.raises(ServiceUnavailable):
            await client.shown(TRANSACTION)


CONFIRMATIONS: dict[str, Any] = {
    "null": None,
    "a number": 7,
    "a text": "signed",
    "an empty object": {},
    "a signature of null": {"owner": TO, "signature": None},
    "a signature of a number": {"owner": TO, "signature": 5},
    "a signature that isn't hexadecimal": {"owner": TO, "signature": "0xzz"},
    "half a byte": {"owner": TO, "signature": "0xabc"},
    "a list of signatures": {"owner": TO, "signature": ["0xaa"]},
}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("confirmation", CONFIRMATIONS)
async def test_a_confirmation_that_is_none_hides_no_other(confirmation: str) -> None:
    good = {"owner": TO, "signature": "0x" + "ab" * 65}
    async with service(answering(transaction(confirmations=[CONFIRMATIONS[confirmation], good]))) as client:
        shown = await client.shown(TRANSACTION)
        assert shown is not None
        assert [each.signature for each in shown.signatures] == [b"\xab" * 65]


# -- what it says when it refuses -------------------------------------------------------------------------------

REFUSALS: dict[str, Any] = {
    "html": b"<html>" + b"Just a moment... " * 500,
    "nothing": b"",
    "nested a thousand times": b"[" * 900 + b"1" + b"]" * 900,
    "nested objects": b'{"a":' * 500 + b"1" + b"}" * 500,
    "ten thousand fields": {str(number): "no" for number in range(3_000)},
    "a list of ten thousand": ["no"] * 9_000,
    "mentions": {"detail": "@everyone " * 1000},
    "null": None,
    "a detail that is none": {"detail": {"detail": {"detail": {}}}},
    "no UTF-8": b"\xff\xfe" * 1000,
}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("body", REFUSALS)
@pytest.mark.parametrize("asked", ["queue", "shown", "delegators"])
async def test_the_words_of_a_refusal_are_few(asked: str, body: str) -> None:
    async with service(answering(REFUSALS[body], status=403)) as client:
        with pytest.raises(ServiceRefused) as refused:
            await ASKED[asked](client)
    assert len(refused.value.why) <= 300
