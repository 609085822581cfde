"""To whom a draft is shown, and how they are told."""

from bot.domain.ids import MemberId
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language


def readers_lines(proposal: Proposal, say: Language) -> list[str]:
    """Who sees the draft besides its authors, in a line; none where nobody does."""
    if proposal.submission is not None or not proposal.readers:
        return []
    members = say.both([say.markup.member(each) for each in proposal.readers])
    return [say.markup.small(say._("Shown to {members}").format(members=members))]


def shown_line(proposal: Proposal, reader: MemberId, say: Language) -> str:
    """What everybody reads who is where it is shown: not even its title."""
    return say._("📄 {member}: {author} shows you a draft.").format(
        member=say.markup.member(reader), author=say.markup.member(proposal.author)
    )


def hidden_line(reader: MemberId, say: Language) -> str:
    """The answer to who shows it to a member no longer."""
    return say._("{member} does not see it any more.").format(member=say.markup.member(reader))
