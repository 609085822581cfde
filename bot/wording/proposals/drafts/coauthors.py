"""Who writes a proposal with its author, who is asked to, and what they answered."""

from bot.domain.ids import MemberId
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language


def coauthors_lines(proposal: Proposal, say: Language) -> list[str]:
    """Who writes it with its author, in a line; none where nobody does."""
    if not proposal.coauthors:
        return []
    members = say.both([say.markup.member(each) for each in proposal.coauthors])
    return [say.markup.small(say._("Written with {members}").format(members=members))]


def invitation_lines(proposal: Proposal, asked: MemberId, say: Language) -> list[str]:
    """What everybody reads who is where it is asked: of a draft not even its title."""
    named = {"author": say.markup.member(proposal.author), "member": say.markup.member(asked)}
    if proposal.submission is None:
        head = say._("✍️ {member}: {author} asks you to write a draft with them.").format(**named)
    else:
        head = say._("✍️ {member}: {author} asks you to write proposal {number} with them, {title}.").format(
            number=proposal.number, title=say.title(proposal.content.title), **named
        )
    what = say._(
        "Co-authors may change it and take it back until its vote opens, and report on it afterwards."
    )
    return [head, say.markup.small(what)]


def accept_label(say: Language) -> str:
    return say.pgettext("button", "Accept")


def decline_label(say: Language) -> str:
    return say.pgettext("button", "Decline")


def look_label(say: Language) -> str:
    return say.pgettext("button", "Look at it")


def accepted_line(proposal: Proposal, member: MemberId, say: Language) -> str:
    author = say.markup.member(proposal.author)
    return say._("✍️ {member} writes with {author} from now on.").format(
        member=say.markup.member(member), author=author
    )


def declined_line(member: MemberId, say: Language) -> str:
    return say._("{member} does not write along.").format(member=say.markup.member(member))


def left_line(member: MemberId, say: Language) -> str:
    """The answer to who took a co-author off."""
    return say._("{member} is no co-author of it any more.").format(member=say.markup.member(member))
