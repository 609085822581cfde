"""What members typed into forms that were refused, so that nobody types anything twice.

It lives in memory: a restart of the bot forgets it, and the answers say so.
"""

import secrets
from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.errors import ModalForgotten
from bot.domain.ids import MemberId
from cogs.components.answers import answer_error
from cogs.components.persistent import PersistentItem, PersistentModal

MODALS_IN_MEMORY = 1_000
KEPT = (
    "What you typed is kept: press “Correct it” to go on with it. (It is kept until the bot is restarted, so copy a "
    "long text.)"
)


class ModalRetries:
    """Forms as they were filled in, each for the member who filled it in."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, tuple[MemberId, PersistentModal]] = OrderedDict()

    def keep(self, member: MemberId, form: PersistentModal) -> str:
        """The token under which the form is found again."""
        token = secrets.token_hex(8)
        self._forms[token] = (member, form)
        while len(self._forms) > MODALS_IN_MEMORY:
            self._forms.popitem(last=False)
        return token

    def found(self, member: MemberId, token: str) -> PersistentModal:
        """Raises ModalForgotten."""
        owner, form = self._forms.get(token, (None, None))
        if form is None or owner != member:
            raise ModalForgotten
        return form


_RETRIES: WeakKeyDictionary[discord.Client, ModalRetries] = WeakKeyDictionary()


def modal_retries(client: discord.Client) -> ModalRetries:
    """The forms that this connection keeps; a new one begins with none."""
    return _RETRIES.setdefault(client, ModalRetries())


class RetryButton(PersistentItem, template=r"form:(?P<token>[0-9a-f]{16})"):
    """Opens a refused form again, filled in with what was typed."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        form = modal_retries(interaction.client).found(MemberId(interaction.user.id), self.match["token"])
        await form.open(interaction)


class RetryableModal(PersistentModal):
    """A form that can be opened again as it was filled in, when it was refused."""

    async def refused(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        token = modal_retries(interaction.client).keep(MemberId(interaction.user.id), self)
        view = ui.View(timeout=None)
        correct = ui.Button[ui.View](
            label="Correct it", style=discord.ButtonStyle.primary, custom_id=f"form:{token}"
        )
        await answer_error(interaction, error, kept=KEPT, view=view.add_item(correct))
