"""Why a setting of the process is refused. Secrets are never part of it."""

from bot.domain.fault import Fault


class SettingMissing(Fault, frozen=True):
    name: str


class SettingNotJson(Fault, frozen=True):
    name: str
    """"" where it isn't known which one."""


class SettingRefused(Fault, frozen=True):
    """It is there, and can't be used."""

    name: str
    """With the place in it where it is one of several: `FOLKMOOT_CHAINS[0].id`."""
    fault: Fault


class EmptyText(Fault, frozen=True):
    """There is nothing in it."""


class NotAWebAddress(Fault, frozen=True):
    """It isn't one that can stand in a link."""


class NotAHexAddress(Fault, frozen=True):
    """It isn't 0x and 40 hexadecimal digits."""


class NotAKey(Fault, frozen=True):
    """It isn't 0x and 64 hexadecimal digits."""


class ChainNamedTwice(Fault, frozen=True):
    """Two entries have the same number."""
