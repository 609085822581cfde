"""A transaction service that lies, breaks or stalls: what it answers is "unavailable" or "refused", and no more."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import AnswerTooLong, NoAnswerWithin, NotShown, OtherTransaction
from bot.domain.executors import Confirmation, SafeTransaction
from bot.domain.ids import Address, TransactionHash
from bot.execution.safe.service import Queued, SafeService
from bot.execution.safe.service_requests import ServiceLimits
from bot.wording.discord_markup import DISCORD
from bot.wording.errors import words_for
from bot.wording.language import language

SAFE = Address("0x41675C099F32341bf84BFc5382aF534df5C7461a")
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
HASH = TransactionHash("0x" + "5a" * 32)
TRANSACTION = SafeTransaction(HASH, 7, TO, 10**18, "0xdeadbeef", 0, 100, 2)
SIGNED = Confirmation(TO, "0x" + "ab" * 65)
LIMITS = ServiceLimits(timeout=0.4, attempts=2, wait=0.001, answer_bytes=64 * 1024)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ask = Callable[[SafeService], Awaitable[object]]


def transaction(**changed: Any) -> dict[str, Any]:
    """What an honest service answers, but for what is changed."""
    honest = {
        "safe": SAFE,
        "to": TO,
        "value": str(10**18),
        "data": "0xdeadbeef",
        "operation": 0,
        "nonce": "7",
        "safeTxHash": HASH,
        "confirmations": [],
        "trusted": True,
    }
    return {**honest, **changed}


@asynccontextmanager
async def service(handler: Handler, token: str | None = None) -> AsyncIterator[SafeService]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    client = SafeService(f"http://{host}:{port}/api", token, limits=LIMITS)
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


def answering(body: Any, status: int = 200, **headers: str) -> Handler:
    """Always the same: JSON of what isn't bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(body=raw, status=status, headers=headers, content_type="application/json")

    return handler


async def propose(client: SafeService) -> object:
    return await client.propose(SAFE, TRANSACTION, TO, b"\1" * 65, "origin")


async def confirm(client: SafeService) -> object:
    return await client.confirm(TRANSACTION, SIGNED)


ASKED: dict[str, Ask] = {
    "queue": lambda client: client.queue(SAFE, 5),
    "shown": lambda client: client.shown(TRANSACTION),
    "propose": propose,
    "confirm": confirm,
    "delegators": lambda client: client.delegators(SAFE, TO),
    "tokens": lambda client: client.tokens(SAFE),
}

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


OTHERS: dict[str, dict[str, Any]] = {
    "another hash": {"safeTxHash": "0x" + "66" * 32},
    "no hash": {"safeTxHash": None},
    "another receiver": {"to": SAFE},
    "no receiver": {"to": None},
    "another value": {"value": "1"},
    "other calldata": {"data": "0xdeadbeee"},
    "no calldata": {"data": None},
    "a delegatecall": {"operation": 1},
    "another nonce": {"nonce": "8"},
    "a list for a receiver": {"to": [TO]},
    "an object for calldata": {"data": {"0x": 1}},
}


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


# -- there, and trusted -----------------------------------------------------------------------------------------


class Shelf:
    """A service that takes whatever is handed over, and shows it as its maker says."""

    def __init__(
        self, before: dict[str, Any] | None, after: dict[str, Any] | None, status: int = 201
    ) -> None:
        self.posted = 0
        self.asked = 0
        self._before, self._after, self._status = before, after, status

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        if request.method == "POST":
            self.posted += 1
            return web.Response(status=self._status)
        self.asked += 1
        shown = self._after if self.posted else self._before
        if shown is None:
            return web.json_response({"detail": "Not found."}, status=404)
        return web.json_response(shown)


