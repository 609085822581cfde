"""A Discord role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, PlainSerializer

from bot.domain.ids import Address, RoleId
from bot.domain.power.sources.base import Source

if TYPE_CHECKING:
    from bot.domain.power.holder import Holder


class Role(Source):
    """A fixed number for whoever has a Discord role, read when the ballot is cast and stored with it."""

    kind: Literal["role"] = "role"
    role: Annotated[
        RoleId, Field(ge=1, le=2**63 - 1), PlainSerializer(str, return_type=str, when_used="json")
    ]
    """A string in JSON, as Discord itself writes ids."""

    needs_wallet: ClassVar[bool] = False
    has_total: ClassVar[bool] = False

    @property
    def named(self) -> tuple[str, ...]:
        return (str(self.role),)

    @property
    def roles(self) -> frozenset[RoleId]:
        return frozenset({self.role})

    def with_roles(self, roles: Mapping[RoleId, RoleId]) -> Self:
        return self.model_copy(update={"role": roles[self.role]})

    def known(self, holder: Holder, wallet: Address | None) -> int:
        return int(self.role in holder.roles)
