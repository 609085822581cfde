"""Requests of our own to Discord: what they read of an answer is what aiohttp reads."""

from __future__ import annotations

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpResponseParser
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from bot.plain_posts import LONGEST_HEAD, SECONDS, PlainPosts, read_answer

TAKEN = b"HTTP/1.1 204 No Content\r\nDate: Sun, 29 Nov 2026 08:00:00 GMT\r\nConnection: keep-alive\r\n\r\n"
REFUSED = b'HTTP/1.1 404 Not Found\r\nContent-Length: 15\r\n\r\n{"code": 10062}'

HEADERS = st.lists(
    st.sampled_from(
        [
            b"Date: Sun, 29 Nov 2026 08:00:00 GMT",
            b"Server: cloudflare",
            b"Connection: keep-alive",
            b"connection: close",
            b"Connection:Close",
            b"Set-Cookie: a=close",
            b"X-RateLimit-Remaining: 4",
            b"Content-Length: 0",
        ]
    ),
    unique=True,
    max_size=5,
)
ANSWERS = st.builds(
    lambda version, status, words, headers, body: b"\r\n".join(
        [b"HTTP/1.%d %d%s" % (version, status, words), *headers, b"", body]
    ),
    st.sampled_from([0, 1]),
    st.sampled_from([100, 103, 200, 204, 301, 400, 404, 429, 500, 503]),
    st.sampled_from([b" OK", b" No Content", b" ", b""]),
    HEADERS,
    st.sampled_from([b"", b"{}", TAKEN]),
)


def by_aiohttp(data: bytes) -> tuple[int, bool] | None:
    """The status of the first answer that isn't informational, and whether the connection stays after it."""
    loop = asyncio.new_event_loop()
    try:
        parser = HttpResponseParser(BaseProtocol(loop), loop, 2**16, read_until_eof=True)
        messages, _, _ = parser.feed_data(data)
    finally:
        loop.close()
    final = [message for message, _ in messages if message.code >= 200]
    return (final[0].code, not final[0].should_close) if final else None


@given(ANSWERS)
def test_the_status_is_the_one_that_aiohttp_reads(data: bytes) -> None:
    try:
        expected = by_aiohttp(data)
    except HttpProcessingError:
        return
    answer = read_answer(data)
    assert (answer and answer.status) == (expected and expected[0])


@given(ANSWERS)
def test_a_connection_is_used_again_only_where_aiohttp_would(data: bytes) -> None:
    try:
        expected = by_aiohttp(data)
    except HttpProcessingError:
        return
    answer = read_answer(data)
    if answer is not None and answer.ends:
        assert expected == (204, True)


@given(st.integers(0, len(TAKEN) - 1))
def test_a_head_that_is_not_whole_is_waited_for(there: int) -> None:
    assert read_answer(TAKEN[:there]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/2 204\r\n\r\n",
        b"HTTP/1.1 2040 No Content\r\n\r\n",
        b"HTTP/1.1  204 No Content\r\n\r\n",
        b" HTTP/1.1 204 No Content\r\n\r\n",
        b"<html>\r\n\r\n",
        b"\r\n\r\n",
        b"x" * (LONGEST_HEAD + 1),
    ],
)
def test_what_is_no_answer_is_taken_for_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="answer"):
        read_answer(data)


