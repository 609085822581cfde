"""A member agrees to what their server asks first, and what they did goes on: nothing is clicked or typed anew."""

import copy
from typing import Any

import discord
import structlog

from bot.domain.elections.ballot import snowflake_time
from bot.domain.ids import GuildId, MemberId
from bot.wording.privacy.consent import agreed_line, agreed_too_late_line, react_again_line
from cogs.components.interactions.actors import actor_in
from cogs.components.interactions.answers import DISCORD_AWAY, answer
from cogs.components.interactions.interaction import AGREED_AT, Interaction, made_at
from cogs.components.interactions.offers import AGREE, CONSENT
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of

_log = structlog.get_logger(__name__)


class _Continued(discord.InteractionResponse[Any]):
    """The answer to a click with which something else goes on: a message of its own, since the one that was clicked is
    not the one that it is about."""

    async def defer(self, *, ephemeral: bool = False, thinking: bool = False) -> Any:
        return await super().defer(ephemeral=True, thinking=True)

    async def edit_message(self, **said: Any) -> Any:
        return await self.send_message(**said, ephemeral=True)


@component(AGREE, unasked=True)
async def agree(interaction: Interaction, guild: GuildId, version: str, token: str) -> None:
    """Note that the member agrees, and do what was put off."""
    client, member = interaction.client, MemberId(interaction.user.id)
    consenting, say = client.services.consenting, language_of(interaction)
    await consenting.agree(guild, member, version, str(interaction.locale), made_at(interaction))
    put_off = client.put_off.take(token)
    if put_off is None or put_off.user.id != member:
        await answer(interaction, agreed_line(say) if token in client.gone_on else agreed_too_late_line(say))
        return
    client.gone_on.remember(token, None)
    client.go_on(_continued(put_off, interaction))
    if put_off.response.type is not discord.InteractionResponseType.channel_message:
        return
    try:
        await put_off.delete_original_response()
    except (discord.HTTPException, *DISCORD_AWAY) as why:
        # The member put it away themself, or it stays where it is.
        _log.info("consent.question_stays", why=repr(why))


@component(CONSENT)
async def consent(interaction: Interaction, guild: GuildId) -> None:
    """Ask who was refused because of a reaction; whoever comes through here has agreed."""
    await actor_in(interaction, guild)
    await answer(interaction, react_again_line(language_of(interaction)))


def _continued(put_off: Interaction, click: Interaction) -> Interaction:
    """What was put off, with its own time and signature, to be answered through the click."""
    answered: Any = click.response._parent
    interaction: Any = copy.copy(put_off)
    interaction.token = answered.token
    interaction.extras = {**put_off.extras, AGREED_AT: snowflake_time(answered.id)}
    interaction._original_response = None
    interaction._cs_response = _Continued(answered)
    if hasattr(interaction, "_cs_followup"):
        del interaction._cs_followup
    continued: Interaction = interaction
    return continued
