"""The one place where Discord's refusals and silences become errors of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import aiohttp
import discord

from bot.domain.errors import ServiceRefused, Unavailable

ARCHIVED, LOCKED = 50083, 160005
HAS_THREAD = 160004
TOO_MANY_THREADS = 160006


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


@dataclass(eq=False)
class NotAllowed(DiscordUnavailable):
    """The bot lacks a permission. A moderator can mend it, so it is tried again."""

    def __str__(self) -> str:
        return f"{super().__str__()} — give the bot the permission in that channel; /gov doctor names it"


@dataclass(eq=False)
class Archived(DiscordUnavailable):
    """The thread sleeps, and must be woken first."""


@contextmanager
def discord_answers(doing: str) -> Iterator[None]:
    """Within it, what discord.py raises becomes Gone, NotAllowed, Archived, DiscordUnavailable, or ServiceRefused.

    A refusal of the request itself (400) is a fault of the program, which trying again doesn't mend.
    """
    try:
        yield
    except discord.NotFound as error:
        raise Gone(doing, error.text) from error
    except discord.Forbidden as error:
        raise NotAllowed(doing, error.text) from error
    except discord.HTTPException as error:
        if error.code == ARCHIVED:
            raise Archived(doing, error.text) from error
        if error.status == 400 and error.code not in (LOCKED, TOO_MANY_THREADS):
            raise ServiceRefused("Discord", error.status, f"could not {doing}: {error.text}") from error
        raise DiscordUnavailable(doing, f"{error.status} {error.text}") from error
    except (TimeoutError, aiohttp.ClientError, OSError, discord.GatewayNotFound) as error:
        raise DiscordUnavailable(doing, repr(error)) from error
