"""Refusals around delegating."""

from bot.domain import errors
from bot.wording.errors.words import NOTHING_CHANGED, Words, shown, words
from bot.wording.text import escape, member, moment

_PEOPLE_ON_A_PATH = 12


@words.register
def _(error: errors.DelegationToOneself) -> Words:
    return Words(
        "You can't delegate to yourself.",
        NOTHING_CHANGED,
        "You vote with your own power anyway; choose another member, or `/delegate revoke` to take it back.",
    )


@words.register
def _(error: errors.DelegationToBot) -> Words:
    return Words(
        f"A bot can't be your delegate: {member(error.member)} does not vote.",
        NOTHING_CHANGED,
        "Choose a member; `/delegate board` shows who votes for others here.",
    )


@words.register
def _(error: errors.DelegationToStranger) -> Words:
    return Words(
        f"Your delegate has to be in this server: {member(error.member)} is not.",
        NOTHING_CHANGED,
        "Invite them first, or choose another member; `/delegate board` shows who votes for others here.",
    )


@words.register
def _(error: errors.DelegationOver) -> Words:
    return Words(
        f"This delegation would be over already: {moment(error.until)}.",
        NOTHING_CHANGED,
        "Write how long it should last, such as `90d`, or leave `until` empty.",
    )


@words.register
def _(error: errors.DelegationCycle) -> Words:
    path = error.path
    if len(path) > _PEOPLE_ON_A_PATH:
        path = (*path[: _PEOPLE_ON_A_PATH - 2], *path[-2:])
    names = [member(each) for each in path]
    if len(error.path) > _PEOPLE_ON_A_PATH:
        names.insert(-2, f"{len(error.path) - _PEOPLE_ON_A_PATH} more")
    return Words(
        f"Your power would come back to you: {' → '.join(names)}.",
        f"{NOTHING_CHANGED} Power is passed on here, so that a circle would leave it with nobody.",
        "Choose a delegate who doesn't delegate to you in the end, or ask one of these members to revoke theirs.",
    )


@words.register
def _(error: errors.DelegationUnknown) -> Words:
    where = f"on track {escape(shown(error.track, 40))}" if error.track else "here"
    return Words(
        f"You have made no delegation {where} that could be revoked.",
        NOTHING_CHANGED,
        "`/delegate list` shows yours; choose one of the suggestions.",
    )


@words.register
def _(error: errors.DelegationOff) -> Words:
    where = f"On track {escape(shown(error.track, 40))}" if error.track else "In this server"
    return Words(
        f"{where} power is not delegated through the bot.",
        NOTHING_CHANGED,
        "Vote yourself; where power comes from a token with on-chain delegation, that delegation counts.",
    )
