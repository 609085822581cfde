"""Discord's endpoint: what Discord has just signed is handled once, and nothing else is."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace
from yarl import URL

from bot.domain.elections.evidence.countersignature import LONGEST_BODY
from bot.services.limiter import Pace
from sandbox.discord.world.applications import Application
from tests.web.conftest import QUICK
from tests.web.site import Answer, Browser, Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.attack("web")]

PING = 1
ELSEWHERE = Ed25519PrivateKey.generate()
_ids = itertools.count(1_300_000_000_000_000_000)


def interaction(app: Application, kind: int = PING, **changed: Any) -> bytes:
    """The body of one that nobody has sent yet."""
    body = {"application_id": str(app.id), "id": str(next(_ids)), "token": "t", "type": kind, "version": 1}
    return json.dumps(body | changed).encode()


def signed(
    site: Site, body: bytes, *, ahead: float = 0, key: Ed25519PrivateKey | None = None
) -> dict[str, str]:
    """The headers with which Discord sends it, with a clock that is so many seconds ahead."""
    timestamp = str(int(site.clock.now().timestamp() + ahead))
    return {
        "Content-Type": "application/json",
        "X-Signature-Ed25519": (key or site.stage.app.key).sign(timestamp.encode() + body).hex(),
        "X-Signature-Timestamp": timestamp,
    }


async def post(browser: Browser, body: bytes, headers: dict[str, str], path: str = "/interactions") -> Answer:
    return await browser.send("POST", path, data=body, headers=headers)


async def test_a_ping_is_answered_with_a_pong(site: Site, browser: Browser) -> None:
    body = interaction(site.stage.app)
    answer = await post(browser, body, signed(site, body))
    assert (answer.status, json.loads(answer.text)) == (200, {"type": 1})
    assert answer.headers["Content-Type"] == "application/json"


async def test_discord_takes_the_endpoint(site: Site) -> None:
    assert site.stage.app.interactions_endpoint_url == f"{site.origin}/interactions"


async def test_another_key_has_signed_nothing(site: Site, browser: Browser) -> None:
    body = interaction(site.stage.app)
    assert (await post(browser, body, signed(site, body, key=ELSEWHERE))).status == 401


@pytest.mark.parametrize("place", [*range(0, 100, 7), -1])
async def test_a_changed_byte_of_the_body_is_refused(site: Site, browser: Browser, place: int) -> None:
    body = interaction(site.stage.app)
    changed = bytearray(body)
    changed[place] ^= 1
    assert (await post(browser, bytes(changed), signed(site, body))).status == 401
    assert (await post(browser, body, signed(site, body))).status == 200


@pytest.mark.parametrize("place", range(0, 128, 9))
async def test_a_changed_digit_of_the_signature_is_refused(site: Site, browser: Browser, place: int) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body)
    digits = headers["X-Signature-Ed25519"]
    other = format(int(digits[place], 16) ^ 1, "x")
    headers["X-Signature-Ed25519"] = digits[:place] + other + digits[place + 1 :]
    assert (await post(browser, body, headers)).status == 401


@pytest.mark.parametrize("seconds", [-1, 1])
async def test_a_changed_time_is_refused(site: Site, browser: Browser, seconds: int) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body)
    headers["X-Signature-Timestamp"] = str(int(headers["X-Signature-Timestamp"]) + seconds)
    assert (await post(browser, body, headers)).status == 401


@pytest.mark.parametrize("how", ["body cut", "body longer", "byte between", "byte moved to the time"])
async def test_what_was_signed_is_time_and_body_and_nothing_between(
    site: Site, browser: Browser, how: str
) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body)
    match how:
        case "body cut":
            body = body[:-1]
        case "body longer":
            body += b" "
        case "byte between":
            body = b" " + body
        case _:
            # The same bytes were signed, with the border elsewhere.
            body = b"1" + body
            headers = signed(site, body)
            headers["X-Signature-Timestamp"] += "1"
            body = body[1:]
    assert (await post(browser, body, headers)).status == 401


@pytest.mark.parametrize("ahead", [-1e6, -86_400, -60, -17, 17, 60, 86_400, 1e6])
async def test_a_signature_of_another_time_is_refused(site: Site, browser: Browser, ahead: float) -> None:
    body = interaction(site.stage.app)
    assert (await post(browser, body, signed(site, body, ahead=ahead))).status == 401


@pytest.mark.parametrize("ahead", [-13, -5, 0, 5, 13])
async def test_a_clock_that_is_a_few_seconds_off_refuses_nothing(
    site: Site, browser: Browser, ahead: float
) -> None:
    body = interaction(site.stage.app)
    assert (await post(browser, body, signed(site, body, ahead=ahead))).status == 200


@pytest.mark.parametrize(("ahead", "later"), [(0, 0), (0, 1), (0, 12), (13, 17), (13, 27)])
async def test_a_replayed_interaction_is_refused(
    site: Site, browser: Browser, ahead: float, later: float
) -> None:
    """Also where Discord's clock is ahead, so that its signature is fresh for longer."""
    body = interaction(site.stage.app)
    headers = signed(site, body, ahead=ahead)
    assert (await post(browser, body, headers)).status == 200
    site.later(timedelta(seconds=later))
    assert (await post(browser, body, headers)).status == 401
    site.later(timedelta(minutes=1))
    assert (await post(browser, body, headers)).status == 401


