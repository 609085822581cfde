"""`folkmoot whatif RECORD`: what would have come out by other rules that the ballots allow, alone with the file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from bot.cli.files import beginning
from bot.cli.tally import on_one_line
from bot.domain.canonical import canonical_json
from bot.domain.counting.errors import ElectionError, TooLong
from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Election, Rules, encode
from bot.domain.elections.election_text import LONGEST
from bot.domain.elections.misfit import misfit
from bot.domain.elections.tally import encode_result
from bot.domain.errors import BallotsSayOtherwise, Refused, UnknownCounting
from bot.domain.policy.model import PowerRule
from bot.domain.quantities import share
from bot.domain.verification.errors import NotARecord, RecordError
from bot.domain.what_if.comparing import Comparison, Counted, compared, counted, own_count
from bot.domain.what_if.counting_rule import CountingRule, allowed, comparable, own_rule, readable
from bot.domain.what_if.past_vote import past_vote
from bot.services.governance.policies.policy_changes import quorum_named
from bot.wording.errors import clause, message
from bot.wording.language import Language, terminal_language
from bot.wording.verification.findings import failed_line
from bot.wording.what_if import change_lines, comparison_lines, title_line

NONE = "none"
"""Takes a rule away."""


class Asked(msgspec.Struct, frozen=True):
    """Other rules, as they were typed; what is empty stays as it was."""

    mechanism: str = ""
    options: Sequence[str] = ()
    """`name=value` of the mechanism."""
    quorum: str = ""
    majority: str = ""
    min_voters: int | None = None

    def __bool__(self) -> bool:
        return self != Asked()


class _Vote(msgspec.Struct, frozen=True):
    election: Election
    power: PowerRule
    number: int | None = None
    title: str = ""

    @property
    def unit(self) -> int:
        return int(10**self.power.decimals)


def whatif(name: str, asked: Asked, *, as_json: bool = False, as_election: bool = False) -> int:
    """Prints what came out, and what would have; the exit status.

    `as_election`: instead the election file by the rules that are asked about, which `folkmoot tally` counts. 0:
    counted. 2: it can't be read, or its ballots don't allow that; one line on standard error says why.
    """
    say = terminal_language()
    try:
        vote = _read(name)
        if as_election:
            _put(encode(_changed(vote, asked).election))
        elif asked:
            changed, own = _changed(vote, asked), own_count(vote.election)
            if as_json:
                _put(canonical_json({"own": _document(own, own), "otherwise": _document(changed, own)}))
            else:
                _print(vote, change_lines(own, changed, vote.power, say), say)
        else:
            found = compared(vote.election, vote.unit)
            if as_json:
                _put(canonical_json(_comparison_document(found)))
            else:
                _print(vote, comparison_lines(found, vote.power, say), say)
    except (ElectionError, RecordError, Refused, OSError) as error:
        print("whatif:", on_one_line(_words(error, name, say)), file=sys.stderr)
        return 2
    return 0


def _words(error: Exception, name: str, say: Language) -> str:
    match error:
        case ElectionError():
            return f"{error.field}: {clause(error.fault, say)}"
        case RecordError():
            return failed_line(error, say)
        case OSError():
            return f"{name}: {error.strerror}"
    said = message(error, say)
    return f"{said.happened} {said.next}"


def _read(name: str) -> _Vote:
    """A record, or an election file, whose powers are shown in base units. Raises RecordError, ElectionError,
    OSError."""
    data = beginning(name, LONGEST)
    if len(data) > LONGEST:
        raise RecordError("document", TooLong(LONGEST))
    try:
        past = past_vote(data)
    except RecordError as error:
        if not isinstance(error.fault, NotARecord):
            raise
        return _Vote(decode(data), PowerRule(decimals=0))
    return _Vote(past.election, past.policy.power, past.number, past.title)


def _changed(vote: _Vote, asked: Asked) -> Counted:
    """Raises UnknownCounting, BallotsSayOtherwise, BadSetting, ElectionError."""
    rule, rules = _rule(vote, asked), _rules(vote, asked)
    if not readable(vote.election, rule) or not comparable(vote.election, rule, rules):
        raise BallotsSayOtherwise(
            rule.mechanism, tuple(dict.fromkeys(each.mechanism for each in allowed(vote.election)))
        )
    return counted(vote.election, rule, rules)


def _rule(vote: _Vote, asked: Asked) -> CountingRule:
    own = own_rule(vote.election)
    mechanism = MECHANISMS.get(asked.mechanism or own.mechanism)
    if mechanism is None:
        raise UnknownCounting(asked.mechanism, tuple(MECHANISMS))
    options: dict[str, Any] = msgspec.to_builtins(own.options) if mechanism is own.traits else {}
    if mechanism.per_token:
        options.setdefault("unit", str(vote.unit))
    for text in asked.options:
        key, _, value = text.partition("=")
        options[key.strip()] = value.strip()
    try:
        return CountingRule(mechanism.name, msgspec.convert(options, mechanism.options, strict=False))
    except msgspec.ValidationError as error:
        raise ElectionError(*misfit(error, "options")) from None


def _rules(vote: _Vote, asked: Asked) -> Rules | None:
    rules = vote.election.rules
    if not (asked.quorum or asked.majority or asked.min_voters is not None):
        return rules
    changes: dict[str, Any] = msgspec.to_builtins(rules or Rules())
    if asked.quorum:
        before = changes.pop("quorum", None)
        if asked.quorum != NONE:
            changes["quorum"] = quorum_named(asked.quorum, before, vote.power)
    if asked.majority:
        before = changes.pop("majority", None)
        if asked.majority != NONE:
            part = share("majority", asked.majority)
            changes["majority"] = {**(before or {}), "value": f"{part.numerator}/{part.denominator}"}
    if asked.min_voters is not None:
        changes["min_voters"] = asked.min_voters
    return msgspec.convert(changes, Rules)


def _comparison_document(found: Comparison) -> dict[str, Any]:
    return {
        "rules": [_document(each, found.own) for each in found.counts],
        "holds": found.holds,
        "flip": None if found.flip is None else {"voters": found.flip.voters},
    }


def _document(count: Counted, own: Counted) -> dict[str, Any]:
    return {
        "mechanism": count.rule.mechanism,
        "options": msgspec.to_builtins(count.rule.options),
        "rules": msgspec.to_builtins(count.rules),
        "result": msgspec.json.decode(encode_result(count.result)),
        "passed": count.decision.passed,
        "same": count.decision == own.decision,
    }


def _put(data: bytes) -> None:
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def _print(vote: _Vote, lines: Sequence[str], say: Language) -> None:
    if vote.number is not None:
        print(title_line(vote.number, vote.title, say))
    print(*lines, sep="\n")
