"""What moderators and guardians are asked and told: to pause, to cancel and to veto, each for a public reason."""

from bot.domain.ids import ProposalNumber
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language


def paused_line(number: ProposalNumber, say: Language) -> str:
    return say._(
        "⏸️ The vote on proposal {proposal} is paused. The thread, the announcements and the public log say so, with "
        "your reason."
    ).format(proposal=number)


def resumed_line(number: ProposalNumber, say: Language) -> str:
    return say._(
        "▶️ The vote on proposal {proposal} goes on. The thread, the announcements and the public log say so, with "
        "your reason."
    ).format(proposal=number)


def omitted_line(number: ProposalNumber, say: Language) -> str:
    return say._(
        "⚠️ The vote on proposal {proposal} opens without what wallets delegate on chain, as soon as its card says so. "
        "The thread, the announcements and the public log say so, with your reason."
    ).format(proposal=number)


def cancelled_line(number: ProposalNumber, say: Language) -> str:
    return say._(
        "Proposal {proposal} is cancelled. The thread, the announcements and the public log say so, with your reason."
    ).format(proposal=number)


def vetoed_line(number: ProposalNumber, say: Language) -> str:
    return say._(
        "Proposal {proposal} is vetoed: nothing of it is executed. The thread, the announcements and the public log "
        "say so, with your reason."
    ).format(proposal=number)


def cancel_lines(proposal: Proposal, say: Language) -> list[str]:
    """The question before a proposal is cancelled; the reason stands beneath."""
    question = say._(
        "**Cancel proposal {number}, “{title}”?** If you do, it ends without a result, takes no votes any more, and "
        "nothing of it is executed. This can't be undone."
    )
    return [_about(question, proposal, say), _reason_line(say)]


def cancel_label(proposal: Proposal, say: Language) -> str:
    return say._("Cancel proposal {number}").format(number=proposal.number)


def veto_lines(proposal: Proposal, say: Language) -> list[str]:
    """The question before a proposal is vetoed; the reason stands beneath."""
    question = say._(
        "**Veto proposal {number}, “{title}”?** If you do, it has passed, but nothing of it is executed. This can't be "
        "undone."
    )
    return [_about(question, proposal, say), _reason_line(say)]


def veto_label(proposal: Proposal, say: Language) -> str:
    return say._("Veto proposal {number}").format(number=proposal.number)


def _about(question: str, proposal: Proposal, say: Language) -> str:
    return question.format(number=proposal.number, title=say.title(proposal.content.title))


def _reason_line(say: Language) -> str:
    return say._("The thread, the announcements and the public log say so, with your reason. Your reason:")
