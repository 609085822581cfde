"""What is read of a request without aiohttp is what aiohttp reads of it, and nothing that it could read otherwise."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpRequestParser
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.elections.evidence.countersignature import LONGEST_BODY
from bot.web.requests.whole_requests import WholeRequest, read_request
from tests.web.site import Site

HOST = b"vote.example.org"
BODY = b'{"type":1}'
SIGNATURE, TIMESTAMP = b"ab" * 64, b"1764390000"
FIRST = b"POST /interactions HTTP/1.1"
HEADERS = [
    (b"Host", HOST),
    (b"Content-Length", str(len(BODY)).encode()),
    (b"Content-Type", b"application/json"),
    (b"User-Agent", b"Discord-Interactions/1.0 (+https://discord.com)"),
    (b"X-Signature-Ed25519", SIGNATURE),
    (b"X-Signature-Timestamp", TIMESTAMP),
]


def request(first: bytes = FIRST, headers: list[tuple[bytes, bytes]] = HEADERS, body: bytes = BODY) -> bytes:
    lines = [first, *(name + b": " + value for name, value in headers)]
    return b"\r\n".join([*lines, b"", b""]) + body


def having(name: bytes, value: bytes | None) -> list[tuple[bytes, bytes]]:
    """The headers with this one instead of their own; without it where it is None."""
    others = [pair for pair in HEADERS if pair[0].lower() != name.lower()]
    return others if value is None else [*others, (name, value)]


def test_a_request_as_discord_sends_it_is_read() -> None:
    read = read_request(request(), HOST)
    assert read == WholeRequest(SIGNATURE.decode(), TIMESTAMP.decode(), BODY, missing=0)


def test_what_a_proxy_adds_changes_nothing() -> None:
    added = [(b"X-Forwarded-For", b"203.0.113.7"), (b"X-Forwarded-Proto", b"https"), (b"Via", b"2.0 Caddy")]
    read = read_request(request(headers=[*added, *HEADERS]), HOST)
    assert read == WholeRequest(SIGNATURE.decode(), TIMESTAMP.decode(), BODY, missing=0)


@given(st.integers(1, len(BODY)))
def test_it_is_said_how_much_of_a_body_is_missing(missing: int) -> None:
    read = read_request(request()[:-missing], HOST)
    assert read == WholeRequest(SIGNATURE.decode(), TIMESTAMP.decode(), BODY[:-missing], missing)


def test_what_follows_a_request_is_none_of_its_body() -> None:
    read = read_request(request() + b"GET", HOST)
    assert read == WholeRequest(SIGNATURE.decode(), TIMESTAMP.decode(), BODY, missing=-3)


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "first",
    [
        b"GET /interactions HTTP/1.1",
        b"POST /interactions HTTP/1.0",
        b"POST /interactions HTTP/2.0",
        b"POST /interactions?a HTTP/1.1",
        b"POST /interactions/ HTTP/1.1",
        b"POST //interactions HTTP/1.1",
        b"POST  /interactions HTTP/1.1",
        b"POST /interactions HTTP/1.1 ",
        b"POST http://vote.example.org/interactions HTTP/1.1",
        b"\r\nPOST /interactions HTTP/1.1",
        b"post /interactions HTTP/1.1",
        b"POST /interactions HTTP/1.1\n",
    ],
)
def test_another_first_line_is_left_to_aiohttp(first: bytes) -> None:
    assert read_request(request(first), HOST) is None


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        (b"Host", None),
        (b"Host", b"evil.example"),
        (b"Host", HOST + b":80"),
        (b"Content-Length", None),
        (b"Content-Length", b"+10"),
        (b"Content-Length", b"10, 10"),
        (b"Content-Length", b"0x0a"),
        (b"Content-Length", b"010"),
        (b"Content-Length", b"1_0"),
        (b"Content-Length", b"-1"),
        (b"Content-Length", b"0"),
        (b"Content-Length", str(LONGEST_BODY + 1).encode()),
        (b"Content-Type", None),
        (b"Content-Type", b"text/plain"),
        (b"Content-Type", b"application/json; charset=utf-7"),
        (b"X-Signature-Ed25519", None),
        (b"X-Signature-Ed25519", b"g" * 128),
        (b"X-Signature-Ed25519", b"a" * 127),
        (b"X-Signature-Timestamp", None),
        (b"X-Signature-Timestamp", b"1e9"),
        (b"X-Signature-Timestamp", b"1" * 13),
        (b"Transfer-Encoding", b"chunked"),
        (b"Transfer-Encoding", b"identity"),
        (b"Content-Encoding", b"gzip"),
        (b"Connection", b"close"),
        (b"Connection", b"upgrade"),
        (b"Upgrade", b"websocket"),
        (b"Expect", b"100-continue"),
        (b"TE", b"trailers"),
        (b"Trailer", b"X-Signature-Ed25519"),
        (b"X Y", b"a"),
        (b"X_Y", b"a"),
        (b"", b"a"),
        (b"X-Y", b""),
        (b"X-Y", b"a\0b"),
        (b"X-Y", b"a\rb"),
        (b"X-Y", b"a\nContent-Length: 5"),
        (b"X-Y", b"a\r\n folded"),
        (b"X-Y", b" a"),
        (b"X-Y", b"a\t"),
        (b"X-Y", b"\xc3\xa9"),
        (b"X-Y", b"a" * 5_000),
        (b"Content-Length ", b"10"),
    ],
)
def test_headers_that_two_readers_could_take_differently_are_left_to_aiohttp(
    name: bytes, value: bytes | None
) -> None:
    assert read_request(request(headers=having(name, value)), HOST) is None


@pytest.mark.attack("web")
@pytest.mark.parametrize("name", [name for name, _ in HEADERS])
@pytest.mark.parametrize("spelt", [bytes, bytes.upper])
def test_a_header_that_is_there_twice_is_left_to_aiohttp(name: bytes, spelt: type[bytes]) -> None:
    assert read_request(request(headers=[*HEADERS, (spelt(name), dict(HEADERS)[name])]), HOST) is None


def test_more_headers_than_anybody_sends_are_left_to_aiohttp() -> None:
    many = [(b"X-%d" % number, b"a") for number in range(100)]
    assert read_request(request(headers=[*HEADERS, *many]), HOST) is None


def by_aiohttp(data: bytes) -> tuple[str, str, bytes] | None:
    """What aiohttp reads: signature, time and body; None where it reads no whole request."""
    loop = asyncio.new_event_loop()
    try:
        parser = HttpRequestParser(BaseProtocol(loop), loop, 2 * LONGEST_BODY)
        messages, _, _ = parser.feed_data(data)
        ((message, payload),) = messages
        body = payload.read_nowait() if payload.is_eof() else None
    except (HttpProcessingError, ValueError):
        return None
    finally:
        loop.close()
    signature, timestamp = (
        message.headers.get(f"X-Signature-{name}", "") for name in ("Ed25519", "Timestamp")
    )
    return None if body is None else (signature.lower(), timestamp, body)


ODD = st.sampled_from(
    [b" ", b"\t", b"\r", b"\n", b"\r\n", b":", b": ", b"0", b",", b"\0", b"\x0b", b"\x85", b"A"]
)
LINE = st.sampled_from(
    [b"Content-Length: 3", b"Transfer-Encoding: chunked", b"X: y", b"Host: evil.example", b" z"]
)


@pytest.mark.attack("web")
@given(
    st.lists(
        st.tuples(st.integers(0, len(request())), st.booleans(), ODD | LINE.map(b"\r\n".__add__)), max_size=3
    )
)
@example([])
def test_whatever_is_changed_what_is_read_here_is_what_aiohttp_reads(
    changes: list[tuple[int, bool, bytes]],
) -> None:
    data = request()
    for place, instead, odd in changes:
        data = data[:place] + odd + data[place + (len(odd) if instead else 0) :]
    read = read_request(data, HOST)
    if read is not None and read.missing == 0:
        assert by_aiohttp(data) == (read.signature, read.timestamp, read.body)


# -- on a connection -------------------------------------------------------------------------------------------


async def _clicked(site: Site) -> bytes:
    """The body of an interaction that was answered. Signed anew it is accepted, and nothing is done for it again."""
    sent: list[bytes] = []
    site.stage.discord.world.endpoints.seen = lambda body, headers: sent.append(body)
    try:
        await site.link_for(site.member("ada"))
    finally:
        site.stage.discord.world.endpoints.seen = None
    return sent[0]


def _signed(site: Site, body: bytes, *more: tuple[bytes, bytes], ahead: int = 0) -> bytes:
    """The request that carries it, with a clock that is so many seconds ahead."""
    timestamp = str(int(site.clock.now().timestamp()) + ahead).encode()
    headers = [
        (b"Host", site.origin.partition("//")[2].encode()),
        (b"Content-Length", str(len(body)).encode()),
        (b"Content-Type", b"application/json"),
        (b"X-Signature-Ed25519", site.stage.app.key.sign(timestamp + body).hex().encode()),
        (b"X-Signature-Timestamp", timestamp),
    ]
    return request(headers=[*headers, *more], body=body)


@asynccontextmanager
async def _connection(site: Site) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def _status(reader: asyncio.StreamReader) -> int:
    """That of the next answer, which has no body."""
    return int((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1])


async def _until_read(site: Site) -> None:
    """Until what was written before was read: later connections are heard later."""
    await site.raw(b"GET / HTTP/1.1\r\n\r\n")


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("cut", [1, 25, 60, 300, -1])
async def test_however_a_request_is_cut_it_is_answered_and_so_is_the_next(site: Site, cut: int) -> None:
    body = await _clicked(site)
    async with _connection(site) as (reader, writer):
        first = _signed(site, body, ahead=1)
        writer.write(first[:cut])
        await writer.drain()
        await _until_read(site)
        writer.write(first[cut:])
        assert await _status(reader) == 202
        for ahead in (2, 3):
            writer.write(_signed(site, body, ahead=ahead))
            assert await _status(reader) == 202


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("odd", [(b"Connection", b"keep-alive"), (b"X-Odd", b"\xc3\xa9"), (b"X-Empty", b"")])
async def test_a_request_of_an_odd_form_is_answered_and_so_are_those_around_it(
    site: Site, odd: tuple[bytes, bytes]
) -> None:
    body = await _clicked(site)
    async with _connection(site) as (reader, writer):
        for ahead, more in ((1, ()), (2, (odd,)), (3, ()), (4, (odd,))):
            writer.write(_signed(site, body, *more, ahead=ahead))
            assert await _status(reader) == 202


@pytest.mark.asyncio(loop_scope="session")
async def test_requests_that_come_together_are_answered_one_after_the_other(site: Site) -> None:
    body = await _clicked(site)
    async with _connection(site) as (reader, writer):
        writer.write(b"".join(_signed(site, body, ahead=ahead) for ahead in (1, 2, 3)))
        assert [await _status(reader) for _ in range(3)] == [202, 202, 202]


@pytest.mark.attack("web")
@pytest.mark.asyncio(loop_scope="session")
async def test_of_those_that_come_together_by_many_ways_each_gets_its_own_answer(site: Site) -> None:
    body = await _clicked(site)
    sent = [_signed(site, body, ahead=ahead) for ahead in range(1, 6)]
    sent[2] = sent[2].replace(b'"type":', b'"typo":')
    sent[4] = sent[0]
    async with AsyncExitStack() as stack:
        ways = [await stack.enter_async_context(_connection(site)) for _ in sent]
        for (_, writer), each in zip(ways, sent, strict=True):
            writer.write(each)
        assert [await _status(reader) for reader, _ in ways] == [202, 202, 401, 202, 401]
        # Who was accepted may go on, and who was refused not.
        for (reader, writer), ahead in ((ways[3], 6), (ways[1], 7)):
            writer.write(_signed(site, body, ahead=ahead))
            assert await _status(reader) == 202
        assert [await ways[refused][0].read() for refused in (2, 4)] == [b"", b""]


@pytest.mark.attack("web")
@pytest.mark.asyncio(loop_scope="session")
async def test_a_page_is_had_after_an_interaction_on_the_same_connection(site: Site) -> None:
    body = await _clicked(site)
    async with _connection(site) as (reader, writer):
        writer.write(_signed(site, body, ahead=1))
        assert await _status(reader) == 202
        host = site.origin.partition("//")[2]
        writer.write(f"GET /nowhere HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert await _status(reader) == 404


@pytest.mark.attack("web")
@pytest.mark.asyncio(loop_scope="session")
async def test_an_interaction_within_the_body_of_another_request_is_no_interaction(site: Site) -> None:
    body = await _clicked(site)
    within = _signed(site, body, ahead=1)
    host = site.origin.partition("//")[2]
    outer = f"POST /link HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(within)}\r\n\r\n".encode()
    async with _connection(site) as (reader, writer):
        writer.write(outer)
        await writer.drain()
        await _until_read(site)
        writer.write(within)
        assert await _status(reader) == 400


@pytest.mark.attack("web")
@pytest.mark.asyncio(loop_scope="session")
async def test_a_signed_interaction_that_nothing_can_be_made_of_leaves_the_others_alone(site: Site) -> None:
    made_up = json.loads(await _clicked(site)) | {"id": "1300000000000000001", "guild_id": "x"}
    async with _connection(site) as (reader, writer):
        writer.write(_signed(site, json.dumps(made_up).encode()))
        assert await _status(reader) == 500
    body = await _clicked(site)
    async with _connection(site) as (reader, writer):
        writer.write(_signed(site, body, ahead=1))
        assert await _status(reader) == 202
