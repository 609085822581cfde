"""Paused, resumed, cancelled, withdrawn; a vote that nobody took part in; and a server that is nearly handed over."""

from __future__ import annotations

from datetime import timedelta

from tests.pictures.scenario import Scenario

_LONG = (
    "Until now we meet when somebody has the time, which was four times last year. Some of us heard of two of those "
    "only when they were over. We propose to meet each Monday at seven in the hall, for an hour at most. Whoever wants "
    "to speak writes it in the thread by Sunday. What is decided there is proposed here all the same, so that nobody "
    "loses anything who can't come. Ben keeps the key, and Cleo the minutes. After half a year we look whether it is "
    "worth it."
)
"""Of which the card shows the sentences that tell most."""


async def play(scenario: Scenario) -> None:
    job, album, mona = scenario.job, scenario.album, scenario.job.stage.moderator
    number = await scenario.opened("Paint the gate")
    await scenario.use(
        "answers/gov-pause", mona, "gov pause", proposal=str(number), reason="The text names the wrong gate."
    )
    card = await job.card(number, "**Paused**")
    await scenario.card("paused", card)
    await scenario.use(
        "answers/gov-resume", mona, "gov resume", proposal=str(number), reason="It is the right one."
    )
    await job.card(number, "Open for voting")
    await scenario.passes(minutes=62)
    await job.result(number)
    await job.card(number, "**Defeated**")
    await scenario.card("defeated", card)
    scenario.look_around()
    number = await scenario.opened("Paint the gate green")
    asked = await scenario.use(
        "answers/gov-cancel", mona, "gov cancel", proposal=str(number), reason="Proposed twice."
    )
    done = await mona.click(asked, label=asked.buttons[0].label)
    album.take("answers/gov-cancel-done", await done.settled())
    card = await job.card(number, "**Cancelled**")
    await scenario.card("cancelled", card)
    await scenario.use("answers/gov-log", mona, "gov log")
    number = await scenario.opened("Meet each Monday", _LONG)
    await job.click("ada", number, "For")
    await scenario.passes(minutes=62)
    card = await job.card(number, "**Passed**")
    await scenario.card("passed", card)
    number = await job.submitted("ben", "Meet each Tuesday")
    await scenario.use(
        "answers/proposal-withdraw", scenario.person("ben"), "proposal withdraw", proposal=str(number)
    )
    scenario.look_around()
    given = await scenario.use("answers/settings-export", mona, "settings export")
    file = ("folkmoot-settings.toml", given.attachments[0].content)
    await scenario.use("answers/settings-import", mona, "settings import", file=file)
    await scenario.use("answers/dryrun", mona, "dryrun")
    await scenario.use("answers/permissions", mona, "permissions", role="moderators")
    await scenario.use("answers/announce-events", mona, "announce events")
    await scenario.use("answers/policy-test", mona, "policy test", quorum="40 voters")
    at = scenario.site.clock.now() + timedelta(hours=1)
    await scenario.use(
        "answers/announce-digest", mona, "announce digest", day=f"{at:%A}".upper(), hour=at.hour
    )
    await scenario.passes(minutes=61)
    await job.until(lambda: any("The week until" in each.text for each in job.stage.announcements.messages))
    scenario.look_around()
    await _hands_over(scenario)


async def _hands_over(scenario: Scenario) -> None:
    """The server is to go to another operator, and stays after all."""
    stage, mona = scenario.job.stage, scenario.job.stage.moderator
    successor = stage.guild.invite(stage.discord.create_application("Folkmoot of others"))
    await scenario.use("answers/handover-show", mona, "handover show")
    await scenario.use(
        "answers/handover-begin",
        mona,
        "handover begin",
        fingerprint="0x" + "5a" * 20,
        bot=successor,
        reason="Their machines are ours.",
    )
    await scenario.use("answers/handover-cancel", mona, "handover cancel", reason="They are not, yet.")
