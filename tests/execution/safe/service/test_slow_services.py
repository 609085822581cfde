"""A transaction service that says too much, never ends, or leads elsewhere."""

import asyncio
import gzip
from typing import Any

import pytest
from aiohttp import web
from msgspec.structs import replace

from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import AnswerTooLong, NoAnswerWithin
from bot.execution.safe.service.client import SafeService
from bot.wording.errors import words_for
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.execution.safe.service.lying_service import ASKED, HASH, LIMITS, SAFE, TO, answering, service

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

    async with service(stalling, limits=replace(LIMITS, timeout=0.05)) as client:
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
