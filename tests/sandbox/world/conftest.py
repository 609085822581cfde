"""A server that is set up, in a sandbox whose bot runs in the test's own loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio

from sandbox.discord import Message, NoAnswer, Person
from sandbox.stage import Stage, Voter
from sandbox.world import Sandbox, control_named
from sandbox.world.moments import Ending, endings
from tests.sandbox.in_process import sandbox_in_process

TOKEN = 10**18
GRANTEE = "grantee"
Found = TypeVar("Found")


@dataclass
class Town:
    """The sandbox, and what people do in it in a few words each."""

    sandbox: Sandbox

    @property
    def stage(self) -> Stage:
        return self.sandbox.stage

    def __getitem__(self, name: str) -> Voter:
        return self.stage.voters[name]

    async def press(self, name: str, count: int = 1) -> str:
        return await self.sandbox.press(control_named(name), count=count)

    def is_on(self, name: str) -> bool:
        return control_named(name).is_on(self.sandbox)  # type: ignore[attr-defined]

    async def ask(self, person: Person, command: str, **options: object) -> str:
        reply = await person.slash(self.stage.announcements, command, **options)
        return (await reply.settled(timeout=30)).text

    async def doctor(self) -> str:
        return await self.ask(self.stage.moderator, "gov doctor")

    async def until(self, look: Callable[[], Found | None]) -> Found:
        """What is found, as soon as it is; fails after thirty seconds."""
        async with asyncio.timeout(30):
            while True:
                if found := look():
                    return found
                await self.a_moment()

    async def a_moment(self) -> None:
        """Until something stirs in the log, at most a short while."""
        try:
            await self.stage.log.wait_for(lambda _: False, timeout=0.02)
        except TimeoutError:
            return

    async def patiently(self, act: Callable[[], Awaitable[Found]]) -> Found:
        """What a person tries again who isn't answered."""
        for _ in range(4):
            try:
                return await act()
            except NoAnswer:
                continue
        return await act()

    async def proposed(self, title: str, actions: str = "") -> None:
        """A proposal of Ada's in discussion."""
        preview = await self.stage.draft(self["ada"].person, title, "As agreed.", actions)
        answer = await self.stage.submit(self["ada"].person, preview)
        assert "is in discussion" in answer, answer
        await self.until(lambda: any(title in thread.name for thread in self.stage.discussion.threads))

    async def opened(self, title: str, actions: str = "") -> Message:
        """The card of a proposal whose vote is open."""
        await self.proposed(title, actions)
        await self.press("end-of-discussion")
        return await self.card(title, "Open for voting")

    async def card(self, title: str, *words: str) -> Message:
        def there() -> Message | None:
            return next(
                (card for card in self.cards(title) if all(word in card.text for word in words)), None
            )

        return await self.until(there)

    def cards(self, title: str) -> list[Message]:
        return [
            m
            for m in self.stage.announcements.messages
            if title in m.text and m.buttons and not m.attachments
        ]

    def announced(self, title: str, words: str) -> list[Message]:
        return [m for m in self.stage.announcements.messages if title in m.text and words in m.text]

    async def votes(self, name: str, card: Message, choice: str) -> str:
        """A vote by button; returns the receipt when the power is in it."""
        reply = await self[name].person.click(card, label=choice)
        await reply.settled()
        await self.until(lambda: "is being read" not in reply.text)
        return reply.text

    async def unanswered(self, name: str, card: Message, choice: str) -> None:
        """A vote by button that the bot doesn't answer in Discord's time for it, which passes at once."""
        asked = len(self.stage.discord.requests)
        click = asyncio.create_task(self[name].person.click(card, label=choice))
        if self.sandbox.bot.running:
            await self.until(lambda: len(self.stage.discord.requests) > asked)
        await self.a_moment()
        self.sandbox.clock.move(timedelta(seconds=3))
        with pytest.raises(NoAnswer):
            await click

    async def closed(self, title: str) -> Message:
        """The result of the one vote that is open; those of other tests come to their end before it."""
        cards = {card.id for card in self.cards(title)}
        while any(
            moment.message_id in cards and moment.at > self.sandbox.clock.now()
            for moment in endings(self.stage, Ending.VOTE)
        ):
            await self.press("end-of-vote")
        (result,) = await self.until(lambda: [m for m in self.announced(title, "Result") if m.attachments])
        return result

    async def passed(self, title: str, actions: str = "") -> None:
        """A proposal that Ada's vote alone has carried, in its timelock."""
        await self.votes("ada", await self.opened(title, actions), "For")
        await self.closed(title)
        await self.card(title, "guardians may veto")

    def in_thread(self, title: str, words: str) -> Message | None:
        (thread,) = [thread for thread in self.stage.discussion.threads if title in thread.name]
        return next((message for message in thread.messages if words in message.text), None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: object) -> AsyncIterator[Town]:
    """Ada has 60,000 tokens, Ben 30,000; the Safe has 100 ETH, and is proved to be the server's."""
    folder: Path = tmp_path_factory.mktemp("town")  # type: ignore[attr-defined]
    async with sandbox_in_process(folder) as sandbox:
        stage = sandbox.stage
        await stage.add_voters({"ada": 60_000 * TOKEN, "ben": 30_000 * TOKEN})
        await stage.chain.fund(stage.safe.address, 100 * TOKEN)
        await sandbox.mine(stage.chain, 3)
        await stage.set_up(quorum="4%")
        for voter in stage.voters.values():
            await stage.link(voter)
        yield Town(sandbox)
