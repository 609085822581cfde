"""`make pictures`: a picture of every kind of message that the bot posts, as a phone and a desktop show it.

The real bot plays a scenario on the sandbox; a headless Chromium takes the pictures. They are written into `pictures/`,
with the width in pixels in their names, and an `index.html` to look through them.
"""

import asyncio
import sys
import tempfile
from html import escape
from pathlib import Path

from sandbox.chromium import Chromium, NoChromium, program
from sandbox.discord.html import page
from tests.pictures.album import Album
from tests.pictures.scenario import playing

WIDTHS = (420, 800)
FOLDER = Path("pictures")


async def seen() -> Album:
    """Everything that people see in the scenario."""
    with tempfile.TemporaryDirectory() as folder:
        async with playing(Path(folder) / "folkmoot.db") as scenario:
            await scenario.play()
            return scenario.album


async def taken(album: Album) -> dict[str, bytes]:
    """A picture of each, at each width, by the name of its file."""
    found = {}
    async with Chromium.start() as browser:
        for width in WIDTHS:
            async with browser.page(width, height=1) as shown:
                for each in album.seen:
                    await shown.show(page(each.name, each.html))
                    found[f"{each.name}-{width}.png"] = await shown.picture()
    return found


def write(album: Album, pictures: dict[str, bytes]) -> None:
    """The files, and the page that shows them all; what an earlier run left is gone."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, png in pictures.items():
        (FOLDER / name).write_bytes(png)
    rows = "".join(
        f"<h2>{escape(each.name)}</h2>"
        + "".join(f'<img src="{each.name}-{width}.png" style="vertical-align:top">' for width in WIDTHS)
        for each in album.seen
    )
    (FOLDER / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Pictures</title>{rows}")
    print(f"{len(album.seen)} messages at {' and '.join(map(str, WIDTHS))} pixels: {FOLDER}/index.html")


def main() -> int:
    try:
        program()
    except NoChromium as missing:
        print(missing, file=sys.stderr)
        return 1
    album = asyncio.run(seen())
    write(album, asyncio.run(taken(album)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
