"""A grant that is paid in parts, and the report of the first of them."""

from __future__ import annotations

from bot.domain.ids import GuildId
from bot.domain.policy.milestones import MilestoneRule
from bot.domain.policy.toml.writing import policy_toml
from tests.main_job.job import PERIODS
from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    mona, ben = stage.moderator, scenario.person("ben")
    await job.asked(
        mona, "gov track add", name="grants", preset="token", quorum="4%", threshold="1", **PERIODS
    )
    tracks = job.bot.program.runtime.services.tracks
    bound = (await tracks.named(GuildId(stage.guild.id), "grants")).policy
    policy = bound.model_copy(update={"milestones": MilestoneRule(by="silence")})
    read = await job.asked(
        mona, "gov policy upload", file=("policy.toml", policy_toml(policy).encode()), track="grants"
    )
    await (await mona.click(read, label="Apply to grants")).settled(timeout=30)

    wallet = job["ben"].wallet.address
    lines = [
        f"transfer 1 ETH to {wallet}",
        f'milestone "The plan, with its costs" by 2027-03-31: transfer 2 ETH to {wallet}',
        f'milestone "The well gives water" by 2027-06-30: transfer 5 ETH to {wallet}',
    ]
    number, _ = await scenario.proposed_on("grants", "\n".join(lines))
    await scenario.passes(minutes=61)
    scenario.album.take("states/voting-milestones", await job.card(number, "Open for voting"))
    await job.click("ada", number, "For")
    await scenario.passes(minutes=61)
    await job.result(number)
    await scenario.passes(minutes=61)
    await job.in_thread(number, "safeTxHash")
    await job.execute(job.transactions()[0])
    await job.notified(number, "The Safe executed")

    form = await scenario.form(
        "answers/proposal-report", ben, "proposal report", proposal=str(number), milestone=1
    )
    assert form.modal is not None, form.text
    report = "The plan, with three bids: https://example.org/plan. The lower one has a warranty of ten years."
    await (await form.modal.submit({"report": report})).settled()
    card = await job.announced(
        lambda m: "It decides on milestone 1" in m.text and "Open for voting" in m.text
    )
    scenario.album.take("states/voting-release", card)
    scenario.album.take("states/executed-milestones", await job.card(number, "🗳️ reported"))
    # It would pass by silence, and take the Safe's next nonce in the midst of what comes.
    await job.asked(mona, "gov cancel", proposal=str(number + 1), reason="The pictures are taken")
    await job.asked(mona, "gov track retire", track="grants")