UNTRUSTED: dict[str, Any] = {"false": False, "null": None, "a text": "true", "one": 1, "a list": [True]}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("trusted", UNTRUSTED)
async def test_one_that_a_stranger_posted_without_a_signature_hides_ours_not(trusted: str) -> None:
    shelf = Shelf(transaction(trusted=UNTRUSTED[trusted]), transaction())
    async with service(shelf) as client:
        await propose(client)
    assert shelf.posted == 1


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("after", [None, transaction(trusted=False), transaction(trusted="true")])
async def test_what_was_taken_and_is_not_shown_is_not_handed_over(after: dict[str, Any] | None) -> None:
    shelf = Shelf(None, after)
    async with service(shelf) as client:
        with pytest.raises(ServiceUnavailable) as unavailable:
            await propose(client)
    assert isinstance(unavailable.value.fault, NotShown)


async def test_one_that_is_there_and_trusted_is_not_handed_over_again() -> None:
    shelf = Shelf(transaction(), transaction())
    async with service(shelf) as client:
        await propose(client)
    assert (shelf.posted, shelf.asked) == (0, 1)


async def test_handing_over_costs_three_calls() -> None:
    shelf = Shelf(None, transaction())
    async with service(shelf) as client:
        await propose(client)
    assert (shelf.posted, shelf.asked) == (1, 2)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418, 422])
async def test_a_refusal_costs_two_calls_and_is_not_asked_twice(status: int) -> None:
    shelf = Shelf(None, None, status)
    async with service(shelf) as client:
        with pytest.raises(ServiceRefused) as refused:
            await propose(client)
    assert refused.value.status == status
    assert (shelf.posted, shelf.asked) == (1, 1)


# -- what owners signed -----------------------------------------------------------------------------------------


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("other", OTHERS)
async def test_no_signature_goes_to_a_transaction_that_is_shown_otherwise(other: str) -> None:
    shelf = Shelf(transaction(**OTHERS[other]), None)
    async with service(shelf) as client:
        with pytest.raises(ServiceUnavailable) as unavailable:
            await confirm(client)
    assert isinstance(unavailable.value.fault, OtherTransaction)
    assert shelf.posted == 0


@pytest.mark.parametrize(
    ("confirmations", "posted"),
    [
        ([], 1),
        ([{"owner": TO, "signature": SIGNED.signature}], 0),
        ([{"owner": TO, "signature": "0x" + "cd" * 65}], 1),
        ([{"owner": TO, "signature": None}], 1),
    ],
    ids=["none", "this one", "another of the owner's", "none that can be read"],
)
async def test_a_signature_is_handed_over_unless_it_is_there(
    confirmations: list[dict[str, Any]], posted: int
) -> None:
    shelf = Shelf(transaction(confirmations=confirmations), None)
    async with service(shelf) as client:
        await confirm(client)
    assert (shelf.posted, shelf.asked) == (posted, 1)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
async def test_a_signature_that_is_not_taken_is_told_as_such(status: int) -> None:
    shelf = Shelf(transaction(), None, status)
    async with service(shelf) as client:
        with pytest.raises(ServiceRefused) as refused:
            await confirm(client)
    assert (refused.value.status, shelf.posted) == (status, 1)


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


# -- time and size ----------------------------------------------------------------------------------------------

ENDLESS = b'{"results": [' + b'{"nonce": "7"},' * 100_000 + b"]}"


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("asked", ASKED)
async def test_an_answer_is_read_up_to_a_bound(asked: str) -> None:
    async with service(answering(ENDLESS)) as client:
        with pytest.raises(ServiceUnavailable) as unavailable:
            await ASKED[asked](client)
    assert isinstance(unavailable.value.fault, AnswerTooLong)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("asked", ASKED)
async def test_a_compressed_answer_is_not_unpacked(asked: str) -> None:
    packed = gzip.compress(b'{"results": []}' + b" " * 50_000_000)
    assert len(packed) < LIMITS.answer_bytes
    headers = {"Content-Encoding": "gzip"}
    async with service(answering(packed, **headers)) as client:
        with pytest.raises(ServiceUnavailable):
            await ASKED[asked](client)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("asked", ASKED)
