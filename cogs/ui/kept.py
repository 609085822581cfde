"""What members typed into forms that were refused, so that nobody types anything twice.

It lives in memory: a restart of the bot forgets it, and the answers say so.
"""

import secrets
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.ids import MemberId
from cogs.ui.answers import answer_error
from cogs.ui.form_errors import FormForgotten
from cogs.ui.lasting import LastingItem

FORMS_IN_MEMORY = 1_000
FORM_LIFETIME = timedelta(hours=4)
"""So long a member may take to fill a form in."""
KEPT = (
    "What you typed is kept: press “Correct it” to go on with it. (It is kept until the bot is restarted, so copy a "
    "long text.)"
)


class KeptForms:
    """Forms to open again as they were filled in, each for the member who filled it in."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, tuple[MemberId, Callable[[], ui.Modal]]] = OrderedDict()

    def keep(self, member: MemberId, reopen: Callable[[], ui.Modal]) -> str:
        """The token under which the form is found again."""
        token = secrets.token_hex(8)
        self._forms[token] = (member, reopen)
        while len(self._forms) > FORMS_IN_MEMORY:
            self._forms.popitem(last=False)
        return token

    def reopened(self, member: MemberId, token: str) -> ui.Modal:
        """Raises FormForgotten."""
        owner, reopen = self._forms.get(token, (None, None))
        if reopen is None or owner != member:
            raise FormForgotten
        return reopen()


_KEPT: WeakKeyDictionary[discord.Client, KeptForms] = WeakKeyDictionary()


def kept_forms(client: discord.Client) -> KeptForms:
    """The forms that this connection keeps; a new one begins with none."""
    return _KEPT.setdefault(client, KeptForms())


def correct_view(token: str) -> ui.View:
    """The button that opens a refused form again."""
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Correct it", style=discord.ButtonStyle.primary, custom_id=f"form:{token}"))
    return view


class Correct(LastingItem, template=r"form:(?P<token>[0-9a-f]{16})"):
    """Opens a refused form again, filled in with what was typed."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        form = kept_forms(interaction.client).reopened(MemberId(interaction.user.id), self.match["token"])
        await interaction.response.send_modal(form)


class Form(ui.Modal):
    """A form whose errors are worded, and which opens again as it was filled in when it was refused."""

    def __init__(self, title: str) -> None:
        super().__init__(title=title, timeout=FORM_LIFETIME.total_seconds())

    @abstractmethod
    def again(self) -> ui.Modal:
        """The same form, filled in as it was sent."""

    async def on_error(  # type: ignore[override]
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        token = kept_forms(interaction.client).keep(MemberId(interaction.user.id), self.again)
        await answer_error(interaction, error, kept=KEPT, view=correct_view(token))
