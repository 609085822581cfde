"""The shares that a treasury is to have, as moderators set them. Each change is in the public log."""

import re
from datetime import datetime, timedelta
from fractions import Fraction

import msgspec

from bot.domain.errors import BadSetting
from bot.domain.errors.governance.settings import ExpectedDuration
from bot.domain.errors.treasury import (
    ExpectedTargets,
    NeitherBandNorCalendar,
    TargetsNotWhole,
    TargetTwice,
    TargetUnknown,
    TargetWithoutFeed,
)
from bot.domain.quantities import duration, share
from bot.domain.treasury.drift import BandKind
from bot.domain.treasury.settings import TreasurySettings, Watched
from bot.domain.treasury.targets import (
    LONGEST_CALENDAR,
    MOST_TARGETS,
    SHORTEST_CALENDAR,
    Reminded,
    TargetBand,
    Targets,
    TargetShare,
)
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork

_PART = re.compile(r"([A-Za-z][A-Za-z0-9._+-]{0,15})[\s:=]+([0-9][0-9./]{0,40}\s*%?)", re.ASCII)


class WantedTargets(msgspec.Struct, frozen=True):
    """Targets as a moderator typed them."""

    shares: str
    """Such as `ETH 50%, USDC 50%`."""
    band: str = ""
    """A share; empty where there is no band."""
    kind: BandKind = BandKind.ABSOLUTE
    every: str = ""
    """A duration; empty where there is no calendar."""


class Targeting(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def target(self, actor: Actor, wanted: WantedTargets) -> TreasurySettings:
        """Set all targets at once; those of before make room.

        Returns the settings with them. Raises NotModerator, NotSetUp, BadSetting, StoredDataInvalid.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            before = await repositories.treasuries.of_space(space.id)
            targets = _targets(wanted, before, now)
            after = before.model_copy(update={"targets": targets})
            await repositories.treasuries.set(space.id, after, now)
            await repositories.treasuries.remind(space.id, Reminded())
            details = _details(after)
            await log_act(repositories, actor, "treasury target", at=now, space=space, details=details)
        self.wake_signal.send()
        return after

    async def untarget(self, actor: Actor) -> None:
        """Take the targets out, if there are any. Raises NotModerator, NotSetUp, StoredDataInvalid."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            before = await repositories.treasuries.of_space(space.id)
            if before.targets is None:
                return
            await repositories.treasuries.set(space.id, before.model_copy(update={"targets": None}), now)
            await log_act(repositories, actor, "treasury untarget", at=now, space=space)
        self.wake_signal.send()


def _targets(wanted: WantedTargets, settings: TreasurySettings, now: datetime) -> Targets:
    shares = _shares(wanted.shares, settings)
    band = None
    if wanted.band.strip():
        band = TargetBand(kind=wanted.kind, width=str(share("band", wanted.band)))
    every = _every(wanted.every)
    if band is None and every is None:
        raise BadSetting("band", "", NeitherBandNorCalendar())
    return Targets(shares=shares, band=band, every=every, since=now)


def _shares(text: str, settings: TreasurySettings) -> tuple[TargetShare, ...]:
    found: list[TargetShare] = []
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if not 1 <= len(parts) <= MOST_TARGETS:
        raise BadSetting("shares", text, ExpectedTargets(MOST_TARGETS))
    for part in parts:
        match = _PART.fullmatch(part)
        if match is None:
            raise BadSetting("shares", part, ExpectedTargets(MOST_TARGETS))
        watched = _named(match[1], settings)
        if any(each.position == watched.position for each in found):
            raise BadSetting("shares", part, TargetTwice(watched.symbol))
        found.append(TargetShare(position=watched.position, share=str(share("shares", match[2]))))
    together = sum((Fraction(each.share) for each in found), Fraction(0))
    if together != 1:
        raise BadSetting("shares", text, TargetsNotWhole(together.numerator, together.denominator))
    return tuple(found)


def _named(name: str, settings: TreasurySettings) -> Watched:
    """The one position that is called so."""
    found = [each for each in settings.watched if each.symbol.casefold() == name.casefold()]
    if len(found) != 1:
        known = tuple(dict.fromkeys(each.symbol for each in settings.watched))
        raise BadSetting("shares", name, TargetUnknown(name, known))
    if not found[0].position.by_unit or found[0].feed is None:
        raise BadSetting("shares", name, TargetWithoutFeed(found[0].symbol))
    return found[0]


def _every(text: str) -> timedelta | None:
    if not text.strip():
        return None
    found = duration("every", text)
    if not SHORTEST_CALENDAR <= found <= LONGEST_CALENDAR:
        raise BadSetting("every", text, ExpectedDuration())
    return found


def _details(settings: TreasurySettings) -> dict[str, str]:
    targets = settings.targets
    assert targets is not None, "they were just set"
    named = [(settings.of(each.position), each.share) for each in targets.shares]
    details = {"shares": ", ".join(f"{watched.symbol} {share}" for watched, share in named if watched)}
    if targets.band is not None:
        details["band"] = f"{targets.band.width} {targets.band.kind}"
    if targets.every is not None:
        details["every"] = str(targets.every)
    return details