async def test_capital_digits_make_no_other_signature(site: Site, browser: Browser) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body)
    assert (await post(browser, body, headers)).status == 200
    headers["X-Signature-Ed25519"] = headers["X-Signature-Ed25519"].upper()
    assert (await post(browser, body, headers)).status == 401


async def test_a_signature_with_the_order_of_the_curve_added_is_none(site: Site, browser: Browser) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body)
    raw = bytes.fromhex(headers["X-Signature-Ed25519"])
    order = 2**252 + 27742317777372353535851937790883648493
    moved = int.from_bytes(raw[32:], "little") + order
    headers["X-Signature-Ed25519"] = (raw[:32] + moved.to_bytes(32, "little")).hex()
    assert (await post(browser, body, headers)).status == 401


@pytest.mark.parametrize("name", ["X-Signature-Ed25519", "X-Signature-Timestamp"])
@pytest.mark.parametrize(
    "value",
    [None, "", " ", "0", "zz", "0x00", "-1", "1e9", "١٧٥٠٠٠٠٠٠٠", "9" * 13, "0" * 127, "g" * 128, "0" * 130],
)
async def test_headers_of_another_form_are_no_signature(
    site: Site, browser: Browser, name: str, value: str | None
) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body)
    del headers[name]
    if value is not None:
        headers[name] = value
    assert (await post(browser, body, headers)).status == 401


@pytest.mark.parametrize("name", ["X-Signature-Ed25519", "X-Signature-Timestamp"])
async def test_a_header_that_is_there_twice_is_none(site: Site, name: str) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body)
    lines = [f"{key}: {value}" for key, value in [*headers.items(), (name, headers[name])]]
    answer = await site.raw(_request(site, body, lines))
    assert b" 401 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx",
        "text/json",
    ],
)
async def test_only_json_is_read(site: Site, browser: Browser, kind: str) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body) | {"Content-Type": kind}
    assert (await post(browser, body, headers)).status == 415


async def test_a_compressed_body_is_not_unpacked(site: Site, browser: Browser) -> None:
    body = interaction(site.stage.app)
    headers = signed(site, body) | {"Content-Encoding": "gzip"}
    assert (await post(browser, gzip.compress(body), headers)).status == 415


@pytest.mark.parametrize("application", ["1", "", None, 5, [], {}])
async def test_an_interaction_of_another_application_is_refused(
    site: Site, browser: Browser, application: Any
) -> None:
    body = interaction(site.stage.app, application_id=application)
    assert (await post(browser, body, signed(site, body))).status == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"1", b"{", b'"x"', b"\xff", b"[" * 2_000, b"{}{}"],
)
async def test_signed_nonsense_is_refused_like_any_other(site: Site, browser: Browser, body: bytes) -> None:
    assert (await post(browser, body, signed(site, body))).status == 400


@pytest.mark.parametrize(
    "changed", [{"id": None}, {"id": 7}, {"id": "x"}, {"token": None}, {"data": None}, {"data": []}]
)
async def test_an_interaction_that_lacks_a_part_is_refused(
    site: Site, browser: Browser, changed: dict[str, Any]
) -> None:
    whole = {"data": {"custom_id": "nothing", "component_type": 2}}
    body = interaction(site.stage.app, 3, **(whole | changed))
    assert (await post(browser, body, signed(site, body))).status == 400


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_nothing_but_post_is_taken(site: Site, browser: Browser, method: str) -> None:
    assert (await browser.send(method, "/interactions")).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/interactions/",
        "//interactions",
        "/./interactions",
        "/x/../interactions",
        "/%69nteractions",
        "/interactions%00",
        "/interactions;a",
        "/Interactions",
        "/interactions/callback",
    ],
)
async def test_no_other_path_leads_there(site: Site, browser: Browser, path: str) -> None:
    body = interaction(site.stage.app)
    assert (await post(browser, body, signed(site, body), path)).status in (400, 404)


async def test_another_host_is_refused(site: Site, browser: Browser) -> None:
    body = interaction(site.stage.app)
    answer = await post(browser, body, signed(site, body) | {"Host": "evil.example"})
    assert answer.status == 400


