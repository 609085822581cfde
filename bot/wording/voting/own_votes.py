"""What a member is told of their votes apart from their receipts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.domain.elections.choices import describe
from bot.domain.ids import GuildId, ProposalNumber
from bot.domain.proposals.proposal import Proposal
from bot.services.voting.casting.own_ballots import OwnVote, VotedFor, WalletVotedFor
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.delegation.delegated_power import with_delegated_power
from bot.wording.delivery.answers import had_written
from bot.wording.language import Language
from bot.wording.mechanisms.registry import wording_of
from bot.wording.proposals.proposal_list import list_line
from bot.wording.voting.apart import apart_lines
from bot.wording.voting.choices import ballot_words
from bot.wording.voting.conflicts import conflict_line
from bot.wording.voting.receipts import power_line, unread_words

_WALLETS = 5
"""Of a member that are told one by one."""


def open_vote_lines(proposal: Proposal, ends: datetime, mine: Any, say: Language) -> list[str]:
    """Which vote it is, when it ends, and what the member has chosen so far; None where that is nothing."""
    below = say._("Proposal {number} · ends {moment}").format(number=proposal.number, moment=say.moment(ends))
    lines = [say.markup.strong(say.title(proposal.content.title)), say.markup.small(below)]
    if mine is not None:
        choice = ballot_words(describe(proposal.rules, mine), say)
        lines.append(say._("Your vote now: **{choice}**").format(choice=choice))
    return lines


@telling_accounts_apart
def mine_lines(votes: Iterable[OwnVote], guild: GuildId, now: datetime, say: Language) -> list[str]:
    """A member's votes, one an entry: the line that the list of proposals has, and below it what the member voted, or
    who votes for them."""
    return [
        "\n".join([list_line(each.listed, guild, now, say), *_own_lines(each, say), *_declared(each, say)])
        for each in votes
    ]


def _declared(vote: OwnVote, say: Language) -> list[str]:
    return [line] if (line := conflict_line(vote.conflict, say)) else []


def _own_lines(vote: OwnVote, say: Language) -> list[str]:
    receipt = vote.receipt
    if receipt is None:
        takes = vote.listed.takes_votes
        by_wallet = [_by_wallet(each, takes, say) for each in vote.by_wallet[:_WALLETS]]
        if more := len(vote.by_wallet) - len(by_wallet):
            by_wallet.append(say.and_more(more))
        return [*_not_voted(vote.voted_for, takes, say), *by_wallet]
    choice = say._("You voted **{choice}**.").format(choice=ballot_words(receipt.choice, say))
    known = power_line(receipt.power, receipt.opening, say) or unread_words(say)
    code = say._("Receipt {code}.").format(code=say.markup.code(receipt.code))
    return [
        choice,
        *apart_lines(receipt, say),
        *wording_of(receipt.opening.policy).what_a_ballot_does(receipt, say),
        with_delegated_power(known, receipt, say),
        say.markup.small(code),
    ]


def _not_voted(voted_for: Sequence[VotedFor], takes_votes: bool, say: Language) -> list[str]:
    """Of those among whom power is split each has a line."""
    if not voted_for:
        return [say._("You have not voted.")]
    return [_voted_for(each, takes_votes, say) for each in voted_for]


def _voted_for(voted_for: VotedFor, takes_votes: bool, say: Language) -> str:
    member = say.markup.member(voted_for.member)
    if not voted_for.voted:
        return say._("You have not voted, and neither has {member}, to whom you delegate.").format(
            member=member
        )
    if voted_for.choice is None:
        return say._("{member} has voted for you; choices are hidden until the end.").format(member=member)
    words = say._("{member} voted **{choice}** for you.")
    if takes_votes:
        words = say._("{member} voted **{choice}** for you. Your own vote would go before it.")
    return words.format(member=member, choice=ballot_words(voted_for.choice, say))


def _by_wallet(voted: WalletVotedFor, takes_votes: bool, say: Language) -> str:
    """Who votes with the power of a wallet that was delegated on chain."""
    if voted.voter is None:
        words = say._(
            "Your wallet {wallet} had delegated to {delegate} on chain when this vote opened; nobody has voted with it."
        )
    elif voted.choice is None:
        words = say._(
            "{member} has voted with your wallet {wallet}, which had delegated on chain; choices are hidden until the "
            "end."
        )
    elif takes_votes:
        words = say._(
            "{member} voted **{choice}** with your wallet {wallet}, which had delegated on chain. Your own vote would "
            "go before it."
        )
    else:
        words = say._("{member} voted **{choice}** with your wallet {wallet}, which had delegated on chain.")
    return words.format(
        member="" if voted.voter is None else say.markup.member(voted.voter),
        choice="" if voted.choice is None else ballot_words(voted.choice, say),
        wallet=say.markup.short_account(voted.wallet),
        delegate=say.markup.short_account(voted.delegate),
    )


def changed_since(number: ProposalNumber, now: str, typed: str, say: Language) -> str:
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
        changed.format(number=number, choice=ballot_words(now, say)),
        say._("➡️ To say why, use the button under the newest receipt, or `/vote cast` with a reason."),
    ]
    return "\n".join([*lines, had_written(typed, say)] if typed else lines)


def no_card(say: Language) -> str:
    """That a message is no card, and where the votes are."""
    lines = [
        say._("This message is not the card of a proposal."),
        say._("➡️ `/vote cast` lists all open votes."),
    ]
    return "\n".join(lines)
