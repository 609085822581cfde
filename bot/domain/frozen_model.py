"""What the parts of a policy have in common: plain data, never changed, without fields that nobody knows."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class FrozenModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def later(default: Any, **more: Any) -> Any:
    """A field that policies didn't have from the beginning: its default is left out, so that a policy which was
    written before it keeps its hash."""
    return Field(default=default, exclude_if=lambda value: value == default, **more)
