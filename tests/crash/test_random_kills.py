"""Killed at random moments while Discord, its gateway, the RPC endpoint and the Safe service fail: every acknowledged
ballot counts as it was acknowledged.

`FOLKMOOT_RANDOM_KILLS` says how many kills at least, `FOLKMOOT_SEED` which ones.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.services.wallets.linking import MESSAGE_LIFETIME
from sandbox.discord import Message
from sandbox.stage import Stage, Voter
from tests.crash.conftest import SUMMARY
from tests.crash.life import SharedClock
from tests.crash.mortal_bot import BotKilledAtRandom, Unanswered
from tests.crash.storm import Storm

KILLS = int(os.environ.get("FOLKMOOT_RANDOM_KILLS", "4"))
SEED = int(os.environ.get("FOLKMOOT_SEED", "8"))
KILLS_IN_A_VOTE = 40
KILLS_IN_A_CLOSE = min(4, KILLS // 2)
LONGEST_LIFE = 5.0 if "FOLKMOOT_RANDOM_KILLS" in os.environ else 2.5
"""Seconds; where it is killed a few times only, they are short."""
TOKEN = 10**18
CHOICES = ("For", "Against", "Abstain")
VOTERS = {f"voter{number}": (2**number) * TOKEN for number in range(8)}
"""Each has a power of their own, so that the scores tell who was counted for what."""
HOUR = 3600
PATIENCE = 600
_RECEIPT = re.compile(r"Receipt `([^`]+)`")


@dataclass
class Attempt:
    """What somebody tried, and the receipt that they got for it, if they got one."""

    choice: str
    receipt: str | None = None


@dataclass
class Ballots:
    """All attempts in one vote, by member, in the order in which each member made them."""

    attempts: dict[str, list[Attempt]] = field(default_factory=dict)

    def acknowledged(self) -> int:
        return sum(attempt.receipt is not None for attempts in self.attempts.values() for attempt in attempts)

    def check(self, record: dict[str, Any]) -> None:
        """Each member's last acknowledged ballot counts, or one that they tried after it without hearing of it."""
        # Who voted is told by what their ballot weighs: no two hold as much.
        counted = {int(ballot["power"]): ballot for ballot in record["ballots"]}
        scores = dict.fromkeys(CHOICES, 0)
        for name, attempts in self.attempts.items():
            known = [number for number, attempt in enumerate(attempts) if attempt.receipt is not None]
            ballot = counted.get(VOTERS[name])
            if ballot is None:
                assert not known, f"{name}'s acknowledged ballot is not in the record"
                continue
            last = known[-1] if known else 0
            if known and attempts[last].receipt == ballot["receipt"]:
                choice = attempts[last].choice
            else:
                unheard = {attempt.choice for attempt in attempts[last + bool(known) :]}
                choice = CHOICES[int(ballot["choice"]) - 1]
                assert choice in unheard, f"{name}: {ballot} is none of {attempts[last:]}"
            scores[choice] += VOTERS[name]
        assert record["result"]["scores"] == [str(scores[choice]) for choice in CHOICES]


