"""What must hold between the fields of a policy, whatever it governs: a policy that breaks it is refused."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from pydantic import ValidationError

from bot.domain.accounts.look_alikes import folded
from bot.domain.ballot_formats.names import MOST_CHOICES, SeenChoices
from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.canonical import canonical_json
from bot.domain.counting.errors import ElectionError
from bot.domain.counting.mechanism import BallotKind
from bot.domain.elections.decoding import decode
from bot.domain.errors.governance.policies import (
    BallotsChange,
    CastsWithoutQuorum,
    ChoiceLength,
    DecidedAlready,
    LimitsOnOneChain,
    LongAsTheVote,
    NeedsCandidates,
    NeedsChain,
    NeedsOwners,
    NeedsPool,
    NeedsTimelock,
    NoAuthorsChoices,
    NotExecutedHere,
    NothingObjects,
    NothingToHide,
    NoTimelockHere,
    NotInCasting,
    NotInConviction,
    NotInElecting,
    NotOfAnElection,
    NotOfSides,
    NotOnSeveralChains,
    NotSides,
    NotSigned,
    NoUsualExecutor,
    OnlyCasts,
    OnlyGates,
    OnlyOfConviction,
    ReactionsShow,
    SameChain,
    SameChoice,
    TooManyChoices,
    TrackName,
    WalletsAddUp,
)
from bot.domain.errors.governance.policy_fields import OutOfBounds
from bot.domain.errors.governance.policy_files import NestedTooDeeply
from bot.domain.metagovernance.casting import ROLES
from bot.domain.policy.bounds import RULE_CHARACTERS, RULE_DEPTH, RULE_ITEMS, RULE_NUMBER
from bot.domain.policy.legal import legal_faults
from bot.domain.policy.misfit import Misfit, Place
from bot.domain.policy.options import some_options
from bot.domain.policy.payment_checks import milestones, voter_rewards
from bot.domain.policy.pydantic_faults import pydantic_fault
from bot.domain.policy.trust import TrustLevel
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules

if TYPE_CHECKING:
    from bot.domain.policy.model import Policy

LONGEST_CHOICE = 100
LONGEST_TRACK = 40
_STEP = re.compile(r"[^.\[\]]+")


def faults(policy: "Policy") -> Iterator[Misfit]:
    """Everything that is wrong with the policy as a whole."""
    large = [*_sizes(policy.rules, ("rules",)), *_sizes(policy.options, ("options",))]
    yield from large
    yield from _choices(policy)
    counted = [] if large else list(_count(policy))
    yield from counted
    if not large and not counted:
        yield from _times(policy)
        yield from _stages(policy)
        yield from _parts(policy)
        yield from _further_executors(policy)
        yield from _conviction(policy)
        yield from _privacy(policy)
        yield from _gates(policy)
        yield from _registry(policy)
        yield from _signed(policy)
        yield from _casting(policy)
        yield from _electing(policy)
        yield from voter_rewards(policy)
        yield from milestones(policy)
        yield from legal_faults(policy)


def _sizes(value: Any, place: Place) -> Iterator[Misfit]:
    """What is too large in tables whose fields are checked by the count alone, which has wider bounds."""
    if isinstance(value, str):
        if len(value) > RULE_CHARACTERS:
            yield Misfit(place, OutOfBounds("string_too_long", str(RULE_CHARACTERS)))
    elif isinstance(value, int):
        if abs(value) > RULE_NUMBER:
            bound, limit = (
                ("less_than_equal", RULE_NUMBER) if value > 0 else ("greater_than_equal", -RULE_NUMBER)
            )
            yield Misfit(place, OutOfBounds(bound, str(limit)))
    elif isinstance(value, Mapping | list | tuple):
        if len(value) > RULE_ITEMS:
            yield Misfit(place, OutOfBounds("too_long", str(RULE_ITEMS)))
        elif len(place) > RULE_DEPTH:
            yield Misfit(place, NestedTooDeeply(RULE_DEPTH))
        else:
            for step, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
                yield from _sizes(inner, (*place, step))


def _choices(policy: "Policy") -> Iterator[Misfit]:
    ballot_format = BALLOT_FORMATS.get(policy.counting.ballot)
    most = ballot_format.most_choices if ballot_format else MOST_CHOICES
    if len(policy.choices) > most:
        yield Misfit(("choices",), TooManyChoices(most))
    seen = SeenChoices()
    for place, name in enumerate(policy.choices[:MOST_CHOICES]):
        if not folded(name[:LONGEST_CHOICE]) or len(name) > LONGEST_CHOICE:
            yield Misfit(("choices", place), ChoiceLength(LONGEST_CHOICE))
        elif (other := seen.add(name)) is not None:
            yield Misfit(("choices", place), SameChoice(name, other))


def _count(policy: "Policy") -> Iterator[Misfit]:
    """Whether an election by these rules can be counted at all."""
    try:
        options = some_options(policy.counting, policy.options)
    except ValidationError as refused:
        for error in refused.errors():
            yield Misfit(("options", *error["loc"]), pydantic_fault(error))
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
        decode(canonical_json(document))
    except ElectionError as error:
        yield Misfit(place_of(error.field), error.fault)
    except (TypeError, ValueError):
        yield Misfit(("rules",), NotOfAnElection())


def place_of(field: str) -> Place:
    """The place that an election document's error names: `rules.quorum[0].value`."""
    steps = _STEP.findall(field)
    return tuple(int(step) if step.isdecimal() else step for step in steps)


