"""A kill at any point of the main job loses nothing and repeats nothing.

`FOLKMOOT_CRASHES_AT_EACH_POINT` says how often it is killed at each: at half of them while the job is done once, at the
others while it is done again, so that two processors share them. Without it, one in seven points kills.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.services.wallets.linking import MESSAGE_LIFETIME
from sandbox import safe_app
from sandbox.discord import Message
from sandbox.stage import Stage, Voter
from tests.crash.conftest import SUMMARY
from tests.crash.life import Part, SharedClock
from tests.crash.mortal_bot import BotKilledAtPoints, MortalBot

TIMES = int(os.environ.get("FOLKMOOT_CRASHES_AT_EACH_POINT", "0"))
PARTS = [Part(0, 2), Part(1, 2)] if TIMES else [Part(0, 7)]
TOKEN = 10**18
POWERS = {"ada": 40 * TOKEN, "ben": 25 * TOKEN, "cleo": 20 * TOKEN, "dan": 10 * TOKEN, "eve": 5 * TOKEN}
HOUR = 3600
PATIENCE = 240
"""Seconds of real time within which each step must come to its end, all kills included."""


@dataclass
class MainJob:
    """The people's side of the main job: each does their part until it is done, however often the bot dies."""

    stage: Stage
    bot: MortalBot
    receipts: dict[str, list[str]] = field(default_factory=dict)

    async def play(self) -> Message:
        """Returns the message with the result."""
        await self.bot.act(self._set_up)
        for voter in self.stage.voters.values():
            await self.bot.act(lambda voter=voter: self._link(voter))
        await self._propose()
        await self._until(lambda: self.cards() and "Open for voting" in self.cards()[0].text)
        for name, ways in (("ada", "click"), ("ben", "slash"), ("cleo", "click"), ("eve", "click")):
            await self._vote(self.stage.voters[name], "Against" if name == "cleo" else "For", ways)
        card = self.cards()[0]
        await self.stage.voters["dan"].person.react(card, "🤷")
        await self._vote(self.stage.voters["cleo"], "For", "click")
        await self._until(lambda: self._stored_ballots() >= 5)
        self.bot.ahead.value += HOUR
        await self._until(self.results)
        self.bot.ahead.value += HOUR
        await self._until(lambda: self.stage.service.transactions(self.stage.safe.address))
        await self._execute()
        await self._until(lambda: self.said("executed"))
        return self.results()[0]

    async def _set_up(self) -> None:
        await self.stage.set_up(
            discussion_period="1s", voting_period="1h", timelock="1h", quorum="1%", threshold="1"
        )

    async def _link(self, voter: Voter) -> None:
        """Whoever begins again a fifth of a message's lifetime later never has too many that wait."""
        self.bot.ahead.value += MESSAGE_LIFETIME.total_seconds() / 5
        await self.stage.link(voter)

    async def _propose(self) -> None:
        ada = self.stage.voters["ada"].person
        target = self.stage.chain.account("grantee").address

        draft = ("Pay the team", "As agreed.", f"transfer 1 ETH to {target}")
        preview = await self.bot.act(lambda: self.stage.draft(ada, *draft))
        await self.bot.act(lambda: self.stage.submit(ada, preview))

    async def _vote(self, voter: Voter, choice: str, cast_method: str) -> None:
        async def cast() -> str:
            card = self.cards()[0]
            if cast_method == "click":
                reply = await voter.person.click(card, label=choice)
            else:
                named = re.search(r"Proposal (\d+) ·", card.text)
                assert named is not None, card.text
                reply = await voter.person.slash(
                    self.stage.announcements, "vote cast", proposal=named[1], choice=choice
                )
            return (await reply.settled(timeout=10)).text

        self.receipts.setdefault(voter.person.name, []).append(await self.bot.act(cast))

    async def _execute(self) -> None:
        (transaction,) = self.stage.service.transactions(self.stage.safe.address)
        safe_tx_hash = transaction["safeTxHash"]
        owners = self.stage.owners[:2]
        for owner in owners:
            await safe_app.confirm(self.stage.service, self.stage.safe, owner, safe_tx_hash)
        await safe_app.execute(self.stage.service, self.stage.safe, safe_tx_hash, owners, owners[0])
        await self.stage.finalize()

    def cards(self) -> list[Message]:
        return [message for message in self.stage.announcements.messages if _is_card(message)]

    def results(self) -> list[Message]:
        return [message for message in self.stage.announcements.messages if message.attachments]

    def said(self, word: str) -> list[Message]:
        return [m for m in self.stage.announcements.messages if word in m.text.lower() and not _is_card(m)]

    def _stored_ballots(self) -> int:
        with sqlite3.connect(self.bot.folder / "folkmoot.db") as database:
            return int(database.execute("select count(distinct member) from ballots").fetchone()[0])

    async def _until(self, there: Callable[[], object]) -> None:
        """Until something that the bot does by itself is there: looked at again after each of its requests."""
        async with asyncio.timeout(PATIENCE):
            while not there():
                await self.bot.next_request()


def _is_card(message: Message) -> bool:
    return any(
        (button.custom_id or "").startswith(("vote:", "card:", "why:", "details:"))
        for button in message.buttons
    )


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"part {part.number + 1} of {part.of}")
async def test_a_kill_at_any_point_of_the_main_job_loses_nothing_and_repeats_nothing(
    part: Part, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    ahead = multiprocessing.get_context("forkserver").Value("d", 0.0)
    async with Stage.open(strict_limits=False, clock=SharedClock(ahead)) as stage:
        await stage.add_voters(POWERS)
        await stage.chain.fund(stage.safe.address, 10 * TOKEN)
        await stage.finalize()
        # The service takes the transaction, and its answer is lost.
        stage.service.faults.fail_next("POST", r"multisig-transactions/$", status="drop", after=True)
        bot = BotKilledAtPoints(stage, tmp_path, ahead, times=TIMES or 1, part=part)
        bot.start()
        try:
            job = MainJob(stage, bot)
            result = await job.play()
        finally:
            await bot.stop()
    record_property(
        SUMMARY, f"{sum(bot.deaths.values())} kills at {len(bot.deaths)} kinds of points, {bot.lives} lives"
    )
    record = json.loads(next(f.content for f in result.attachments if "record" in f.filename))

    # Nothing is lost: every member's last acknowledged ballot counts, with its power.
    assert record["result"]["scores"] == [str(90 * TOKEN), "0", str(10 * TOKEN)]
    counted = {ballot["receipt"] for ballot in record["ballots"]}
    for name, texts in job.receipts.items():
        assert any(receipt in texts[-1] for receipt in counted), name
    recounted = tally(decode(canonical_json(record["election"])))
    assert json.loads(encode_result(recounted)) == record["result"]

    # Nothing is said or done twice.
    assert len(job.cards()) == 1
    assert len(job.results()) == 1
    assert len(job.said("executed")) == 1
    assert len(stage.service.transactions(stage.safe.address)) == 1
    # (Who gets no answer to a form sends it again; the first draft then stays one.)
    (post,) = stage.discussion.posts
    assert post.name.endswith(" Pay the team")
    marks = Counter(
        _mark(message) for channel in (stage.announcements, stage.log) for message in channel.messages
    )
    assert [mark for mark, count in marks.items() if count > 1] == []
    killed_often = [point for point, count in bot.deaths.items() if count >= bot.times]
    assert len(killed_often) >= (20 if TIMES else 3), bot.deaths


def _mark(message: Message) -> str:
    """The last line of a message: the small mark that names what it tells."""
    return message.text.splitlines()[-1] if message.text else str(message.id)
