"""The limit that bench/pages.py compares with: an aiohttp handler that answers each request with bytes that it has.

python -m bench.bare_site PORT BYTES
"""

import asyncio
import sys

import uvloop
from aiohttp import web


async def main(port: int, size: int) -> None:
    page = b"x" * size

    async def answer(request: web.Request) -> web.Response:
        response = web.Response(body=page, content_type="text/html")
        response.force_close()
        return response

    application = web.Application()
    application.router.add_get("/", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
