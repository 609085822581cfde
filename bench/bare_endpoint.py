"""The limit that bench/web.py compares with: an aiohttp handler that checks Discord's signature and answers.

python -m bench.bare_endpoint PORT PUBLIC_KEY
"""

import asyncio
import sys

import orjson
import uvloop
from aiohttp import web

from bench.bare_bot import ANSWER
from bot.domain.elections.evidence.ed25519 import is_signed

_PONG = orjson.dumps({"type": 1})
_ANSWER = orjson.dumps({"type": 4, "data": {"content": ANSWER, "flags": 64}})


async def main(port: int, public_key: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        signed = request.headers["X-Signature-Timestamp"].encode() + body
        if not is_signed(public_key, request.headers["X-Signature-Ed25519"], signed):
            return web.Response(status=401)
        # Of all that is posted only the PING has no data.
        pong = b'"data":' not in body
        return web.Response(body=_PONG if pong else _ANSWER, content_type="application/json")

    application = web.Application()
    application.router.add_post("/interactions", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