def _times(policy: "Policy") -> Iterator[Misfit]:
    rules, voting = msgspec.convert(policy.rules, Rules), policy.periods.voting
    if policy.extension and policy.extension.window >= voting:
        yield Misfit(("extension", "window"), LongAsTheVote())
    if policy.objection:
        if policy.objection >= voting:
            yield Misfit(("objection",), LongAsTheVote())
        against = rules.veto is not None or role("against", rules.roles, policy.choices) is not None
        if not against:
            yield Misfit(("objection",), NothingObjects())
    if policy.early_end and rules.revote:
        yield Misfit(("early_end",), BallotsChange())
    if policy.unlinked_wallets == "leave" and (policy.extension or policy.early_end):
        yield Misfit(("unlinked_wallets",), DecidedAlready())


def _stages(policy: "Policy") -> Iterator[Misfit]:
    if policy.next_track is None:
        return
    if policy.executor is not None:
        yield Misfit(("executor",), NotExecutedHere())
    if policy.limits is not None:
        yield Misfit(("limits",), NotExecutedHere())
    if policy.periods.timelock != timedelta(0):
        yield Misfit(("periods", "timelock"), NoTimelockHere())
    if not policy.next_track.strip() or len(policy.next_track) > LONGEST_TRACK:
        yield Misfit(("next_track",), TrackName(LONGEST_TRACK))


def _parts(policy: "Policy") -> Iterator[Misfit]:
    name = policy.parts_track
    if name is not None and (not name.strip() or len(name) > LONGEST_TRACK):
        yield Misfit(("parts_track",), TrackName(LONGEST_TRACK))


def _further_executors(policy: "Policy") -> Iterator[Misfit]:
    """One on each chain: an action says on which chain it is made, and that says by whom. A pool and the votes that are
    cast elsewhere are those of one account."""
    place = ("further_executors",)
    if not policy.further_executors:
        return
    if policy.executor is None:
        yield Misfit(place, NoUsualExecutor())
    if policy.open_ended or policy.casts is not None:
        yield Misfit(place, NotOnSeveralChains())
    if policy.limits is not None:
        yield Misfit(place, LimitsOnOneChain())
    seen = set() if policy.executor is None else {policy.executor.chain}
    for number, each in enumerate(policy.further_executors):
        if each.chain in seen:
            yield Misfit((*place, number, "chain"), SameChain(each.chain))
        if each.casts_only:
            yield Misfit((*place, number), OnlyCasts())
        seen.add(each.chain)


def _conviction(policy: "Policy") -> Iterator[Misfit]:
    if not policy.open_ended:
        if policy.pool is not None:
            yield Misfit(("pool",), OnlyOfConviction())
        return
    if policy.pool is None:
        yield Misfit(("pool",), NeedsPool())
    if policy.choices_from == "proposal":
        yield Misfit(("choices_from",), NoAuthorsChoices())
    for name in ("extension", "objection", "early_end", "delegation", "next_track"):
        if getattr(policy, name):
            yield Misfit((name,), NotInConviction())
    if policy.trust is not TrustLevel.DISCORD:
        yield Misfit(("trust",), NotInConviction())
    if policy.unlinked_wallets != "stand":
        yield Misfit(("unlinked_wallets",), NotInConviction())
    for place, source in enumerate(policy.power.sources):
        if source.least_required is not None and not source.needs_wallet:
            # Stakes are weighed by what wallets hold alone.
            yield Misfit(("power", "sources", place), NotInConviction())


