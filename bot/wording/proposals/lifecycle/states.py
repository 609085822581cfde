"""The states of a proposal as people call them."""

from bot.domain.proposals.state import State
from bot.wording.language import Language


def state_words(state: str, say: Language) -> str:
    """A proposal's state as people call it."""
    match State(state):
        case State.DRAFT:
            return say.pgettext("value", "draft")
        case State.SPONSORING:
            return say.pgettext("value", "looking for sponsors")
        case State.DISCUSSION:
            return say.pgettext("value", "in discussion")
        case State.PENDING:
            return say.pgettext("value", "about to open")
        case State.VOTING:
            return say.pgettext("value", "open for voting")
        case State.PAUSED:
            return say.pgettext("value", "paused")
        case State.CLOSED:
            return say.pgettext("value", "being counted")
        case State.DEFEATED:
            return say.pgettext("value", "defeated")
        case State.TIMELOCK:
            return say.pgettext("value", "passed, in its timelock")
        case State.EXECUTION:
            return say.pgettext("value", "waiting for its execution")
        case State.EXECUTED:
            return say.pgettext("value", "executed")
        case State.PASSED:
            return say.pgettext("value", "passed")
        case State.WITHDRAWN:
            return say.pgettext("value", "withdrawn")
        case State.CANCELLED:
            return say.pgettext("value", "cancelled")
        case State.VETOED:
            return say.pgettext("value", "vetoed")
        case State.EXPIRED:
            return say.pgettext("value", "expired")
        case State.FAILED:
            return say.pgettext("value", "failed")