class Peer:
    """A server that does with each connection what it is told."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests: list[bytes] = []
        self.url = ""
        self.asked = asyncio.Event()

    async def request(self, reader: asyncio.StreamReader) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        self.requests.append(head + await reader.readexactly(length))
        self.asked.set()
        return self.requests[-1]


@asynccontextmanager
async def peer(
    *answers: bytes | None, seconds: float = SECONDS, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[Peer, PlainPosts]]:
    """One that gives these answers in turn, whichever connection asks; None: it hangs up. And connections to it."""
    there, coming = Peer(), iter(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there.connections += 1
        try:
            while True:
                await there.request(reader)
                if (answer := next(coming)) is None:
                    break
                writer.write(answer)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    there.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v10/"
    posts = PlainPosts(there.url, "DiscordBot (https://example.org, 1)", seconds)
    try:
        yield there, posts
    finally:
        posts.close()
        server.close()
        await server.wait_closed()


async def test_a_request_says_what_discord_asks_for() -> None:
    async with peer(TAKEN) as (there, posts):
        assert await posts.post("/interactions/1/a/callback", b'{"type":4}') == 204
        first, *lines = there.requests[0].split(b"\r\n")
        assert first == b"POST /api/v10/interactions/1/a/callback HTTP/1.1"
        host = there.url.split("/")[2].encode()
        assert lines == [
            b"Host: " + host,
            b"User-Agent: DiscordBot (https://example.org, 1)",
            b"Content-Type: application/json",
            b"Content-Length: 10",
            b"",
            b'{"type":4}',
        ]


async def test_requests_one_after_the_other_share_a_connection() -> None:
    async with peer(TAKEN, TAKEN, TAKEN) as (there, posts):
        assert [await posts.post("/a", b"{}") for _ in range(3)] == [204, 204, 204]
        assert there.connections == 1


async def test_many_at_once_have_a_connection_each() -> None:
    async with peer(*[TAKEN] * 40) as (there, posts):
        assert await asyncio.gather(*(posts.post("/a", b"{}") for _ in range(20))) == [204] * 20
        assert there.connections == 20
        assert await asyncio.gather(*(posts.post("/a", b"{}") for _ in range(20))) == [204] * 20
        assert there.connections == 20


async def test_after_an_answer_with_a_body_another_connection_is_made() -> None:
    async with peer(REFUSED, TAKEN) as (there, posts):
        assert await posts.post("/a", b"{}") == 404
        assert await posts.post("/a", b"{}") == 204
        assert there.connections == 2


async def test_what_comes_before_an_answer_is_no_answer() -> None:
    async with peer(b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + TAKEN, TAKEN) as (there, posts):
        assert [await posts.post("/a", b"{}") for _ in range(2)] == [204, 204]
        assert there.connections == 1


async def test_nobody_gets_the_answer_to_another_request() -> None:
    refused_once_more = TAKEN + b"HTTP/1.1 404 Not Found\r\n\r\n"
    async with peer(refused_once_more, TAKEN) as (there, posts):
        assert [await posts.post("/a", b"{}") for _ in range(2)] == [204, 204]
        assert there.connections == 2


async def test_a_connection_that_was_closed_meanwhile_is_not_used_again() -> None:
    async with peer(None, TAKEN) as (there, posts):
        with pytest.raises(OSError, match="connection closed"):
            await posts.post("/a", b"{}")
        assert await posts.post("/a", b"{}") == 204
        assert there.connections == 2


async def test_who_is_not_there_is_an_error_of_the_connection() -> None:
    async with peer() as (_, posts):
        pass
    with pytest.raises(OSError, match=r".+"):
        await posts.post("/a", b"{}")


async def test_what_is_no_http_is_refused() -> None:
    async with peer(b"SSH-2.0-OpenSSH\r\n\r\n", TAKEN) as (_, posts):
        with pytest.raises(ValueError, match="no HTTP"):
            await posts.post("/a", b"{}")
        assert await posts.post("/a", b"{}") == 204


@pytest.mark.parametrize("path", ["a", "/a b", "/a\r\nX: y", "/ä", "/a\n", ""])
async def test_a_path_that_would_end_the_line_is_not_sent(path: str) -> None:
    async with peer(TAKEN) as (there, posts):
        with pytest.raises(ValueError, match="no path"):
            await posts.post(path, b"{}")
        assert there.requests == []


async def test_a_host_that_lets_nobody_in_leaves_the_time_for_another_way() -> None:
    # Bytes are taken by its kernel, and no TLS is spoken.
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        posts = PlainPosts(
            f"https://127.0.0.1:{port}", "DiscordBot (https://example.org, 1)", connecting=0.05
        )
        async with asyncio.timeout(SECONDS):
            with pytest.raises(TimeoutError):
                await posts.post("/a", b"{}")
        posts.close()


def certificate(folder: Path, host: str) -> Path:
    """A new certificate of this address, with its key in the same file."""
    key, name = generate_private_key(SECP256R1()), x509.Name([])
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(day)
        .not_valid_after(day + datetime.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        made.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return path


@pytest.mark.parametrize(
    ("host", "trusted"), [("127.0.0.1", True), ("127.0.0.1", False), ("127.0.0.2", True)]
)
async def test_tls_is_spoken_with_who_has_the_certificate_of_its_name_and_with_nobody_else(
    host: str, trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = certificate(tmp_path, host)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(own)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
    async with peer(TAKEN, TAKEN, tls=tls) as (there, posts):
        if trusted and host == "127.0.0.1":
            assert [await posts.post("/a", b"{}") for _ in range(2)] == [204, 204]
            assert there.connections == 1
        else:
            with pytest.raises(ssl.SSLCertVerificationError):
                await posts.post("/a", b"{}")
            assert there.requests == []


async def test_what_comes_too_late_is_no_answer() -> None:
    silent = b""
    async with peer(silent, TAKEN, seconds=0.05) as (there, posts):
        with pytest.raises(TimeoutError):
            await posts.post("/a", b"{}")
        assert await posts.post("/a", b"{}") == 204
        assert there.connections == 2


async def test_whoever_gives_up_leaves_no_answer_behind() -> None:
    silent = b""
    async with peer(silent, TAKEN) as (there, posts):
        waiting = asyncio.create_task(posts.post("/first", b"{}"))
        await there.asked.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await posts.post("/second", b"{}") == 204
        assert there.connections == 2


async def test_nothing_is_kept_after_the_end_and_what_comes_late_is_still_sent() -> None:
    async with peer(TAKEN, TAKEN, TAKEN) as (there, posts):
        assert await posts.post("/a", b"{}") == 204
        posts.close()
        assert [await posts.post("/a", b"{}") for _ in range(2)] == [204, 204]
        assert there.connections == 3
