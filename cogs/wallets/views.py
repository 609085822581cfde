"""A member's wallets: the message that links one, the question before one is unlinked, the list."""

import io

import discord
from discord import ui

from bot.domain.wallet import LinkRequest, Wallet
from bot.wording.text import code_block, full, moment, when
from cogs.components.custom_ids import CustomId, Part
from cogs.components.layouts import lines_view

NONCE = Part(r"[0-9a-f]{1,64}")
SIGN = CustomId("sign", nonce=NONCE)
UNLINK = CustomId("unlink", wallet=Part(r"0x[0-9a-fA-F]{40}"))
MESSAGE_FILE = "message.txt"


def link_view(request: LinkRequest) -> tuple[ui.LayoutView, discord.File]:
    """The message in a code block and, to the byte, as a file; how to sign it; and the button for afterwards."""
    view = lines_view(
        f"**Sign this message with** {full(request.address)} to link it. Signing moves nothing and costs nothing. "
        f"It can be signed until {moment(request.expires_at)}, once."
    )
    view.add_item(ui.TextDisplay(code_block(request.message)))
    view.add_item(
        ui.TextDisplay(
            "**How**: copy all of it into “sign message” of your wallet, or of a block explorer such as etherscan.io "
            "(More, Verified Signatures, Sign Message). With Foundry, download the file below and run "
            f'`cast wallet sign --interactive "$(cat {MESSAGE_FILE})"`. '
            "A Safe or another contract wallet signs it as an EIP-1271 message.\n"
            "Only sign it if the Discord account and the server in it are yours."
        )
    )
    view.add_item(ui.File(f"attachment://{MESSAGE_FILE}"))
    signed = ui.Button[ui.LayoutView](
        label="I have signed it",
        style=discord.ButtonStyle.primary,
        custom_id=SIGN(nonce=request.nonce),
    )
    view.add_item(ui.ActionRow(signed))
    return view, discord.File(io.BytesIO(request.message.encode()), MESSAGE_FILE)


def unlink_view(wallet: Wallet) -> ui.LayoutView:
    """Ask once, since only a new signature brings it back."""
    view = lines_view(
        f"**Unlink {full(wallet.address)}?** Votes in which it has been used already keep counting its power for you. "
        "It gives you no power in any other vote. To link it again it has to sign again."
    )
    button = ui.Button[ui.LayoutView](
        label="Unlink it", style=discord.ButtonStyle.danger, custom_id=UNLINK(wallet=wallet.address)
    )
    return view.add_item(ui.ActionRow(button))


def wallet_lines(wallets: list[Wallet]) -> list[str]:
    """A member's wallets, the primary one first."""
    if not wallets:
        return ["You have no linked wallet in this server. `/wallet link` links one in a minute."]
    return [
        "**Your linked wallets** (only you see this; together they make your power)",
        *(
            f"{full(wallet.address)}{' **primary**' if wallet.primary else ''}, linked {when(wallet.linked_at)}"
            for wallet in wallets
        ),
    ]


def linked_lines(wallet: Wallet) -> list[str]:
    primary = " It is your primary wallet." if wallet.primary else ""
    return [
        f"✅ **{full(wallet.address)} is linked.**{primary}",
        "It counts in every vote that you take part in from now on. `/wallet list` shows all of yours.",
    ]
