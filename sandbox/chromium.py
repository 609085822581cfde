"""A headless Chromium over its DevTools protocol: shows HTML, measures it, takes pictures of it.

async with Chromium.start() as browser:
    async with browser.page(width=420) as shown:
        await shown.show(html)
        png = await shown.picture()
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

Json = dict[str, Any]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SETTING = "FOLKMOOT_CHROMIUM"
MISSING = (
    "no Chromium was found. Install one (Debian and Ubuntu: apt install chromium; Fedora: dnf install chromium; "
    f"macOS: brew install --cask chromium), or name its program in {SETTING}"
)
_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
_SECONDS = 30
_LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")


class NoChromium(Exception):
    """There is none on this machine."""

    def __init__(self) -> None:
        super().__init__(MISSING)


def program() -> str:
    """The Chromium of this machine: the one that FOLKMOOT_CHROMIUM names, or of a usual name. Raises NoChromium."""
    named = os.environ.get(SETTING)
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if found is None:
        raise NoChromium
    return found


class Chromium:
    """One browser with a profile of its own."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._loaded: dict[str, asyncio.Event] = {}
        self._sent = 0

    @classmethod
    @asynccontextmanager
    async def start(cls) -> AsyncIterator[Chromium]:
        """A running browser, ended with the block. Raises NoChromium."""
        with tempfile.TemporaryDirectory(prefix="folkmoot-chromium-", ignore_cleanup_errors=True) as profile:
            process = await asyncio.create_subprocess_exec(
                program(),
                *_SWITCHES,
                f"--user-data-dir={profile}",
                "about:blank",
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            assert process.stderr is not None
            try:
                address = await _address(process.stderr)
                async with ClientSession() as session, session.ws_connect(address, max_msg_size=0) as socket:
                    browser = cls(socket)
                    tasks = [
                        asyncio.create_task(browser._listen()),
                        asyncio.create_task(process.stderr.read()),
                    ]
                    try:
                        yield browser
                    finally:
                        for task in tasks:
                            task.cancel()
            finally:
                process.terminate()
                await process.wait()

    @asynccontextmanager
    async def page(self, width: int, height: int = 800) -> AsyncIterator[Page]:
        """An empty page of so many pixels."""
        target = (await self.call("Target.createTarget", {"url": "about:blank"}))["targetId"]
        attached = await self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        session: str = attached["sessionId"]
        self._loaded[session] = asyncio.Event()
        try:
            await self.call("Page.enable", {}, session)
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            await self.call("Emulation.setDeviceMetricsOverride", metrics, session)
            yield Page(self, session)
        finally:
            del self._loaded[session]
            await self.call("Target.closeTarget", {"targetId": target})

    async def call(self, method: str, given: Json, session: str | None = None) -> Json:
        """What the browser answers to a method of its protocol; raises RuntimeError for a refusal."""
        self._sent += 1
        number = self._sent
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        sent: Json = {"id": number, "method": method, "params": given}
        await self._socket.send_json(sent | ({"sessionId": session} if session else {}))
        try:
            async with asyncio.timeout(_SECONDS):
                said = await answer
        finally:
            del self._waiting[number]
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']}")
        result: Json = said["result"]
        return result

    async def loaded(self, session: str) -> None:
        """Until the page is there with its pictures."""
        async with asyncio.timeout(_SECONDS):
            await self._loaded[session].wait()

    def loads(self, session: str) -> None:
        """The page is about to be replaced."""
        self._loaded[session].clear()

    async def _listen(self) -> None:
        async for message in self._socket:
            said: Json = message.json()
            answer = self._waiting.get(said.get("id", 0))
            if answer is not None and not answer.done():
                answer.set_result(said)
            if said.get("method") == "Page.loadEventFired" and said.get("sessionId") in self._loaded:
                self._loaded[said["sessionId"]].set()


class Page:
    """One page."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser = browser
        self._session = session

    async def show(self, html: str) -> None:
        """Show a document; returns when its pictures are there."""
        self._browser.loads(self._session)
        url = "data:text/html;charset=utf-8;base64," + base64.b64encode(html.encode()).decode()
        await self._call("Page.navigate", {"url": url})
        await self._browser.loaded(self._session)

    async def measure(self, expression: str) -> Any:
        """The value of a JavaScript expression, such as where something stands."""
        answer = await self._call("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        return answer["result"].get("value")

    async def picture(self) -> bytes:
        """All of the page as PNG, also what is below the window's edge."""
        size = (await self._call("Page.getLayoutMetrics", {}))["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        given = {"format": "png", "captureBeyondViewport": True, "clip": clip}
        return base64.b64decode((await self._call("Page.captureScreenshot", given))["data"])

    async def _call(self, method: str, given: Json) -> Json:
        return await self._browser.call(method, given, self._session)


async def _address(said: asyncio.StreamReader) -> str:
    """The browser's socket, as soon as it says where that is. Raises RuntimeError where it ends before."""
    words = ""
    async with asyncio.timeout(_SECONDS):
        async for line in said:
            if found := _LISTENING.search(line):
                return found[1].decode()
            words += line.decode(errors="replace")
    raise RuntimeError(f"Chromium did not come up: {words[-500:]}")
