"""What must hold between the fields of a policy, whatever it governs: a policy that breaks it is refused."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from pydantic import ValidationError

from bot.domain import election
from bot.domain.ballot_formats.names import MOST_CHOICES
from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.canonical import canonical_json
from bot.domain.counting.errors import ElectionError
from bot.domain.policy.options import some_options
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules

if TYPE_CHECKING:
    from bot.domain.policy.model import Policy

_REASONS = {"Field required": "is missing", "Extra inputs are not permitted": "is not a field here"}

Place = tuple[int | str, ...]
"""Where a field stands: names of tables and keys, numbers (from 0) in lists."""

LONGEST_CHOICE = 100
_STEP = re.compile(r"[^.\[\]]+")


class Fault(NamedTuple):
    place: Place
    reason: str


def faults(policy: "Policy") -> Iterator[Fault]:
    """Everything that is wrong with the policy as a whole."""
    yield from _choices(policy)
    counted = list(_count(policy))
    yield from counted
    if not counted:
        yield from _times(policy)
        yield from _stages(policy)
        yield from _conviction(policy)
        yield from _privacy(policy)


def _choices(policy: "Policy") -> Iterator[Fault]:
    ballot_format = BALLOT_FORMATS.get(policy.counting.ballot)
    most = ballot_format.most_choices if ballot_format else MOST_CHOICES
    if len(policy.choices) > most:
        yield Fault(("choices",), f"should be at most {most}")
    seen: set[str] = set()
    for place, name in enumerate(policy.choices):
        if not name.strip() or len(name) > LONGEST_CHOICE:
            yield Fault(("choices", place), f"should have 1 to {LONGEST_CHOICE} characters")
        if name.strip().casefold() in seen:
            yield Fault(
                ("choices", place), f"should be another choice than those before, {name!r} is there already"
            )
        seen.add(name.strip().casefold())


def _count(policy: "Policy") -> Iterator[Fault]:
    """Whether an election by these rules can be counted at all."""
    try:
        options = some_options(policy.counting, policy.options)
    except ValidationError as refused:
        for error in refused.errors():
            yield Fault(("options", *error["loc"]), plain_reason(error["msg"]))
        return
    choices = list(policy.choices)
    if policy.choices_from == "proposal" and not choices:
        choices = ["a choice of the author's", "another choice of the author's"]
    if policy.open_ended:
        choices = choices[:1]
    document = {
        "mechanism": policy.mechanism,
        "choices": choices,
        "options": options,
        "electorate": {"total_power": "1"},
        "rules": policy.rules,
        "ballots": [],
    }
    if not policy.options:
        del document["options"]
    try:
        election.decode(canonical_json(document))
    except ElectionError as error:
        yield Fault(place_of(error.field), error.message)
    except (TypeError, ValueError):
        yield Fault(("rules",), "should hold texts, whole numbers, lists and tables only")


def place_of(field: str) -> Place:
    """The place that an election document's error names: `rules.quorum[0].value`."""
    steps = _STEP.findall(field)
    return tuple(int(step) if step.isdecimal() else step for step in steps)


def plain_reason(text: str) -> str:
    """A reason as pydantic gives it, to stand after the field's name."""
    text = text.removeprefix("Value error, ").removeprefix("Input ")
    return _REASONS.get(text) or text[:1].lower() + text[1:]


def _times(policy: "Policy") -> Iterator[Fault]:
    rules, voting = msgspec.convert(policy.rules, Rules), policy.periods.voting
    if policy.extension and policy.extension.window >= voting:
        yield Fault(("extension", "window"), "should be shorter than the voting period")
    if policy.objection:
        if policy.objection >= voting:
            yield Fault(("objection",), "should be shorter than the voting period")
        against = rules.veto is not None or role("against", rules.roles, policy.choices) is not None
        if not against:
            yield Fault(("objection",), "needs a choice that objects: Against, or that of a veto")
    if policy.early_end and rules.revote:
        yield Fault(
            ("early_end",), "needs rules.revote = false: nothing is decided while ballots can be changed"
        )


def _stages(policy: "Policy") -> Iterator[Fault]:
    if policy.next_track is None:
        return
    if policy.executor is not None:
        yield Fault(("executor",), "can't be here: only the vote on next_track is executed")
    if policy.periods.timelock != timedelta(0):
        yield Fault(("periods", "timelock"), 'should be "PT0S" before a next_track: nothing is executed here')
    if not policy.next_track.strip() or len(policy.next_track) > 40:
        yield Fault(("next_track",), "should be the name of a track, of at most 40 characters")


def _conviction(policy: "Policy") -> Iterator[Fault]:
    if not policy.open_ended:
        if policy.pool is not None:
            yield Fault(("pool",), "is for the mechanism conviction")
        return
    if policy.pool is None:
        yield Fault(("pool",), "is needed by conviction: it says which asset of the Safe is spent")
    if policy.choices_from == "proposal":
        yield Fault(("choices_from",), "can't be proposal in conviction: one stakes on the proposal itself")
    for name in ("extension", "objection", "early_end", "delegation", "next_track"):
        if getattr(policy, name):
            yield Fault((name,), "can't be in conviction, which has no closing time and no ballots")


def _privacy(policy: "Policy") -> Iterator[Fault]:
    if policy.privacy == "after_close" and policy.reactions:
        yield Fault(("reactions",), "should be false where privacy is after_close: everybody sees reactions")
    if policy.privacy == "after_close" and policy.open_ended:
        yield Fault(("privacy",), "can't be after_close in conviction, which has no closing time")
