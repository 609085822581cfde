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
from sandbox.stage import Stage
from tests.main_job.job import TOKEN, Job
from tests.main_job.living import LivingBot, MovableClock
from tests.pictures.album import Album
from tests.pictures.scenario import Scenario

WIDTHS = (420, 800)
FOLDER = Path("pictures")


async def seen() -> Album:
    """Everything that people see in the scenario."""
    clock = MovableClock()
    with tempfile.TemporaryDirectory() as folder:
        async with Stage.open(clock=clock, strict_limits=False, name="The Well DAO") as stage:
            await stage.chain.fund(stage.safe.address, 100 * TOKEN)
            await stage.token.send(
                "airdrop", [stage.safe.address], [1_000_000 * TOKEN], False, sender=stage.chain.deployer
            )
            bot = LivingBot(stage, clock, Path(folder) / "folkmoot.db")
            await bot.start()
            album = Album(stage.discord)
            try:
                await Scenario(Job(stage, bot), album).play()
            finally:
                await bot.stop()
                await pictures(album)
    return album


async def pictures(album: Album) -> None:
    """Write a picture of each, at each width."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    async with Chromium.start() as browser:
        for width in WIDTHS:
            async with browser.page(width) as shown:
                for each in album.seen:
                    await shown.show(page(each.name, each.html))
                    (FOLDER / f"{each.name}-{width}.png").write_bytes(await shown.picture())
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
    asyncio.run(seen())
    return 0


if __name__ == "__main__":
    sys.exit(main())
