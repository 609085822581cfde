"""What could not be said or handed over, in words: for the log channel, and for who can have it tried again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.ids import ProposalId, ProposalNumber
from bot.services.delivery.notifications import (
    AnnounceDiscussion,
    KeepEvent,
    Notification,
    NotifyLinked,
    NotifyMember,
    NotifyMoved,
    NotifyRevoked,
    NotifyUnreadable,
    OpenDiscussion,
    PostCard,
    PostEvent,
    PostJury,
    PostLogEntry,
    PostMirrored,
    PostMirroredEnd,
    PostRefusals,
    PostRequest,
    PostResult,
    PostResultInThread,
    PostRuleChange,
    PostStartPanel,
    ReportDrift,
    ShowSponsors,
    ShowStatements,
    SubmitRequest,
    TellPart,
)
from bot.services.delivery.notifications.notification import ProposalNotification
from bot.services.ports import GivenUp
from bot.wording.language import Language

Numbers = Mapping[ProposalId, ProposalNumber]
"""By which people know the proposals."""
_ROOM = 1700
"""Characters of the list of a message, whose head and foot always fit."""

WHAT: dict[type[Notification], Callable[[Any, Language], str]] = {
    OpenDiscussion: lambda it, say: say._("the thread of proposal {number}"),
    AnnounceDiscussion: lambda it, say: say._("that proposal {number} is discussed"),
    TellPart: lambda it, say: say._("to the part that brought proposal {number} up, that it did"),
    ShowSponsors: lambda it, say: say._("that a draft looks for sponsors"),
    ShowStatements: lambda it, say: say._("the statements on proposal {number}"),
    PostCard: lambda it, say: say._("the card of proposal {number}"),
    PostResult: lambda it, say: say._("the result of proposal {number}"),
    PostResultInThread: lambda it, say: say._("the result of proposal {number}, in its thread"),
    KeepEvent: lambda it, say: say._("the event of proposal {number} in the calendar"),
    PostEvent: lambda it, say: say._("what happened to proposal {number}"),
    PostRuleChange: lambda it, say: say._("how the rules of proposal {number} changed"),
    PostRequest: lambda it, say: say._("what is to be signed for proposal {number}"),
    SubmitRequest: lambda it, say: say._("the request of proposal {number} to those who carry it out"),
    PostRefusals: lambda it, say: say._("why votes on proposal {number} did not count"),
    NotifyMember: lambda it, say: say._("a direct message about proposal {number}"),
    NotifyUnreadable: lambda it, say: say._("a direct message about proposal {number}"),
    NotifyMoved: lambda it, say: say._("a direct message about a wallet that was linked elsewhere"),
    NotifyRevoked: lambda it, say: say._("a direct message about a wallet that was unlinked"),
    NotifyLinked: lambda it, say: say._("a direct message about a wallet that was linked"),
    PostMirrored: lambda it, say: say._("a proposal of a mirrored contract"),
    PostMirroredEnd: lambda it, say: say._("the end of a proposal of a mirrored contract"),
    PostStartPanel: lambda it, say: say._("the start panel"),
    PostJury: lambda it, say: say._("what became of a jury that is drawn"),
    ReportDrift: lambda it, say: say._("that the treasury is to be rebalanced"),
    PostLogEntry: lambda it, say: say._("entry {number} of the public log").format(number=it.entry),
}
"""The kinds of which people miss something; `number` in the words of one about a proposal is the proposal's."""


def what_words(notification: Notification, numbers: Numbers, say: Language) -> str:
    """What was to be said, within a sentence."""
    if not notification.readable:
        return say._("something that the database holds and nobody can read")
    words = WHAT[type(notification)](notification, say)
    if not isinstance(notification, ProposalNotification):
        return words
    return words.format(number=numbers.get(notification.proposal, "?"))


def given_up_text(found: Sequence[GivenUp], numbers: Numbers, say: Language) -> str:
    """What members have not been told, and how to have it tried again."""
    head = say._(
        "⚠️ **Not delivered.** The bot tried again and again, and gave up. Members have not been told:"
    )
    foot = say._(
        "`/gov doctor` says which permissions are missing. When that is mended, `/gov retry` has all of it tried again."
    )
    return f"{say.fitted([head, *_list([each.entry.notification for each in found], numbers, say)], _ROOM)}\n{foot}"


def waiting_text(waiting: Sequence[Notification], numbers: Numbers, say: Language) -> str:
    """What members have not been told for minutes, since a channel or a permission is missing, and how to mend it."""
    head = say._(
        "⚠️ **Not delivered yet.** A channel or a permission is missing, and members have not been told:"
    )
    foot = say._(
        "`/gov doctor` says what is missing. When that is mended, it is said by itself within minutes."
    )
    return f"{say.fitted([head, *_list(waiting, numbers, say)], _ROOM)}\n{foot}"


def retried_lines(number: int, hidden: int, seen: int, say: Language) -> str:
    """What `/gov retry` answers: how much was given up, how many requests nobody saw, and how many of those are seen
    now."""
    if not hidden:
        return _retried(number, say)
    words = say.ngettext(
        "🔁 {number} request that those who sign couldn't see was handed over again: {seen} of them can be seen now.",
        "🔁 {number} requests that those who sign couldn't see were handed over again: {seen} of them can be seen now.",
        hidden,
    )
    handed = words.format(number=hidden, seen=seen)
    return f"{_retried(number, say)}\n{handed}" if number else handed


def _retried(number: int, say: Language) -> str:
    if not number:
        return say._("Nothing was given up: there is nothing to try again.")
    return say.ngettext(
        "🔁 {number} delivery is tried again now. The public log says so.",
        "🔁 {number} deliveries are tried again now. The public log says so.",
        number,
    ).format(number=number)


def retried_from_outside(number: int, say: Language) -> str:
    """What `folkmoot retry` prints."""
    return say.ngettext(
        "{number} delivery is tried again, as soon as the bot runs.",
        "{number} deliveries are tried again, as soon as the bot runs.",
        number,
    ).format(number=number)


def _list(found: Sequence[Notification], numbers: Numbers, say: Language) -> list[str]:
    """Each thing once, however many deliveries of it failed."""
    words = dict.fromkeys(what_words(each, numbers, say) for each in found)
    return [f"- {each}" for each in words]
