"""Ballots that the sandbox's Discord signed, through the real bot, checked as an auditor and a voter check them."""

from __future__ import annotations

from bot.domain.canonical import canonical_json
from bot.domain.ids import ProposalId
from tests.main_job.conftest import Staging
from tests.verification.evidence import refused, told


async def test_what_discord_signed_of_a_real_vote_is_found_right_by_auditors_and_voters(
    staged: Staging,
) -> None:
    async with staged(by_http=True) as job:
        await job.set_up(trust="countersigned")
        await job.join({"ada": 40_000, "ben": 40_000, "cleo": 20_000})
        number = await job.opened("ada", "Pay the team")
        await job.click("ada", number, "Against")
        await job.command("ada", number, "For", "It is due.")
        await job.click("ben", number, "Against")
        record = canonical_json(await job.closed(number))
        key = job.stage.app.payload()["verify_key"]
        of_all = await told(job.bot.program.runtime.services.uow, ProposalId(number), record)
        assert len(of_all.evidence["ballots"]) == 3
        for voter in of_all.voters:
            assert refused(record, of_all.evidence, own=of_all.own(voter), public_key=key) is None
