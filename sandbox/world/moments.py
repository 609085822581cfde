"""When something ends, as the bot has told it to everybody: the times that its messages name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sandbox.discord import Channel, Message
from sandbox.stage import Stage


class Ending(StrEnum):
    """What ends."""

    DISCUSSION = "discussion"
    VOTE = "vote"
    TIMELOCK = "timelock"


_TOLD = {
    Ending.DISCUSSION: re.compile(r"\*\*In discussion\*\*.* <t:(\d+):"),
    Ending.VOTE: re.compile(r"\*\*Open for voting\*\* · ends <t:(\d+):"),
    Ending.TIMELOCK: re.compile(r"\*\*Passed\*\* · guardians may veto until <t:(\d+):"),
}
"""The lines in which cards and the first messages of discussions say how a proposal stands."""


@dataclass(frozen=True, order=True)
class Moment:
    """When something ends, and the message that says so."""

    at: datetime
    message_id: int
    ending: Ending


def endings(stage: Stage, ending: Ending) -> list[Moment]:
    """All that end like this and of which the bot says so now, the earliest first."""
    told = _TOLD[ending]
    return sorted(
        Moment(datetime.fromtimestamp(int(found[1]), UTC), message.id, ending)
        for channel in _channels(stage)
        for message in _by_the_bot(channel, stage)
        if (found := told.search(message.text))
    )


def _channels(stage: Stage) -> list[Channel]:
    return [*stage.guild.channels.values(), *stage.guild.threads]


def _by_the_bot(channel: Channel, stage: Stage) -> list[Message]:
    return [message for message in channel.messages if message.author.id == stage.app.user.id]
