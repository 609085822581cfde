"""What is wrong with something that was given: a code with its data.

Errors carry a fault where there are several reasons for one refusal. Its words are in bot/wording/errors/.
"""

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """The root of all faults; each class is one code. Equal where code and data are."""


class Unfit(ValueError):
    """A value that pydantic is to refuse, with the fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
