"""How it is known that a step was done: by what stands in Discord and on the chain."""

from __future__ import annotations

import re

from sandbox.discord import CannotDo
from sandbox.tour.play import TOKEN, Play
from sandbox.tour.presses.recount import counted_by_the_bot
from sandbox.tour.presses.safe_app import newest_transaction
from sandbox.tour.scenario import Check, Seen

_VOTED = re.compile(r"(\d+) voted|(\d+) members? voted")


def said(place: str, *words: str) -> Check:
    """Somebody has written this there."""

    def check(play: Play) -> Seen:
        try:
            return play.said(play.place(place), *map(play.text, words))
        except LookupError:
            return None

    return check


def told(name: str, *words: str) -> Check:
    """The bot has told a member so, who alone sees it."""
    return lambda play: play.told(name, *map(play.text, words))


def in_private(name: str, *words: str) -> Check:
    """The bot has written this to a member, as a direct message."""

    def check(play: Play) -> Seen:
        wanted = [play.text(word).lower() for word in words]
        inbox = reversed(play.person(name).inbox(play.stage.app))
        return next((each for each in inbox if all(word in each.text.lower() for word in wanted)), None)

    return check


def in_discussion(title: str) -> Check:
    """A proposal of this title is in discussion, and its thread says when the vote opens."""

    def check(play: Play) -> Seen:
        if not play.proposal or title not in play.discussion.name:
            return None
        starter = play.discussion.starter
        return starter if starter is not None and "**In discussion**" in starter.text else None

    return check


def card(*words: str) -> Check:
    """The card of the newest proposal says so."""

    def check(play: Play) -> Seen:
        found = play.card
        return found if found and all(play.text(word) in found.text for word in words) else None

    return check


def voted(at_least: int) -> Check:
    """So many members have voted, as the card counts them."""

    def check(play: Play) -> Seen:
        found = play.card
        counted = _VOTED.search(found.text) if found else None
        return found if counted and int(counted[1] or counted[2]) >= at_least else None

    return check


def result(*words: str) -> Check:
    """The newest proposal's result is posted with its record, and says so; and its card is no longer that of an open
    vote."""

    def check(play: Play) -> Seen:
        if play.card is not None and "**Open for" in play.card.text:
            return None
        wanted = f"Proposal {play.proposal}\n"
        for message in reversed(play.announced):
            if message.attachments and wanted in message.text:
                return message if all(play.text(word) in message.text for word in words) else None
        return None

    return check


def confirmed(times: int) -> Check:
    """So many owners have confirmed the Safe transaction, as the bot says in the discussion."""
    return said("#the discussion", f"confirmed the safe transaction: {times} of 2")


def executed(ether: int, words: str = "the safe executed the proposal") -> Check:
    """The bot announces the execution with these words, and the grantee has so much on chain."""

    async def check(play: Play) -> Seen:
        message = play.told_to_all(words)
        paid = await play.stage.chain.balance(play.text("{grantee}")) >= ether * TOKEN
        return message if paid else None

    return check


def recounted(play: Play) -> Seen:
    """Somebody counted again, and it is what the bot said."""
    same = play.recounted is not None and play.recounted == counted_by_the_bot(play)
    return "The recount says what the bot said, to the last digit." if same else None


def requested(play: Play) -> Seen:
    """The Safe transaction is with its owners, and the discussion shows its hash."""
    try:
        _, newest = newest_transaction(play)
    except CannotDo:
        return None
    return play.said(play.discussion, newest["safeTxHash"])
