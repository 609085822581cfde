"""Why a setting of the process is refused. Secrets are never part of it."""

from bot.domain.fault import Fault


class SettingMissing(Fault, frozen=True):
    name: str


class TokenRefused(Fault, frozen=True):
    """Discord doesn't take the bot's token."""

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


class NotAPageTemplate(Fault, frozen=True):
    """It isn't the address of a page in which these stand in braces, the last one always."""

    places: tuple[str, ...]


class NotAHexAddress(Fault, frozen=True):
    """It isn't 0x and 40 hexadecimal digits."""


class NotAKey(Fault, frozen=True):
    """It isn't 0x and 64 hexadecimal digits."""


class ChainNamedTwice(Fault, frozen=True):
    """Two entries have the same number."""


class NotAnOrigin(Fault, frozen=True):
    """It isn't a scheme, a host and perhaps a port, and nothing else."""


class OpenHttp(Fault, frozen=True):
    """Whoever is on the way could read along."""


class UsualPort(Fault, frozen=True):
    """Browsers leave this port out, so that what they send would name another address."""

    port: int


class NeedsSetting(Fault, frozen=True):
    """Members log in with that one, without which it means nothing."""

    name: str


class NotHostAndPort(Fault, frozen=True):
    """It isn't a host, a colon and a port."""


class ListenRefused(Fault, frozen=True):
    """The operating system lets nobody listen there, or somebody does already."""

    listen: str
    why: str
    """In its own words."""


class NotANetwork(Fault, frozen=True):
    """It isn't an address, or one with the number of its bits."""
