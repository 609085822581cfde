"""Why nobody can see a vote, what that means for it, and what mends it."""

from bot.domain.proposals.standing import Standing, Unseen
from bot.domain.proposals.state import State
from bot.domain.proposals.visibility import pauses_at
from bot.services.proposals.cards import Card
from bot.wording.language import Language


def unseen_text(card: Card, say: Language) -> str:
    """What moderators are told while a thread or a card can't be seen. Empty where it can be again."""
    standing = card.proposal.awaited
    if standing is None or standing.unseen_since is None:
        return ""
    of_thread = standing is card.proposal.thread
    place = say.markup.channel(card.space.discussion if of_thread else card.space.announcements)
    lines = [
        f"{_what(card, standing, say)} {_because(standing.why, say).format(channel=place)}",
        _mend(standing.why, say).format(channel=place),
    ]
    return "\n".join(lines)


def _what(card: Card, standing: Standing, say: Language) -> str:
    since = say.moment(standing.unseen_since) if standing.unseen_since else ""
    names = {"number": card.proposal.number, "since": since}
    if standing is card.proposal.thread:
        return say._(
            "⚠️ **The discussion of proposal {number} can't begin**: its thread is missing. No time is lost: the "
            "discussion begins when the thread can be read."
        ).format(**names)
    if card.proposal.opening is None:
        return say._(
            "⚠️ **The vote on proposal {number} can't begin**: its card is missing. No time is lost: the voting period "
            "begins when the card can be seen."
        ).format(**names)
    if card.state is State.PAUSED:
        return say._(
            "⏸️ **The vote on proposal {number} is paused**: its card has been missing since {since}. It goes on by "
            "itself, with the lost time added, as soon as the card is back."
        ).format(**names)
    pause = pauses_at(card.proposal)
    if pause is None:
        return say._("⚠️ **Nobody can see the vote on proposal {number}**: its card is missing.").format(
            **names
        )
    return say._(
        "⚠️ **Nobody can see the vote on proposal {number}**: its card is missing. If it isn't back {when}, the vote "
        "is paused."
    ).format(**names, when=say.when(pause))


def _because(why: Unseen | None, say: Language) -> str:
    """The reason, with a place for the channel."""
    match why:
        case Unseen.FORBIDDEN:
            return say._("The bot may not post in {channel}, or not see it.")
        case Unseen.GONE:
            return say._("The channel {channel}, or what stood in it, was deleted.")
        case Unseen.REFUSED:
            return say._("Discord does not take it as it is.")
        case Unseen.AWAY:
            return say._("Discord does not answer.")
        case _:
            return say._("It is still on its way to {channel}.")


def _mend(why: Unseen | None, say: Language) -> str:
    """What to do, with a place for the channel."""
    match why:
        case Unseen.FORBIDDEN | Unseen.GONE:
            return say._(
                "Give the bot View Channel and Send Messages in {channel}, or name another channel with `/gov setup`. "
                "`/gov doctor` shows what is missing."
            )
        case Unseen.REFUSED:
            return say._(
                "Its author can change the proposal's text while the vote has not opened; otherwise a moderator can "
                "cancel it."
            )
        case Unseen.AWAY:
            return say._("Nothing has to be done: it is tried again until it works.")
        case _:
            return say._("If this does not end soon, `/gov doctor` shows what is missing.")


def missing_line(say: Language) -> str:
    """On a card: why its vote is paused by the bot."""
    return say._("Nobody could see the card. It goes on by itself when the card is back.")


def pause_text(say: Language) -> str:
    """In the thread: the vote is paused."""
    return say._(
        "⏸️ The vote is paused: nobody can see its card. Votes are not taken until the card is back; the end moves by "
        "all the time for which it was missing."
    )


def back_text(say: Language) -> str:
    """In the thread: the vote goes on."""
    return say._(
        "▶️ The card is back, and the vote goes on. The time for which nobody could see it is added to its end."
    )
