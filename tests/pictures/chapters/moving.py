"""What was decided in the server from which the DAO came."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.domain.ids import GuildId, ProposalNumber
from bot.domain.imported.imported_vote import Fate, ImportedFacts, Origin
from bot.services.imported.importing import Importing
from tests.pictures.scenario import Scenario

DECIDED: list[tuple[str, bool, Fate | None]] = [
    ("Found a DAO for the well", True, None),
    ("Rent a pump for the summer", True, "executed"),
    ("Sell the old well", False, None),
    ("Pay for a fence", True, "vetoed"),
]


async def imported_votes(scenario: Scenario) -> None:
    """They are there while somebody looks at them."""
    runtime, guild = scenario.job.bot.program.runtime, GuildId(scenario.job.stage.guild.id)
    importing = Importing(runtime.services.uow, runtime.services.clock)
    now = runtime.services.clock.now()
    facts = [
        ImportedFacts(
            source="folkmoot",
            key=hashlib.sha256(title.encode()).hexdigest(),
            title=title,
            author="",
            opened_at=now - timedelta(days=104 - 7 * place),
            ended_at=now - timedelta(days=101 - 7 * place),
            voters=12,
            cast_power=1,
            passed=passed,
            agrees=True,
            origin=Origin(GuildId(1180000000000000000), "The Old Well", ProposalNumber(place + 1), fate),
        )
        for place, (title, passed, fate) in enumerate(DECIDED)
    ]
    await importing.take(guild, "", ((each, b"{}") for each in facts))
    await scenario.use("answers/proposal-imported", scenario.person("ben"), "proposal imported")
    await importing.forget(guild, "", "folkmoot")
