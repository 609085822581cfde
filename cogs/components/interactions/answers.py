"""How anything reaches a member: one private answer, whatever has been said to the interaction before."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands, ui

from bot.client import RefusedHere
from bot.domain.errors import ConsentMissing, FolkmootError
from bot.domain.ids import GuildId
from bot.wording.delivery.answers import fault_named
from bot.wording.errors import words_for
from bot.wording.language import Language
from bot.wording.markup.discord_markup import MESSAGE_LIMIT
from bot.wording.markup.plain_text import cut
from bot.wording.privacy.consent import consent_text
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.offers import agree_view, with_offer
from cogs.components.language import language_of
from cogs.components.limits import within_limits

_ANSWERED_OR_OVER = (40060, 10062)
"""Discord's codes for an interaction that was answered before, and for one whose time is over."""

DISCORD_AWAY = (discord.RateLimited, discord.DiscordServerError, aiohttp.ClientConnectionError)
"""How requests to Discord fail while it is away or busy."""

_log = structlog.get_logger(__name__)


async def answer(
    interaction: Interaction,
    text: str = "",
    *,
    view: ui.View | ui.LayoutView | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Say something to the one member who asked: as the first response, or after a deferral.

    The view's buttons are persistent ones (persistent.py); discord.py is not to keep the view in memory.
    """
    said: dict[str, Any] = {"ephemeral": True}
    if view is not None:
        view.stop()
        said["view"] = within_limits(view)
    if text:
        said["content"] = cut(text, MESSAGE_LIMIT)
    if files:
        said["files"] = list(files)
    if interaction.response.is_done():
        await interaction.followup.send(**said)
    else:
        await interaction.response.send_message(**said)


async def rewrite(interaction: Interaction, view: ui.LayoutView) -> None:
    """Put this in the place of the message whose button was clicked, after the click was deferred."""
    view.stop()
    await interaction.edit_original_response(view=within_limits(view), attachments=[])


async def answer_error(
    interaction: Interaction,
    error: BaseException,
    *,
    kept: str | None = None,
    view: ui.View | None = None,
) -> None:
    """Word an error for the member whose command, click or form it came from.

    `kept` says what of theirs is kept where the caller knows better than the error; `view` offers what to do,
    beside what the error itself offers. A fault of the program is logged with a code, which the member is told.
    """
    error = _cause(error)
    if isinstance(error, discord.HTTPException) and error.code in _ANSWERED_OR_OVER:
        # Told twice, by a bot before a restart too, or too late for an answer: nobody is there to hear of it.
        _log.info("interaction.late", code=error.code, **_where(interaction))
        return
    say = language_of(interaction)
    if isinstance(error, ConsentMissing):
        await _ask(interaction, error, say)
        return
    text = words_for(error, say, kept)
    if not isinstance(error, (FolkmootError, app_commands.AppCommandError, *DISCORD_AWAY)):
        fault = secrets.token_hex(4)
        _log.error("interaction.fault", code=fault, **_where(interaction), exc_info=error)
        text = f"{text} {fault_named(fault, say)}"
    elif not isinstance(error, FolkmootError):
        _log.warning("interaction.refused", error=repr(error), **_where(interaction))
    guild = None if interaction.guild_id is None else GuildId(interaction.guild_id)
    await _say_unless_over(interaction, error, text, with_offer(error, guild, view, say))


async def _ask(interaction: Interaction, error: ConsentMissing, say: Language) -> None:
    """What the server asks first; the interaction is put off until the member agrees."""
    view = agree_view(interaction, error.terms, say)
    await _say_unless_over(interaction, error, consent_text(error.terms, say), view)


async def _say_unless_over(
    interaction: Interaction, error: BaseException, text: str, view: ui.View | None
) -> None:
    try:
        await answer(interaction, text, view=view)
    except (discord.HTTPException, *DISCORD_AWAY) as unheard:
        # The interaction is over, or Discord is away: there is nobody left to tell.
        _log.warning("interaction.unanswered", error=repr(error), why=repr(unheard), **_where(interaction))


def _cause(error: BaseException) -> BaseException:
    """The error itself, without what discord.py wraps around it."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, RefusedHere):
        return error.error
    if isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, FolkmootError):
        return error.__cause__
    return error


def _where(interaction: Interaction) -> dict[str, object]:
    command = interaction.command.qualified_name if interaction.command else None
    data: Mapping[str, Any] = interaction.data or {}
    return {"guild": interaction.guild_id, "command": command or data.get("custom_id")}
