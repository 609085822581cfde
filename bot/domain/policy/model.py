"""Policies: the rules of a track as data, frozen into a proposal when its voting opens (governance.md §1)."""

import json
import math
import tomllib
from datetime import datetime, timedelta
from fractions import Fraction
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.councils.election_rule import ElectionRule
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.registry import MECHANISMS
from bot.domain.counting.single import SINGLE
from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.executors import AnyExecutor, PolicyExecutor
from bot.domain.frozen_model import FrozenModel, later
from bot.domain.ids import ChainId, ContentHash, Power
from bot.domain.metagovernance.casting import CastRule
from bot.domain.policy.bounds import (
    MOST_EXECUTORS,
    Amount,
    Decimals,
    Duration,
    PositiveAmount,
    PositiveDuration,
    ShareText,
    Symbol,
)
from bot.domain.policy.checks import faults
from bot.domain.policy.legal import LegalRule, notice_of
from bot.domain.policy.limits import Limits
from bot.domain.policy.milestones import MilestoneRule
from bot.domain.policy.opening_days import OpeningDays
from bot.domain.policy.trust import TrustLevel
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.power import Account
from bot.domain.power import PowerRule as PowerRule
from bot.domain.server_acts.executor import ServerExecutor


class Periods(FrozenModel):
    """How long each part of a proposal's life lasts."""

    discussion: Duration
    voting: PositiveDuration
    timelock: Duration
    execution: PositiveDuration
    """How long a passed proposal may wait for its execution before it expires."""
    unresolved_after: PositiveDuration
    """How long the close waits for power that can't be read before it is reported."""
    unseen_after: PositiveDuration = later(timedelta(hours=1))
    """How long the card of an open vote may be missing before the vote is paused."""
    opens: OpeningDays | None = later(None)
    """The only times at which votes open; None: any time."""

    def opens_at(self, from_then: datetime) -> datetime:
        """When a vote opens that may open from then on."""
        return from_then if self.opens is None else self.opens.first(from_then)


class DelegationRule(FrozenModel):
    """Members may delegate their power to delegates in this server."""

    depth: Literal["one_hop", "transitive"] = "one_hop"
    """Whether a delegate passes on what was delegated to them when they delegate themselves."""
    registry: DelegateRegistry | None = later(None)
    """Where wallets delegate on chain, by wallet and to wallets; None: nowhere."""
    cap: PositiveAmount | None = later(None)
    """The most that is delegated to one member in a vote, in base units; what is over it counts for nobody."""
    cap_share: ShareText | None = later(None)
    """The same as a share of all power at the snapshot. Where both are given, the lesser of them."""

    def cap_of(self, total_power: Power | None) -> Power | None:
        """The cap in a vote in which there is so much power in all, in base units; None: there is none."""
        caps = [] if self.cap is None else [self.cap]
        if self.cap_share is not None and total_power is not None:
            caps.append(math.floor(total_power * Fraction(self.cap_share)))
        return min(caps, default=None)


class Extension(FrozenModel):
    """The vote goes on when its leading outcome changes shortly before the end."""

    window: PositiveDuration
    """From such a change on so much time is left at least."""
    at_most: PositiveDuration
    """All extensions together."""


class RewardRule(FrozenModel):
    """What reputation a vote on this track brings, in base units of 18 decimals."""

    ballot: Amount = 0
    """A ballot in a vote that reached its quorum."""
    accepted: Amount = 0
    """An accepted proposal, to its author."""


class Pool(FrozenModel):
    """The funds that conviction voting spends: what the executor holds of one asset."""

    asset: Account | None = None
    """A token's contract; None: the chain's own coin."""
    symbol: Symbol = "ETH"
    decimals: Decimals = 18


if TYPE_CHECKING:
    MechanismName = str
else:
    # A type checker wants the names written down; here they are those of the registry.
    MechanismName = Literal[tuple(MECHANISMS)]


