"""One headless Chromium, over its DevTools protocol."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientWebSocketResponse

from sandbox.chromium.page import SECONDS, Binding, Json, Page
from sandbox.chromium_program import program

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
_LOOK_SECONDS = 0.02
_LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")


class Chromium:
    """One browser with a profile of its own."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._loaded: dict[str, asyncio.Event] = {}
        self._bindings: dict[tuple[str, str], Binding] = {}
        self._expected: dict[tuple[str, str | None], tuple[dict[str, str], asyncio.Future[Json]]] = {}
        self._answering: set[asyncio.Task[None]] = set()
        self._sent = 0

    @classmethod
    @asynccontextmanager
    async def start(cls) -> AsyncIterator[Chromium]:
        """A running browser, ended with the block. Raises NoChromium."""
        with tempfile.TemporaryDirectory(prefix="folkmoot-chromium-", ignore_cleanup_errors=True) as profile:
            found = program()
            process = await asyncio.create_subprocess_exec(
                found.path,
                *_SWITCHES,
                f"--user-data-dir={profile}",
                "about:blank",
                env={**os.environ, **found.environment},
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
    async def page(self, width: int, height: int = 800, *, beside: Page | None = None) -> AsyncIterator[Page]:
        """An empty page of so many pixels, with cookies of its own, or with those of the page beside it."""
        profile: str = (
            beside.profile
            if beside
            else (await self.call("Target.createBrowserContext", {}))["browserContextId"]
        )
        if beside is None:
            # A browser with a screen lets a page copy on a click; without one it shuts the question that nobody sees.
            allowed: Json = {"permissions": ["clipboardSanitizedWrite"], "browserContextId": profile}
            await self.call("Browser.grantPermissions", allowed)
        window: Json = {"url": "about:blank", "browserContextId": profile}
        if beside:
            # A tab behind another one is not drawn, and takes no clicks.
            window["newWindow"] = True
        created = await self.call("Target.createTarget", window)
        try:
            async with self._attached(created["targetId"], profile, width, height) as page:
                yield page
        finally:
            if beside is None:
                await self.call("Target.disposeBrowserContext", {"browserContextId": profile})

    @asynccontextmanager
    async def opened_from(self, page: Page) -> AsyncIterator[Page]:
        """The window that something in this page has opened, as soon as it is there; closed with the block."""
        async with asyncio.timeout(SECONDS):
            while True:
                there = (await self.call("Target.getTargets", {}))["targetInfos"]
                others = [
                    each["targetId"]
                    for each in there
                    if each.get("browserContextId") == page.profile and each["targetId"] != page.target
                ]
                if others:
                    break
                await asyncio.sleep(_LOOK_SECONDS)
        async with self._attached(others[0], page.profile, page.width, page.height) as opened:
            # A tab behind another one is not drawn, and takes no clicks.
            await self.call("Target.activateTarget", {"targetId": opened.target})
            yield opened
        await self.call("Target.activateTarget", {"targetId": page.target})

    @asynccontextmanager
    async def _attached(self, target: str, profile: str, width: int, height: int) -> AsyncIterator[Page]:
        attached = await self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        session: str = attached["sessionId"]
        self._loaded[session] = asyncio.Event()
        try:
            await self.call("Page.enable", {}, session)
            # Several windows are used at once, each as if it was the one in front.
            await self.call("Emulation.setFocusEmulationEnabled", {"enabled": True}, session)
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            await self.call("Emulation.setDeviceMetricsOverride", metrics, session)
            yield Page(self, session, target, profile, width, height)
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
            async with asyncio.timeout(SECONDS):
                said = await answer
        finally:
            del self._waiting[number]
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']}")
        result: Json = said["result"]
        return result

    async def loaded(self, session: str) -> None:
        """Until the page is there with its pictures."""
        async with asyncio.timeout(SECONDS):
            await self._loaded[session].wait()

    def loads(self, session: str) -> None:
        """The page is about to be replaced."""
        self._loaded[session].clear()

    def next(self, method: str, session: str | None = None, **says: str) -> Awaitable[Json]:
        """What the next event of this kind from now on says, on a page or of the browser itself; of those that say
        this."""
        told: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._expected[method, session] = (says, told)
        return asyncio.wait_for(told, SECONDS)

    def bind(self, session: str, name: str, binding: Binding) -> None:
        """Who answers when the page calls a function of this name."""
        self._bindings[session, name] = binding

    async def _listen(self) -> None:
        async for message in self._socket:
            said: Json = message.json()
            if said.get("method") == "Runtime.bindingCalled":
                called = said["params"]
                answering = self._bindings[said["sessionId"], called["name"]](called["payload"])
                task = asyncio.ensure_future(answering)
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)
            says, told = self._expected.get((said.get("method", ""), said.get("sessionId")), ({}, None))
            if told is not None and not told.done() and says.items() <= said["params"].items():
                told.set_result(said["params"])
            answer = self._waiting.get(said.get("id", 0))
            if answer is not None and not answer.done():
                answer.set_result(said)
            if said.get("method") == "Page.loadEventFired" and said.get("sessionId") in self._loaded:
                self._loaded[said["sessionId"]].set()


async def _address(said: asyncio.StreamReader) -> str:
    """The browser's socket, as soon as it says where that is. Raises RuntimeError where it ends before."""
    words = ""
    async with asyncio.timeout(SECONDS):
        async for line in said:
            if found := _LISTENING.search(line):
                return found[1].decode()
            words += line.decode(errors="replace")
    raise RuntimeError(f"Chromium did not come up: {words[-500:]}")
