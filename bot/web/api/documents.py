"""What the API answers. From these the description is made, so that the two can't differ.

Discord's ids and amounts are texts: neither fits into the numbers of every JSON reader. Amounts are base units, of
which 10 ** `decimals` make one shown unit.
"""

from typing import Any

import msgspec


class Track(msgspec.Struct, frozen=True):
    name: str
    retired: bool
    """Whether nothing new is proposed on it."""


class SpaceDocument(msgspec.Struct, frozen=True):
    """A Discord server that governs itself."""

    id: int
    name: str
    guild: str
    """The server's id."""
    pages: str
    """Who may read: `members` or `public`."""
    tracks: list[Track]
    proposals: str
    """The path of its proposals."""
    url: str
    """Its page for people."""


class ProposalLine(msgspec.Struct, frozen=True):
    """A proposal in a list."""

    id: int
    number: int
    """By which its server knows it."""
    title: str
    state: str
    track: str
    author: str
    created_at: str
    opens_at: str | None
    """When its vote opens or opened; null while that isn't known."""
    ends_at: str | None
    """The end of its vote, as far as it is known."""
    path: str
    """Where all of it is."""
    url: str
    """Its page for people."""


class ProposalsDocument(msgspec.Struct, frozen=True):
    """What goes on, on the first page alone, and then what is over, the newest first."""

    proposals: list[ProposalLine]
    next: str | None
    """The path of the next page; null on the last one."""


class ActionDocument(msgspec.Struct, frozen=True):
    """A call that is made if the proposal passes: exactly this, whatever the words beside it say."""

    chain: int
    to: str
    value: str
    """In wei."""
    data: str
    operation: int
    """0: a call. 1: a delegate call."""
    function: str
    """What the calldata calls, as it is decoded; empty where it can't be."""
    dangers: int
    """How many things in it are to be looked at twice; the lines of `dangers` say which."""


class Count(msgspec.Struct, frozen=True):
    """How the vote stands, or how it ended."""

    final: bool
    voters: int
    cast_power: str
    """Base units."""
    scores: list[str]
    """One of each choice, as the record has it."""
    winner: int | None
    """The number of a choice, from 1."""
    tied: list[int]
    passing: bool | None
    """Whether it passes with this count; null where the vote has no rules to pass by."""
    quorum_reached: bool | None
    majority_reached: bool | None
    undetermined: int
    """Ballots of whose power a part has not been read yet."""


class Unit(msgspec.Struct, frozen=True):
    """What power is counted in."""

    symbol: str
    decimals: int


class ProposalDocument(msgspec.Struct, frozen=True):
    """Everything that its page says of it."""

    id: int
    number: int
    """By which its server knows it."""
    space: int
    title: str
    text: str
    """As its author wrote it."""
    state: str
    track: str
    author: str
    mechanism: str
    choices: list[str]
    power: Unit
    dangers: list[str]
    """What to look at twice in all that it brings, in words."""
    actions: list[ActionDocument]
    effects: list[str]
    """All that it brings, in words: the same actions, what is paid later, what changes in the server."""
    hidden: bool
    """Whether the policy hides the count before the close."""
    count: Count | None
    """Null before the vote, and while it is hidden."""
    created_at: str
    submitted_at: str | None
    opened_at: str | None
    ends_at: str | None
    closed_at: str | None
    passed: bool | None
    """Null before the close."""
    record_hash: str | None
    """SHA-256 of the record."""
    record: str | None
    """The path of the record; null before the close."""
    votes: str | None
    """The path of who voted what; null where nobody may see that."""
    url: str
    """Its page for people."""


class VotePartDocument(msgspec.Struct, frozen=True):
    power: str
    """Base units, of those of the vote."""
    choice: Any


class VoteDocument(msgspec.Struct, frozen=True):
    voter: str
    """The id of a Discord account."""
    choice: Any
    """As the mechanism has it: the number of a choice, or several with their order, scores or parts."""
    power: str | None
    """Base units, with what is delegated to the voter; null while a part of it is not known."""
    reason: str | None
    parts: list[VotePartDocument]
    """What single wallets of the voter said apart; all other power is for the choice."""


class VotesDocument(msgspec.Struct, frozen=True):
    """Those with the most power first."""

    number: int
    """Of all who voted."""
    votes: list[VoteDocument]
    next: str | None
    """The path of the next page; null on the last one."""


class StatementDocument(msgspec.Struct, frozen=True):
    """A short statement that members put on a proposal, and how it was answered."""

    number: int
    text: str
    author: str
    """The id of a Discord account."""
    agree: int | None
    """Null, as the other numbers, while they are hidden or too few have answered."""
    passed: int | None
    disagree: int | None
    consensus: str | None
    """Group-informed, 0 to 1, a fraction: the product over all groups of (agree + 1) / (answers + 2)."""
    agreed: bool | None
    """Whether each group agrees with it; null while too few have answered."""


class StatementsDocument(msgspec.Struct, frozen=True):
    """The statements on a proposal, by their numbers."""

    participants: int
    """Who answered any of them."""
    hidden: bool
    """Whether the policy hides how they answered until the close."""
    groups: list[int] | None
    """How many members are in each group of those who answer alike; null while that is hidden or too few."""
    statements: list[StatementDocument]
    file: str | None
    """The path of all answers, without names; null while nobody may see that."""


class RefusalDocument(msgspec.Struct, frozen=True):
    """Why there is no answer."""

    refused: str
    """In words."""
