"""Every mechanism by its name in the election document. A new one is one file and one line here."""

from __future__ import annotations

from bot.domain.counting.approval import APPROVAL
from bot.domain.counting.conviction import CONVICTION
from bot.domain.counting.copeland import COPELAND
from bot.domain.counting.headcount import HEADCOUNT
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.quadratic import QUADRATIC
from bot.domain.counting.ranked_choice import RANKED_CHOICE
from bot.domain.counting.single import SINGLE
from bot.domain.counting.weighted import WEIGHTED

MECHANISMS: dict[str, Mechanism] = {
    mechanism.name: mechanism
    for mechanism in (
        SINGLE,
        APPROVAL,
        RANKED_CHOICE,
        COPELAND,
        WEIGHTED,
        QUADRATIC,
        HEADCOUNT,
        CONVICTION,
    )
}
