"""A track with limits, from its file to the Safe: what was executed is what later proposals can't have."""

from __future__ import annotations

import pytest

from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, assert_says

TEN_COINS_A_MONTH = """
name = "kitchen"
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

[limits]
period = "P30D"

[[limits.spending]]
per_period = "10000000000000000000"
"""


@pytest.mark.attack("actions")
async def test_what_was_executed_is_left_to_no_later_proposal_of_the_track(staged: Staging) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        stage, ada = job.stage, job["ada"].person
        payee = stage.chain.account("payee").address
        file = ("policy.toml", TEN_COINS_A_MONTH.encode())
        reply = await stage.moderator.slash(stage.log, "gov policy upload", file=file)
        shown = await reply.settled(timeout=30)
        assert_says(shown.text, "send 10 ETH")
        await (await stage.moderator.click(shown, label="Apply to main")).settled(timeout=30)

        number = await job.opened("ada", "Half a kitchen", f"transfer 6 ETH to {payee}")
        await job.click("ada", number, "For")
        await job.closed(number)
        await job.execute(await job.proposed(number))
        await job.notified(number, "The Safe executed")
        assert await stage.chain.balance(payee) == 6 * TOKEN

        policy = await job.ask(stage.moderator, "gov policy show", track="main")
        assert_says(policy, "Left now: 4 of 10 ETH", "6 are spent or asked for")
        beyond = await stage.draft(ada, "The other half", "As agreed.", f"transfer 5 ETH to {payee}")
        over = "This moves 5 ETH. The track may move 10 in any 30 days, and 6 are spent or asked for"
        assert_says(beyond.text, over)
        assert_says(await stage.submit(ada, beyond), "beyond the limits of the track", over)
        await job.submitted("ada", "A smaller half", f"transfer 4 ETH to {payee}")
