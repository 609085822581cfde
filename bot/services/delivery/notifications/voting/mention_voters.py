"""Whom a space wants to be told that a vote opened."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class MentionVoters(ProposalNotification, frozen=True, tag="mention_voters"):
    """Mention the space's role of voters beside the way to the card: once for each vote, when it opens.

    `end` is until when one can vote, in seconds since 1970 UTC; empty where there is no end.
    """

    end: str

    missed: ClassVar[bool] = False
    """The card stands, and the thread says the same."""
