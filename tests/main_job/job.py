"""What people do in the main job, in a few words each, and what they then see."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from sandbox import safe_app
from sandbox.chain import Account
from sandbox.discord import Message, Person, Reply, Thread
from sandbox.stage import Stage, Voter
from tests.forked import command
from tests.main_job.living import LivingBot

TOKEN = 10**18
PERIODS = {"discussion_period": "1h", "voting_period": "1h", "timelock": "1h"}
_NUMBER = re.compile(r"Proposal (\d+)")
_RECORD_HASH = re.compile(r"`([0-9a-f]{64})`")
_RECEIPT = re.compile(r"Receipt `(\S+)`")


class Job:
    """A stage with the bot on it."""

    def __init__(self, stage: Stage, bot: LivingBot) -> None:
        self.stage = stage
        self.bot = bot

    # -- the members' side ----------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Voter:
        return self.stage.voters[name]

    async def set_up(self, *, mended_later: Sequence[str] = (), **options: Any) -> str:
        """/gov setup with periods of an hour, unless told otherwise. Only what is `mended_later` is warned of."""
        answer = await self.stage.set_up(**{**PERIODS, "quorum": "4%", "threshold": "1", **options})
        warnings = [line for line in answer.splitlines() if "⚠️" in line]
        # Nobody has any tokens yet, or what is held counts instead of what is delegated.
        expected = ["`/gov safe prove`", "its total is zero", *mended_later]
        if str(options.get("sources", "")).startswith("erc20 "):
            expected.append("its holders delegate their votes")
        assert all(any(words in line for words in expected) for line in warnings), answer
        return answer

    async def join(self, powers: dict[str, int]) -> None:
        """Members with linked wallets that hold so many whole tokens."""
        await self.stage.add_voters({name: tokens * TOKEN for name, tokens in powers.items()})
        for name in powers:
            await self.stage.link(self[name])

    async def submitted(
        self,
        author: str,
        title: str,
        actions: str = "",
        text: str = "As agreed.",
        candidates: str = "",
        track: str | None = None,
    ) -> int:
        """A proposal in discussion; returns its number when its thread is there."""
        preview = await self.stage.draft(self[author].person, title, text, actions, candidates, track)
        return await self.submits(author, preview)

    async def submits(self, author: str, preview: Message) -> int:
        """The author submits a previewed draft; returns its number when its thread is there."""
        answer = await self.stage.submit(self[author].person, preview)
        assert "is in discussion" in answer, answer
        found = _NUMBER.search(answer)
        assert found, answer
        number = int(found[1])
        await self.thread(number)
        await self.in_discussion(number)
        return number

    async def in_discussion(self, number: int) -> None:
        """Until the bot knows that its thread stands: its discussion begins."""
        await self._until_stored(lambda: self.bot.in_discussion(number))

    async def unseen(self, number: int) -> None:
        """Until the bot knows that its card can't be seen."""
        await self._until_stored(lambda: self.bot.unseen(number))

    async def settled(self) -> None:
        """Until nothing is left to be delivered in the server."""
        await self._until_stored(self.bot.has_said_all)

    async def opened(self, author: str, title: str, actions: str = "", candidates: str = "") -> int:
        """A proposal whose vote is open and whose card is posted."""
        number = await self.submitted(author, title, actions, candidates=candidates)
        await self.bot.passes(minutes=61)
        await self.card(number, "Open for voting")
        return number

    async def click(self, name: str, number: int, choice: str) -> str:
        """Vote with a button of the card; returns the receipt's text."""
        card = await self.card(number)
        return (await self.weighed(await self[name].person.click(card, label=choice))).text

    async def command(self, name: str, number: int, choice: str, reason: str | None = None) -> str:
        """Vote with /vote cast; returns the receipt's text."""
        options = {"proposal": str(number), "choice": choice, "reason": reason}
        reply = await self[name].person.slash(self.stage.announcements, "vote cast", **options)
        return (await self.weighed(reply)).text

    async def weighed(self, reply: Reply) -> Message:
        """The answer to a vote, when the power is in it."""
        message = await reply.settled()
        await self.until(lambda: "is being read" not in reply.text)
        return message

    async def react(self, name: str, number: int, emoji: str) -> None:
        await self[name].person.react(await self.card(number), emoji)

    async def ask(self, person: Person, command: str, **options: Any) -> str:
        """Use a command in the announcement channel; returns the answer's text."""
        return (await self.asked(person, command, **options)).text

    async def asked(self, person: Person, command: str, **options: Any) -> Message:
        """Use a command in the announcement channel; returns the answer."""
        return await (await person.slash(self.stage.announcements, command, **options)).settled()

    async def file_given(self, person: Person, command: str, **options: Any) -> Message:
        """Use a command in the announcement channel; returns the last of its answers, which carries a file."""
        reply = await person.slash(self.stage.announcements, command, **options)
        await reply.settled()
        async with asyncio.timeout(20):
            while not reply.followups[-1].attachments:
                await reply.interaction.next_move()
        return reply.followups[-1]

    # -- what can be seen -----------------------------------------------------------------------------------

    async def card(self, number: int, ballot_format: str = "") -> Message:
        """The proposal's card, as soon as it stands in the channel and says this."""
        return await self.announced(lambda m: is_card(m, number) and ballot_format in m.text)

    def cards(self, number: int) -> list[Message]:
        return [message for message in self.stage.announcements.messages if is_card(message, number)]

    async def result(self, number: int) -> Message:
        return await self.announced(lambda m: bool(m.attachments) and f"Proposal {number}\n" in m.text)

    def results(self, number: int) -> list[Message]:
        there = self.stage.announcements.messages
        return [m for m in there if m.attachments and f"Proposal {number}\n" in m.text]

    async def notified(self, number: int, words: str) -> Message:
        """What was announced of the proposal in these words."""
        return await self.announced(
            lambda m: f"(proposal {number})" in m.text and words in m.text and not is_card(m, number)
        )

    async def announced(self, wanted: Callable[[Message], bool]) -> Message:
        try:
            return await self.stage.announcements.wait_for(wanted, timeout=20)
        except TimeoutError:
            shown = "\n---\n".join(m.text for m in self.stage.announcements.messages[-4:])
            raise AssertionError(f"it was never announced; the last messages:\n{shown}") from None

    async def thread(self, number: int) -> Thread:
        """The proposal's forum post or thread."""
        found: list[Thread] = []

        def there() -> bool:
            found[:] = [t for t in self.stage.discussion.threads if t.name.startswith(f"#{number} ")]
            return bool(found)

        await self.until(there)
        return found[0]

    async def in_thread(self, number: int, words: str) -> Message:
        thread = await self.thread(number)
        try:
            return await thread.wait_for(lambda m: words in m.text, timeout=20)
        except TimeoutError:
            shown = "\n---\n".join(m.text for m in thread.messages)
            raise AssertionError(f"{words!r} was never said in the thread; it holds:\n{shown}") from None

    async def logged(self, *words: str) -> Message:
        """An entry of the public log with these words."""
        return await self.stage.log.wait_for(
            lambda m: all(word.lower() in m.text.lower() for word in words), timeout=20
        )

    async def until(self, holds: Callable[[], bool]) -> None:
        """Until this holds; fails after twenty seconds."""
        async with asyncio.timeout(20):
            while not holds():
                await self._a_moment()

    async def _until_stored(self, holds: Callable[[], Awaitable[bool]]) -> None:
        """Until this holds by what the bot has stored; fails after twenty seconds."""
        async with asyncio.timeout(20):
            while not await holds():
                await self._a_moment()

    async def _a_moment(self) -> None:
        """Until something stirs in the channel, at most a short while."""
        try:
            await self.stage.log.wait_for(lambda _: False, timeout=0.02)
        except TimeoutError:
            return

    # -- after the vote -------------------------------------------------------------------------------------

    async def closed(self, number: int) -> dict[str, Any]:
        """Let the voting period end; returns the record that the result carries."""
        await self.bot.passes(minutes=61)
        return record_of(await self.result(number))

    async def proposed(self, number: int) -> dict[str, Any]:
        """Let the timelock end; returns the transaction as the transaction service has it."""
        await self.bot.passes(minutes=61)
        await self.in_thread(number, "safeTxHash")
        return self.transactions()[0]

    def transactions(self) -> list[dict[str, Any]]:
        """What the transaction service holds for the Safe, the newest first."""
        return sorted(
            self.stage.service.transactions(self.stage.safe.address), key=lambda t: -int(t["nonce"])
        )

    async def confirm(self, owner: Account, transaction: dict[str, Any]) -> None:
        await safe_app.confirm(self.stage.service, self.stage.safe, owner, transaction["safeTxHash"])

    async def execute(self, transaction: dict[str, Any]) -> None:
        """Two owners sign, the first of them executes; then it is final."""
        stage = self.stage
        signers = stage.owners[:2]
        await safe_app.execute(stage.service, stage.safe, transaction["safeTxHash"], signers, signers[0])
        await stage.finalize()


