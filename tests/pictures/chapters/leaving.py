"""What is taken back at the end: entries, delegations, wallets, the Safe itself."""

from __future__ import annotations

from typing import Any

from tests.pictures.scenario import Scenario


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    mona, ada, ben, dan = stage.moderator, *(scenario.person(name) for name in ("ada", "ben", "dan"))
    await job.stage.draft(ada, "Pay the driller", "As agreed.")
    drafted = next(each for each in await _drafts(scenario) if each.startswith("draft:"))
    await scenario.use(
        "answers/proposal-pay", ada, "proposal pay", proposal=drafted, amount="1", token="ETH", member=ben
    )
    used: dict[str, dict[str, Any]] = {
        "gov address remove": {"name": "driller"},
        "gov auditors add": {"who": ben},
        "gov auditors remove": {"who": ben},
        "gov policy apply": {"preset": "token"},
        "gov safe release": {"reason": "Another server looks after it now."},
    }
    for command, options in used.items():
        await scenario.use(f"answers/{command.replace(' ', '-')}", mona, command, **options)
    await scenario.use("answers/delegate-revoke", ben, "delegate revoke")
    wallet = job["dan"].wallet.address
    await scenario.use("answers/wallet-primary", dan, "wallet primary", wallet=wallet)
    await scenario.use("answers/wallet-unlink", dan, "wallet unlink", wallet=wallet)
    await job.logged("Another server looks after it now.")
    scenario.look_around()


async def _drafts(scenario: Scenario) -> list[str]:
    """What Discord offers of Ada's drafts to be paid from."""
    offered = await scenario.person("ada").autocomplete(
        scenario.job.stage.announcements, "proposal pay", focused="proposal", value=""
    )
    return [str(each["value"]) for each in offered]
