"""What a member can ask to be told. Nobody is told anything of it who hasn't asked."""

from enum import StrEnum


class Topic(StrEnum):
    """In the order in which a message with several notices tells them: first what can't wait."""

    DUE = "due"
    """A signature or a veto of theirs is due."""
    ENDING = "ending"
    """A vote ends soon in which they could vote, and haven't."""
    DELEGATE = "delegate"
    """Somebody voted who does that for them."""
    ROLES = "roles"
    """A role that they have by a rule is about to be taken."""
    OPENING = "opening"
    """A vote opened."""
    DELEGATED = "delegated"
    """Somebody delegates to them."""
    RESULT = "result"
    """A vote has its result."""
    PROPOSALS = "proposals"
    """A proposal is discussed."""
    DIGEST = "digest"
    """A week is over: what happened in it, and what goes on."""


URGENCY = {topic: place for place, topic in enumerate(Topic)}
"""Places in that order."""
