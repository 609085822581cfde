"""Feeds of a space's votes, for programs that read feeds and calendars: words without marks."""

from bot.domain.ids import MemberId
from bot.services.proposals.listing import Listed
from bot.wording.language import Language
from bot.wording.proposals.states import state_words

_NAME = 100


def feed_title(space: str, say: Language) -> str:
    plain = say.plain()
    return say._("Votes of {space}").format(space=plain.markup.name(space, _NAME))


def author_words(member: MemberId, say: Language) -> str:
    return say._("member {number}").format(number=member)


def entry_title(listed: Listed, say: Language) -> str:
    """What it is, and where it stands."""
    plain = say.plain()
    return say._("{title} · {state}").format(
        state=state_words(listed.state, plain), title=plain.title(listed.proposal.content.title)
    )


def opens_title(title: str, say: Language) -> str:
    return say._("Vote opens: {title}").format(title=say.plain().title(title))


def ends_title(title: str, say: Language) -> str:
    return say._("Vote ends: {title}").format(title=say.plain().title(title))


def veto_title(title: str, say: Language) -> str:
    return say._("Last moment for a veto: {title}").format(title=say.plain().title(title))


def feed_label(say: Language) -> str:
    return say._("Feed (Atom)")


def calendar_label(say: Language) -> str:
    return say._("Deadlines (calendar)")
