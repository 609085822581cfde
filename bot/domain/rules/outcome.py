"""The rules together: did it pass, and which of them held?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.domain.counting.errors import (
    ElectionError,
    NoSingleChoices,
    NotAVoterCount,
    TooMany,
)
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.roll import Number, Roll
from bot.domain.rules import majority, quorum, veto
from bot.domain.rules.electorate import Electorate
from bot.domain.rules.majority import Majority
from bot.domain.rules.names import Roles, check_roles
from bot.domain.rules.quorum import Quorum, QuorumResult
from bot.domain.rules.veto import Veto

MOST_QUORUMS = 50
"""Each of them asks every ballot."""


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything under `rules` of the election document."""

    quorum: Quorum | list[Quorum] | None = None
    majority: Majority | None = None
    veto: Veto | None = None
    min_voters: int = 0
    revote: bool = True
    roles: Roles = Roles()


class Outcome(msgspec.Struct, frozen=True):
    """Whether it passed, and each rule. A quorum or majority that is absent holds."""

    passed: bool
    quorum_reached: bool
    majority_reached: bool
    vetoed: bool | None
    """None when there is no veto rule."""
    enough_voters: bool | None
    """None when there is no least number of voters."""
    quorums: tuple[QuorumResult, ...]
    """One for each quorum of the rules, in the document's order."""
    quorum_list: bool
    """Whether the document gives the quorums as a list."""


def check(rules: Rules, choices: Sequence[str], electorate: Electorate, mechanism: Mechanism) -> None:
    """Raises ElectionError for rules that can't be applied to this mechanism, these choices, this electorate."""
    heads = mechanism.counts_voters
    if isinstance(rules.quorum, list) and len(rules.quorum) > MOST_QUORUMS:
        raise ElectionError("rules.quorum", TooMany(MOST_QUORUMS))
    check_roles(rules.roles, choices)
    for field, each in quorums(rules):
        quorum.check(each, field, choices, electorate, mechanism)
    if rules.majority is not None:
        majority.check(rules.majority, choices, rules.roles, electorate, heads)
    if rules.veto is not None:
        veto.check(rules.veto, choices, electorate)
        if mechanism.support is None:
            raise ElectionError(veto.FIELD, NoSingleChoices(mechanism.name))
    if rules.min_voters < 0:
        raise ElectionError("rules.min_voters", NotAVoterCount())


def quorums(rules: Rules) -> list[tuple[str, Quorum]]:
    """Each quorum rule with the name of its place in the document."""
    if isinstance(rules.quorum, list):
        return [(f"rules.quorum[{place}]", each) for place, each in enumerate(rules.quorum)]
    return [] if rules.quorum is None else [("rules.quorum", rules.quorum)]


def outcome(
    rules: Rules,
    roll: Roll,
    mechanism: Mechanism,
    scores: Sequence[Number],
    choices: Sequence[str],
    electorate: Electorate,
) -> Outcome:
    """All rules applied to one count."""
    heads = mechanism.counts_voters
    results = tuple(
        quorum.apply(each, field, roll, mechanism, choices, electorate) for field, each in quorums(rules)
    )
    enough = all(result.reached for result in results)
    wanted = rules.majority is None or majority.reached(
        rules.majority, scores, choices, rules.roles, electorate, heads
    )
    vetoed = None
    if rules.veto is not None:
        vetoed = veto.reached(rules.veto, roll, mechanism, choices, electorate)
    present = roll.with_power >= rules.min_voters if rules.min_voters else None
    return Outcome(
        passed=enough and wanted and not vetoed and present is not False,
        quorum_reached=enough,
        majority_reached=wanted,
        vetoed=vetoed,
        enough_voters=present,
        quorums=results,
        quorum_list=isinstance(rules.quorum, list),
    )
