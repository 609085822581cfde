"""What happens to a proposal, each a sentence in its thread and, where all should know, in the announcement channel."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import MemberId
from bot.services.proposals.cards import Card
from bot.wording.executors.registry import words_of
from bot.wording.reputation import changed_lines
from bot.wording.text import code, escape, fitted, member, moment
from cogs.components.cards import channel_url
from cogs.components.language import ENGLISH

_REASON = 1000
_RECEIPTS = 1500


def heading(card: Card) -> str:
    """Which proposal it happened to, for the announcement channel."""
    proposal = card.proposal
    talk = f" · {channel_url(card.space.guild, card.thread.channel)}" if card.thread else ""
    return f"**{escape(proposal.content.title, 100)}** (proposal {proposal.id}){talk}"


def event_text(event: str, data: Mapping[str, str]) -> str:
    """One event as a sentence. Raises StoredDataInvalid for one that no version of this program wrote."""
    by = member(MemberId(int(data["by"]))) if data.get("by", "").isdecimal() else "a moderator"
    reason = f"\nReason: {escape(data.get('reason', ''), _REASON)}"
    match event:
        case "withdrawn":
            return "↩️ The author withdrew the proposal. It will not be voted on."
        case "paused":
            return f"⏸️ {by} paused the vote. Votes are not taken until it goes on; its end moves by as much.{reason}"
        case "resumed":
            return f"▶️ {by} resumed the vote.{reason}"
        case "cancelled":
            return f"⛔ {by} cancelled the proposal. There is no result.{reason}"
        case "vetoed":
            return f"⛔ {by}, a guardian, vetoed the proposal in its timelock. Nothing is executed.{reason}"
        case "extended":
            end = datetime.fromtimestamp(int(data["end"]), UTC)
            why = "The leading outcome changed late, or the quorum was reached late"
            return f"⏱️ {why}: the vote goes on until {moment(end)}."
        case "unresolved":
            return _unresolved(data)
        case "confirmed" | "executed" | "failed" | "replaced":
            return words_of(data["executor"]).event(event, data, ENGLISH)
        case "reputation":
            return fitted(changed_lines(data, ENGLISH), _RECEIPTS)
        case "followed":
            where = f"proposal {escape(data['proposal'], 20)} in <#{escape(data['thread'], 20)}>"
            return f"➡️ It passed, and goes on as a binding vote: {where}."
        case "not_followed":
            return (
                f"⚠️ It passed, but does not go on to the track {escape(data['track'], 40)}: "
                f"{escape(data['why'], 100)}. Nothing is lost: moderators can make the track with `/gov track add`, "
                "and the author can propose the same there."
            )
        case "expired":
            return "⌛ The proposal passed, and was not executed in time. It can't be executed any more."
    raise StoredDataInvalid(f"an event named {event!r}")


def _unresolved(data: Mapping[str, str]) -> str:
    head = (
        "⏳ The vote is over, and its result waits: the power of some ballots can't be read from the chain. "
        "It is read again and again, and never taken for zero. Affected receipts:"
    )
    receipts = [f"{code(receipt)} ({escape(choice, 40)})" for receipt, choice in data.items()]
    return fitted([head, *receipts], _RECEIPTS)
