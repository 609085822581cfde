"""A page of a browser: shown, used as people do, and taken pictures of."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

Json = dict[str, Any]
Binding = Callable[[str], Coroutine[Any, Any, None]]
SECONDS = 30
"""What takes longer has failed."""
_KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), "ArrowUp": (38, ""), "ArrowDown": (40, "")}
"""Numbers of keys, and what they write."""

_IN_REACH = """async (find) => {
  const meets = (found, [x, y]) => {
    const hit = found.getRootNode().elementFromPoint(x, y);
    return hit && (found.contains(hit) || found.closest("label")?.contains(hit)) && !found.disabled;
  };
  let found = null;
  let before = null;
  for (let look = 0; look < 120; look++) {
    // Again each time: what is drawn anew meanwhile is another element at the same place.
    found = find() ?? found;
    found?.scrollIntoView({ block: "center" });
    const at = found?.getClientRects()[0];
    const place = at && [at.x + at.width / 2, at.y + at.height / 2];
    if (place && String(place) === String(before) && meets(found, place)) return place;
    before = place;
    await new Promise((later) => setTimeout(later, 16));
  }
  throw new Error(`no mouse reaches ${found?.outerHTML.slice(0, 200)}`);
}"""
"""Where to click on something: scrolled into view, standing still, and met by a mouse there, as soon as what moves or
covers it for a moment is over."""


class Browser(Protocol):
    """What a page asks of the browser that it is in."""

    async def call(self, method: str, given: Json, session: str | None = None) -> Json: ...
    async def loaded(self, session: str) -> None: ...
    def loads(self, session: str) -> None: ...
    def next(self, method: str, session: str | None = None, **says: str) -> Awaitable[Json]: ...
    def bind(self, session: str, name: str, binding: Binding) -> None: ...


class Page:
    """One page."""

    def __init__(
        self, browser: Browser, session: str, target: str, profile: str, width: int, height: int
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
        async with asyncio.timeout(SECONDS):
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
        is there. Raises RuntimeError where a mouse would meet something else there, or nothing."""
        await self.appears(selector)
        place = await self._evaluate(f"({_IN_REACH})(() => {_found(selector)})")
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
        await self._command("v", "paste")

    async def overwrite(self, selector: str, text: str) -> None:
        """Click into a field and type over all that is in it."""
        await self.click(selector)
        await self._command("a", "selectAll")
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

    async def _command(self, key: str, command: str) -> None:
        """Press a letter together with Control, which means this."""
        pressed: Json = {"key": key, "code": f"Key{key.upper()}"}
        down = {"type": "keyDown", "modifiers": 2, "commands": [command]}
        await self._call("Input.dispatchKeyEvent", pressed | down)
        await self._call("Input.dispatchKeyEvent", pressed | {"type": "keyUp"})

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