def _privacy(policy: "Policy") -> Iterator[Misfit]:
    if policy.privacy == "after_close" and policy.reactions:
        yield Misfit(("reactions",), ReactionsShow())
    if policy.privacy == "after_close" and policy.open_ended:
        yield Misfit(("privacy",), NothingToHide())


def _gates(policy: "Policy") -> Iterator[Misfit]:
    """Something has to give power to those who come through."""
    sources = policy.power.sources
    if sources and all(source.gate for source in sources):
        yield Misfit(("power", "sources"), OnlyGates())


def _registry(policy: "Policy") -> Iterator[Misfit]:
    """Wallets that delegate are nobody's, and each is by itself: where two give more than one with the same, people
    would split."""
    power = policy.power
    capped = power.gates or power.cap is not None or any(source.cap is not None for source in power.sources)
    if policy.registry is not None and (capped or not power.adds_up):
        yield Misfit(("delegation", "registry"), WalletsAddUp())


def _signed(policy: "Policy") -> Iterator[Misfit]:
    """Where only signed ballots count, nothing counts that a wallet has not signed for: no role, no reputation, no
    delegation that was made in Discord. A wallet signs on a chain."""
    if policy.trust is not TrustLevel.SIGNED:
        return
    if policy.delegation:
        yield Misfit(("delegation",), NotSigned())
    for place, source in enumerate(policy.power.sources):
        if not source.needs_wallet:
            yield Misfit(("power", "sources", place), NotSigned())
    if policy.power.sources and not policy.power.chains:
        yield Misfit(("trust",), NeedsChain())


def _casting(policy: "Policy") -> Iterator[Misfit]:
    """A vote on how votes are cast elsewhere asks which side wins, and each ballot is for a side, or for several. What
    is For there may lose here; and its end doesn't move, since that of the other vote doesn't."""
    if policy.casts is None:
        if policy.executor is not None and policy.executor.casts_only:
            yield Misfit(("executor",), OnlyCasts())
        return
    rules = msgspec.convert(policy.rules, Rules)
    sides = [role(name, rules.roles, policy.choices) for name in ROLES]
    if None in sides[:2] or len(policy.choices) != len(sides) - sides.count(None):
        yield Misfit(("choices",), NotSides())
    named = [choice.strip().casefold() for choice in policy.choices]
    if any(name in named and sides[place] != named.index(name) + 1 for place, name in enumerate(ROLES)):
        # A ballot for what is called For would be cast as Against.
        yield Misfit(("rules", "roles"), NotSides())
    if not policy.counting.additive or policy.counting.ballot not in (BallotKind.ONE, BallotKind.NUMBERS):
        yield Misfit(("mechanism",), NotOfSides())
    for place in ("majority", "veto"):
        if getattr(rules, place) is not None:
            yield Misfit(("rules", place), NotInCasting())
    if not (rules.quorum or rules.min_voters):
        yield Misfit(("rules",), CastsWithoutQuorum())
    for place in ("extension", "objection", "early_end", "next_track"):
        if getattr(policy, place):
            yield Misfit((place,), NotInCasting())


def _electing(policy: "Policy") -> Iterator[Misfit]:
    """A vote that elects asks who of the author's candidates wins, for each seat. What looks only at who leads, or at
    what is For, can't tell when all seats are settled."""
    if policy.elects is None:
        return
    if policy.choices_from != "proposal":
        yield Misfit(("choices_from",), NeedsCandidates())
    for place in ("majority", "veto"):
        if policy.rules.get(place) is not None:
            yield Misfit(("rules", place), NotInElecting())
    for place in ("extension", "objection", "early_end", "casts", "next_track"):
        if getattr(policy, place):
            yield Misfit((place,), NotInElecting())
    if policy.open_ended:
        yield Misfit(("mechanism",), NotInElecting())
    if not policy.elects.owners:
        return
    if policy.executor is not None and not policy.executor.has_owners:
        yield Misfit(("elects", "owners"), NeedsOwners())
    if not policy.periods.timelock:
        yield Misfit(("periods", "timelock"), NeedsTimelock())
