"""The proxy before the bot's pages: what passes is as it was, and the wallet is for these pages alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from yarl import URL

from sandbox.browser.wallet.server import PagesWithWallet
from tests.sandbox.browser.wallet.town import Town, hexed

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = "<!doctype html><html><head lang=en><title>Moot</title></head><body><script src=/own.js></script></body></html>"
SCRIPT = '<script src="/_wallet/wallet.js"></script>'
POLICY = "default-src 'none'; script-src 'self'"


@dataclass
class Behind:
    """A server behind the proxy that keeps what reached it."""

    seen: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)
    """Lets the stream go on."""
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Who read the stream is gone."""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        self.bodies.append(await request.read())
        headers = {
            "Content-Security-Policy": POLICY,
            "ETag": '"7"',
            "Connection": "close, X-Hop",
            "X-Hop": "1",
        }
        match request.path:
            case "/stream":
                return await self._stream(request)
            case "/to":
                raise web.HTTPSeeOther(request.query["to"])
            case "/gone":
                raise web.HTTPSeeOther("/elsewhere?a=b%20c", headers=headers)
            case "/cookies":
                response = web.Response(text=PAGE, content_type="text/html", headers=headers)
                response.set_cookie("one", "1", httponly=True, samesite="Strict")
                response.set_cookie("two", "2", path="/wallet")
                return response
            case "/data":
                return web.json_response({"page": PAGE}, headers=headers)
            case "/refused":
                return web.Response(status=403, text=PAGE, content_type="text/html", headers=headers)
            case "/kept":
                return web.Response(status=304, headers=headers)
            case "/headless":
                return web.Response(text="<p>Nothing</p>", content_type="text/html")
        return web.Response(text=PAGE, content_type="text/html", headers=headers)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            for number in (1, 2):
                await response.write(f"data: {number}\n\n".encode())
                await self.more.wait()
            return response
        finally:
            self.left.set()


@dataclass
class Street:
    behind: Behind
    pages: PagesWithWallet
    http: aiohttp.ClientSession

    async def get(self, path: str, **options: Any) -> tuple[aiohttp.ClientResponse, str]:
        return await self.send("GET", path, **options)

    async def send(self, method: str, path: str, **options: Any) -> tuple[aiohttp.ClientResponse, str]:
        url = URL(self.pages.origin + path, encoded=True)
        async with self.http.request(method, url, allow_redirects=False, **options) as answer:
            return answer, await answer.text()

    async def ask(self, name: str, said: Any, **headers: str) -> tuple[int, Any]:
        """As the wallet's script asks."""
        given = {"Origin": self.pages.origin, "Content-Type": "application/json", **headers}
        answer, text = await self.send("POST", f"/_wallet/{name}", data=json.dumps(said), headers=given)
        return answer.status, json.loads(text) if answer.status == 200 else text


