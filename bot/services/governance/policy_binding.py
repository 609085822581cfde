"""From a policy that could be anybody's to the policy of a track: with the server's sources, its executor, and what
a moderator changed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.errors import BadAddress, BadAmount, BadSetting, UnknownChain
from bot.domain.errors.accounts import LabelUnknown
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.errors.governance.settings import (
    ExpectedAmount,
    ExpectedPreset,
    ExpectedQuorum,
    ExpectedTrust,
    ExpectedVotingPeriod,
    NoShareOfPower,
    NothingNamed,
    QuorumAsked,
    SafeForConviction,
    SafeForOwners,
    SeveralQuorums,
    TrustUnavailable,
)
from bot.domain.executors import AnyCheck, AnyExecutor, executor_named, executor_text, kind_and_account
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId, GuildId
from bot.domain.policy.model import Policy, PowerRule, preset_names
from bot.domain.policy.source_names import SourceName, source_names, with_accounts
from bot.domain.policy.toml.file import About, PolicyFile, checked, preset_file, read_policy
from bot.domain.policy.toml.file_names import PolicyName, policy_names
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import AnySource, OfContract, SafeOwners, on_chain
from bot.domain.quantities import base_units, duration, share
from bot.domain.rules.quorum_kinds.absolute import ABSOLUTE
from bot.domain.rules.quorum_kinds.headcount import HEADS
from bot.domain.rules.quorum_kinds.registry import QUORUM_KINDS
from bot.domain.rules.quorum_kinds.share import SHARE
from bot.domain.spaces.space import Track
from bot.services.accounts.reading import MOST_LOOKED_UP, AccountReading
from bot.services.governance.power_rule import (
    composed_as,
    in_decimals,
    no_share,
    power_rule,
    scaled,
    source_doubts,
)
from bot.services.ports import Chain, Executors
from bot.services.voting.opening import needs_total_power

_VOTES = re.compile(r"(.+?)\s*votes?", re.IGNORECASE)
_VOTERS = re.compile(r"([0-9]{1,9})\s*voters?", re.IGNORECASE)
NO_EXECUTOR = "none"


@dataclass(frozen=True)
class Changes:
    """What a moderator typed to bind or change a policy. What is empty stays as it is."""

    chain: str = ""
    """That of the sources and the executor that are named here; where it is empty, that of the first chain."""
    sources: str = ""
    executor: str = ""
    """A Safe, as accounts are written. `none` takes the executor away."""
    discussion_period: str = ""
    voting_period: str = ""
    timelock: str = ""
    quorum: str = ""
    threshold: str = ""
    trust: str = ""


@dataclass(frozen=True)
class SpeltOut:
    """What a moderator typed, with addresses where names of accounts were."""

    changes: Changes
    names: tuple[NamedAccount, ...] = ()
    """Those that were looked up."""


@dataclass(frozen=True)
class BoundPolicy:
    """A policy as a track of this server can have it, with what was found on chain."""

    policy: Policy
    executor: AnyCheck | None
    """What the policy's executor was found to be."""
    doubts: tuple[tuple[AnySource, SourceDoubt], ...] = ()
    """What a moderator should know of the sources."""


