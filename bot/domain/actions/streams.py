"""Payments that go out little by little: the contracts through which they go, and what was agreed of one."""

from typing import Annotated, Literal

import msgspec
from pydantic import Field

from bot.domain.frozen_model import FrozenModel
from bot.domain.power import Account

LAST_MOMENT = 253_402_300_799
"""The end of the year 9999, as Unix time: nobody reads a later one."""
RATE_DECIMALS = 20
"""Of what LlamaPay pays in a second, whatever the token has."""


class SablierLockup(FrozenModel):
    """A contract of Sablier's for linear streams and vestings of any token."""

    kind: Literal["sablier"] = "sablier"
    contract: Account
    version: Literal["1.2", "2.0", "3.0", "4.0"]
    """Of Sablier Lockup; before 2.0 it is the one called LockupLinear."""


class LlamaPay(FrozenModel):
    """The contract of LlamaPay for one token. All that an account pays through it comes out of one balance."""

    kind: Literal["llamapay"] = "llamapay"
    contract: Account
    token: Account


StreamContract = Annotated[SablierLockup | LlamaPay, Field(discriminator="kind")]
"""What the operator has named: its code is known to do what is said of it."""


class Schedule(msgspec.Struct, frozen=True):
    """When a stream pays out how much, in base units and seconds."""

    start: int | None
    """Unix time; None: when the stream is made."""
    length: int
    """From the start to the end, when everything is paid out."""
    cliff: int = 0
    """After the start; 0 where there is none."""
    at_start: int = 0
    """What is paid out at the start at once."""
    at_cliff: int = 0
    """What is paid out at the cliff at once; before it there is no more than `at_start`."""
    step: int = 1
    """The rest goes out evenly until the end, once every so many seconds."""
    parts: int = 0
    """Instead: so many parts, each at a time of its own (`form`: `steps`) or along a curve of its own (`curve`)."""
    form: Literal["even", "steps", "curve"] = "even"

    @property
    def end(self) -> int | None:
        """Unix time."""
        return None if self.start is None else self.start + self.length
