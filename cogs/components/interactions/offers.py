"""What can be done at once about a refusal: a button beneath its words."""

import discord
from discord import ui

from bot.domain.consent import ConsentTerms
from bot.domain.errors import ConsentMissing, NotMandated, NoWallet
from bot.domain.ids import GuildId, MemberId
from bot.wording.accounts.wallets import link_label
from bot.wording.language import Language
from bot.wording.privacy.consent import agree_label, read_terms_label
from cogs.components.interactions.custom_ids import GUILD, CustomId, Part
from cogs.components.interactions.interaction import Interaction

LINK = CustomId("link", guild=GUILD)
"""Opens the form that links a wallet. It names its server, so that it works in a direct message, too."""
_MENDED_BY_LINKING = (NoWallet.__name__, NotMandated.__name__)


AGREE = CustomId("agree", guild=GUILD, version=Part(r"[0-9a-f]{32}"), token=Part(r"[A-Za-z0-9_-]{32}"))
"""Agrees to what the server asks first, and goes on with what was put off."""
CONSENT = CustomId("consent", guild=GUILD)
"""Asks for it, of who was refused without an answer that could."""


def agree_view(put_off: Interaction, terms: ConsentTerms, say: Language) -> ui.View:
    """The button with which a member agrees, whereupon what was put off goes on."""
    client = put_off.client
    token = client.put_off.keep(MemberId(put_off.user.id), put_off)
    button = ui.Button[ui.View](
        label=agree_label(say),
        style=discord.ButtonStyle.primary,
        custom_id=AGREE(guild=terms.guild, version=terms.version, token=token),
    )
    return ui.View(timeout=None).add_item(button)


def link_view(guild: GuildId, say: Language) -> ui.View:
    """The button with which a newcomer links a wallet."""
    button = ui.Button[ui.View](
        label=link_label(say), style=discord.ButtonStyle.primary, custom_id=LINK(guild=guild)
    )
    return ui.View(timeout=None).add_item(button)


def offered(error: str, guild: GuildId, say: Language) -> ui.View | None:
    """The button for a refusal of which only the class's name is still known; None where nothing can be done at
    once."""
    if error == ConsentMissing.__name__:
        button = ui.Button[ui.View](
            label=read_terms_label(say), style=discord.ButtonStyle.primary, custom_id=CONSENT(guild=guild)
        )
        return ui.View(timeout=None).add_item(button)
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
