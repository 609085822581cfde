"""Refusals of a file with another server's settings."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


class NoSettings(Fault, frozen=True):
    """It isn't what `/settings export` writes, or what another version wrote."""

    format: str


class SettingUnread(Fault, frozen=True):
    """Something in it has another form."""

    place: str


@dataclass(eq=False)
class BadSettingsFile(Refused):
    fault: Fault


@dataclass(eq=False)
class NamesMissing(Refused):
    """Its rules name roles and categories of Discord, and there isn't one of each name here."""

    roles: tuple[str, ...]
    categories: tuple[str, ...]
