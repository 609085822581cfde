"""The Discord server as an executor: what a policy lets its proposals change there. What isn't named is not allowed."""

from typing import Annotated

from pydantic import Field, PlainSerializer

from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import ChannelId, RoleId
from bot.domain.policy.bounds import MOST_SERVER_CATEGORIES, MOST_SERVER_ROLES
from bot.domain.server_acts.kind import ActKind

ActName = Annotated[ActKind, PlainSerializer(lambda kind: kind.value, return_type=str, when_used="json")]
RoleNumber = Annotated[
    RoleId, Field(ge=1, le=2**63 - 1), PlainSerializer(str, return_type=str, when_used="json")
]
"""A string in JSON, as Discord itself writes ids."""
ChannelNumber = Annotated[
    ChannelId, Field(ge=1, le=2**63 - 1), PlainSerializer(str, return_type=str, when_used="json")
]


class ServerExecutor(FrozenModel):
    """The server, carried out by the bot itself with what Discord permits it."""

    acts: tuple[ActName, ...] = Field(min_length=1, max_length=len(ActKind))
    roles: tuple[RoleNumber, ...] = Field(default=(), max_length=MOST_SERVER_ROLES)
    """Those that may be given and taken, beside those that the same proposal creates."""
    categories: tuple[ChannelNumber, ...] = Field(default=(), max_length=MOST_SERVER_CATEGORIES)
    """Those in which channels may be created, renamed and archived."""

    def lets(self, kind: ActKind) -> bool:
        """Whether acts of this kind may be proposed."""
        return kind in self.acts
