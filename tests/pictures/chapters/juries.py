"""Two of four look into the gate; they are drawn when their block is there."""

from __future__ import annotations

from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, mona = scenario.job, scenario.job.stage.moderator
    pool = " ".join(f"<@{scenario.person(name).id}>" for name in ("ada", "ben", "cleo", "dan"))
    await scenario.use(
        "answers/jury-draw", mona, "jury draw", title="Who looks at the gate", seats=2, members=pool
    )
    chain = job.stage.chain
    behind = scenario.site.clock.now().timestamp() - (await chain.block("latest")).timestamp
    chain.advance(max(0, int(behind)))
    await scenario.passes(minutes=61)
    await job.until(lambda: any("Drawn: " in each.text for each in job.stage.announcements.messages))
    await scenario.use("answers/jury-show", scenario.person("ada"), "jury show", number=1)
    scenario.look_around()
