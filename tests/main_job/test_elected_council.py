"""A council that is elected and gets its role and its seats in the Safe by one proposal, on a real Safe."""

from __future__ import annotations

from pathlib import Path

from eth_utils.address import to_checksum_address

from sandbox.stage import Stage
from tests.main_job.conftest import Staging
from tests.main_job.job import assert_says, verified
from tests.main_job.test_changed_server import below_the_bot

POLICY = """
name = "council"
mechanism = "ranked_choice"
choices = []
choices_from = "proposal"
options = {{ tie_break = "report" }}
proposal_threshold = 1000000000000000000
reactions = false
privacy = "after_close"

[rules]
quorum = {{ kind = "headcount", value = 3 }}

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT1H"
execution = "P14D"
unresolved_after = "PT6H"

[elects]
seats = 2
owners = true

[server]
acts = ["grant_to_winners"]
roles = ["{role}"]
"""
BALLOTS = {"ada": "Ada > Cleo > Ben", "ben": "Ben > Cleo > Ada", "cleo": "Cleo > Ben > Ada"}
"""With 40, 35 and 25: Cleo goes out first and Ben wins; without him Cleo does."""


async def test_an_elected_council_gets_role_and_seats_by_one_proposal(
    staged: Staging, tmp_path: Path
) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 40_000, "ben": 35_000, "cleo": 25_000})
        stage, people = job.stage, [job[name].person for name in BALLOTS]
        ada, ben, cleo = people
        first, second, leaving = (owner.address for owner in stage.owners)
        council = below_the_bot(stage, "Council")
        file = ("policy.toml", POLICY.format(role=council.id).encode())
        asked = await stage.moderator.slash(stage.log, "gov policy upload", file=file)
        shown = await asked.settled(timeout=30)
        assert_says(shown.text, "2 of the candidates", "owners of the Safe")
        await (await stage.moderator.click(shown, label="Apply to main")).settled(timeout=30)

        number = await job.opened(
            "ada",
            "The council of 2026",
            f"grant @Council to winners for 180 days\nmake winners owners, threshold 3, in place of {leaving}",
            "\n".join(f"{name.title()} <@{job[name].person.id}>" for name in BALLOTS),
        )
        card = await job.card(number, "Open for voting")
        assert_says(card.text, "signs for the Safe", "2 of these members are elected", council.mention)
        for name, ballot in BALLOTS.items():
            await job.command(name, number, ballot)
        record = await job.closed(number)
        result = await job.result(number)
        elected = f"1. Ben: <@{ben.id}>\n2. Cleo: <@{cleo.id}>"
        assert_says(result.text, elected)
        wallets = [winner["wallet"] for winner in record["elected"]["winners"]]
        assert wallets == [job["ben"].wallet.address, job["cleo"].wallet.address]
        lines = await verified(result, tmp_path, stage.chain.url)
        assert any("Elected to 2 seats" in line for line in lines), lines
        assert await _owners(stage) == ({first, second, leaving}, 2)

        transaction = await job.proposed(number)
        await job.until(lambda: council in ben.roles and council in cleo.roles)
        assert council not in ada.roles
        await job.execute(transaction)
        await job.notified(number, "The Safe executed the proposal")
        seated = {first, second, job["ben"].wallet.address, job["cleo"].wallet.address}
        assert await _owners(stage) == (seated, 3)

        job.bot.passes(days=181)
        await job.until(lambda: council not in ben.roles and council not in cleo.roles)
        assert await _owners(stage) == (seated, 3)


async def _owners(stage: Stage) -> tuple[set[str], int]:
    """Of the Safe on its chain, and how many of them must sign."""
    contract = stage.safe.contract
    owners = {to_checksum_address(owner) for owner in await contract.call("getOwners")}
    return owners, int(await contract.call("getThreshold"))
