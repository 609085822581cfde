"""`make pictures`: a picture of every kind of message, card and page, as a phone and a desktop show it, and a film.

The real bot plays a scenario on the sandbox; a headless Chromium takes the pictures. They are in docs/img.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sandbox.chromium import Chromium
from sandbox.chromium_program import NoChromium, program
from scripts import film, gallery
from scripts.gallery import Picture
from tests.pictures.album import Album
from tests.pictures.chapters import pages
from tests.pictures.life import leave, live
from tests.pictures.scenario import playing


async def seen(browser: Chromium) -> Album:
    """Everything that people see in the scenario."""
    with tempfile.TemporaryDirectory() as folder:
        async with playing(Path(folder) / "folkmoot.db") as scenario:
            await live(scenario)
            await pages.play(scenario, browser)
            await leave(scenario)
            return scenario.album


async def taken(pictures: Sequence[Picture], browser: Chromium) -> dict[str, bytes]:
    """The file of each, by its name."""
    found = {}
    for width in gallery.WIDTHS:
        async with browser.page(width, height=1) as shown:
            for picture in (each for each in pictures if each.width == width):
                await shown.colours(picture.theme)
                await shown.show(picture.html)
                found[picture.file] = gallery.small(await shown.picture(), picture.seen)
    return found


async def main() -> None:
    async with Chromium.start() as browser:
        album = await seen(browser)
        pictures = [picture for each in album.seen for picture in gallery.pictures_of(each)]
        known = gallery.known()
        shown = {picture.file: gallery.digest(picture) for picture in pictures}
        changed = [picture for picture in pictures if known.get(picture.file) != shown[picture.file]]
        gallery.write(pictures, await taken(changed, browser))
        with tempfile.TemporaryDirectory() as folder:
            frames = await film.play(browser, Path(folder))
    shown[film.FILE.name] = film.digest(frames)
    if known.get(film.FILE.name) != shown[film.FILE.name]:
        film.write(frames)
    gallery.note(shown)
    print(f"{len(changed)} of {len(pictures)} pictures were taken anew: {gallery.FOLDER}/README.md")


if __name__ == "__main__":
    try:
        program()
    except NoChromium as missing:
        sys.exit(str(missing))
    asyncio.run(main())
