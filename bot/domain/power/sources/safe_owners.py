"""The owners of a Safe, one vote each."""

from typing import ClassVar, Literal

from bot.domain.power.sources.base import OfContract


class SafeOwners(OfContract):
    """1 for each owner of a Safe at the snapshot block."""

    kind: Literal["safe_owners"] = "safe_owners"

    of_executor: ClassVar[bool] = True
