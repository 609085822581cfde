"""What is asked of whoever does something. Services check it, and commands and buttons are declared with the same one:
what the table of permissions shows is what is checked."""

from enum import StrEnum

import msgspec

from bot.domain.proposals.state import State


class Who(StrEnum):
    """Who somebody is in a space, as far as rights follow from it."""

    EVERYONE = "everyone"
    VOTERS = "voters"
    """Who has power by the rules of the track."""
    AUTHOR = "author"
    """Of the proposal that it is about."""
    COAUTHORS = "coauthors"
    ASKED = "asked"
    """Whom somebody else has asked or named for it."""
    MODERATORS = "moderators"
    """With Manage Server, too, for the server's root."""
    ROOT_MODERATORS = "root-moderators"
    """Those of the server's root, whichever part they are in: of what the whole server has once."""
    GUARDIANS = "guardians"
    AUDITORS = "auditors"
    SIGNERS = "signers"
    """Owners of the Safe: what they do here counts by their signature alone."""


class Effect(StrEnum):
    """What it does to the space, the gravest first."""

    STOP = "stop"
    """Ends or holds up what members decide."""
    SPEND = "spend"
    """Has what passed carried out."""
    CHANGE = "change"
    """Changes rules, roles and settings."""
    VOTE = "vote"
    WRITE = "write"
    """Proposals, and what is said of them."""
    READ = "read"
    """Shows something, or is about the member's own things alone."""


class Requirement(msgspec.Struct, frozen=True):
    effect: Effect
    who: frozenset[Who]
    states: tuple[State, ...] = ()
    """In one of these the proposal is that it is about; none: it is about no proposal, or in any state."""
    sometimes: tuple[State, ...] = ()
    """In these, too, where the rules or facts of the proposal let it."""


OPEN = Requirement(Effect.READ, frozenset({Who.EVERYONE}))
"""Of whatever asks for nothing."""