@pytest_asyncio.fixture(loop_scope="session")
async def street(town: Town) -> AsyncIterator[Street]:
    behind = Behind()
    runner = web.ServerRunner(web.Server(behind.answer, handler_cancellation=True), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listen = f"127.0.0.1:{runner.addresses[0][1]}"
    async with (
        PagesWithWallet.serve(town.wallet, listen) as pages,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        yield Street(behind, pages, http)
    await runner.cleanup()


def own(street: Street, member: str = "77") -> dict[str, str]:
    """The headers of a browser that is at a member's own address."""
    return {"Host": f"{member}.localhost:{URL(street.pages.origin).port}"}


# -- each member's own address ------------------------------------------------------------------------------------


async def test_the_bot_sees_its_one_address_where_a_member_has_their_own(street: Street) -> None:
    headers = own(street)
    mine = f"http://{headers['Host']}"
    answer, text = await street.get("/", headers={**headers, "Origin": mine, "Referer": f"{mine}/a?b=c"})
    assert (answer.status, SCRIPT in text) == (200, True)
    seen = street.behind.seen[-1].headers
    assert f"http://{seen['Host']}" == street.pages.origin == seen["Origin"]
    assert seen["Referer"] == f"{street.pages.origin}/a?b=c"


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "origin",
    [
        "https://bank.example",
        "null",
        "http://78.localhost:{port}",
        "http://localhost:{port}",
        "http://77.localhost:1",
        "http://77.localhost:{port}.bank.example",
        "https://77.localhost:{port}",
    ],
)
async def test_what_another_site_sends_to_a_members_address_reaches_the_bot_as_of_that_site(
    street: Street, origin: str
) -> None:
    origin = origin.format(port=URL(street.pages.origin).port)
    await street.send("POST", "/", headers={**own(street), "Origin": origin, "Referer": f"{origin}/"})
    seen = street.behind.seen[-1].headers
    assert (seen["Origin"], seen["Referer"]) == (origin, f"{origin}/")
    status, _ = await street.ask("ask", {}, **own(street), Origin=origin)
    assert status == 403


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "host",
    [
        "77.localhost",
        "77.localhost:1",
        "ada.localhost:{port}",
        "77.localhost.bank.example:{port}",
        "1.77.localhost:{port}",
        "77.bank.example:{port}",
        "127.0.0.1.localhost:{port}",
        "localhost:{port}",
        "777777777777777777777.localhost:{port}",
    ],
)
async def test_no_other_name_of_this_machine_has_the_pages(street: Street, host: str) -> None:
    before = len(street.behind.seen)
    for path in ("/", "/_wallet/holders", "/_wallet/wallet.js"):
        answer, _ = await street.get(path, headers={"Host": host.format(port=URL(street.pages.origin).port)})
        assert answer.status == 421
    assert len(street.behind.seen) == before


async def test_a_redirect_within_the_pages_stays_at_the_members_address(street: Street) -> None:
    for target in (f"{street.pages.origin}/wallet?a=b%20c", "/wallet?a=b%20c"):
        answer, _ = await street.get(f"/to?to={quote(target, safe='')}", headers=own(street))
        assert answer.headers["Location"].endswith("/wallet?a=b%20c")
        assert not answer.headers["Location"].startswith(street.pages.origin)
    answer, _ = await street.get(
        f"/to?to={quote('https://elsewhere.example/x', safe='')}", headers=own(street)
    )
    assert answer.headers["Location"] == "https://elsewhere.example/x"


async def test_discord_is_told_who_comes_and_leads_back_to_their_address(street: Street) -> None:
    query = {"client_id": "1", "state": "a-b_C", "redirect_uri": f"{street.pages.origin}/login"}
    page = str(URL("http://127.0.0.1:9/oauth2/authorize").with_query(query))
    answer, _ = await street.get(f"/to?to={quote(page, safe='')}", headers=own(street))
    asked = URL(answer.headers["Location"]).query
    assert asked["login_hint"] == "77"
    assert asked["redirect_uri"] == f"{street.pages.origin}/login"
    answer, _ = await street.get(f"/login?code=x&state={asked['state']}")
    assert (answer.status, answer.headers["Location"]) == (
        302,
        f"http://{own(street)['Host']}/login?code=x&state=a-b_C",
    )
    answer, _ = await street.get("/login?code=x&state=a-b_C", headers=own(street))
    assert answer.status == 200
    assert street.behind.seen[-1].query == {"code": "x", "state": "a-b_C"}


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "path",
    [
        "/login?state=x.bank.example",
        "/login?state=x.7%40bank.example",
        "/login?state=x.777777777777777777777",
        "/login?state=x",
        "/login",
        "/elsewhere?state=x.77",
    ],
)
async def test_a_made_up_state_leads_nowhere(street: Street, path: str) -> None:
    answer, _ = await street.get(path)
    assert (answer.status, "Location" in answer.headers) == (200, False)


# -- what passes ----------------------------------------------------------------------------------------------------


async def test_a_page_gets_the_script_before_its_own_and_keeps_all_else(street: Street) -> None:
    answer, text = await street.get("/")
    assert text == PAGE.replace("<head lang=en>", f"<head lang=en>{SCRIPT}")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["ETag"] == '"7"'
    assert answer.headers["Content-Length"] == str(len(text))


