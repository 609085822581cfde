"""What a moderator typed to bind or change a policy, and the policy that it makes."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.errors import BadAmount, BadSetting
from bot.domain.errors.governance.settings import (
    ExpectedAmount,
    ExpectedQuorum,
    ExpectedTrust,
    ExpectedVotingPeriod,
    SeveralQuorums,
)
from bot.domain.executors import AnyExecutor, executors_named
from bot.domain.policy.model import Policy, PowerRule
from bot.domain.policy.trust import TrustLevel
from bot.domain.quantities import base_units, duration, share
from bot.domain.rules.quorum_kinds.absolute import ABSOLUTE
from bot.domain.rules.quorum_kinds.headcount import HEADS
from bot.domain.rules.quorum_kinds.registry import QUORUM_KINDS
from bot.domain.rules.quorum_kinds.share import SHARE
from bot.services.governance.policies.power_rule import (
    in_decimals,
)
from bot.services.ports import Chain

_VOTES = re.compile(r"(.+?)\s*votes?", re.IGNORECASE)


_VOTERS = re.compile(r"([0-9]{1,9})\s*voters?", re.IGNORECASE)


NO_EXECUTOR = "none"


class Changes(msgspec.Struct, frozen=True):
    """What a moderator typed to bind or change a policy. What is empty stays as it is."""

    chain: str = ""
    """That of the sources and the executor that are named here; where it is empty, that of the first chain."""
    sources: str = ""
    executor: str = ""
    """A Safe, as accounts are written; after a comma those on other chains, each after its chain and a colon. `none`
    takes them away."""
    discussion_period: str = ""
    voting_period: str = ""
    timelock: str = ""
    quorum: str = ""
    threshold: str = ""
    trust: str = ""


class SpeltOut(msgspec.Struct, frozen=True):
    """What a moderator typed, with addresses where names of accounts were."""

    changes: Changes
    names: tuple[NamedAccount, ...] = ()
    """Those that were looked up."""


def executors_meant(
    text: str, chain: Chain, policy: Policy, before: Sequence[Policy]
) -> tuple[AnyExecutor, ...]:
    """The executors that are named, or else those of the file or of the first earlier policy that could have any."""
    if text.casefold() == NO_EXECUTOR:
        return ()
    if text:
        return executors_named(text, chain.id)
    if policy.executor:
        return policy.executors
    earlier = next((each.executors for each in before if each.next_track is None), ())
    return earlier[:1] if policy.has_one_executor else earlier


def changed_policy(
    base: Policy, power: PowerRule, executors: Sequence[AnyExecutor], changes: Changes
) -> Policy:
    """The base with power and executors, its amounts in the new decimals, and what the moderator changed in it."""
    periods: dict[str, timedelta] = {
        name.removesuffix("_period"): duration(name, text)
        for name, text in (
            ("discussion_period", changes.discussion_period),
            ("voting_period", changes.voting_period),
            ("timelock", changes.timelock),
        )
        if text.strip()
    }
    if periods.get("voting") == timedelta(0):
        raise BadSetting("voting_period", changes.voting_period, ExpectedVotingPeriod())
    before = base.power.decimals
    rules = {**base.rules, "quorum": _in_decimals(base.rules.get("quorum"), before, power.decimals)}
    if changes.quorum.strip():
        rules["quorum"] = quorum_named(changes.quorum.strip(), rules["quorum"], power)
    if rules["quorum"] is None:
        del rules["quorum"]
    threshold = in_decimals(base.proposal_threshold, before, power.decimals)
    if changes.threshold.strip():
        threshold = _amount("threshold", changes.threshold, changes.threshold, power)
    options = base.options
    if base.counting.per_token:
        options = {**options, "unit": str(10**power.decimals)}
    trust = trust_named(changes.trust.strip()) if changes.trust.strip() else base.trust
    return base.model_copy(
        update={
            "trust": trust,
            "periods": base.periods.model_copy(update=periods),
            "rules": rules,
            "options": options,
            "power": power,
            "executor": executors[0] if executors and base.next_track is None else None,
            "further_executors": tuple(executors[1:]) if base.next_track is None else (),
            "proposal_threshold": threshold,
        }
    )


def trust_named(text: str) -> TrustLevel:
    """Raises BadSetting."""
    try:
        return TrustLevel(text.casefold())
    except ValueError:
        raise BadSetting("trust", text, ExpectedTrust(tuple(TrustLevel))) from None


def _in_decimals(quorum: Any, before: int, now: int) -> Any:
    """The quorum, or each of a list, as many whole units as before."""
    if isinstance(quorum, list):
        return [_in_decimals(each, before, now) for each in quorum]
    if quorum is None or not QUORUM_KINDS[quorum["kind"]].in_base_units:
        return quorum
    return {**quorum, "value": str(in_decimals(int(quorum["value"]), before, now))}


def _amount(field: str, text: str, number: str, power: PowerRule) -> int:
    """A number of whole tokens in base units. Raises BadSetting, with the text that the moderator typed."""
    try:
        return base_units(number, power.decimals)
    except BadAmount:
        raise BadSetting(field, text, ExpectedAmount(power.decimals)) from None


def quorum_named(text: str, quorum: Any, power: PowerRule) -> dict[str, Any]:
    """The quorum that somebody typed, with the choices that counted toward the one before. Raises BadSetting."""
    if isinstance(quorum, list):
        raise BadSetting("quorum", text, SeveralQuorums())
    if votes := _VOTES.fullmatch(text):
        found = {"kind": ABSOLUTE.name, "value": str(_amount("quorum", text, votes[1], power))}
    elif voters := _VOTERS.fullmatch(text):
        found = {"kind": HEADS.name, "value": voters[1]}
    else:
        try:
            part = share("quorum", text)
        except BadSetting:
            raise BadSetting("quorum", text, ExpectedQuorum()) from None
        found = {"kind": SHARE.name, "value": f"{part.numerator}/{part.denominator}"}
    kept = (quorum or {}) if quorum and quorum["kind"] == found["kind"] else {}
    counts = {name: quorum[name] for name in ("counts", "strict") if quorum and name in quorum}
    return {**kept, **counts, **found}