class Policy(FrozenModel):
    """Everything that decides about a proposal."""

    name: str = Field(min_length=1, max_length=40)
    mechanism: MechanismName = SINGLE.name
    options: dict[str, Any] = later({})
    """The mechanism's own options, as election-format.md has them."""
    choices: tuple[str, ...] = ("For", "Against", "Abstain")
    choices_from: Literal["policy", "proposal"] = later("policy")
    """`proposal`: the author names them; `choices` are empty until then."""
    rules: dict[str, Any]
    """Quorum, majority and so on, as election-format.md has them."""
    periods: Periods
    power: PowerRule = PowerRule()
    proposal_threshold: Amount = 0
    """What an author must hold, in base units."""
    sponsoring: bool = later(False)
    """An author who holds less may ask others to stand behind the draft: what all of them hold counts together."""
    undecided_per_member: int = later(10, ge=1, le=100)
    """So many proposals of one member in the space may be undecided when they submit one to this track."""
    undecided_per_space: int = later(100, ge=1, le=1000)
    """So many of all members together."""
    reactions: bool = True
    privacy: Literal["open", "after_close"] = later("open")
    """`after_close`: nobody sees totals or other people's choices before the end."""
    named_records: bool = later(False)
    """The record of a vote, and what the vote freezes, name members by Discord's ids, and not by numbers."""
    trust: TrustLevel = later(TrustLevel.DISCORD)
    """What a ballot has to bring along to be taken."""
    extension: Extension | None = later(None)
    objection: PositiveDuration | None = later(None)
    """The last part of the vote, which accepts only Against."""
    early_end: bool = later(False)
    """The vote closes as soon as nothing can change its outcome."""
    unlinked_wallets: Literal["stand", "leave"] = later("stand")
    """What a wallet does that is unlinked, or moves to another account, while a vote is open: it stands in the ballot
    that was cast with it, or leaves the vote. A ballot that is cast later doesn't have it, either way."""
    delegation: DelegationRule | None = later(None)
    rewards: RewardRule | None = later(None)
    voter_rewards: VoterRewards | None = later(None)
    """What each vote pays to those who take part; None: nothing."""
    milestones: MilestoneRule | None = later(None)
    """How payments are released that its proposals promise for later; None: they promise none."""
    casts: CastRule | None = later(None)
    """Metagovernance: its proposals have the executor's votes cast in somebody else's Governor; None: they act."""
    elects: ElectionRule | None = later(None)
    """Its choices are members, some of whom are elected; None: a vote elects nobody, whoever wins."""
    next_track: str | None = later(None)
    """Staged voting: what passes here opens as a proposal on the track of this name."""
    parts_track: str | None = later(None)
    """On the track `main`: the one that takes what parts of the space bring up; None: none does."""
    pool: Pool | None = later(None)
    limits: Limits | None = later(None)
    """What its actions may do, and how much they may move; None: anything."""
    executor: PolicyExecutor | None = None
    further_executors: tuple[PolicyExecutor, ...] = later((), max_length=MOST_EXECUTORS - 1)
    """Those on other chains, one on each: a proposal may have actions for several of them."""
    server: ServerExecutor | None = later(None)
    """What its proposals may change in the Discord server; None: nothing."""
    legal: LegalRule | None = later(None)
    """What the law asks of its decisions, beside all of this; None: nothing."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """Each fault is an error of its own, at its own field."""
        found = [
            InitErrorDetails(
                type=PydanticCustomError("misfit", "does not fit", {"fault": misfit.fault}),
                loc=misfit.place,
                input=None,
            )
            for misfit in faults(self)
        ]
        if found:
            raise ValidationError.from_exception_data("Policy", found)
        return self

    @property
    def counting(self) -> Mechanism:
        """How its ballots are counted, with the traits of its mechanism."""
        return MECHANISMS[self.mechanism]

    @property
    def executors(self) -> tuple[AnyExecutor, ...]:
        """All that carry out what passes, at most one on each chain, the usual one first."""
        return () if self.executor is None else (self.executor, *self.further_executors)

    @property
    def has_one_executor(self) -> bool:
        """Whether what passes is one executor's alone: a pool's, votes elsewhere, or what limits of one chain allow."""
        return self.open_ended or self.casts is not None or self.limits is not None

    def executor_on(self, chain: ChainId) -> AnyExecutor | None:
        """The one on this chain; None where there is none."""
        return next((each for each in self.executors if each.chain == chain), None)

    @property
    def takes_reactions(self) -> bool:
        """Whether a reaction may be a ballot: everybody sees reactions, and nobody signs them."""
        return self.reactions and self.privacy == "open" and self.trust is TrustLevel.DISCORD

    @property
    def seats_owners(self) -> bool:
        """Whether a vote may make those whom it elects owners of the account that carries out what passes."""
        return (
            self.elects is not None
            and self.elects.owners
            and self.executor is not None
            and self.executor.has_owners
        )

    @property
    def registry(self) -> DelegateRegistry | None:
        """In which wallets delegate on chain, if that counts."""
        return self.delegation.registry if self.delegation else None

    def without_registry(self) -> "Policy":
        """This policy for a proposal in which what wallets delegate on chain doesn't count."""
        if self.delegation is None or self.registry is None:
            return self
        return self.model_copy(update={"delegation": self.delegation.model_copy(update={"registry": None})})

    @property
    def open_ended(self) -> bool:
        """Whether a vote is open until it passes, and has no end of its own."""
        return self.counting.open_ended

    def opens_at(self, discussed_from: datetime, announced_at: datetime) -> datetime:
        """When a vote opens whose discussion begins at one time, and whose text was announced as it is at the other."""
        discussed = discussed_from + self.periods.discussion
        return self.periods.opens_at(max(discussed, announced_at + notice_of(self.legal)))

    def soonest(self, discussed_from: datetime) -> datetime:
        """When what is discussed from then on may be executed at the earliest."""
        voting = timedelta(0) if self.open_ended or self.early_end else self.periods.voting
        return self.opens_at(discussed_from, discussed_from) + voting + self.periods.timelock

    def document(self) -> dict[str, Any]:
        """The policy as plain data for records and hashes: every amount of power a decimal string."""
        data: dict[str, Any] = json.loads(self.model_dump_json())
        return data

    @property
    def hash(self) -> ContentHash:
        """The track's policy has the same one as a proposal's, into which the author's choices are filled."""
        policy = self.with_choices(()) if self.choices_from == "proposal" else self
        return ContentHash(content_hash(canonical_json(policy.document())))

    def with_choices(self, choices: tuple[str, ...]) -> "Policy":
        """This policy for a proposal: where the author names the choices, they are filled in."""
        if self.choices_from == "policy" or choices == self.choices:
            return self
        return self.model_copy(update={"choices": choices})


def same_electorate(one: Policy, other: Policy) -> bool:
    """Whether the same people have the same power by both policies, and the same wallets delegate it."""
    return one.power == other.power and one.registry == other.registry


def preset(name: str) -> Policy:
    """A policy that ships with the bot, without what only a server knows, which binding.py fills in.

    Raises KeyError for an unknown name.
    """
    if name not in preset_names():
        raise KeyError(name)
    text = (resources.files("bot.domain.policy") / "presets" / f"{name}.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    document.pop("about", None)
    return Policy.model_validate(document)


def preset_names() -> list[str]:
    folder = resources.files("bot.domain.policy") / "presets"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))
