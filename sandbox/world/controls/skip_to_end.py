"""Time passes until what the bot says of a proposal has come: the end of its discussion, vote or timelock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sandbox.world.control import Act, CannotPress, Group
from sandbox.world.moments import Ending, endings
from sandbox.world.sandbox import Sandbox

_AFTER = timedelta(seconds=2)


@dataclass(frozen=True)
class SkipToEnd(Act):
    ending: Ending = Ending.VOTE
    missing: str = ""

    async def do(self, sandbox: Sandbox, count: int) -> str:
        now = sandbox.clock.now()
        coming = [moment for moment in endings(sandbox.stage, self.ending) if moment.at + _AFTER > now]
        if not coming:
            raise CannotPress(self.missing)
        await sandbox.pass_time(coming[0].at + _AFTER - now)
        return f"It is now {sandbox.clock.now():%d %B %Y %H:%M} UTC, and the {self.ending} is over."


TO_END_OF_DISCUSSION = SkipToEnd(
    "end-of-discussion",
    Group.TIME,
    "To the end of the discussion",
    "The vote opens: the bot reads power at a block that is final and posts the card with the buttons.",
    ending=Ending.DISCUSSION,
    missing="No proposal is in discussion.",
)
TO_END_OF_VOTE = SkipToEnd(
    "end-of-vote",
    Group.TIME,
    "To the end of the vote",
    "The vote closes and is counted: the result is posted with its record, and later votes are refused.",
    ending=Ending.VOTE,
    missing="No vote is open that ends by itself.",
)
TO_END_OF_TIMELOCK = SkipToEnd(
    "end-of-timelock",
    Group.TIME,
    "To the end of the timelock",
    "Nobody can veto any more: the Safe transaction is made of what was voted on, and its owners are told.",
    ending=Ending.TIMELOCK,
    missing="No proposal is in its timelock.",
)