@dataclass(frozen=True)
class PolicyBinding:
    chains: Mapping[ChainId, Chain]
    executors: Executors
    account_reading: AccountReading
    trust_levels: frozenset[TrustLevel]
    """Those that the bot can keep, as its operator runs it."""

    async def spelt_out(self, guild: GuildId, changes: Changes) -> SpeltOut:
        """The changes with addresses where names of accounts are. Raises UnknownChain, BadAddress, ChainUnavailable."""
        chain = self.chain(changes.chain)
        executor, names = changes.executor.strip(), list[NamedAccount]()

        async def account(text: str, on: Chain) -> Address:
            found = await self.account_reading.named(guild, text, on)
            if isinstance(found, NamedAccount):
                names.append(found)
                return found.account
            return found

        if executor and executor.casefold() != NO_EXECUTOR:
            kind, typed = kind_and_account(executor)
            executor = executor_text(kind(chain=chain.id, address=await account(typed, chain)))
        found: dict[SourceName, Address] = {}
        for name in source_names(
            changes.sources, chain.id, {each.name: each.id for each in self.chains.values()}
        ):
            try:
                found[name] = await account(name.text, self.chains[name.chain])
            except BadAddress as bad:
                # A word that nobody knows, alone, is said to be no source.
                if not (name.alone and isinstance(bad.fault, LabelUnknown)):
                    raise
        sources = with_accounts(changes.sources, found)
        return SpeltOut(replace(changes, executor=executor, sources=sources), tuple(dict.fromkeys(names)))

    async def read(self, guild: GuildId, data: bytes) -> tuple[PolicyFile, tuple[NamedAccount, ...]]:
        """The policy that a file describes, with addresses where names of accounts are; and these names. Raises
        BadPolicy, ChainUnavailable."""
        first = next(iter(self.chains))
        by_chain: dict[ChainId, list[PolicyName]] = {}
        for name in policy_names(data):
            by_chain.setdefault(first if name.chain is None else name.chain, []).append(name)
        found: dict[PolicyName, Address | Fault] = {}
        meant: dict[NamedAccount, None] = {}
        for chain, names in by_chain.items():
            if chain not in self.chains:
                continue
            known = self.account_reading.on(guild, self.chains[chain])
            for start in range(0, len(names), MOST_LOOKED_UP):
                part = names[start : start + MOST_LOOKED_UP]
                answers = await known.accounts([name.text for name in part])
                for name in part:
                    answer = answers[name.text]
                    found[name] = answer.account if isinstance(answer, NamedAccount) else answer
                    if isinstance(answer, NamedAccount):
                        meant[answer] = None
        return read_policy(data, found), tuple(meant)

    async def bound(self, file: PolicyFile, changes: Changes, before: Iterable[Policy]) -> BoundPolicy:
        """The file's policy with this server's sources and executor and the changes; everything on chain is looked at.

        `before` are the policies from which sources and executor are taken where none are named, the first that
        has any. Raises BadSetting, BadPolicy, TrustUnavailable, UnknownChain, BadAddress, NoCode, NotASafe,
        WrongContract, ChainUnavailable.
        """
        before = tuple(before)
        chain = self.chain(changes.chain)
        named = bool(changes.sources.strip())
        server = (
            await power_rule(changes.sources, chain, self.chains)
            if named
            else next(filter(None, map(server_power, before)), None)
        )
        executor = await self._completed(_executor(changes.executor.strip(), chain, file.policy, before))
        if file.power == "own" and not named:
            await self._look_at(file.policy.power)
        power = composed_as(_together(file, server, executor, named=named), file.policy.power)
        check = await self._check(executor)
        if (registry := file.policy.registry) is not None:
            chain = self.chain(str(registry.chain))
            await chain.check_registry(registry, await chain.finalized())
        policy = checked(_changed(file.policy, power, executor, changes))
        if policy.trust not in self.trust_levels:
            raise TrustUnavailable(policy.trust)
        if _asks_quorum(file, policy, changes, before):
            raise BadSetting("quorum", "", QuorumAsked(policy.name))
        if policy.open_ended and executor is None:
            raise BadSetting("safe", changes.executor.strip() or NO_EXECUTOR, SafeForConviction())
        if needs_total_power(policy) and (why := await no_share(power, self.chains)):
            raise BadSetting("quorum", changes.quorum.strip() or policy.name, NoShareOfPower(why))
        return BoundPolicy(policy, check, await source_doubts(power, self.chains))

    async def following(
        self, file: PolicyFile, changes: Changes, before: Iterable[Policy], tracks: Iterable[Track]
    ) -> Policy | None:
        """The policy with which the track that follows in stages is made; None where there is one already, or the file
        names none. It has the same sources and executor. Raises what `bound` raises."""
        name = file.policy.next_track
        if name is None or file.about.next is None:
            return None
        if any(track.name.casefold() == name.casefold() and track.retired_at is None for track in tracks):
            return None
        shared = Changes(chain=changes.chain, sources=changes.sources, executor=changes.executor)
        return (await self.bound(named_preset(file.about.next), shared, before)).policy

    def chain(self, name: str) -> Chain:
        """The chain of that name or number; the first one where none is named. Raises UnknownChain."""
        for chain in self.chains.values():
            if name.strip().casefold() in ("", chain.name.casefold(), str(chain.id)):
                return chain
        raise UnknownChain(name, tuple(chain.name for chain in self.chains.values()))

    async def _look_at(self, rule: PowerRule) -> None:
        """Whether the sources that a file names itself are what it says they are."""
        for _, source in on_chain(rule.sources):
            chain = self.chain(str(source.chain))
            await chain.check_source(source, await chain.finalized())

    async def _completed(self, executor: AnyExecutor | None) -> AnyExecutor | None:
        """With what the chain tells of it."""
        if executor is None:
            return None
        self.chain(str(executor.chain))
        found: AnyExecutor = await self.executors[executor.kind].completed(executor)
        return found

    async def _check(self, executor: AnyExecutor | None) -> AnyCheck | None:
        """What the executor is found to be now."""
        if executor is None:
            return None
        self.chain(str(executor.chain))
        return await self.executors[executor.kind].check(executor)


def named_preset(name: str) -> PolicyFile:
    """Raises BadSetting."""
    if name not in preset_names():
        raise BadSetting("preset", name, ExpectedPreset(tuple(preset_names())))
    return preset_file(name)


def carried_out_by(policy: Policy, following: Policy | None) -> AnyExecutor | None:
    """The executor that a policy names or, in stages, that of the track which is made with it."""
    return policy.executor or (following.executor if following else None)


