"""Whoever votes often enough."""

from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bot.domain.frozen_model import FrozenModel

MOST_VOTES = 50
LONGEST_WINDOW = timedelta(days=365)


class Voting(FrozenModel):
    """A ballot of one's own that stood when the vote closed, in so many of the newest closed votes of the space, or of
    those that closed within a time. Votes that are open count for nobody: who has voted in them may be secret."""

    kind: Literal["voting"] = "voting"
    votes: Annotated[int, Field(ge=1, le=MOST_VOTES)]
    of: Annotated[int, Field(ge=1, le=MOST_VOTES)] | None = None
    """Of how many of the newest; None where a time is given."""
    within: Annotated[timedelta, Field(gt=timedelta(0), le=LONGEST_WINDOW)] | None = None

    of_votes: ClassVar[bool] = True
