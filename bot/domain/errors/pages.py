"""What is refused on the pages in the browser."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused, Unavailable


@dataclass(eq=False)
class PageUnknown(Refused):
    """There is no such page, or not for this method."""


@dataclass(eq=False)
class PagesUnserved(Refused):
    """Pages are to be shown, and the bot's operator serves none."""


@dataclass(eq=False)
class RequestMalformed(Refused):
    """No browser that shows one of our pages sends this: a foreign form, another host, a path that plays tricks."""


@dataclass(eq=False)
class RequestTooLarge(Refused):
    limit: int
    """In bytes."""


@dataclass(eq=False)
class RequestTooSlow(Refused):
    """The body didn't arrive in time."""


@dataclass(eq=False)
class TooManyPages(Refused):
    """So many requests from one address, or by one member, in so short a time."""

    wait: int
    """Seconds until one is answered again."""


@dataclass(eq=False)
class TooManyStreams(Refused):
    """So many pages are kept up to date at once: in all, for one address, or for one member."""


@dataclass(eq=False)
class LinkExpired(Refused):
    """A link to a page is too old, was used already, or never was one."""


@dataclass(eq=False)
class LinkOfAnother(Refused):
    """Who logged in isn't the Discord account for which the link was made."""


@dataclass(eq=False)
class LoginDeclined(Refused):
    """The member pressed Cancel on Discord's page."""


@dataclass(eq=False)
class LoginInterrupted(Refused):
    """What came back from Discord doesn't belong to a login that this browser began, or was used already."""


@dataclass(eq=False)
class NotLoggedIn(Refused):
    """The browser has no session, or it is over."""


@dataclass(eq=False)
class LoginUnavailable(Unavailable):
    """Discord didn't say who logs in."""


@dataclass(eq=False)
class MembershipUnavailable(Unavailable):
    """Discord didn't say whether who logged in is a member of the server."""


@dataclass(eq=False)
class LinkedRolesOff(Refused):
    """The operator names no server whose figures are told for linked roles."""


@dataclass(eq=False)
class FiguresUnread(Unavailable):
    """What a member's power is can't be read now: nothing is told to Discord."""
