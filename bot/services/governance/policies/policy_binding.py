"""From a policy that could be anybody's to the policy of a track: with the server's sources, its executor, and what
a moderator changed."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.accounts import NamedAccount, prefixes
from bot.domain.errors import BadAddress, BadSetting
from bot.domain.errors.accounts import LabelUnknown
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.errors.governance.settings import (
    NoShareOfPower,
    NoShareToObject,
    NothingNamed,
    QuorumAsked,
    SafeForConviction,
    SafeForOwners,
    TrustUnavailable,
)
from bot.domain.executors import AnyCheck, AnyExecutor, executors_text, kind_and_account
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId, GuildId
from bot.domain.policy.model import Policy, PowerRule, preset_names
from bot.domain.policy.source_names import SourceName, source_names, with_accounts
from bot.domain.policy.toml.file import PolicyFile, checked, preset_file, read_policy
from bot.domain.policy.toml.file_names import PolicyName, policy_names
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import AnySource, SafeOwners, on_chain
from bot.domain.spaces.space import Track
from bot.services.accounts.reading import MOST_LOOKED_UP, AccountReading
from bot.services.chain_named import chain_named
from bot.services.governance.policies.policy_changes import (
    NO_EXECUTOR,
    Changes,
    SpeltOut,
    changed_policy,
    executors_meant,
)
from bot.services.governance.policies.power_rule import (
    composed_as,
    no_share,
    power_rule,
    scaled,
    source_doubts,
)
from bot.services.governance.policies.preset_parts import named_preset, server_power
from bot.services.ports import Chain, Executors
from bot.services.voting.opening import needs_total_power


class BoundPolicy(msgspec.Struct, frozen=True):
    """A policy as a track of this server can have it, with what was found on chain."""

    policy: Policy
    executors: tuple[tuple[AnyExecutor, AnyCheck], ...]
    """The policy's executors, and what each was found to be."""
    doubts: tuple[tuple[AnySource, SourceDoubt], ...] = ()
    """What a moderator should know of the sources."""


class PolicyBinding(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    executors: Executors
    account_reading: AccountReading
    trust_levels: frozenset[TrustLevel]
    """Those that the bot can keep, as its operator runs it."""

    async def spelt_out(self, guild: GuildId, changes: Changes) -> SpeltOut:
        """The changes with addresses where names of accounts are. Raises UnknownChain, BadAddress, ChainUnavailable."""
        chain = chain_named(self.chains, changes.chain)
        executor, names = changes.executor.strip(), list[NamedAccount]()

        async def account(text: str, on: Chain) -> Address:
            found = await self.account_reading.named(guild, text, on)
            if isinstance(found, NamedAccount):
                names.append(found)
                return found.account
            return found

        if executor and executor.casefold() != NO_EXECUTOR:
            typed: list[AnyExecutor] = []
            for each in executor.split(","):
                kind, text = kind_and_account(each)
                on, text = self._chain_before(text, chain)
                typed.append(kind(chain=on.id, address=await account(text, on)))
            executor = executors_text(typed, chain.id)
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
        chain = chain_named(self.chains, changes.chain)
        named = bool(changes.sources.strip())
        server = (
            await power_rule(changes.sources, chain, self.chains)
            if named
            else next(filter(None, map(server_power, before)), None)
        )
        executors = [
            await self._completed(each)
            for each in executors_meant(changes.executor.strip(), chain, file.policy, before)
        ]
        executor = executors[0] if executors else None
        if file.power == "own" and not named:
            await self._look_at(file.policy.power)
        power = composed_as(_together(file, server, executor, named=named), file.policy.power)
        checks = [(each, await self.executors[each.kind].check(each)) for each in executors]
        if (registry := file.policy.registry) is not None:
            chain = chain_named(self.chains, str(registry.chain))
            await chain.check_registry(registry, await chain.finalized())
        policy = checked(changed_policy(file.policy, power, executors, changes))
        if policy.trust not in self.trust_levels:
            raise TrustUnavailable(policy.trust)
        if _asks_quorum(file, policy, changes, before):
            raise BadSetting("quorum", "", QuorumAsked(policy.name))
        if policy.open_ended and executor is None:
            raise BadSetting("safe", changes.executor.strip() or NO_EXECUTOR, SafeForConviction())
        if needs_total_power(policy) and (why := await no_share(power, self.chains)):
            raise BadSetting("quorum", changes.quorum.strip() or policy.name, NoShareOfPower(why))
        silent = policy.milestones is not None and policy.milestones.by == "silence"
        if silent and (why := await no_share(power, self.chains)):
            raise BadSetting("milestones", "silence", NoShareToObject(why))
        return BoundPolicy(policy, tuple(checks), await source_doubts(power, self.chains))

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

    async def _look_at(self, rule: PowerRule) -> None:
        """Whether the sources that a file names itself are what it says they are."""
        for _, source in on_chain(rule.sources):
            chain = chain_named(self.chains, str(source.chain))
            await chain.check_source(source, await chain.finalized())

    async def _completed(self, executor: AnyExecutor) -> AnyExecutor:
        """With what the chain tells of it."""
        chain_named(self.chains, str(executor.chain))
        found: AnyExecutor = await self.executors[executor.kind].completed(executor)
        return found

    def _chain_before(self, text: str, usual: Chain) -> tuple[Chain, str]:
        """The chain whose name, short name or number stands before the account, and the account."""
        name, colon, account = text.partition(":")
        for chain in self.chains.values():
            known = (prefix.casefold() for prefix in prefixes(chain.id, chain.name))
            if colon and name.strip().casefold() in known:
                return chain, account.strip()
        return usual, text


def carried_out_by(policy: Policy, following: Policy | None) -> tuple[AnyExecutor, ...]:
    """The executors that a policy names or, in stages, those of the track which is made with it."""
    return policy.executors or (following.executors if following else ())


def named_sources(policy: Policy) -> str:
    """The sources in a few words, for the public log; the policy's hash stands for the whole of them."""
    return " + ".join(source.name for source in policy.power.sources)


def named_executor(policy: Policy) -> dict[str, str]:
    """The executors by their kinds, for the public log: those on further chains after the number of theirs."""
    found: dict[str, str] = {}
    for executor in policy.executors:
        account = executor.address if executor is policy.executor else f"{executor.chain}:{executor.address}"
        found[executor.kind] = " ".join(filter(None, [found.get(executor.kind, ""), account]))
    return found or {"executor": "none"}


def _asks_quorum(file: PolicyFile, policy: Policy, changes: Changes, before: Sequence[Policy]) -> bool:
    """Whether money would move by a quorum that is only the preset's, and that nobody here has chosen."""
    if "quorum" not in file.about.asks or policy.executor is None or changes.quorum.strip():
        return False
    if any(each.name == policy.name and each.executor and _same_quorum(each, policy) for each in before[:1]):
        return False
    return policy.name in preset_names() and _same_quorum(preset_file(policy.name).policy, policy)


def _same_quorum(one: Policy, other: Policy) -> bool:
    return bool(one.rules.get("quorum") == other.rules.get("quorum"))


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