@pytest.mark.parametrize("path", ["/refused", "/cookies"])
async def test_pages_of_every_kind_get_it(street: Street, path: str) -> None:
    answer, text = await street.get(path)
    assert SCRIPT in text
    assert answer.status == (403 if path == "/refused" else 200)


@pytest.mark.parametrize(("path", "words"), [("/data", PAGE), ("/headless", "<p>Nothing</p>"), ("/kept", "")])
async def test_what_is_no_page_passes_as_it_is(street: Street, path: str, words: str) -> None:
    _, text = await street.get(path)
    assert SCRIPT not in text
    assert (json.loads(text)["page"] if path == "/data" else text) == words


async def test_each_cookie_passes_with_its_attributes(street: Street) -> None:
    answer, _ = await street.get("/cookies", headers={"Cookie": "a=1; b=2"})
    assert answer.headers.getall("Set-Cookie") == [
        "one=1; HttpOnly; Path=/; SameSite=Strict",
        "two=2; Path=/wallet",
    ]
    assert street.behind.seen[-1].headers["Cookie"] == "a=1; b=2"


async def test_a_redirect_is_handed_on_and_not_followed(street: Street) -> None:
    answer, _ = await street.get("/gone")
    assert (answer.status, answer.headers["Location"]) == (303, "/elsewhere?a=b%20c")
    assert len(street.behind.seen) == 1


async def test_the_server_behind_sees_the_request_as_it_was_sent(street: Street) -> None:
    given = {"Origin": street.pages.origin, "Accept": "text/x-own", "X-Forwarded-For": "203.0.113.5"}
    await street.send("POST", "/a%2Fb//c/?q=%E2%82%AC&q=2", data={"field": "a b"}, headers=given)
    seen = street.behind.seen[-1]
    assert (seen.method, seen.raw_path) == ("POST", "/a%2Fb//c/?q=%E2%82%AC&q=2")
    assert seen.headers["Host"] == street.pages.origin.removeprefix("http://")
    assert seen.headers["Origin"] == street.pages.origin
    assert seen.headers["Accept"] == "text/x-own"
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert seen.headers.getall("X-Forwarded-For") == ["203.0.113.5", "127.0.0.1"]
    assert street.behind.bodies[-1] == b"field=a+b"


async def test_what_is_of_one_connection_does_not_pass(street: Street) -> None:
    answer, _ = await street.get("/", headers={"Connection": "X-Mine", "X-Mine": "1", "TE": "trailers"})
    assert "X-Hop" not in answer.headers
    assert not {"X-Mine", "TE"} & set(street.behind.seen[-1].headers)


async def test_a_head_passes_without_a_body(street: Street) -> None:
    answer, text = await street.send("HEAD", "/")
    assert (answer.status, text) == (200, "")


async def test_a_stream_passes_event_by_event_and_ends_with_its_reader(street: Street) -> None:
    async with street.http.get(f"{street.pages.origin}/stream") as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        # The second event waits until the first has arrived here.
        assert await answer.content.readuntil(b"\n\n") == b"data: 1\n\n"
        street.behind.more.set()
        assert await answer.content.readuntil(b"\n\n") == b"data: 2\n\n"
    street.behind.more.clear()
    street.behind.left.clear()
    answer = await street.http.get(f"{street.pages.origin}/stream")
    await answer.content.readuntil(b"\n\n")
    answer.close()
    async with asyncio.timeout(30):
        await street.behind.left.wait()


async def test_a_bot_that_is_away_is_said_to_be_away(town: Town) -> None:
    async with (
        PagesWithWallet.serve(town.wallet, "127.0.0.1:1") as pages,
        aiohttp.ClientSession() as http,
        http.get(pages.origin) as answer,
    ):
        assert answer.status == 502
        assert "The bot is away" in await answer.text()


# -- whom the wallet answers ------------------------------------------------------------------------------------------


async def test_a_request_is_shown_and_then_signed(street: Street, town: Town) -> None:
    asked = {
        "holder": "1",
        "chain": town.chain.chain_id,
        "method": "personal_sign",
        "params": [hexed("Yes"), town.ada.address],
    }
    status, shown = await street.ask("ask", asked)
    assert (status, shown["review"]["text"]) == (200, "Yes")
    _, signed = await street.ask("approve", {"request": shown["request"]})
    assert len(signed["result"]) == 132
    _, again = await street.ask("approve", {"request": shown["request"]})
    assert again["error"]["code"] == -32002


