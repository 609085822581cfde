"""A dry run, step by step."""

from collections.abc import Sequence

from bot.domain.dry_run.pretend_votes import PretendVotes
from bot.domain.errors import FolkmootError
from bot.domain.executors import AnyExecutor
from bot.domain.policy.model import Policy
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Track
from bot.wording.amounts import power_text
from bot.wording.errors import words_for
from bot.wording.language import Language

_BALLOT_LIMIT, _TRACK_LIMIT = 60, 40


def dry_run_title(track: Track, say: Language) -> str:
    """Of the pretended proposal: whatever shows it says what it is."""
    return say.plain()._("Dry run: a vote on {track}").format(track=track.name)


def dry_run_text(say: Language) -> str:
    """Of the pretended proposal."""
    return say.plain()._("Nothing of this is real: a moderator looks how a vote goes here.")


def step_head(number: int, count: int, say: Language) -> str:
    """Above each step."""
    return say._(
        "🧪 **Dry run**, step {number} of {count}. Nothing of it is real, and only you see it."
    ).format(number=number, count=count)


def draft_words(policy: Policy, say: Language) -> list[str]:
    lines = [say._("Above: the draft, as its author sees it.")]
    if policy.proposal_threshold:
        needed = power_text(policy.proposal_threshold, policy.power, say)
        lines.append(say._("To submit it, an author must hold {needed}.").format(needed=needed))
    if policy.trust is not TrustLevel.DISCORD:
        lines.append(
            say._("Nobody signs anything in a dry run: what each ballot has to bring along here is left out.")
        )
    return lines


def discussion_words(proposal: Proposal, say: Language) -> list[str]:
    lines = [say._("Above: the proposal while it is discussed.")]
    if proposal.opens_at is not None:
        lines.append(
            say._(
                "If it were submitted now, its vote would open {when}, after {duration} of discussion."
            ).format(
                when=say.moment(proposal.opens_at), duration=say.duration(proposal.rules.periods.discussion)
            )
        )
    return lines


def open_words(proposal: Proposal, say: Language) -> list[str]:
    lines = [say._("Above: the card when the vote opens, with what its rules ask for.")]
    if proposal.opening is not None:
        ends = say.moment(proposal.opening.ends_at)
        lines.append(
            say._("It opens {opens}, and ends {ends}.").format(
                opens=say.moment(proposal.opening.at), ends=ends
            )
        )
    return lines


def voted_words(votes: Sequence[PretendVotes], say: Language) -> list[str]:
    told = say.both([_pretended(each, say) for each in votes])
    return [
        say._("Above: the card after pretend voters have voted, {votes} of all power.").format(votes=told)
    ]


def result_words(proposal: Proposal, say: Language) -> list[str]:
    lines = [say._("Above: the result, as it would be posted.")]
    if proposal.closing is not None:
        lines.append(say._("It would be final {when}.").format(when=say.moment(proposal.closing.at)))
        if proposal.closing.passed and not proposal.executors:
            lines.append(say._("Nothing has to be carried out: what it decides is in force."))
    else:
        lines.append(say._("It would wait, as the card says."))
    return lines


def asked_line(executor: AnyExecutor, say: Language) -> str:
    """Above the actions that it would be asked for."""
    return say._(
        "**{account} would be asked for this.** No vote passed it: there is nothing to sign."
    ).format(account=say.on_chain(executor.chain).markup.account(executor.address))


def handed_over_words(proposal: Proposal, say: Language) -> list[str]:
    lines = [say._("Above: what would be asked of those who carry it out. Nobody was asked.")]
    if proposal.timelock_ends_at is not None:
        lines.append(
            say._("Guardians could veto it until {when}.").format(when=say.moment(proposal.timelock_ends_at))
        )
    return lines


def refused_words(error: FolkmootError, say: Language) -> list[str]:
    return [say._("**Here it would stop**, and members would read why:"), words_for(error, say)]


def over_line(say: Language) -> str:
    """Below the last step, and where it is ended."""
    return say._("The dry run is over. Nothing of it is kept.")


def next_label(say: Language) -> str:
    return say.pgettext("button", "Go on")


def end_label(say: Language) -> str:
    return say.pgettext("button", "End")


def _pretended(votes: PretendVotes, say: Language) -> str:
    named = say.markup.name(votes.ballot, _BALLOT_LIMIT)
    share = say.share(votes.share)
    return say._("{ballot} by {voters} with {share}").format(
        ballot=named, voters=say.number(votes.voters), share=share
    )