async def test_a_body_that_says_it_is_too_long_is_not_read(site: Site) -> None:
    head = _request(site, b"", [*_lines(site, b""), f"Content-Length: {LONGEST_BODY + 1}"], length=False)
    assert b" 413 " in (await site.raw(head)).split(b"\r\n")[0]


async def test_a_body_that_turns_out_too_long_is_not_read_on(site: Site, browser: Browser) -> None:
    async def endless() -> Any:
        for _ in range(LONGEST_BODY // 1024 + 1):
            yield b" " * 1024

    answer = await browser.send("POST", "/interactions", data=endless(), headers=signed(site, b""))
    assert answer.status == 413


async def test_the_longest_body_is_taken(site: Site, browser: Browser) -> None:
    body = interaction(site.stage.app)
    body += b" " * (LONGEST_BODY - len(body))
    assert (await post(browser, body, signed(site, body))).status == 200


@pytest.mark.parametrize("sent", [b"", b"{"])
async def test_a_body_that_does_not_come_is_not_waited_for(site: Site, sent: bytes) -> None:
    lines = [*_lines(site, b"{}"), "Content-Length: 500"]
    answer = await site.raw(_request(site, sent, lines, length=False))
    assert b" 408 " in answer.split(b"\r\n")[0]


async def test_no_number_of_interactions_of_one_address_is_too_many(site: Site, browser: Browser) -> None:
    bodies = [interaction(site.stage.app) for _ in range(300)]
    answers = await asyncio.gather(*(post(browser, body, signed(site, body)) for body in bodies))
    assert {answer.status for answer in answers} == {200}


async def test_an_interaction_is_answered_once_however_often_it_is_sent(site: Site, browser: Browser) -> None:
    sent: list[tuple[bytes, dict[str, str]]] = []
    site.stage.discord.world.endpoints.seen = lambda body, headers: sent.append((body, dict(headers)))
    try:
        await site.link_for(site.member("ada"))
    finally:
        site.stage.discord.world.endpoints.seen = None
    (body, headers) = sent[0]
    said = json.loads(body)

    def answers() -> list[str]:
        """What else the bot asks Discord meanwhile is no answer."""
        paths = [request.path for request in site.stage.discord.requests]
        return [path for path in paths if said["id"] in path or said["token"] in path]

    before = answers()
    assert before
    assert (await post(browser, body, headers)).status == 401
    # Discord signs it anew; its id is known.
    assert (await post(browser, body, signed(site, body, ahead=1))).status == 202
    assert answers() == before


async def test_where_interactions_come_over_the_gateway_there_is_no_endpoint(tmp_path: Path) -> None:
    # One more after three in a day: however slow the machine is, none of them is paid back meanwhile.
    limits = replace(QUICK, of_address=Pace(3, every=timedelta(days=1)))
    async with Site.open(tmp_path / "folkmoot.db", limits) as site:
        browser = Browser(site)
        body = interaction(site.stage.app)
        answers = [await post(browser, body, signed(site, body)) for _ in range(4)]
        assert [answer.status for answer in answers] == [404, 404, 404, 429]
        await browser.close()


def _lines(site: Site, body: bytes, *, ahead: float = 0) -> list[str]:
    return [f"{name}: {value}" for name, value in signed(site, body, ahead=ahead).items()]


def _request(site: Site, body: bytes, lines: list[str], *, length: bool = True) -> bytes:
    host = URL(site.origin).authority
    all_lines = ["POST /interactions HTTP/1.1", f"Host: {host}", *lines]
    if length:
        all_lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*all_lines, "", ""]).encode() + body


async def test_only_who_discord_signs_for_may_go_on_by_the_same_connection(
    site: Site, browser: Browser
) -> None:
    sent: list[bytes] = []
    site.stage.discord.world.endpoints.seen = lambda body, headers: sent.append(body)
    try:
        await site.link_for(site.member("ada"))
    finally:
        site.stage.discord.world.endpoints.seen = None
    taken = await post(browser, sent[0], signed(site, sent[0], ahead=1))
    assert (taken.status, taken.headers.get("Connection")) == (202, None)
    refused = await post(browser, sent[0], signed(site, sent[0], key=ELSEWHERE))
    assert (refused.status, refused.headers["Connection"]) == (401, "close")


async def test_who_asks_to_close_the_connection_has_it_closed_once_all_is_said(site: Site) -> None:
    sent: list[bytes] = []
    site.stage.discord.world.endpoints.seen = lambda body, headers: sent.append(body)
    try:
        await site.link_for(site.member("ada"))
    finally:
        site.stage.discord.world.endpoints.seen = None
    lines = _lines(site, sent[0], ahead=1)
    # It would stay for an hour otherwise, and this would wait for its end as long.
    answer = await site.raw(_request(site, sent[0], [*lines, "Connection: close"]))
    assert answer.startswith(b"HTTP/1.1 202 Accepted\r\n")
    assert b"Connection: close" in answer