def as_file(policy: Policy) -> PolicyFile:
    """A track's policy as if it were a file that is bound anew: what the server gave to it is taken out."""
    about = preset_file(policy.name).about if policy.name in preset_names() else About()
    shipped = set(_shipped(policy))
    of_safe = about.power == "safe" and any(source.of_executor for source in shipped)
    own = tuple(
        source for source in policy.power.sources if source in shipped and not _is_safe_of(source, policy)
    )
    power = policy.power.model_copy(update={"sources": own})
    return PolicyFile(
        policy.model_copy(update={"power": power, "executor": None}),
        about.model_copy(update={"power": "safe" if of_safe else "server"}),
    )


def server_power(policy: Policy) -> PowerRule | None:
    """The sources that the server gave to a policy, without those of its preset; None where it gave none."""
    shipped = set(_shipped(policy))
    sources = tuple(source for source in policy.power.sources if source not in shipped)
    rule = policy.power
    return PowerRule(sources=sources, symbol=rule.symbol, decimals=rule.decimals) if sources else None


def named_sources(policy: Policy) -> str:
    """The sources in a few words, for the public log; the policy's hash stands for the whole of them."""
    return " + ".join(source.name for source in policy.power.sources)


def named_executor(policy: Policy) -> dict[str, str]:
    """The executor by its kind, for the public log."""
    executor = policy.executor
    return {"executor": "none"} if executor is None else {executor.kind: executor.address}


def _shipped(policy: Policy) -> Iterator[AnySource]:
    """Those of the policy's sources that came with the preset of its name."""
    if policy.name not in preset_names():
        return
    file = preset_file(policy.name)
    keys = {source.key for source in file.policy.power.sources}
    for source in policy.power.sources:
        if source.key in keys or (file.power == "safe" and _is_safe_of(source, policy)):
            yield source


def _is_safe_of(source: AnySource, policy: Policy) -> bool:
    executor = policy.executor
    if executor is None or not source.of_executor or not isinstance(source, OfContract):
        return False
    return (source.chain, source.contract) == (executor.chain, executor.address)


def _asks_quorum(file: PolicyFile, policy: Policy, changes: Changes, before: Sequence[Policy]) -> bool:
    """Whether money would move by a quorum that is only the preset's, and that nobody here has chosen."""
    if "quorum" not in file.about.asks or policy.executor is None or changes.quorum.strip():
        return False
    if any(each.name == policy.name and each.executor and _same_quorum(each, policy) for each in before[:1]):
        return False
    return policy.name in preset_names() and _same_quorum(preset_file(policy.name).policy, policy)


def _same_quorum(one: Policy, other: Policy) -> bool:
    return bool(one.rules.get("quorum") == other.rules.get("quorum"))


def _executor(text: str, chain: Chain, policy: Policy, before: Sequence[Policy]) -> AnyExecutor | None:
    """The executor that is named, or else that of the file or of the first earlier policy that could have one."""
    if text.casefold() == NO_EXECUTOR:
        return None
    if text:
        return executor_named(text, chain.id)
    if policy.executor:
        return policy.executor
    return next((each.executor for each in before if each.next_track is None), None)


def _together(
    file: PolicyFile, server: PowerRule | None, executor: AnyExecutor | None, *, named: bool
) -> PowerRule:
    """The server's sources and those of the file, as the file asks for them, in one count of decimals."""
    model = file.policy.power
    if not named and file.power == "safe":
        if executor is None:
            raise BadSetting("safe", NO_EXECUTOR, SafeForOwners())
        owners = SafeOwners(chain=executor.chain, contract=executor.address, weight=10**model.decimals)
        return model.model_copy(update={"sources": (owners,)})
    if server is None or (not named and file.power == "own"):
        if not model.sources:
            raise BadSetting("sources", "", NothingNamed())
        return model
    keys = {source.key for source in server.sources}
    own = [source for source in model.sources if source.key not in keys]
    decimals = max(server.decimals, model.decimals) if own else server.decimals
    factors = 10 ** (decimals - server.decimals), 10 ** (decimals - model.decimals) if own else 1
    sources = [scaled(source, weight=factors[0], cap=factors[0]) for source in server.sources]
    sources += [scaled(source, weight=factors[1], cap=factors[1]) for source in own]
    return PowerRule(sources=tuple(sources), symbol=server.symbol, decimals=decimals)


def _changed(base: Policy, power: PowerRule, executor: AnyExecutor | None, changes: Changes) -> Policy:
    """The base with power and executor, its amounts in the new decimals, and what the moderator changed in it."""
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
        rules["quorum"] = _quorum(changes.quorum.strip(), rules["quorum"], power)
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
            "executor": executor if base.next_track is None else None,
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


def _quorum(text: str, quorum: Any, power: PowerRule) -> dict[str, Any]:
    """The quorum that a moderator typed, with the choices that counted toward the one before."""
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
