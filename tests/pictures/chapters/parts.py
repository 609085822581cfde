"""A vote creates a part with limits; what passes there is held and vetoed by a vote of the whole."""

from __future__ import annotations

from dataclasses import replace

from sandbox.discord.world.permissions import P
from tests.pictures.scenario import WELL, Scenario

POLICY = """
name = "whole"
mechanism = "single"
choices = ["For", "Against", "Abstain"]
proposal_threshold = 1000000000000000000
reactions = true

[rules]
majority = { kind = "simple", value = "1/2", abstain = "excluded" }

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT1H"
execution = "P14D"
unresolved_after = "PT6H"

[server]
acts = ["create_space", "limit_space", "archive_space", "veto"]
"""


async def play(scenario: Scenario) -> None:
    job, album, stage = scenario.job, scenario.album, scenario.job.stage
    guild, mona = stage.guild, stage.moderator
    gardeners = guild.create_role("Gardeners")
    news, talk = guild.create_text_channel("garden"), guild.create_forum_channel("garden-talk")
    log = guild.create_text_channel("garden-log")
    upload = await mona.slash(stage.log, "gov policy upload", file=("policy.toml", POLICY.encode()))
    shown = await upload.settled(timeout=30)
    await (await mona.click(shown, label="Apply to main")).settled(timeout=30)
    lives_in = "announcements #garden discussion #garden-talk log #garden-log"
    line = (
        f'create space "Garden" from subdao moderators @Gardeners {lives_in} '
        f"limit 500 {stage.token.address} and 1.5 ETH per 30 days"
    )
    number = await job.opened("ada", "A garden of its own", line)
    await job.card(number, "create the part")
    await job.click("ada", number, "For")
    await scenario.passes(minutes=61)
    await job.result(number)
    await scenario.passes(minutes=61)
    await job.in_thread(number, "As voted, the server is changed")

    gail = guild.create_member("gail", roles=[gardeners], permissions=P.MANAGE_GUILD)
    edited = await gail.slash(news, "gov track edit", track="main", quorum="1 voters")
    await edited.settled(timeout=30)
    within = replace(stage, announcements=news, discussion=talk, log=log)
    job.stage = within
    own = await job.submitted("ada", "A fence around the garden", text=WELL)
    await scenario.passes(hours=25)
    await job.card(own, "Open for voting")
    await job.click("ada", own, "For")
    await scenario.passes(hours=73)
    await job.result(own)

    job.stage = stage
    await job.opened("ada", "No fence", f"veto #{own}")
    job.stage = within
    await job.card(own, "**Held**")
    album.take("said/post_event-held", await job.in_thread(own, "Nothing of this is executed before"))
    job.stage = stage
