"""A headless Chromium over its DevTools protocol: shows pages, uses them as people do, takes pictures of them.

async with Chromium.start() as browser:
    async with browser.page(width=420) as shown:
        await shown.show(html)
        png = await shown.picture()
        await shown.open("http://127.0.0.1:8080/")
        await shown.click("button")
        await shown.appears("h1.done")
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from sandbox.chromium_program import program

Json = dict[str, Any]
Binding = Callable[[str], Coroutine[Any, Any, None]]
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
_LOOK_SECONDS = 0.02
_KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), "ArrowUp": (38, ""), "ArrowDown": (40, "")}
"""Numbers of keys, and what they write."""
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
        async with asyncio.timeout(_SECONDS):
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

    def next(self, method: str, session: str | None = None, **says: str) -> Awaitable[Json]:
        """What the next event of this kind from now on says, on a page or of the browser itself; of those that say
        this."""
        told: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._expected[method, session] = (says, told)
        return asyncio.wait_for(told, _SECONDS)

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


class Page:
    """One page."""

    def __init__(
        self, browser: Chromium, session: str, target: str, profile: str, width: int, height: int
    ) -> None:
        self._browser = browser
        self._session = session
        self.target = target
        self.profile = profile
        """The browser context whose cookies it has."""
        self.width = width
        self.height = height

    async def show(self, html: str) -> None:
        """Show a document; returns when its pictures are there."""
        self._browser.loads(self._session)
        url = "data:text/html;charset=utf-8;base64," + base64.b64encode(html.encode()).decode()
        await self._call("Page.navigate", {"url": url})
        await self._browser.loaded(self._session)

    async def open(self, url: str) -> None:
        """Open an address; returns when the page is there."""
        self._browser.loads(self._session)
        await self._call("Page.navigate", {"url": url})
        await self._browser.loaded(self._session)

    async def frames(self) -> list[str]:
        """The addresses of what is framed in the page."""
        tree = (await self._call("Page.getFrameTree", {}))["frameTree"]
        return [child["frame"]["url"] for child in tree.get("childFrames", [])]

    async def colours(self, scheme: str) -> None:
        """`light` or `dark`, as the reader's system would ask for."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self._call("Emulation.setEmulatedMedia", {"features": features})

    async def prepare(self, script: str) -> None:
        """Run this in every document before its own scripts, as an extension of the browser does."""
        await self._call("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    async def offer(self, name: str, function: Callable[[str], Awaitable[str]]) -> None:
        """Let scripts of the page call `await NAME(text)`, which is answered here."""

        async def answer(payload: str) -> None:
            number, text = json.loads(payload)
            said = json.dumps(await function(text))
            await self._evaluate(f"window.{name}.waiting.get({number})({said})")

        self._browser.bind(self._session, f"_{name}", answer)
        await self._call("Runtime.enable", {})
        await self._call("Runtime.addBinding", {"name": f"_{name}"})
        await self.prepare(
            f"window.{name} = (text) => new Promise((done) => {{"
            f"const {{ waiting }} = window.{name}; waiting.set(waiting.size, done);"
            f"window._{name}(JSON.stringify([waiting.size - 1, text])); }});"
            f"window.{name}.waiting = new Map();"
        )

    async def measure(self, expression: str) -> Any:
        """The value of a JavaScript expression, such as where something stands; of a promise what it becomes. Raises
        RuntimeError for what it throws."""
        return await self._evaluate(expression)

    async def appears(self, selector: str) -> None:
        """Until there is something of this selector, on this page or one that follows it. A selector is one of CSS;
        ` >>> ` within it leads into a shadow root."""
        script = (
            "new Promise((done) => { const watched = new Set(); const look = () => {"
            f"if ({_found(selector, 'watch')}) done(true); }};"
            "const watch = (root) => { if (watched.has(root)) return; watched.add(root);"
            "new MutationObserver(look).observe(root, {subtree: true, childList: true, attributes: true}); };"
            "look(); })"
        )
        async with asyncio.timeout(_SECONDS):
            while True:
                try:
                    await self._evaluate(script)
                    return
                except RuntimeError as why:
                    # The page went to another one meanwhile.
                    if not any(
                        words in str(why) for words in ("navigated", "destroyed", "collected", "context")
                    ):
                        raise

    async def click(self, selector: str) -> None:
        """Click in the middle of the first thing of this selector, or of its first line, as a mouse does, as soon as it
        is there."""
        await self.appears(selector)
        place = await self._evaluate(
            f"(() => {{ const found = {_found(selector)};"
            "found.scrollIntoView({block: 'center'}); const at = found.getClientRects()[0];"
            "return [at.x + at.width / 2, at.y + at.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            given = {"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1}
            await self._call("Input.dispatchMouseEvent", given)

    async def press(self, key: str) -> None:
        """Press a key: one of those of a keyboard that write nothing, `Enter`, or a letter."""
        number, text = _KEYS.get(key) or (ord(key.upper()), key)
        given: Json = {"key": key, "code": key, "windowsVirtualKeyCode": number}
        await self._call("Input.dispatchKeyEvent", given | {"type": "keyDown", "text": text})
        await self._call("Input.dispatchKeyEvent", given | {"type": "keyUp"})

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        await self._call("Input.insertText", {"text": text})

    async def paste(self) -> None:
        """Put what was copied into what has the focus."""
        given = {"type": "keyDown", "key": "v", "code": "KeyV", "modifiers": 2, "commands": ["paste"]}
        await self._call("Input.dispatchKeyEvent", given)
        await self._call("Input.dispatchKeyEvent", {"type": "keyUp", "key": "v", "code": "KeyV"})

    async def overwrite(self, selector: str, text: str) -> None:
        """Click into a field and type over all that is in it."""
        await self.click(selector)
        given = {"type": "keyDown", "key": "a", "code": "KeyA", "modifiers": 2, "commands": ["selectAll"]}
        await self._call("Input.dispatchKeyEvent", given)
        await self._call("Input.dispatchKeyEvent", {"type": "keyUp", "key": "a", "code": "KeyA"})
        await self.type(text)

    async def save(self, selector: str, folder: Path) -> Path:
        """Click a link that leads to a file to be saved; returns the file, in this folder, once it is there whole."""
        where = {"behavior": "allow", "downloadPath": str(folder), "browserContextId": self.profile}
        await self._browser.call("Browser.setDownloadBehavior", where | {"eventsEnabled": True})
        begins = self._browser.next("Browser.downloadWillBegin")
        ends = self._browser.next("Browser.downloadProgress", state="completed")
        await self.click(selector)
        file = folder / str((await begins)["suggestedFilename"])
        await ends
        return file

    async def choose(self, selector: str, file: Path) -> None:
        """Press a field for files, and take this one in the dialog that opens."""
        await self._call("Page.setInterceptFileChooserDialog", {"enabled": True})
        opens = self._browser.next("Page.fileChooserOpened", self._session)
        await self.click(selector)
        field = (await opens)["backendNodeId"]
        await self._call("DOM.setFileInputFiles", {"files": [str(file)], "backendNodeId": field})

    async def timezone(self, name: str) -> None:
        """The page is read in this zone ("America/New_York")."""
        await self._call("Emulation.setTimezoneOverride", {"timezoneId": name})

    async def fill(self, selector: str, text: str) -> None:
        """Type into a field."""
        await self._evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        await self._call("Input.insertText", {"text": text})

    async def _evaluate(self, expression: str) -> Any:
        given = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        answer = await self._call("Runtime.evaluate", given)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    async def picture(self, *, whole: bool = True) -> bytes:
        """All of the page as PNG, also what is below the window's edge; or only what the window shows."""
        if not whole:
            return base64.b64decode((await self._call("Page.captureScreenshot", {"format": "png"}))["data"])
        size = (await self._call("Page.getLayoutMetrics", {}))["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        given = {"format": "png", "captureBeyondViewport": True, "clip": clip}
        return base64.b64decode((await self._call("Page.captureScreenshot", given))["data"])

    async def _call(self, method: str, given: Json) -> Json:
        return await self._browser.call(method, given, self._session)


def _found(selector: str, watch: str = "(() => {})") -> str:
    """What is of this selector, or null, as a JavaScript expression; `watch` is called with each root that is looked
    into."""
    return (
        f"{json.dumps(selector.split(' >>> '))}.reduce((root, part, place) => {{"
        "if (place) root = root?.shadowRoot; if (!root) return null;"
        f"{watch}(root); return root.querySelector(part); }}, document)"
    )


async def _address(said: asyncio.StreamReader) -> str:
    """The browser's socket, as soon as it says where that is. Raises RuntimeError where it ends before."""
    words = ""
    async with asyncio.timeout(_SECONDS):
        async for line in said:
            if found := _LISTENING.search(line):
                return found[1].decode()
            words += line.decode(errors="replace")
    raise RuntimeError(f"Chromium did not come up: {words[-500:]}")