def assert_says(text: str, *words: str) -> None:
    for word in words:
        assert word in text, f"{word!r} is missing in:\n{text}"


def is_card(message: Message, number: int) -> bool:
    """Whether it is the card of the server's proposal of that number."""
    return proposal_of(message) is not None and f"Proposal {number} ·" in message.text


def proposal_of(message: Message) -> int | None:
    """The id of the proposal whose card this is; None where it is none."""
    ids = (button.custom_id or "" for button in message.buttons)
    return next((int(each.partition(":")[2]) for each in ids if each.startswith("details:")), None)


def receipt(text: str) -> str:
    """The receipt's code in an answer."""
    found = _RECEIPT.search(text)
    assert found, text
    return found[1]


def file_of(message: Message, kind: str) -> bytes:
    (content,) = [f.content for f in message.attachments if f.filename.endswith(f"-{kind}.json")]
    return content


def record_of(result: Message) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(file_of(result, "record"))
    return record


async def verified(result: Message, folder: Path, *rpc_urls: str, beside: Sequence[str] = ()) -> list[str]:
    """What `folkmoot verify`, as a program of its own, prints of the record that the result carries and names; fails
    where it finds anything wrong. `beside`: more arguments."""
    record = folder / "record.json"
    record.write_bytes(file_of(result, "record"))
    known = _RECORD_HASH.search(result.text)
    assert known, result.text
    endpoints = [word for url in rpc_urls for word in ("--rpc", url)]
    arguments = "verify", str(record), "--hash", known[1], *endpoints, *beside
    status, said, fault = await command(folder, *arguments, environment=os.environ)
    assert (status, fault) == (0, ""), said + fault
    return said.splitlines()


async def recounted(result: Message, folder: Path) -> dict[str, Any]:
    """What `folkmoot tally`, as a program of its own, says of the election file that the result carries."""
    election = folder / "election.json"
    election.write_bytes(file_of(result, "election"))
    status, said, fault = await command(folder, "tally", str(election), environment=os.environ)
    assert (status, fault) == (0, ""), fault
    counted: dict[str, Any] = json.loads(said)
    return counted
