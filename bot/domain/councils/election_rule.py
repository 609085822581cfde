"""What a policy says of an election of people."""

from pydantic import Field

from bot.domain.frozen_model import FrozenModel, later

MOST_SEATS = 20
"""That are elected by one vote: each may bring a role, and a proposal changes the server in so many ways at most."""


class ElectionRule(FrozenModel):
    """The choices of a vote are members, and so many of them are elected."""

    seats: int = Field(ge=1, le=MOST_SEATS)
    owners: bool = later(False)
    """Whether a proposal may make those who are elected owners of the Safe that is the policy's executor."""
