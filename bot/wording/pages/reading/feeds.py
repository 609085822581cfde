"""Feeds of a space's votes, for programs that read feeds and calendars: words without marks."""

from bot.domain.ids import MemberId
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.listing import Listed
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.states import state_words

_NAME = 100


def feed_title(space: str, say: Language) -> str:
    plain = say.plain()
    return say._("Votes of {space}").format(space=plain.markup.name(space, _NAME))


def author_words(member: MemberId, say: Language) -> str:
    return say._("member {number}").format(number=member)


def entry_title(listed: Listed, say: Language) -> str:
    """What it is, and where it stands."""
    plain = say.plain()
    return say._("#{number} {title} · {state}").format(
        number=listed.proposal.number,
        title=plain.title(listed.proposal.content.title),
        state=state_words(listed.state, plain),
    )


def opens_title(proposal: Proposal, say: Language) -> str:
    return say._("Vote opens: #{number} {title}").format(
        number=proposal.number, title=say.plain().title(proposal.content.title)
    )


def ends_title(proposal: Proposal, say: Language) -> str:
    return say._("Vote ends: #{number} {title}").format(
        number=proposal.number, title=say.plain().title(proposal.content.title)
    )


def veto_title(proposal: Proposal, say: Language) -> str:
    return say._("Last moment for a veto: #{number} {title}").format(
        number=proposal.number, title=say.plain().title(proposal.content.title)
    )


def feed_label(say: Language) -> str:
    return say._("Feed (Atom)")


def calendar_label(say: Language) -> str:
    return say._("Deadlines (calendar)")
