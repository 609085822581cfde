"""What a member is told of their vote apart from its receipt."""

from datetime import datetime
from typing import Any

from bot.domain.choices import describe
from bot.domain.ids import ProposalId
from bot.domain.proposal import Proposal
from bot.wording.delivery.answers import had_written
from bot.wording.language import Language
from bot.wording.voting.choices import ballot_words


def open_vote_lines(proposal: Proposal, ends: datetime, mine: Any, say: Language) -> list[str]:
    """Which vote it is, when it ends, and what the member has chosen so far; None where that is nothing."""
    below = say._("Proposal {number} · ends {moment}").format(number=proposal.id, moment=say.moment(ends))
    lines = [say.markup.strong(say.title(proposal.content.title)), say.markup.small(below)]
    if mine is not None:
        choice = ballot_words(describe(proposal.rules, mine), say)
        lines.append(say._("Your vote now: **{choice}**").format(choice=choice))
    return lines


def changed_since(proposal: ProposalId, now: str, typed: str, say: Language) -> str:
    """That a reason came for a ballot that counts no more. `now` is the one that does, "" where none does; what was
    `typed` is not lost."""
    changed = (
        say._(
            "Your vote on proposal {number} has changed since: **{choice}**. It stays as it is, without a reason."
        )
        if now
        else say._(
            "You have taken your vote on proposal {number} back since, and a reason can't be given for none."
        )
    )
    lines = [
        changed.format(number=proposal, choice=ballot_words(now, say)),
        say._("➡️ To say why, use the button under the newest receipt, or `/vote cast` with a reason."),
    ]
    return "\n".join([*lines, had_written(typed, say)] if typed else lines)


def none_open(say: Language) -> list[str]:
    """That there is nothing to vote on."""
    return [say._("No vote is open now. `/proposal list` shows what comes.")]


def no_card(say: Language) -> str:
    """That a message is no card, and where the votes are."""
    lines = [
        say._("This message is not the card of a proposal."),
        say._("➡️ `/vote cast` lists all open votes."),
    ]
    return "\n".join(lines)
