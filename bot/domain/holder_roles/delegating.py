"""Whoever delegates, or is delegated to."""

from typing import ClassVar, Literal, get_args

from bot.domain.frozen_model import FrozenModel

Way = Literal["gives", "gets", "either"]
WAYS: tuple[Way, ...] = get_args(Way)


class Delegating(FrozenModel):
    """A delegation in this space that holds now, on any track."""

    kind: Literal["delegating"] = "delegating"
    way: Way

    of_votes: ClassVar[bool] = False
