"""A vote creates a part with limits; what passes there is held and vetoed by a vote of the whole, and what is beyond
its limit goes up."""

from __future__ import annotations

from dataclasses import replace

from sandbox.chain.safe import deploy_safe
from sandbox.discord.world.components import walk
from sandbox.discord.world.permissions import P
from sandbox.stage import Stage
from tests.pictures.scenario import WELL, Scenario

POLICY = """
name = "whole"
mechanism = "single"
choices = ["For", "Against", "Abstain"]
proposal_threshold = 1000000000000000000
reactions = true
parts_track = "main"

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
    garden = {"announcements": news, "discussion": talk, "log": log}
    await scenario.form(
        "answers/space-create",
        mona,
        "space create",
        name="Garden",
        moderators=gardeners,
        limit="1.5 ETH per 30 days",
        **garden,
    )
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
    within = replace(stage, **garden)
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
    await scenario.form("answers/space-archive", mona, "space archive", space="Garden")
    await _act_by_form(scenario)
    await _goes_up(scenario, replace(within, moderator=gail))
    scenario.look_around()
    job.stage = stage


async def _act_by_form(scenario: Scenario) -> None:
    """A draft with the menu of acts, and the form of one."""
    ada = scenario.person("ada")
    preview = await scenario.job.stage.draft(ada, "A limit for the garden", WELL)
    menu = next(each for each in walk(preview.components) if each.get("custom_id", "").startswith("add-act:"))
    form = (await ada.select(preview, menu["custom_id"], values="limit_space")).modal
    scenario.album.form("answers/proposal-act", form)


async def _goes_up(scenario: Scenario, within: Stage) -> None:
    """The part gets a Safe, and wants to pay more than it may: who proposed that takes it to the whole."""
    job, album, ada = scenario.job, scenario.album, scenario.person("ada")
    safe = await deploy_safe(within.chain, owners=within.safe.owners, threshold=1)
    await within.finalize()
    job.stage = replace(within, safe=safe)
    named = await within.moderator.slash(
        within.announcements, "gov track edit", track="main", safe=safe.address
    )
    await named.settled(timeout=30)
    await job.stage.prove()
    preview = await job.stage.draft(
        ada, "A greenhouse", WELL, f"transfer 2 ETH to {within.owners[0].address}"
    )
    album.take("answers/propose-beyond", preview)
    button = next(each.label or "" for each in preview.buttons if (each.label or "").startswith("Take it"))
    taken = await (await ada.click(preview, label=button)).settled(timeout=30)
    assert "is in discussion" in await job.stage.submit(ada, taken)
    await job.announced(lambda message: "has brought this up" in message.text)
