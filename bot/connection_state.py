"""discord.py's state of the connection, without what it does for each click and nobody needs.

With every click Discord sends the whole message that was clicked. discord.py builds it anew, with each of its
components, before it tells of the click; a vote reads nothing but the custom id, and this was a sixth of all that a
vote costs (docs/decisions/0054).
"""

from typing import Any

import discord
from discord.state import ConnectionState

from bot.domain.discord_json import read_message
from bot.domain.elections.evidence import Countersignature
from bot.domain.elections.evidence.interactions import CastInteraction, NoBallot, cast_as_read

MESSAGE = "message"
_COUNTERSIGNATURE, _SAID = "countersignature", "said"


class LazyMessageState(ConnectionState[Any]):
    """Leaves the message of a click or of a sent modal in the interaction's data as it came: `message_of` builds it."""

    def parse_interaction_create(self, data: Any) -> None:
        if MESSAGE in data and "data" in data:
            data["data"][MESSAGE] = data.pop(MESSAGE)
        super().parse_interaction_create(data)

    def take_countersigned(self, data: Any, countersignature: Countersignature) -> None:
        """An interaction that came by HTTP, with Discord's signature over it."""
        try:
            # Before discord.py makes anything of it, and so that the body isn't read once more for it.
            said = cast_as_read(data)
        except NoBallot:
            said = None
        data["data"][_COUNTERSIGNATURE], data["data"][_SAID] = countersignature, said
        self.parse_interaction_create(data)


def countersignature_of(interaction: discord.Interaction[Any]) -> Countersignature | None:
    """Discord's signature over the interaction; None for one that came over the gateway, which bears none."""
    data: Any = interaction.data or {}
    found = data.get(_COUNTERSIGNATURE)
    return found if isinstance(found, Countersignature) else None


def said_by(interaction: discord.Interaction[Any]) -> CastInteraction | None:
    """The ballot that Discord signed with the interaction; None for one that came over the gateway, or casts none."""
    data: Any = interaction.data or {}
    found = data.get(_SAID)
    return found if isinstance(found, CastInteraction) else None


def message_of(interaction: discord.Interaction[Any]) -> discord.Message | None:
    """The message whose button or menu was used, or from which the modal was opened; None for a command."""
    data: Any = interaction.data or {}
    if (message := read_message(data.get(MESSAGE))) is None:
        return interaction.message
    channel: Any = interaction.channel
    return discord.Message(state=interaction._state, channel=channel, data=message)
