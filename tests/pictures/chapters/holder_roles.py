"""Roles by rules: made, given, seen, and taken away again."""

from __future__ import annotations

from sandbox.discord.world.permissions import P
from sandbox.stage import BOT_PERMISSIONS
from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, mona = scenario.job, scenario.job.stage.moderator
    guild = job.stage.guild
    (own,) = guild.bot(job.stage.app).roles
    own.allow(BOT_PERMISSIONS | P.MANAGE_ROLES)
    role = guild.create_role("Stewards of the well")
    role.position, own.position = own.position, role.position
    guild.role_changed(role)
    guild.role_changed(own)
    await scenario.use("answers/roles-voting", mona, "roles voting", role=role, votes=1, of=3)
    await scenario.use("answers/roles-delegating", mona, "roles delegating", role=role, who="either")
    source = f"erc20_votes {job.stage.token.address}"
    await scenario.use(
        "answers/roles-holding", mona, "roles holding", role=role, amount="1", source=source, grace="3d"
    )
    await scenario.use("answers/roles-run", mona, "roles run")
    await job.until(lambda: any("role given by a rule" in each.text for each in job.stage.log.messages))
    await scenario.use("answers/roles-list", scenario.person("ada"), "roles list")
    await scenario.use("answers/roles-remove", mona, "roles remove", number=1)
    scenario.look_around()
