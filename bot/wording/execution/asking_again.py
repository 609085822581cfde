"""What is said where what failed is asked for once more."""

from collections.abc import Mapping

from bot.domain.ids import MemberId
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language


def ask_again_label(say: Language) -> str:
    """The button beneath what has failed."""
    return say._("Ask again")


def asked_again_line(proposal: Proposal, say: Language) -> str:
    """To who pressed it."""
    return say._(
        "What proposal {number} decided is asked for again, with the same actions. Its thread says what is to be "
        "signed."
    ).format(number=proposal.number)


def asked_again_event(data: Mapping[str, str], say: Language) -> str:
    """In the thread, for every kind of executor."""
    return say._("🔁 {member} has it asked for again: it is prepared anew, with the same actions.").format(
        member=say.markup.member(MemberId(int(data["by"])))
    )
