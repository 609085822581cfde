"""What can be done at once about a refusal: a button beneath its words."""

import discord
from discord import ui

from bot.domain.errors import NotMandated, NoWallet
from bot.domain.ids import GuildId
from bot.wording.accounts.wallets import link_label
from bot.wording.language import Language
from cogs.components.interactions.custom_ids import GUILD, CustomId

LINK = CustomId("link", guild=GUILD)
"""Opens the form that links a wallet. It names its server, so that it works in a direct message, too."""
_MENDED_BY_LINKING = (NoWallet.__name__, NotMandated.__name__)


def link_view(guild: GuildId, say: Language) -> ui.View:
    """The button with which a newcomer links a wallet."""
    button = ui.Button[ui.View](
        label=link_label(say), style=discord.ButtonStyle.primary, custom_id=LINK(guild=guild)
    )
    return ui.View(timeout=None).add_item(button)


def offered(error: str, guild: GuildId, say: Language) -> ui.View | None:
    """The button for a refusal of which only the class's name is still known; None where nothing can be done at
    once."""
    return link_view(guild, say) if error in _MENDED_BY_LINKING else None


def with_offer(
    error: BaseException, guild: GuildId | None, view: ui.View | None, say: Language
) -> ui.View | None:
    """The buttons that an answer has already, with that for what the error asks of the member."""
    button = None if guild is None else offered(type(error).__name__, guild, say)
    if button is not None and view is not None:
        for item in view.children:
            button.add_item(item)
    return button or view
