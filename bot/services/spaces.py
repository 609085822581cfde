"""Setting a space up: where it lives in Discord, where its power comes from, who carries out what passes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.errors import BadSetting, NotModerator, NotSetUp, UnknownChain
from bot.domain.ids import ChainId, ChannelId, GuildId, RoleId, address
from bot.domain.policy import Policy, PowerRule, SafeExecutor, preset, preset_names
from bot.domain.quantities import base_units, duration, share
from bot.domain.space import Space, Track
from bot.services.actors import Actor, require_moderator
from bot.services.opening import needs_total_power
from bot.services.outbox import Bell
from bot.services.ports import Chain, Clock, LogEntry, Safes, SafeState, UnitOfWork
from bot.services.power_rule import composed_as, in_decimals, no_share, power_rule
from bot.services.public_log import log_act

_VOTES = re.compile(r"(.+?)\s*votes?", re.IGNORECASE)
_NO_SHARE = "the quorum as an amount, such as `1000 votes`: {}, so that there is no share of it"
_FIRST_PRESET = "token"
_NO_SAFE = "none"


@dataclass(frozen=True)
class Setup:
    """What a moderator fills in, as typed. What is empty stays as it was, and takes the preset's value at first."""

    announcements: ChannelId
    discussion: ChannelId
    log: ChannelId
    moderators: RoleId
    guardians: RoleId
    chain: str
    """That of the sources and the Safe that are named here."""
    sources: str = ""
    safe: str = ""
    """`none` takes the Safe away."""
    preset: str = ""
    """Named, its periods, quorum, majority and threshold take the place of those that were there."""
    discussion_period: str = ""
    voting_period: str = ""
    timelock: str = ""
    quorum: str = ""
    threshold: str = ""


@dataclass(frozen=True)
class SetUp:
    """What was set up, as it was found on chain."""

    space: Space
    track: Track
    safe: SafeState | None
    may_propose: bool
    """Whether transactions reach the Safe's owners: by the proposer key, or without a service by the thread alone."""
    earlier: tuple[Space, Track] | None
    """What the server had before."""


@dataclass(frozen=True)
class SettingUp:
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    safes: Safes
    clock: Clock
    bell: Bell

    async def set_up(self, actor: Actor, setup: Setup) -> SetUp:
        """Create or rebind the server's space and its main track; everything on chain is checked first.

        Votes under way keep their frozen policy. Raises NotModerator, UnknownChain, BadSetting, BadAddress,
        NoCode, WrongContract, ChainUnavailable.
        """
        earlier = await self._earlier(actor)
        before = earlier[1].policy if earlier else None
        chain = self._chain(setup.chain)
        base = _base(setup, before)
        if before and not setup.sources.strip():
            power = before.power
        else:
            power = await power_rule(setup.sources, chain, self.chains)
        power = composed_as(power, base.power)
        executor = _executor(setup.safe.strip(), chain, before)
        safe, may_propose = await self._safe(executor)
        policy = _policy(setup, base, power, executor)
        if needs_total_power(policy) and (why := await no_share(power, self.chains)):
            raise BadSetting("quorum", setup.quorum.strip() or policy.name, _NO_SHARE.format(why))
        now = self.clock.now()
        async with self.uow.writing() as facts:
            space = await facts.spaces.bind(
                actor.guild,
                actor.guild_name,
                announcements=setup.announcements,
                discussion=setup.discussion,
                log=setup.log,
                moderators=setup.moderators,
                guardians=setup.guardians,
                at=now,
            )
            track = await facts.spaces.set_track(space.id, "main", policy, now)
            details = {"preset": policy.name, "policy": policy.hash, "sources": _named(power)}
            details["safe"] = executor.address if executor else "none"
            await log_act(facts, actor, "setup", at=now, details=details)
        self.bell.ring()
        return SetUp(space, track, safe, may_propose, earlier)

    async def space(self, guild: GuildId) -> tuple[Space, Track]:
        """Raises NotSetUp."""
        async with self.uow.reading() as facts:
            space = await facts.spaces.of_guild(guild)
            return space, (await facts.spaces.tracks(space.id))[0]

    async def log_entry(self, entry: int) -> tuple[LogEntry, Space]:
        async with self.uow.reading() as facts:
            found = await facts.log.get(entry)
            return found, await facts.spaces.of_guild(found.guild)

    async def _earlier(self, actor: Actor) -> tuple[Space, Track] | None:
        """What is set up already, if the actor may change it. Raises NotModerator."""
        try:
            space, track = await self.space(actor.guild)
        except NotSetUp:
            if not actor.administrator:
                raise NotModerator from None
            return None
        require_moderator(actor, space)
        return space, track

    async def _safe(self, executor: SafeExecutor | None) -> tuple[SafeState | None, bool]:
        """The Safe as it is on chain, and whether transactions reach its owners."""
        if executor is None:
            return None, False
        chain = self._chain(str(executor.chain))
        block = await chain.finalized()
        safe = await self.safes.state(chain.id, executor.address, block)
        if not self.safes.has_service(chain.id):
            return safe, True
        return safe, await self.safes.may_propose(chain.id, executor.address, block)

    def _chain(self, name: str) -> Chain:
        for chain in self.chains.values():
            if name.strip().casefold() in (chain.name.casefold(), str(chain.id)):
                return chain
        raise UnknownChain(name, tuple(chain.name for chain in self.chains.values()))


