"""Policies that were uploaded and read, and wait for the moderator to say yes. They live in memory: a restart of the
bot forgets them, and the answer says so."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import discord

from bot.client import FolkmootClient
from bot.domain.errors import ModalForgotten
from bot.domain.ids import MemberId
from bot.wording.tracks import set_lines
from cogs.components.actors import actor_of
from cogs.components.answers import rewrite
from cogs.components.layouts import lines_view
from cogs.components.persistent import PersistentItem

IN_MEMORY = 100


@dataclass(frozen=True)
class Upload:
    member: MemberId
    track: str
    data: bytes


_WAITING: WeakKeyDictionary[discord.Client, OrderedDict[str, Upload]] = WeakKeyDictionary()


def keep(client: discord.Client, upload: Upload) -> str:
    """The token under which it is found again."""
    waiting = _WAITING.setdefault(client, OrderedDict())
    token = secrets.token_hex(8)
    waiting[token] = upload
    while len(waiting) > IN_MEMORY:
        waiting.popitem(last=False)
    return token


class ApplyPolicy(PersistentItem, template=r"policy:(?P<token>[0-9a-f]{16})"):
    """Gives the track the policy that stands above the button."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        actor = actor_of(interaction)
        upload = _WAITING.get(interaction.client, OrderedDict()).get(self.match["token"])
        if upload is None or upload.member != actor.member:
            raise ModalForgotten
        await interaction.response.defer()
        done = await interaction.client.services.tracks.upload(actor, upload.track, upload.data)
        await rewrite(interaction, lines_view(*set_lines(done)))
