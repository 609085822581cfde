"""Interactions by HTTP: what Discord asks of an endpoint before it takes it, and what it then sends there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from cryptography.exceptions import InvalidSignature

from sandbox.discord import NoAnswer

Answer = Callable[[web.Request, bytes, bool], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def endpoint(town, answer: Answer) -> AsyncIterator[str]:
    """Serves `answer(request, body, signed)`, which hears whether the application's key has signed; its address."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        signature = bytes.fromhex(request.headers["X-Signature-Ed25519"])
        message = request.headers["X-Signature-Timestamp"].encode() + body
        try:
            town.app.key.public_key().verify(signature, message)
        except InvalidSignature:
            return await answer(request, body, False)
        return await answer(request, body, True)

    runner = web.ServerRunner(web.Server(handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/interactions"
    finally:
        await runner.cleanup()


async def register(town, url: str | None) -> tuple[int, dict]:
    headers = {"Authorization": f"Bot {town.app.token}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        sent = {"interactions_endpoint_url": url}
        async with http.patch(f"{town.server.api_url}/applications/@me", json=sent) as answer:
            return answer.status, await answer.json()


def pong() -> web.Response:
    return web.json_response({"type": 1})


async def right(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
    if not signed:
        return web.Response(status=401)
    return pong() if json.loads(body)["type"] == 1 else web.Response(status=202)


async def trusting(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
    return pong()


async def strict(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
    return web.Response(status=401)


async def other_status(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
    return pong() if signed else web.Response(status=400)


async def no_json(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
    return web.Response(text='{"type": 1}') if signed else web.Response(status=401)


async def no_pong(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
    return web.json_response({"type": 4}) if signed else web.Response(status=401)


async def test_an_endpoint_that_pongs_and_checks_is_taken(town):
    async with endpoint(town, right) as url:
        status, shown = await register(town, url)
    assert (status, shown["interactions_endpoint_url"]) == (200, url)
    assert shown["verify_key"] == town.app.key.public_key().public_bytes_raw().hex()


@pytest.mark.parametrize("answer", [trusting, strict, other_status, no_json, no_pong])
async def test_any_other_endpoint_is_refused(town, answer):
    async with endpoint(town, answer) as url:
        status, shown = await register(town, url)
    assert (status, shown["code"]) == (400, 50035)
    assert "could not be verified" in json.dumps(shown)
    assert town.app.interactions_endpoint_url is None


async def test_an_endpoint_that_nobody_serves_is_refused(town):
    async with endpoint(town, right) as url:
        pass
    assert (await register(town, url))[0] == 400


async def test_with_an_endpoint_nothing_comes_over_the_gateway_and_without_one_all_does(town, new_bot, start):
    bot = new_bot()

    @bot.tree.command()
    async def act(interaction) -> None:
        """Act."""
        await interaction.response.send_message("over the gateway")

    await start(bot)
    posted: list[dict] = []

    async def at_once(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
        if json.loads(body)["type"] != 1:
            posted.append(json.loads(body))
            return web.json_response({"type": 4, "data": {"content": "by HTTP"}})
        return await right(request, body, signed)

    async with endpoint(town, at_once) as url:
        await register(town, url)
        assert (await town.ada.slash(town.channel, "act")).text == "by HTTP"
        assert "interaction" not in bot.events
        await register(town, None)
        assert (await town.ada.slash(town.channel, "act")).text == "over the gateway"
    (interaction,) = posted
    assert interaction["application_id"] == str(town.app.id)
    assert interaction["member"]["user"]["id"] == str(town.ada.id)


async def test_who_clicks_hears_at_once_that_the_endpoint_refused(town, new_bot, start):
    bot = new_bot()

    @bot.tree.command()
    async def act(interaction) -> None:
        """Act."""

    await start(bot)

    async def broken(request: web.Request, body: bytes, signed: bool) -> web.StreamResponse:
        if json.loads(body)["type"] != 1:
            return web.Response(status=500)
        return await right(request, body, signed)

    async with endpoint(town, broken) as url:
        await register(town, url)
        with pytest.raises(NoAnswer, match="500"):
            async with asyncio.timeout(30):
                await town.ada.slash(town.channel, "act")
