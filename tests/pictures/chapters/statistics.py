"""What the votes that were closed so far say of the server, in numbers."""

from __future__ import annotations

from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    ada, mona = scenario.person("ada"), scenario.job.stage.moderator
    await scenario.use("answers/stats-health", mona, "stats health", days=30)
    await scenario.use("answers/stats-space", mona, "stats space")
    await scenario.use("answers/stats-participation", ada, "stats participation")
    await scenario.use("answers/stats-participation-time", ada, "stats participation", show="time")
    await scenario.use("answers/stats-participation-overlap", ada, "stats participation", show="overlap")
    await scenario.use("answers/stats-concentration", ada, "stats concentration", file="csv")
    await scenario.use("answers/stats-proposal", ada, "stats proposal", proposal="1")
    await scenario.use("answers/stats-delegate", ada, "stats delegate", member=ada)
    await scenario.use("answers/stats-treasury", ada, "stats treasury")