@dataclass
class Stormy:
    """One vote after another in the storm."""

    stage: Stage
    bot: BotKilledAtRandom
    random: Random

    async def set_up(self) -> None:
        await self.bot.act(
            lambda: self.stage.set_up(
                discussion_period="1s", voting_period="1h", timelock="0s", quorum="1%", threshold="1"
            )
        )
        for voter in self.stage.voters.values():
            await self.bot.act(lambda voter=voter: self._link(voter))

    async def _link(self, voter: Voter) -> None:
        """Whoever begins again a fifth of a message's lifetime later never has too many that wait."""
        self.bot.ahead.value += MESSAGE_LIFETIME.total_seconds() / 5
        await self.stage.link(voter)

    async def vote(self, number: int, kills: int) -> tuple[Ballots, Message]:
        """A vote that lasts until the bot was killed so often meanwhile. Returns what was tried, and its result."""
        ballots = Ballots()
        enough = self.bot.kills + kills
        async with Storm(self.stage, self.random):
            await self._propose(number)
            card = await self._until(lambda: self._card(number))
            first, *_ = self.stage.voters.values()
            while not ballots.acknowledged():
                await self._vote(first, card, ballots)
            self.bot.make_mortal()
            await asyncio.gather(
                *(self._keep_voting(voter, card, ballots, enough) for voter in self.stage.voters.values())
            )
            # The close is not spared either.
            self.bot.ahead.value += HOUR
            while self.bot.kills < enough + KILLS_IN_A_CLOSE:
                await self.bot.next_request()
            self.bot.spare()
            result = await self._until(lambda: self._result(number))
        return ballots, result

    async def _propose(self, number: int) -> None:
        author = self.stage.voters["voter7"].person

        async def drafted() -> Message:
            return await self.stage.draft(author, f"Payment {number}", "As agreed.")

        preview = await self.bot.act(drafted)
        # Whoever is told that the chain could not be read tries again.
        while "in discussion" not in (await self.bot.act(lambda: self.stage.submit(author, preview))).lower():
            pass

    async def _keep_voting(self, voter: Voter, card: Message, ballots: Ballots, enough: int) -> None:
        while self.bot.kills < enough:
            await self._vote(voter, card, ballots)
            await asyncio.sleep(self.random.uniform(0, 0.3))

    async def _vote(self, voter: Voter, card: Message, ballots: Ballots) -> None:
        attempt = Attempt(self.random.choice(CHOICES))
        ballots.attempts.setdefault(voter.person.name, []).append(attempt)
        with suppress(Unanswered):
            text = await self.bot.attempt(lambda: self._click(voter, card, attempt.choice))
            if found := _RECEIPT.search(text):
                attempt.receipt = found[1]

    async def _click(self, voter: Voter, card: Message, choice: str) -> str:
        reply = await voter.person.click(card, label=choice)
        return (await reply.settled(timeout=10)).text

    def _card(self, number: int) -> Message | None:
        return next((m for m in self._messages(number) if "Open for voting" in m.text), None)

    def _result(self, number: int) -> Message | None:
        return next((m for m in self._messages(number) if m.attachments), None)

    def _messages(self, number: int) -> list[Message]:
        return [m for m in self.stage.announcements.messages if f"Payment {number}" in m.text]

    async def _until(self, there: Callable[[], Message | None]) -> Message:
        async with asyncio.timeout(PATIENCE):
            while (found := there()) is None:
                await self.bot.next_request()
                # What failed is tried again after pauses that double.
                self.bot.ahead.value += 1
        return found


@pytest.mark.attack("order")
@pytest.mark.timeout(7200)
async def test_every_acknowledged_ballot_counts_whatever_fails_and_whenever_it_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    random = Random(SEED)
    ahead = multiprocessing.get_context("forkserver").Value("d", 0.0)
    async with Stage.open(strict_limits=False, clock=SharedClock(ahead)) as stage:
        await stage.add_voters(VOTERS)
        bot = BotKilledAtRandom(stage, tmp_path, ahead, random=random, longest=LONGEST_LIFE)
        bot.start()
        try:
            stormy = Stormy(stage, bot, random)
            await stormy.set_up()
            acknowledged = votes = 0
            while bot.kills < KILLS:
                votes += 1
                ballots, result = await stormy.vote(votes, min(KILLS_IN_A_VOTE, KILLS - bot.kills))
                acknowledged += ballots.acknowledged()
                record = json.loads(next(f.content for f in result.attachments if "record" in f.filename))
                ballots.check(record)
                recounted = tally(decode(canonical_json(record["election"])))
                assert json.loads(encode_result(recounted)) == record["result"]
        finally:
            await bot.stop()
    record_property(
        SUMMARY,
        f"{bot.kills} kills at random, seed {SEED}; {votes} votes, {acknowledged} acknowledged ballots",
    )
    assert acknowledged > 0
