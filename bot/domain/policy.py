"""Policies: the rules of a track as data, frozen into a proposal when its voting opens (governance.md §1)."""

import json
import tomllib
from datetime import timedelta
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.ids import Address, ChainId, ContentHash, Power
from bot.domain.power import PowerSource


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Periods(Part):
    """How long each part of a proposal's life lasts."""

    discussion: timedelta = Field(ge=timedelta(0))
    voting: timedelta = Field(gt=timedelta(0))
    timelock: timedelta = Field(ge=timedelta(0))
    execution: timedelta = Field(gt=timedelta(0))
    """How long a passed proposal may wait for its execution before it expires."""
    unresolved_after: timedelta = Field(gt=timedelta(0))
    """How long the close waits for power that can't be read before it is reported."""


class PowerRule(Part):
    """Which sources give power; they are summed."""

    sources: tuple[PowerSource, ...] = ()
    symbol: str = "votes"
    decimals: int = Field(default=18, ge=0, le=77)
    """How many base units make one shown unit: 10 ** decimals."""


class SafeExecutor(Part):
    """The Safe that carries out what passed."""

    chain: ChainId
    address: Address


class Policy(Part):
    """Everything that decides about a proposal."""

    name: str = Field(min_length=1, max_length=40)
    mechanism: Literal["single"] = "single"
    choices: tuple[str, ...] = ("For", "Against", "Abstain")
    rules: dict[str, Any]
    """Quorum, majority and so on, as election-format.md has them."""
    periods: Periods
    power: PowerRule = PowerRule()
    proposal_threshold: Power = Field(default=0, ge=0)
    """What an author must hold, in base units."""
    reactions: bool = True
    executor: SafeExecutor | None = None

    def document(self) -> dict[str, Any]:
        """The policy as plain data for records and hashes: every amount of power a decimal string."""
        data: dict[str, Any] = json.loads(self.model_dump_json())
        data["proposal_threshold"] = str(self.proposal_threshold)
        return data

    @property
    def hash(self) -> ContentHash:
        return ContentHash(content_hash(canonical_json(self.document())))


def preset(name: str) -> Policy:
    """A policy that ships with the bot, without power sources and executor, which `/gov setup` binds.

    Raises KeyError for an unknown name.
    """
    if name not in preset_names():
        raise KeyError(name)
    text = (resources.files("bot.domain") / "presets" / f"{name}.toml").read_text(encoding="utf-8")
    return Policy.model_validate(tomllib.loads(text))


def preset_names() -> list[str]:
    folder = resources.files("bot.domain") / "presets"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))
