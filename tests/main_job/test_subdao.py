"""A vote creates a part of the DAO with limits, what is proposed in its channel is that part's own, and the whole
vetoes it."""

from __future__ import annotations

from dataclasses import replace

from sandbox.discord.world.permissions import P
from tests.main_job.conftest import Staging
from tests.main_job.job import assert_says
from tests.main_job.test_changed_server import POLICY


async def test_a_vote_creates_a_part_in_whose_channel_its_own_rules_hold(staged: Staging) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        stage = job.stage
        guild, mona = stage.guild, stage.moderator
        granters = guild.create_role("Granters")
        news, talk = guild.create_text_channel("grants"), guild.create_forum_channel("grants-talk")
        log = guild.create_text_channel("grants-log")
        acts = 'acts = ["create_space", "veto"]'
        policy = POLICY.partition("acts = ")[0].format() + acts
        shown = await (
            await mona.slash(stage.log, "gov policy upload", file=("policy.toml", policy.encode()))
        ).settled(timeout=30)
        assert_says(shown.text, "what passes may create parts with rules of their own, veto what passed")
        await (await mona.click(shown, label="Apply to main")).settled(timeout=30)

        where = f"announcements #grants discussion <#{talk.id}> log #grants-log"
        line = f'create space "Grants" from subdao moderators @Granters {where} limit 1 ETH per 30 days'
        number = await job.opened("ada", "A part for grants", line)
        card = await job.card(number, "Open for voting")
        assert_says(card.text, "Look twice", granters.mention, "create the part **Grants**", news.mention)
        assert_says(card.text, "in any 30 days", "send 1 ETH")
        await job.click("ada", number, "For")
        await job.closed(number)
        await job.bot.passes(minutes=61)
        await job.in_thread(number, "As voted, the server is changed")
        await job.logged("part created by a vote", "Grants")

        assert_says(await job.ask(mona, "gov space tree"), "**Grants** in", granters.mention)
        there = await (await mona.slash(news, "gov space show")).settled()
        assert_says(there.text, "Grants", "Part of", talk.mention, granters.mention)
        assert_says(
            there.text, "Left now of what may be moved in Grants and below: 1 of 1 ETH in any 30 days"
        )
        refused = await (await mona.slash(news, "gov track edit", track="main", quorum="1%")).settled()
        assert "moderator" in refused.text
        gail = guild.create_member("gail", roles=[granters], permissions=P.MANAGE_GUILD)
        edited = await (await gail.slash(news, "gov track edit", track="main", quorum="1 voters")).settled(
            timeout=30
        )
        assert_says(edited.text, "main")
        await log.wait_for(lambda m: "track edited in Grants" in m.text, timeout=20)

        # From here on everything happens in the channels of Grants.
        job.stage = replace(stage, announcements=news, discussion=talk, log=log)
        own = await job.submitted("ada", "The first grant")
        assert own == number + 1
        await job.bot.passes(hours=25)
        await job.card(own, "Open for voting")
        await job.click("ada", own, "For")
        await job.bot.passes(hours=73)
        await job.result(own)

        # The whole has its say within the timelock of Grants.
        job.stage = stage
        veto = await job.opened("ada", "Not this grant", f"veto #{own}")
        card = await job.card(veto, "Open for voting")
        assert_says(
            card.text, f"what members of Grants have voted for in proposal {own} is **never carried out**"
        )
        within = replace(stage, announcements=news, discussion=talk, log=log)
        job.stage = within
        await job.in_thread(own, f"**Held**: the space above votes on a veto, in proposal {veto}")
        await job.card(own, "**Held** while the space above votes")
        job.stage = stage
        await job.click("ada", veto, "For")
        await job.closed(veto)
        await job.bot.passes(minutes=61)
        await job.logged("what passed in a part vetoed by a vote", f"#{own}")
        job.stage = within
        await job.in_thread(own, f"**Vetoed** by the space above, in proposal {veto}")
        await job.card(own, f"**Vetoed** by the space above, in proposal {veto}")
