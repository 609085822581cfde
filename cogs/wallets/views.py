"""The message that links a wallet, and the question before one is unlinked."""

import io

import discord
from discord import ui

from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.wording.accounts.wallets import (
    how_to_sign_lines,
    logged_line,
    sign_line,
    signed_label,
    unlink_label,
    unlink_question,
)
from bot.wording.language import Language
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.custom_ids import GUILD, NONCE, CustomId, Part

SIGN = CustomId("sign", guild=GUILD, nonce=NONCE)
UNLINK = CustomId("unlink", wallet=Part(r"0x[0-9a-fA-F]{40}"))
MESSAGE_FILE = "message.txt"


def sign_view(request: LinkRequest, say: Language, *, logged: bool) -> tuple[ui.LayoutView, discord.File]:
    """The message in a code block and, to the byte, as a file; how to sign it; and the button for afterwards. `logged`:
    whether the public log will show the link."""
    view = lines_view(sign_line(request, say), *([logged_line(say)] if logged else []), say=say)
    view.add_item(ui.TextDisplay(say.markup.code_block(request.message)))
    view.add_item(ui.TextDisplay("\n".join(how_to_sign_lines(MESSAGE_FILE, say))))
    view.add_item(ui.File(f"attachment://{MESSAGE_FILE}"))
    signed = ui.Button[ui.LayoutView](
        label=signed_label(say),
        style=discord.ButtonStyle.primary,
        custom_id=SIGN(guild=request.guild, nonce=request.nonce),
    )
    view.add_item(ui.ActionRow(signed))
    return view, discord.File(io.BytesIO(request.message.encode()), MESSAGE_FILE)


def unlink_view(wallet: Wallet, say: Language) -> ui.LayoutView:
    """Ask once, since only a new signature brings it back."""
    view = lines_view(unlink_question(wallet.address, say), say=say)
    button = ui.Button[ui.LayoutView](
        label=unlink_label(say),
        style=discord.ButtonStyle.danger,
        custom_id=UNLINK(wallet=wallet.address),
    )
    return view.add_item(ui.ActionRow(button))
