"""What members put before the bot of a discussion: arguments, questions and answers."""

from datetime import datetime
from enum import StrEnum

import msgspec

from bot.domain.ids import ArgumentId, ChannelId, MemberId, MessageId, ProposalId

LONGEST_ARGUMENT = 500
"""Characters."""
MOST_OF_ONE = 20
"""Of one member on one proposal, and what others added of theirs."""
MOST_OF_ALL = 500
"""On one proposal."""


class Stance(StrEnum):
    """How it is meant."""

    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"
    ANSWER = "answer"
    """To a question."""


class Argument(msgspec.Struct, frozen=True):
    id: ArgumentId
    proposal: ProposalId
    member: MemberId
    """Whose words they are."""
    stance: Stance
    text: str
    at: datetime
    added_by: MemberId | None = None
    """Who put a message of theirs into the digest; None where they did it themself."""
    answers: ArgumentId | None = None
    """The question that it answers."""
    channel: ChannelId | None = None
    message: MessageId | None = None
    """Where it stands in Discord; None until it does."""
