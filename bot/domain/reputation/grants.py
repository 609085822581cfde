"""The lines of a proposal that give or take reputation, beside those that an executor carries out.

grant 50 reputation to <@1234>
slash 20 reputation from <@1234>

A member is named by a mention, as Discord writes it, or by their id.
"""

import re

from bot.domain.errors import BadAction, BadAmount
from bot.domain.errors.proposals.actions import (
    BadAmountOf,
    GrantAmount,
    GrantedTwice,
    GrantForm,
    NoMember,
    TooManyGrants,
)
from bot.domain.ids import MemberId
from bot.domain.proposals.facts import Grant
from bot.domain.quantities import base_units, tokens
from bot.domain.quantities import plain as as_typed
from bot.domain.reputation.ledger import DECIMALS
from bot.domain.written_lines import taken_out

MOST = 10**9
"""Points in one line."""
LINES = 60
"""Grants and slashes in one proposal."""
_LINE = re.compile(r"\s*(grant|slash)(\s.*)?", re.IGNORECASE)
_REST = re.compile(
    r"\s+(.+?)\s+reputation\s+(to|from)\s+(?:<@!?([0-9]{1,19})>|([0-9]{1,19}))\s*", re.IGNORECASE
)
_TOWARDS = {"grant": "to", "slash": "from"}
_LARGEST_ID = 2**63 - 1


def grants_in(lines: str) -> tuple[tuple[Grant, ...], str]:
    """The grants and slashes among a proposal's lines, and the other lines, each still with its own number.

    Raises BadAction naming the line, also for a member who is named twice.
    """
    found: dict[MemberId, Grant] = {}
    taken, others = taken_out(lines, _LINE.fullmatch)
    for number, line, match in taken:
        grant = _grant(number, line, match[1].lower(), match[2] or "")
        if len(found) == LINES:
            raise BadAction(number, line, TooManyGrants(LINES))
        if grant.member in found:
            raise BadAction(number, line, GrantedTwice(grant.member))
        found[grant.member] = grant
    return tuple(found.values()), others


def line_of(grant: Grant) -> str:
    """The line that gives this grant: plain digits, a mention."""
    verb = "grant" if grant.amount >= 0 else "slash"
    return f"{verb} {points(grant.amount, plain=True)} reputation {_TOWARDS[verb]} <@{grant.member}>"


def points(amount: int, *, plain: bool = False) -> str:
    """An amount of reputation without its sign, in points, to the last digit; `plain` without spaces in it."""
    return (as_typed if plain else tokens)(abs(amount), DECIMALS)


def _grant(number: int, line: str, verb: str, rest: str) -> Grant:
    match = _REST.fullmatch(rest)
    if match is None or match[2].lower() != _TOWARDS[verb]:
        raise BadAction(number, line, GrantForm(verb, _TOWARDS[verb]))
    try:
        amount = base_units(match[1], DECIMALS)
    except BadAmount as bad:
        raise BadAction(number, line, BadAmountOf(bad.text, bad.fault)) from None
    if not 0 < amount <= MOST * 10**DECIMALS:
        raise BadAction(number, line, GrantAmount(MOST))
    member = int(match[3] or match[4])
    if member > _LARGEST_ID:
        raise BadAction(number, line, NoMember(member))
    return Grant(MemberId(member), amount if verb == "grant" else -amount)
