"""What members are told when there is something for them to do."""

from bot.domain.proposals.proposal import Proposal
from bot.wording.delivery.events import event_head
from bot.wording.language import Language


def discussion_text(proposal: Proposal, talk: str, say: Language) -> str:
    """That a proposal is discussed, and until when. `talk` is the address of its thread, empty where there is none."""
    new = say._("💬 A new proposal by {member}. Discuss it in its thread.")
    if not talk:
        new = say._(
            "💬 A new proposal by {member}. `/proposal view` shows it: its thread could not be opened yet."
        )
    lines = [event_head(proposal, talk, say), new.format(member=say.markup.member(proposal.author))]
    if proposal.opens_at:
        opens = say._("The vote opens {when}, with a card in this channel.")
        lines.append(opens.format(when=say.when(proposal.opens_at)))
    return "\n".join(lines)
