"""How much the property tests try: enough for every change in `make test`, all in `make assurance`."""

import os

ASSURANCE = os.environ.get("FOLKMOOT_ASSURANCE") == "1"


def examples(usual: int, full: int) -> int:
    """How many examples a property is tried with."""
    return full if ASSURANCE else usual
