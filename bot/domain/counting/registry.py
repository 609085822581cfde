"""Every mechanism by its name in the election document. A new one is one file and one line here."""

from __future__ import annotations

from bot.domain.counting.conviction import CONVICTION
from bot.domain.counting.roll import Mechanism
from bot.domain.counting.single import SINGLE

MECHANISMS: dict[str, Mechanism] = {
    mechanism.name: mechanism
    for mechanism in (
        SINGLE,
        CONVICTION,
    )
}
