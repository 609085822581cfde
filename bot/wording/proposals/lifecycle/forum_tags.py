"""What the tags of a forum are called by which one sees where its proposals stand."""

from bot.domain.proposals.state import State
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut

MOST_TAGS = 20
"""Of a forum, that Discord allows."""
TAG_LENGTH = 20
"""Characters that Discord allows."""


def tag_name(state: State, say: Language) -> str:
    """The tag of a proposal in this state. Several states share one: a forum has room for few."""
    return cut(_words(state, say), TAG_LENGTH)


def tag_names(say: Language) -> tuple[str, ...]:
    """All of them, in the order of a proposal's life."""
    return tuple(dict.fromkeys(tag_name(state, say) for state in State))


def _words(state: State, say: Language) -> str:
    match state:
        case State.DRAFT | State.SPONSORING | State.DISCUSSION | State.PENDING:
            return say.pgettext("tag", "In discussion")
        case State.VOTING | State.PAUSED | State.CLOSED:
            return say.pgettext("tag", "Open")
        case State.TIMELOCK | State.EXECUTION | State.PASSED:
            return say.pgettext("tag", "Passed")
        case State.EXECUTED:
            return say.pgettext("tag", "Executed")
        case State.DEFEATED | State.EXPIRED | State.FAILED:
            return say.pgettext("tag", "Failed")
        case State.WITHDRAWN | State.CANCELLED | State.VETOED:
            return say.pgettext("tag", "Stopped")
