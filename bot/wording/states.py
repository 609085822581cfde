"""The states of a proposal as people call them."""

_STATES = {
    "draft": "draft",
    "discussion": "in discussion",
    "pending": "about to open",
    "voting": "open for voting",
    "paused": "paused",
    "closed": "being counted",
    "defeated": "defeated",
    "timelock": "passed, in its timelock",
    "execution": "waiting for its execution",
    "executed": "executed",
    "passed": "passed",
    "withdrawn": "withdrawn",
    "cancelled": "cancelled",
    "vetoed": "vetoed",
    "expired": "expired",
    "failed": "failed",
}
AFTER_VOTING = frozenset(_STATES) - {"draft", "discussion", "pending", "voting", "paused"}


def state_words(state: str) -> str:
    """A proposal's state as people call it."""
    return _STATES[state]
