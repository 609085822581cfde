"""The one place where Discord's refusals and silences become errors of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import aiohttp
import discord

from bot.domain.errors import FolkmootError, ServiceRefused, Unavailable
from bot.domain.proposals.standing import Unseen
from bot.services.ports import AskedToWait

ARCHIVED, LOCKED = 50083, 160005
HAS_THREAD = 160004
TOO_MANY_THREADS = 160006
TOO_MANY_EVENTS = 30038
"""In a server's calendar: there is room again when one is over."""
INVALID_FORM = 50035
NOT_TO_THIS_USER, NO_MUTUAL_SERVER = 50007, 50278
TOO_FAST = 40003
"""Direct messages are being opened too fast. It says nothing about the one who was to get one."""
TITLE_BLOCKED = 200001
"""By a server's AutoMod: the title of a post, or the name of a thread."""
TOO_MANY_EDITS = 30046
"""Of a message that is older than an hour."""

_AFTER_TOO_FAST = timedelta(minutes=1)
_AFTER_TOO_MANY = timedelta(minutes=1)
_AT_MOST = timedelta(hours=1)
"""A longer wait than this is tried earlier, whatever was said."""


@dataclass(eq=False)
class DiscordUnavailable(Unavailable):
    """Discord could not be reached, or could not do it now. `doing` says what was tried, `why` what came back."""

    doing: str
    why: str

    def __str__(self) -> str:
        return f"could not {self.doing}: {self.why}"


@dataclass(eq=False)
class Gone(DiscordUnavailable):
    """The channel, thread or message does not exist any more."""

    mendable: ClassVar[bool] = True


@dataclass(eq=False)
class NotAllowed(DiscordUnavailable):
    """The bot lacks a permission. A moderator can mend it, so it is tried again."""

    mendable: ClassVar[bool] = True

    def __str__(self) -> str:
        return f"{super().__str__()} — give the bot the permission in that channel; /gov doctor names it"


@dataclass(eq=False)
class Archived(DiscordUnavailable):
    """The thread sleeps, and must be woken first."""


@dataclass(eq=False)
class MessagesClosed(DiscordUnavailable):
    """The member takes no direct messages from the bot."""


def unseen_for(error: FolkmootError) -> Unseen:
    """Why a card can't be seen, by what came back when it was posted or looked for."""
    match error:
        case Gone():
            return Unseen.GONE
        case NotAllowed():
            return Unseen.FORBIDDEN
        case ServiceRefused():
            return Unseen.REFUSED
        case _:
            return Unseen.AWAY


@contextmanager
def discord_answers(doing: str) -> Iterator[None]:
    """Within it, what discord.py raises becomes Gone, NotAllowed, MessagesClosed, Archived, DiscordUnavailable,
    AskedToWait or ServiceRefused.

    A refusal of the request itself (400) is a fault of the program, which trying again doesn't mend.
    """
    try:
        yield
    except discord.HTTPException as error:
        raise _read(error, doing) from error
    except discord.RateLimited as error:
        raise AskedToWait(doing, "rate limit", _pause(error.retry_after)) from error
    except (TimeoutError, aiohttp.ClientError, OSError, discord.GatewayNotFound) as error:
        raise DiscordUnavailable(doing, repr(error)) from error


def _read(error: discord.HTTPException, doing: str) -> Exception:
    """What a refusal means: by Discord's own code where it has one, since the same code comes with several statuses."""
    if error.code == TOO_FAST:
        return AskedToWait(doing, error.text, _AFTER_TOO_FAST, everything=True)
    if error.code in (NOT_TO_THIS_USER, NO_MUTUAL_SERVER):
        return MessagesClosed(doing, error.text)
    if error.code == ARCHIVED:
        return Archived(doing, error.text)
    match error.status:
        case 404:
            return Gone(doing, error.text)
        case 403:
            return NotAllowed(doing, error.text)
        case 429:
            return AskedToWait(doing, error.text, _asked_for(error))
        case 400 if error.code not in (LOCKED, TOO_MANY_THREADS, TOO_MANY_EDITS, TOO_MANY_EVENTS):
            return ServiceRefused("Discord", error.status, f"could not {doing}: {error.text}")
        case _:
            return DiscordUnavailable(doing, f"{error.status} {error.text}")


def _asked_for(error: discord.HTTPException) -> timedelta:
    """How long a 429 that discord.py gave up on asks to wait."""
    asked = error.response.headers.get("Retry-After", "")
    return max(
        _AFTER_TOO_MANY, _pause(float(asked)) if asked.replace(".", "", 1).isdecimal() else timedelta(0)
    )


def _pause(seconds: float) -> timedelta:
    return min(timedelta(seconds=seconds), _AT_MOST)