async def test_what_was_rejected_is_not_signed_later(street: Street, town: Town) -> None:
    asked = {
        "holder": "1",
        "chain": town.chain.chain_id,
        "method": "personal_sign",
        "params": [hexed("Yes"), town.ada.address],
    }
    _, shown = await street.ask("ask", asked)
    await street.ask("reject", {"request": shown["request"]})
    _, answer = await street.ask("approve", {"request": shown["request"]})
    assert answer["error"]["code"] == -32002


async def test_the_wallet_tells_who_there_is_and_no_key(street: Street, town: Town) -> None:
    _, text = await street.get("/_wallet/holders")
    assert [each["name"] for each in json.loads(text)] == ["ada", "ben", "club"]
    _, script = await street.get("/_wallet/wallet.js")
    for account in (town.ada, town.ben):
        assert bytes(account.key.key).hex() not in text + script


@pytest.mark.attack("web")
@pytest.mark.parametrize("name", ["ask", "approve", "reject"])
@pytest.mark.parametrize(
    "origin",
    ["http://bank.example", "null", "", "http://127.0.0.1", "https://{host}", "http://{host}.bank.example"],
)
async def test_another_site_reaches_no_key(street: Street, name: str, origin: str) -> None:
    host = street.pages.origin.removeprefix("http://")
    status, _ = await street.ask(name, {}, Origin=origin.format(host=host))
    assert status == 403


@pytest.mark.attack("web")
async def test_who_says_no_origin_reaches_no_key(street: Street) -> None:
    answer, _ = await street.send("POST", "/_wallet/ask", json={})
    assert answer.status == 403


@pytest.mark.attack("web")
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_form_of_another_site_could_send_is_refused(street: Street, kind: str) -> None:
    status, _ = await street.ask("ask", {}, **{"Content-Type": kind})
    assert status == 415


@pytest.mark.attack("web")
@pytest.mark.parametrize("path", ["/", "/_wallet/holders", "/_wallet/wallet.js"])
@pytest.mark.parametrize("host", ["bank.example", "localhost", "127.0.0.1", "[::1]"])
async def test_by_another_name_nothing_is_served(street: Street, path: str, host: str) -> None:
    answer, _ = await street.get(path, headers={"Host": host})
    assert answer.status == 421
    assert street.behind.seen == []


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "said",
    [
        [],
        "ask",
        7,
        {},
        {"holder": "1", "chain": 31337, "method": "personal_sign", "params": {}},
        {"holder": "1", "chain": "31337", "method": "personal_sign", "params": []},
        {"holder": "1", "chain": 31337, "method": "personal_sign", "params": []},
        {"holder": "9", "chain": 31337, "method": "personal_sign", "params": ["0x00", "0x00"]},
        {"holder": "1", "chain": 31337, "method": "eth_sign", "params": []},
        {"holder": ["1"], "chain": 31337, "method": ["personal_sign"], "params": []},
    ],
)
async def test_what_is_no_question_is_refused_with_a_code(street: Street, said: Any) -> None:
    status, answer = await street.ask("ask", said)
    assert status == 200
    assert answer["error"]["code"] in (-32602, 4100, 4200)


@pytest.mark.attack("floods")
async def test_more_than_a_page_has_to_say_is_refused(street: Street) -> None:
    status, _ = await street.ask("ask", {"params": ["x" * 600_000]})
    assert status == 413


@pytest.mark.attack("floods")
async def test_a_form_larger_than_any_page_has_is_refused(street: Street) -> None:
    answer, _ = await street.send("POST", "/wallet", data=b"x" * 600_000)
    assert answer.status == 413


@pytest.mark.attack("web")
async def test_json_without_end_is_refused(street: Street) -> None:
    given = {"Origin": street.pages.origin, "Content-Type": "application/json"}
    _, text = await street.send("POST", "/_wallet/ask", data="[" * 200_000, headers=given)
    assert json.loads(text)["error"]["code"] == -32602
