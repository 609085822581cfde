"""A server that passes through everything that the bot says, so that pictures of it can be looked at.

The real bot says it, on the real parts of the sandbox; nothing here is made by hand but what people write. What
happens there stands in `chapters`, a file for each.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.discord import Message, Person, Reply
from sandbox.stage import Stage
from tests.main_job.job import TOKEN, Job
from tests.main_job.living import LivingBot, MovableClock, with_pages
from tests.pictures.album import Album
from tests.pictures.said import take_said
from tests.web.site import Site

BEGINS = datetime(2027, 1, 4, 9, 2, tzinfo=UTC)
"""Always the same, so that pictures change only where what they show does."""
SIGNS = "👍👎🤷"
"""With which one may vote on a card."""
WELL = (
    "The old well runs dry each August. Two bids came in; the lower one has a warranty of ten years.\n\n"
    "## Why now\nThe driller is in the valley until the end of the month."
)


@asynccontextmanager
async def playing(database: Path) -> AsyncIterator[Scenario]:
    """The server, with the bot and an album in which nothing is yet."""
    clock = MovableClock(BEGINS)
    async with Stage.open(clock=clock, strict_limits=False, name="The Well DAO") as stage:
        await stage.chain.fund(stage.safe.address, 100 * TOKEN)
        holders = [stage.safe.address], [1_000_000 * TOKEN]
        await stage.token.send("airdrop", *holders, False, sender=stage.chain.deployer)
        settings = {**with_pages(stage), "FOLKMOOT_LINKED_ROLES": str(stage.guild.id)}
        origin = settings["FOLKMOOT_WEB_URL"]
        bot = LivingBot(stage, clock, database, **settings)
        await bot.start()
        try:
            site = Site(stage, clock, bot, origin, int(origin.rpartition(":")[2]))
            yield Scenario(site, site.job, Album(stage.discord), database)
        finally:
            await bot.stop()


@dataclass
class Scenario:
    site: Site
    job: Job
    album: Album
    database: Path

    def person(self, name: str) -> Person:
        return self.job[name].person

    async def use(self, name: str, who: Person, command: str, /, **options: Any) -> Message:
        """Use a command, and take a picture of the answer."""
        answer = await self.job.asked(who, command, **options)
        self.album.take(name, answer)
        return answer

    async def click(self, name: str, who: Person, message: Message, label: str) -> Reply:
        """Press a button, and take a picture of the answer, whatever it is."""
        reply = await who.click(message, label)
        if reply.modal is not None:
            self.album.form(name, reply.modal)
            return reply
        self.album.take(name, await self.job.weighed(reply))
        return reply

    async def form(self, name: str, who: Person, command: str, /, **options: Any) -> Reply:
        """Use a command that opens a form, and take a picture of it."""
        reply = await who.slash(self.job.stage.announcements, command, **options)
        self.album.form(name, reply.modal)
        return reply

    async def passes(self, **time: float) -> None:
        """Let so much time pass, for the bot and on the chain."""
        self.job.stage.chain.advance(int(timedelta(**time).total_seconds()))
        await self.job.stage.finalize()
        await self.job.bot.passes(**time)

    async def card(self, state: str, card: Message) -> None:
        """Take a picture of a card in a state of its vote, when the bot's own reactions stand below it."""
        await self.job.until(lambda: len(card.reactions) == len(SIGNS))
        self.album.take(f"states/{state}", card)

    def look_around(self) -> None:
        """Take a picture of what the bot has said by itself, of each kind once."""
        take_said(self.album, self.database)

    async def opened(self, title: str, text: str = "As agreed.") -> int:
        """A proposal of Ben's on which nobody has voted."""
        number = await self.job.submitted("ben", title, text=text)
        await self.passes(minutes=61)
        await self.job.card(number, "Open for voting")
        return number

    async def proposed_on(self, track: str, actions: str = "") -> tuple[int, Message]:
        """A proposal of Ada's on a track; returns its number, and the preview that she saw."""
        form = await self.person("ada").slash(self.job.stage.announcements, "propose", track=track)
        assert form.modal is not None, form.text
        names = [field.label or "" for field in form.modal.fields]
        filled = {"Title": f"On {track}", "Text": WELL}
        if choices := [name for name in names if name.startswith("Choices")]:
            filled[choices[0]] = "Ada\nBen\nCleo"
        if actions:
            filled[next(name for name in names if name.startswith("Actions"))] = actions
        preview = await (await form.modal.submit(filled)).settled(timeout=30)
        answer = await self.job.stage.submit(self.person("ada"), preview)
        assert "is in discussion" in answer, answer
        found = re.search(r"Proposal (\d+)", answer)
        assert found, answer
        number = int(found[1])
        await self.job.thread(number)
        await self.job.in_discussion(number)
        return number, preview
