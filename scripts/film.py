"""The film: the main job in the sandbox's Discord, from an empty server to the payment, as an animated WebP.

Each step of the guided tour plays by itself; then one sees what came of it, in the window of whoever did it.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from sandbox.browser.tour import window_of_step
from sandbox.chromium import Chromium, Page
from sandbox.demo.guided import guided_pages
from sandbox.tour import SCENARIOS, Scenario, Tour
from sandbox.world.opened import open_sandbox
from scripts.gallery import FOLDER, digest_of, few_colours

FILE = FOLDER / "film.webp"
WIDTH, HEIGHT = 780, 600
"""Of the window, in pixels."""
MILLISECONDS, LAST = 1_700, 3_000
"""How long a frame stays, and the last one."""
_QUIET_SECONDS = 2.5
_CAPTION = """(() => {
  for (const old of document.querySelectorAll("#caption")) old.remove();
  const caption = document.createElement("div");
  caption.id = "caption";
  caption.style = "position: fixed; z-index: 99; inset: auto 0 0 0; padding: 12px 16px; background: #5865f2;"
    + "color: #fff; font: 600 18px/1.3 sans-serif";
  caption.textContent = TEXT;
  document.body.append(caption);
})()"""
_TO_THE_END = """(() => {
  const shown = document.querySelector("#scroll");
  shown.scrollTop = shown.scrollHeight;
  return shown.innerText;
})()"""


@dataclass(frozen=True)
class Frame:
    image: Image.Image
    shown: str
    """What there is to read in it."""


async def play(browser: Chromium, folder: Path, scenario: Scenario = SCENARIOS[0]) -> list[Frame]:
    """The frames of a scenario, played to its end."""
    settings: dict[str, str] = {}
    async with (
        open_sandbox(folder, name=scenario.title, settings=settings) as sandbox,
        guided_pages(sandbox, settings) as (pages, _),
    ):
        await sandbox.bot.start()
        tour = await Tour.begun(sandbox, scenario, sandbox.stage)
        async with browser.page(WIDTH, HEIGHT) as page:
            await page.colours("dark")
            return [frame async for frame in _steps(tour, page, pages.url.rstrip("/"))]


async def _steps(tour: Tour, page: Page, origin: str) -> AsyncIterator[Frame]:
    while (step := tour.step) is not None:
        address = origin + window_of_step(tour.play, step)
        await tour.do()
        await page.open(address)
        await page.appears("#scroll")
        await page.measure(_CAPTION.replace("TEXT", json.dumps(step.title)))
        shown = await _at_rest(page)
        with Image.open(io.BytesIO(await page.picture(whole=False))) as opened:
            yield Frame(few_colours(opened.convert("RGB")), shown)


async def _at_rest(page: Page) -> str:
    """What there is to read, when nothing more has come for a while: what follows a step is on its way."""
    before, shown = "", str(await page.measure(_TO_THE_END))
    while digest_of(before) != digest_of(shown):
        await asyncio.sleep(_QUIET_SECONDS)
        before, shown = shown, str(await page.measure(_TO_THE_END))
    return shown


def write(frames: list[Frame]) -> None:
    """The film, in the folder of the pictures."""
    first, *others = (frame.image for frame in frames)
    durations: Any = [MILLISECONDS] * len(others) + [LAST]
    first.save(
        FILE,
        format="WEBP",
        save_all=True,
        append_images=others,
        duration=durations,
        loop=0,
        lossless=True,
        quality=80,
        method=4,
    )


def digest(frames: list[Frame]) -> str:
    """The same for two films in which the same can be read."""
    return digest_of("".join(frame.shown for frame in frames))
