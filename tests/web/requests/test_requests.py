"""What a request has to be, and what every answer tells the browser, whatever is asked."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from yarl import URL

from bot.web.pages.registry import PAGES as REGISTERED
from bot.web.rendering.templates import STATIC
from bot.web.requests.limits import WebLimits
from sandbox.discord import Person
from tests.web.conftest import QUICK
from tests.web.site import Answer, Browser, Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.attack("web")]

Another = Callable[[], Browser]
PAGES = ("/", "/link/unknown", "/login", "/wallet", "/wallet/message/unknown", "/nothing/here")
STATIC_PATHS = sorted(STATIC)
ALL_PAGES = sorted(
    {
        re.sub(r"{\w+}", "1", route.path)
        for page in REGISTERED
        for route in page.routes
        if route.method == "GET"
    }
)
"""Whoever asks for them here is refused most of them."""


@pytest.fixture
async def ada(site: Site) -> Person:
    return site.member("ada")


async def logged_in(site: Site, browser: Browser, person: Person) -> str:
    """The token of the forms of their session."""
    await browser.log_in(await site.link_for(person), person)
    return (await browser.wallet_page()).fields["form_token"]


# -- what each answer says ---------------------------------------------------------------------------------------


def assert_guarded(answer: Answer) -> None:
    policy = dict(
        directive.split(" ", 1) for directive in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Server"] == "folkmoot"


@pytest.mark.parametrize("path", sorted({*PAGES, *ALL_PAGES, *STATIC_PATHS}))
async def test_no_page_can_be_framed_or_run_what_is_not_ours(browser: Browser, path: str) -> None:
    assert_guarded(await browser.get(path))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"])
async def test_a_refusal_is_guarded_as_a_page_is(browser: Browser, method: str, path: str) -> None:
    answer = await browser.send(method, path)
    assert answer.status >= 400
    assert_guarded(answer)


async def test_pages_are_kept_in_no_cache_and_static_files_in_all(browser: Browser) -> None:
    assert (await browser.get("/wallet")).headers["Cache-Control"] == "no-store"
    assert "immutable" in (await browser.get(STATIC_PATHS[0])).headers["Cache-Control"]


async def pages_of(site: Site, browser: Browser, ada: Person) -> AsyncIterator[str]:
    yield (await browser.get("/")).text
    yield (await browser.get(await site.link_for(ada))).text
    yield (await browser.get("/nothing")).text
    await logged_in(site, browser, ada)
    yield (await browser.wallet_page()).text
    yield (await browser.message_for(site.account("ada").address)).text


async def test_no_page_has_a_script_or_style_in_it_or_asks_another_host(
    site: Site, browser: Browser, ada: Person
) -> None:
    async for page in pages_of(site, browser, ada):
        assert re.findall(r"<script(?![^>]* src=\"/static/)", page) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<iframe|<object|<base", page) == []
        assert re.findall(r"(?:src|href|action)=\"(?!/|#|data:,\")[^\"]*\"", page) == []


# -- for whom it is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}.evil.example",
        "evil.example:{port}",
        "localhost:{port}",
        "127.0.0.1:{port}@evil.example",
        "127.0.0.1:0{port}",
        "",
    ],
)
async def test_a_request_for_another_host_is_refused(site: Site, browser: Browser, host: str) -> None:
    answer = await browser.get("/", Host=host.format(port=site.port))
    assert answer.status == 400
    assert "evil" not in answer.text


async def test_two_hosts_are_none(site: Site) -> None:
    host = f"127.0.0.1:{site.port}"
    for second in (host, "evil.example"):
        answer = await site.raw(f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: {second}\r\n\r\n".encode())
        assert b" 400 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize(
    "target",
    [
        "//",
        "//evil.example",
        "///wallet",
        "/wallet/",
        "/wallet//message",
        "/./wallet",
        "/../wallet",
        "/wallet/../wallet",
        "/wallet/..",
        "/%2e%2e/settings.py",
        "/%77allet",
        "/wallet%2f",
        "/wallet%00",
        "/wallet;a=b",
        "/wallet%3fx",
        "/static/../application.py",
        "/static/..%2fapplication.py",
        "/static/0000000000000000/wallet.js",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/x/../../../../etc/passwd",
        "/static//etc/passwd",
        "/.env",
        "/folkmoot.db",
        "/wallet\\..\\x",
        "/wället",
        "http://evil.example/wallet",
        "*",
        "wallet",
        "/" + "a" * 7000,
        "/" + "a/" * 3000,
    ],
)
async def test_a_path_that_could_be_read_in_two_ways_leads_nowhere(site: Site, target: str) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close\r\n\r\n"
    answer = await site.raw(request.encode())
    # No page: that of wallets would say 403.
    assert re.match(rb"HTTP/1\.[01] (?:400|404) ", answer), answer[:200]
    assert b"import " not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {host}\r\nX: a\rb\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {host}\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: {host}\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {host}\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
        b"POST /link HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Length: -1\r\n\r\n",
        b"POST /link HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /wallet HTTP/1.1\r\n\r\n",
        b"POST /link HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nlink=",
        b"POST /link HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST /link HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_refused_and_nothing_behind_it_is_read(
    site: Site, request_: bytes
) -> None:
    answer = await site.raw(request_.replace(b"{host}", f"127.0.0.1:{site.port}".encode()))
    assert answer.count(b"HTTP/1.") <= 1
    assert not answer or re.match(rb"HTTP/1\.[01] 4\d\d ", answer), answer[:200]
    assert b"Traceback" not in answer


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "@evil"])
@pytest.mark.parametrize("name", ["next", "redirect_uri", "return_to", "url", "link"])
async def test_nobody_says_where_the_browser_is_sent(
    site: Site, browser: Browser, ada: Person, name: str, elsewhere: str
) -> None:
    """No open redirect: in the query, in the form, on the way back."""
    link = await site.link_for(ada)
    token = link.rsplit("/")[-1]
    begun = await browser.post("/link", {name: elsewhere, "link": token})
    assert begun.headers["Location"].startswith(f"{site.stage.discord.world.base_url}/oauth2/authorize?")
    assert URL(begun.headers["Location"]).query["redirect_uri"] == f"{site.origin}/login"
    back = URL(site.stage.discord.authorization.approve(begun.headers["Location"], ada))
    done = await browser.get(str(back.update_query({name: elsewhere})))
    assert URL(done.headers["Location"]).with_query(None) == URL("/wallet")


# -- where a form comes from -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1",
        "http://127.0.0.1:{port}.evil.example",
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}",
        "HTTP://127.0.0.1:{port}",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/link", "/wallet/message", "/wallet/signature", "/logout"])
async def test_a_form_of_another_site_is_refused(
    site: Site, browser: Browser, ada: Person, path: str, origin: str | None
) -> None:
    token = await logged_in(site, browser, ada)
    headers = {} if origin is None else {"Origin": origin.format(port=site.port)}
    form = {"form_token": token, "link": "x", "address": site.account("ada").address}
    assert (await browser.send("POST", path, data=form, headers=headers)).status == 400
    assert (await browser.get("/wallet")).status == 200


@pytest.mark.parametrize("where", ["cross-site", "same-site", "none"])
async def test_a_form_that_the_browser_itself_calls_foreign_is_refused(
    site: Site, browser: Browser, ada: Person, where: str
) -> None:
    token = await logged_in(site, browser, ada)
    assert (await browser.post("/logout", {"form_token": token}, Sec_Fetch_Site=where)).status == 400
    assert (await browser.post("/logout", {"form_token": token}, Sec_Fetch_Site="same-origin")).status == 303


@pytest.mark.parametrize("token", [None, "", "x", "{mine}x", "{theirs}", "Ä", "{mine} "])
@pytest.mark.parametrize("path", ["/wallet/message", "/wallet/signature", "/logout"])
async def test_a_form_without_the_sessions_own_token_is_refused(
    site: Site, browser: Browser, another: Another, ada: Person, path: str, token: str | None
) -> None:
    mine = await logged_in(site, browser, ada)
    theirs = await logged_in(site, another(), site.member("mallory"))
    form = {} if token is None else {"form_token": token.format(mine=mine, theirs=theirs)}
    assert (await browser.post(path, form)).status == 400
    assert (await browser.get("/wallet")).status == 200


@pytest.mark.parametrize("path", ["/wallet/message", "/wallet/signature", "/logout"])
async def test_nothing_is_done_for_who_is_not_logged_in(browser: Browser, path: str) -> None:
    assert (await browser.post(path, {"form_token": "", "address": "0x" + "11" * 20})).status == 403


# -- what is sent ------------------------------------------------------------------------------------------------


async def test_a_body_that_says_it_is_too_large_is_not_read(site: Site) -> None:
    host = f"127.0.0.1:{site.port}"
    head = (
        f"POST /link HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {QUICK.body + 1}\r\n\r\n"
    )
    assert b" 413 " in (await site.raw(head.encode())).split(b"\r\n")[0]


@pytest.mark.parametrize("size", [QUICK.body + 1, 10 * QUICK.body, 50 * QUICK.body])
async def test_a_body_that_is_too_large_is_refused(browser: Browser, size: int) -> None:
    assert (await browser.post("/link", {"link": "x" * size})).status == 413


async def test_a_body_that_never_says_how_large_it_is_is_refused_when_it_is(
    site: Site, browser: Browser
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"a" * 4096

    headers = {"Origin": site.origin, "Content-Type": "application/x-www-form-urlencoded"}
    assert (await browser.send("POST", "/link", data=chunks(), headers=headers)).status == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"link": "x"}'),
        ("text/plain", b"link=x"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="link"\r\n\r\nx\r\n--b--',
        ),
        ("application/xml", b"<link/>"),
        ("", b"link=x"),
        ("application/x-www-form-urlencoded", b"link"),
        ("application/x-www-form-urlencoded", b"link=x&link=y"),
        ("application/x-www-form-urlencoded", b"link=%ff%fe"),
        ("application/x-www-form-urlencoded", "link=ä".encode()),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(100))),
        ("application/x-www-form-urlencoded", b"\x00\x01\x02"),
    ],
)
async def test_a_body_that_is_no_form_of_ours_is_refused(
    site: Site, browser: Browser, kind: str, body: bytes
) -> None:
    headers = {"Origin": site.origin, "Content-Type": kind}
    assert (await browser.send("POST", "/link", data=body, headers=headers)).status == 400


async def test_a_request_that_only_reads_brings_nothing_along(browser: Browser) -> None:
    assert (await browser.send("GET", "/", data=b"x")).status == 400


async def test_a_body_that_never_ends_is_not_waited_for(site: Site) -> None:
    host = f"127.0.0.1:{site.port}"
    head = (
        f"POST /link HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlink="
    )
    assert b" 408 " in (await site.raw(head.encode())).split(b"\r\n")[0]


async def test_a_head_that_never_ends_is_not_waited_for(site: Site) -> None:
    heads = (b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
    # All at once: each is waited for as long.
    for answer in await asyncio.gather(*map(site.raw, heads)):
        assert b"HTTP/1.1 200" not in answer


async def test_a_connection_carries_one_request(site: Site) -> None:
    """What a proxy and we could understand differently ends with the connection."""
    one = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode()
    assert (await site.raw(one * 3)).count(b"HTTP/1.1 200") == 1


# -- how often ---------------------------------------------------------------------------------------------------


async def until_refused(browser: Browser, path: str, most: int, **headers: str) -> tuple[int, Answer]:
    """How many requests were answered before one was refused for being too many."""
    for number in range(most + 1):
        answer = await browser.get(path, **headers)
        if answer.status == 429:
            return number, answer
    return most + 1, answer


async def test_an_address_asks_so_often_and_no_more(browser: Browser, another: Another) -> None:
    answered, refused = await until_refused(browser, "/", 2 * QUICK.of_address.at_once)
    assert answered >= QUICK.of_address.at_once
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert "Too many requests" in refused.words
    # Others go on.
    assert (await another().get("/")).status == 200


async def test_who_writes_other_addresses_before_their_own_is_counted_all_the_same(browser: Browser) -> None:
    most = 2 * QUICK.of_address.at_once
    for number in range(most):
        spoofed = f"198.51.{number // 250}.{number % 250}, {browser.address}"
        if (await browser.get("/", X_Forwarded_For=spoofed)).status == 429:
            break
    else:
        raise AssertionError("never refused")
    assert number >= QUICK.of_address.at_once


async def test_a_customers_addresses_of_ipv6_are_one(browser: Browser) -> None:
    for number in range(2 * QUICK.of_address.at_once):
        if (await browser.get("/", X_Forwarded_For=f"2001:db8:7:7::{number:x}")).status == 429:
            break
    else:
        raise AssertionError("never refused")


async def test_a_member_asks_so_often_and_no_more_from_any_address(
    site: Site, browser: Browser, another: Another, ada: Person
) -> None:
    await logged_in(site, browser, ada)
    addresses = [f"198.18.{number}.1" for number in range(4 * QUICK.of_member.at_once)]
    statuses = [(await browser.get("/wallet", X_Forwarded_For=each)).status for each in addresses]
    assert 429 in statuses
    assert statuses.index(429) >= QUICK.of_member.at_once - 10
    await logged_in(site, another(), site.member("ben"))


async def test_a_member_has_chains_asked_so_often_and_no_more(
    site: Site, browser: Browser, ada: Person
) -> None:
    form = {"form_token": await logged_in(site, browser, ada), "address": "nothing that is one"}
    most = QUICK.costly_of_one.at_once
    statuses = [(await browser.post("/wallet/message", form)).status for _ in range(most + 1)]
    assert statuses == [400] * most + [429]


async def test_an_address_that_opens_connections_and_sends_nothing_leaves_room_for_others(
    tmp_path: Path,
) -> None:
    limits = WebLimits(connections=8, connections_of_address=8, connection_seconds=2)
    async with Site.open(tmp_path / "folkmoot.db", limits) as site:
        held = [await asyncio.open_connection("127.0.0.1", site.port) for _ in range(8)]
        assert await site.raw(b"GET / HTTP/1.1\r\n\r\n") == b""
        for reader, writer in held:
            # Each ends by itself.
            assert await reader.read() == b""
            writer.close()
        answer = await site.raw(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 200")