def _executor(text: str, chain: Chain, before: Policy | None) -> SafeExecutor | None:
    if not text:
        return before.executor if before else None
    if text.casefold() == _NO_SAFE:
        return None
    return SafeExecutor(chain=chain.id, address=address(text))


def _base(setup: Setup, before: Policy | None) -> Policy:
    """The earlier policy, or the preset that is named (at first `token`)."""
    if before is not None and not setup.preset:
        return before
    name = setup.preset or _FIRST_PRESET
    if name not in preset_names():
        raise BadSetting("preset", name, "one of " + ", ".join(preset_names()))
    return preset(name)


def _policy(setup: Setup, base: Policy, power: PowerRule, executor: SafeExecutor | None) -> Policy:
    """The base with what the moderator changed in it."""
    periods: dict[str, timedelta] = {
        name: duration(name, text)
        for name, text in (
            ("discussion", setup.discussion_period),
            ("voting", setup.voting_period),
            ("timelock", setup.timelock),
        )
        if text.strip()
    }
    if periods.get("voting") == timedelta(0):
        raise BadSetting("voting", setup.voting_period, "a voting period longer than nothing")
    rules: dict[str, Any] = dict(base.rules)
    if rules.get("quorum", {}).get("kind") == "absolute":
        value = in_decimals(int(rules["quorum"]["value"]), base.power.decimals, power.decimals)
        rules["quorum"] = {**rules["quorum"], "value": str(value)}
    if votes := _VOTES.fullmatch(setup.quorum.strip()):
        amount = base_units(votes[1], power.decimals)
        rules["quorum"] = {**rules["quorum"], "kind": "absolute", "value": str(amount)}
    elif setup.quorum.strip():
        part = share("quorum", setup.quorum)
        rules["quorum"] = {
            **rules["quorum"],
            "kind": "share",
            "value": f"{part.numerator}/{part.denominator}",
        }
    threshold = in_decimals(base.proposal_threshold, base.power.decimals, power.decimals)
    if setup.threshold.strip():
        threshold = base_units(setup.threshold, power.decimals)
    return base.model_copy(
        update={
            "periods": base.periods.model_copy(update=periods),
            "rules": rules,
            "power": power,
            "executor": executor,
            "proposal_threshold": threshold,
        }
    )


def _named(power: PowerRule) -> str:
    """The sources in a few words, for the public log; the policy's hash stands for the whole of them."""
    return " + ".join(source.name for source in power.sources)
