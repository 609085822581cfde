"""A grant that passes once, and is paid in parts: the first by a vote, the second is refused, and reported again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.discord import Message
from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, Job, assert_says

RULES = """
name = "grants"
mechanism = "single"
choices = ["For", "Against", "Abstain"]
proposal_threshold = 1000000000000000000
reactions = true

[rules]
quorum = { kind = "share", value = "4/100", counts = ["For", "Abstain"] }
majority = { kind = "simple", value = "1/2", abstain = "excluded" }

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT1H"
execution = "P14D"
unresolved_after = "PT6H"

[milestones]
voting = "PT1H"
"""


async def report(job: Job, name: str, number: int, place: int, text: str) -> Message:
    """What `/proposal report` answers when its form was sent."""
    stage, person = job.stage, job[name].person
    form = await person.slash(stage.announcements, "proposal report", proposal=str(number), milestone=place)
    assert form.modal is not None, form
    return await (await form.modal.submit({"report": text})).settled()


async def released(job: Job, name: str, number: int, place: int) -> int:
    """The number of what decides on a milestone that was reported, whose vote is open."""
    answer = await report(job, name, number, place, "Here it is: https://example.org/well")
    assert_says(answer.text, "Reported: proposal")
    release = number + len([t for t in job.stage.discussion.threads if "🏁" in t.name]) + 1
    await job.thread(release)
    await job.card(release, "Open for voting")
    return release


async def test_a_grant_is_paid_part_by_part_as_each_is_reported_and_accepted(staged: Staging) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000, "ben": 1})
        stage, ben = job.stage, job["ben"].wallet.address
        reply = await stage.moderator.slash(
            stage.log, "gov policy upload", file=("policy.toml", RULES.encode())
        )
        shown = await reply.settled(timeout=30)
        assert_says(shown.text, "Milestones", "after its own report and a vote of 1 hour")
        await (await stage.moderator.click(shown, label="Apply to main")).settled(timeout=30)

        due = (datetime.now(UTC) + timedelta(days=60)).date()
        lines = [
            f"transfer 1 ETH to {ben}",
            f'milestone "The plan" by {due}: transfer 2 ETH to {ben}',
            f'milestone "The well" by {due}: transfer 3 ETH to {ben}',
        ]
        number = await job.opened("ada", "A well", "\n".join(lines))
        card = await job.card(number, "Milestones")
        assert_says(
            card.text, "1. *The plan*: send 2 ETH to", "2. *The well*: send 3 ETH to", "to be reported before"
        )
        await job.click("ada", number, "For")
        await job.closed(number)
        early = await (
            await job["ben"].person.slash(
                stage.announcements, "proposal report", proposal=str(number), milestone=1
            )
        ).settled()
        assert_says(early.text, "has not passed yet, or what it pays at once is not paid yet")
        await job.execute(await job.proposed(number))
        await job.notified(number, "The Safe executed")
        assert await stage.chain.balance(ben) == 1 * TOKEN

        first = await released(job, "ben", number, 1)
        assert_says(
            (await job.in_thread(number, "reported milestone")).text, "milestone 1, *The plan*", f"{first}"
        )
        assert_says(
            (await job.card(first)).text, f"It decides on milestone 1 of proposal {number}", "send 2 ETH"
        )
        await job.card(number, f"🗳️ reported: proposal {first} decides")
        await job.click("ada", first, "For")
        record = await job.closed(first)
        assert record["frozen"]["releases"]["milestone"] == 1
        await job.execute(await job.proposed(first))
        await job.notified(first, "The Safe executed")
        await job.card(number, f"paid** by proposal {first}")
        assert await stage.chain.balance(ben) == 3 * TOKEN

        second = await released(job, "ben", number, 2)
        await job.click("ada", second, "Against")
        await job.closed(second)
        await job.card(number, f"not released by proposal {second} (defeated)")
        third = await released(job, "ada", number, 2)
        await job.click("ada", third, "For")
        await job.closed(third)
        await job.execute(await job.proposed(third))
        await job.notified(third, "The Safe executed")
        await job.card(number, f"paid** by proposal {third}")
        assert await stage.chain.balance(ben) == 6 * TOKEN
        again = await (
            await job["ben"].person.slash(
                stage.announcements, "proposal report", proposal=str(number), milestone=2
            )
        ).settled()
        assert_says(again.text, f"was released by proposal {third}")
