"""Linking a wallet: the message to sign, and the form that takes its signature."""

import io

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.ids import address
from bot.domain.wallet import LinkRequest, Wallet
from bot.wording.text import code_block, full, moment, when
from cogs.components.actors import actor_of
from cogs.components.answers import rewrite
from cogs.components.layouts import lines_view
from cogs.components.persistent import Field, PersistentItem, PersistentModal

_SIGNATURE_LIMIT = 4_000
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
        custom_id=f"wallet:sign:{request.nonce}",
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
        label="Unlink it", style=discord.ButtonStyle.danger, custom_id=f"wallet:unlink:{wallet.address}"
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


class SignatureForm(PersistentModal):
    """Takes the signature. A wrong one uses nothing up: the button can be pressed again."""

    template = r"wallet:signature:(?P<nonce>[0-9a-f]{1,64})"

    @property
    def title(self) -> str:
        return "The signature"

    @property
    def key(self) -> str:
        return f"wallet:signature:{self.about['nonce']}"

    @property
    def fields(self) -> tuple[Field, ...]:
        described = "What the wallet gave back when it signed the message"
        return (
            Field("signature", "Signature", described, long=True, limit=_SIGNATURE_LIMIT, placeholder="0x…"),
        )

    async def sent(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        await interaction.response.defer()
        wallets = interaction.client.services.wallets
        wallet = await wallets.link(actor_of(interaction), self.about["nonce"], self.filled["signature"])
        await rewrite(interaction, lines_view(*linked_lines(wallet)))


def linked_lines(wallet: Wallet) -> list[str]:
    primary = " It is your primary wallet." if wallet.primary else ""
    return [
        f"✅ **{full(wallet.address)} is linked.**{primary}",
        "It counts in every vote that you take part in from now on. `/wallet list` shows all of yours.",
    ]


class Signed(PersistentItem, template=r"wallet:sign:(?P<nonce>[0-9a-f]{1,64})"):
    """Opens the form for the signature, if the message can still be signed."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        wallets = interaction.client.services.wallets
        request = await wallets.pending(actor_of(interaction), self.match["nonce"])
        await SignatureForm({"nonce": request.nonce}).open(interaction)


class Unlink(PersistentItem, template=r"wallet:unlink:(?P<wallet>0x[0-9a-fA-F]{40})"):
    """Unlinks, now that it was asked for twice."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        await interaction.response.defer()
        account = address(self.match["wallet"])
        await interaction.client.services.wallets.unlink(actor_of(interaction), account)
        await rewrite(interaction, lines_view(f"{full(account)} is unlinked."))