async def test_an_answer_that_never_ends_is_cut_off(asked: str) -> None:
    async def stalling(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"results": [')
        await asyncio.Event().wait()
        return response

    async with service(stalling) as client:
        with pytest.raises(ServiceUnavailable) as unavailable:
            await ASKED[asked](client)
    assert isinstance(unavailable.value.fault, NoAnswerWithin)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("status", [301, 302, 307, 308, 408, 429, 500, 502, 503, 504, 520])
async def test_a_service_that_is_away_is_unavailable(asked: str, status: int) -> None:
    headers = {"Location": "http://169.254.169.254/latest/meta-data/", "Retry-After": "99999999"}
    async with service(answering(b"<html>Bad gateway</html>", status=status, **headers)) as client:
        with pytest.raises(ServiceUnavailable):
            await ASKED[asked](client)


@pytest.mark.attack("safe_service")
async def test_pages_without_an_end_are_left_after_five() -> None:
    asked: list[str] = []

    async def endless(request: web.Request) -> web.StreamResponse:
        asked.append(request.path_qs)
        results = [{"nonce": str(5 + number), "safeTxHash": HASH} for number in range(300)]
        return web.json_response({"count": 10**9, "next": str(request.url), "results": results})

    async with service(endless) as client:
        assert len(await client.queue(SAFE, 5)) == 500
    assert len(asked) == 5
    assert len(set(asked)) == 5


@pytest.mark.attack("safe_service")
async def test_the_link_to_the_next_page_is_never_followed() -> None:
    asked: list[str] = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.json_response({"next": str(request.url.with_path("/secret")), "results": []})

    async with service(elsewhere) as client:
        assert await client.queue(SAFE, 5) == []
    assert asked == [f"/api/v2/safes/{SAFE}/multisig-transactions/"]


@pytest.mark.attack("safe_service")
async def test_strangers_who_name_our_key_as_theirs_hide_no_owner() -> None:
    """Anybody may name any delegate for a Safe of their own: a hundred of them fill the first page."""
    junk = [{"safe": TO, "delegate": TO, "delegator": f"0x{number:040x}"} for number in range(100)]
    ours = [{"safe": SAFE, "delegate": TO, "delegator": "0x" + "11" * 20}]

    async def delegates(request: web.Request) -> web.StreamResponse:
        return web.json_response({"results": ours if request.query.get("safe") == SAFE else junk})

    async with service(delegates) as client:
        assert await client.delegators(SAFE, TO) == {"0x" + "11" * 20}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("entry", [{"safe": TO}, {"delegate": SAFE}, {"safe": [SAFE]}, {"delegate": None}])
async def test_a_delegate_of_another_safe_or_key_lets_nobody_propose(entry: dict[str, Any]) -> None:
    listed = {"safe": SAFE, "delegate": TO, "delegator": "0x" + "11" * 20, **entry}
    async with service(answering({"results": [listed]})) as client:
        assert await client.delegators(SAFE, TO) == set()


async def test_a_service_that_nobody_runs_is_unavailable() -> None:
    async with service(answering({})) as client:
        gone = SafeService(client._requests.url, limits=replace(LIMITS, timeout=0.2))
    for ask in ASKED.values():
        with pytest.raises(ServiceUnavailable):
            await ask(gone)
    await gone.close()


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
@pytest.mark.parametrize(
    "body",
    [
        {"detail": "the key secret-key-of-the-dao is unknown"},
        {"nonFieldErrors": ["Bearer secret-key-of-the-dao"]},
        "secret-key-of-the-dao",
        b"<html>secret-key-of-the-dao</html>",
    ],
    ids=["detail", "field", "text", "page"],
)
async def test_a_service_that_repeats_its_key_tells_it_to_nobody(name: str, status: int, body: Any) -> None:
    async with service(answering(body, status), "secret-key-of-the-dao") as client:
        try:
            found = repr(await ASKED[name](client))
        except (ServiceRefused, ServiceUnavailable) as problem:
            found = repr(problem) + words_for(problem, language(markup=DISCORD))
    assert "secret-key" not in found
